"""What a request for numbers may ask, and whose request is answered."""

import asyncio
import json
import threading

import pytest
from starlette.requests import Request

from benchmarks.load.visitor import run
from core.model import CSBM
from core.walks import predict
from ui.link import link
from ui.web import api
from ui.web.asked import read
from ui.web.dots_queue import Full, Overtaken, Waiting


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"p": "2"}, ("p", "'2'", "from 0 to 1")),
        ({"n": "nan"}, ("n", "'nan'", "even whole number")),
        ({"dmax": "65"}, ("dmax", "65", "64")),
        ({"s": "0"}, ("s", "0.05")),
        ({"method": "magic"}, ("method", "magic", "residual")),
        ({"method": "residual", "alpha": "7"}, ("alpha", "7")),
        ({"alpha": "0.1"}, ("alpha", "not a field")),
        ({"method": "pairnorm"}, ("pairnorm", "no walk theory")),
        ({"format": "xml"}, ("format", "json, csv")),
        ({"c": "11", "n": "22"}, ("c", "11", "from 2 to 10")),
        ({"c": "7", "n": "2000"}, ("n is 2000", "c = 7", "multiple of 14", "nearest is 2002")),
        ({"c": "7", "n": "2"}, ("n is 2", "c = 7", "multiple of 14", "nearest is 14")),
        ({"c": "3", "n": "1000000000000"}, ("multiple of 6", "nearest is 999999999996")),
        ({"c": "3", "n": "1998", "method": "drop_edge"}, ("n_classes", "3", "drop_edge")),
        ({"have": "0"}, ("have", "'0'", "from 0.01 to 1")),
        ({"have": "0.2", "c": "3", "n": "1998"}, ("have is 0.2", "c = 3", "a feature at every node")),
        ({"<script>": "1"}, ("<script>", "not a field")),
    ],
)
def test_a_question_that_is_not_valid_gets_one_plain_sentence_that_names_field_value_and_range(query, words):
    with pytest.raises(ValueError, match="^[^\\n]*$") as problem:
        api.prediction(read(query))
    assert all(word in str(problem.value) for word in words), problem.value


def test_a_field_that_is_given_twice_is_refused_and_not_chosen_from():
    assert read([("c", "3"), ("n", "300")]).model.n_classes == 3
    with pytest.raises(ValueError, match="^c is given 2 times, but it must be given once.$"):
        read([("c", "2"), ("n", "300"), ("c", "3")])


@pytest.mark.parametrize("classes", range(2, 11))
def test_where_n_is_not_asked_for_it_follows_the_number_of_classes_as_in_a_link(classes):
    found = json.loads(api.prediction(read({"c": f"{classes}", "dmax": "2"})))["model"]
    assert (found["n"], found["c"]) == (link.read({"c": [f"{classes}"]})[0]["n"], classes)
    assert found["n"] % classes == 0 and abs(found["n"] - 2000) <= classes


def test_several_classes_are_answered_by_their_own_theory():
    model = CSBM(1998, n_classes=3)
    found = json.loads(api.prediction(read({"c": "3", "n": "1998", "dmax": "6"})))
    assert found["model"]["c"] == 3 and found["error_fixed"] == list(predict(model, 6).error_fixed)
    assert found["error_fixed"][0] > json.loads(api.prediction(read({"n": "1998", "dmax": "6"})))["error_fixed"][0]


def test_of_one_client_only_the_newest_request_is_answered_and_the_queue_has_an_end():
    waiting = Waiting(2)
    with waiting.request("b"):
        with waiting.request("a") as first:
            with waiting.request("a") as second:
                with pytest.raises(Overtaken):
                    first()
                second()
                with pytest.raises(Full, match="2 simulations are waiting"), waiting.request("c"):
                    pass
            with pytest.raises(Overtaken):
                first()  # still, now that the newer one is answered
        with waiting.request("c") as other:
            other()


def test_a_request_that_was_overtaken_takes_nobodys_place_with_it():
    waiting = Waiting(1)
    first, second = waiting.request("a"), waiting.request("a")
    first.__enter__()
    still_wanted = second.__enter__()
    first.__exit__(None, None, None)
    still_wanted()
    with pytest.raises(Full), waiting.request("b"):
        pass
    second.__exit__(None, None, None)
    with waiting.request("b"):
        pass


def test_which_request_is_the_newest_is_the_order_of_arrival_and_not_that_of_the_threads(monkeypatch):
    """The thread of the request that arrived first is the last to get to work."""
    begun, answers = threading.Event(), {}

    def graphs(asked, client, still_wanted):
        if asked.seed < 3:
            begun.wait(60)
        still_wanted()
        begun.set()
        raise ValueError("enough")

    async def one(seed):
        scope = {"type": "http", "method": "GET", "path": "/api/dots", "headers": [], "client": ("1.2.3.4", 1)}
        query = f"n=200&seed={seed}&client=one".encode()
        answers[seed] = (await api.answer_dots(Request(scope | {"query_string": query}))).status_code

    async def client():
        await asyncio.gather(*(one(seed) for seed in range(4)))

    monkeypatch.setattr(api, "graphs", graphs)
    run(client())
    assert answers == {0: 409, 1: 409, 2: 409, 3: 400}
