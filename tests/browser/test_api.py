"""Numbers by link, asked of the running app as a notebook or a spreadsheet would."""

import csv
import io
import json
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from browser.conftest import ROOT

from core.model import CSBM
from core.walks import best_possible, predict

SMALL = {"n": 200, "p": 0.1, "q": 0.03, "dmax": 3}


def ask(app, path, query, **headers):
    """(status, headers, text) of an address."""
    request = urllib.request.Request(f"{app}/api/{path}?{urllib.parse.urlencode(query)}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


@pytest.mark.parametrize(("method", "options"), [("convolution", {}), ("residual", {"alpha": 0.25})])
def test_a_prediction_by_link_is_that_of_the_engine_digit_by_digit(app, method, options):
    query = {**SMALL, "m2": 0.5, "method": method, **options}
    model = CSBM(200, 0.1, 0.03, -1.0, 0.5, 1.0)
    wanted = predict(model, 3, method, **options)
    found = json.loads(ask(app, "predict", query)[2])
    rows = list(csv.DictReader(io.StringIO(ask(app, "predict", {**query, "format": "csv"})[2])))
    for name in ("mean_gap", "variance", "neighbourhood_noise", "error_paper", "error_fixed", "error_fitted"):
        assert found[name] == getattr(wanted, name).tolist() == [float(row[name]) for row in rows]
    np.testing.assert_allclose(found["best_fixed"], best_possible(model, 3), rtol=1e-9)
    assert found["depth"] == [0, 1, 2, 3] == [int(row["depth"]) for row in rows]


def test_a_question_that_is_not_valid_gets_one_plain_sentence_and_status_400(app):
    status, headers, text = ask(app, "predict", {"p": "2"})
    assert status == 400 and headers["Content-Type"].startswith("text/plain")
    assert text == "p is '2', but it must be a number from 0 to 1."


def test_what_the_engine_refuses_is_said_in_the_names_of_the_link(app):
    for query, field in (
        ({"method": "drop_edge", "rate": 0.5, "have": 0.2}, "have is 0.2"),
        ({"method": "jumping", "c": 3, "n": 2004}, "c is 3"),
    ):
        status, _, text = ask(app, "predict", query)
        assert status == 400 and text.startswith(field) and "known" not in text and "n_classes" not in text, text


def test_an_address_that_nobody_answers_is_no_page(app):
    for place in ("api/nope", "api/predict/more", "class/AAAA/guess", "robots.txt", "favicon.ico"):
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"{app}/{place}", timeout=60)
        assert answer.value.code == 404 and answer.value.read().decode().startswith(f"There is nothing at /{place}")


def test_a_repeated_question_is_answered_by_its_mark_alone(app):
    _, headers, text = ask(app, "predict", SMALL)
    status, _, again = ask(app, "predict", SMALL, **{"If-None-Match": headers["ETag"]})
    assert status == 304 and not again and text
    assert ask(app, "predict", {**SMALL, "dmax": 2})[1]["ETag"] != headers["ETag"]
    assert headers["Access-Control-Allow-Origin"] is None


def test_dots_by_link_are_equal_for_equal_links_and_near_the_theory(app):
    first = json.loads(ask(app, "dots", {**SMALL, "seed": 4})[2])
    again = json.loads(ask(app, "dots", {**SMALL, "seed": 4, "client": "b"})[2])
    other = json.loads(ask(app, "dots", {**SMALL, "seed": 5})[2])
    assert first == again and first["dots"] != other["dots"]
    theory = predict(CSBM(200, 0.1, 0.03), 3).error_fixed
    value, error = (np.array(first["dots"]["fixed"][name]) for name in ("value", "error"))
    assert np.all(np.abs(value - theory) < 0.1 * theory + 5 * error + 1e-9)
    assert len(first["histogram"]["fixed"]) == 4


def test_dots_of_several_classes_are_those_of_all_and_of_a_pair(app):
    found = json.loads(ask(app, "dots", {"n": 210, "c": 7, "p": 0.3, "q": 0.02, "dmax": 2})[2])
    theory = predict(CSBM(210, 0.3, 0.02, n_classes=7), 2).error_fixed
    value, error = (np.array(found["dots"]["fixed"][name]) for name in ("value", "error"))
    assert np.all(np.abs(value - theory) < 0.1 * theory + 5 * error + 1e-9)
    assert found["model"]["c"] == 7 and found["nodes"] is None and len(found["histogram"]["fitted"]) == 3
    status, _, text = ask(app, "dots", {"n": 200, "c": 7})
    assert status == 400 and "multiple of 14" in text


def test_a_model_above_the_caps_is_refused_with_the_nearest_one_that_is_simulated(app):
    status, _, text = ask(app, "dots", {"n": 10**12, "p": 1e-11, "q": 1e-12})
    assert status == 400 and "20,000 nodes" in text and "nearest model" in text


def test_a_client_that_asks_on_and_on_has_the_question_answered_that_arrived_last(app):
    question = {"n": 4000, "p": 0.005, "q": 0.002, "dmax": 10, "client": "one"}
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda seed: ask(app, "dots", {**question, "seed": seed})[0], range(900, 905)))
    # Which one that is the threads decide.
    assert 200 in answers and set(answers) <= {200, 409}


def test_the_addresses_in_the_document_are_answered(app):
    text = (ROOT / "docs" / "api.md").read_text()
    lines = [line.strip() for line in text.splitlines() if line.startswith("    /api/")]
    assert len(lines) == 3
    for line in lines:
        path, _, query = line.removeprefix("/api/").partition("?")
        assert ask(app, path, dict(urllib.parse.parse_qsl(query)))[0] == 200, line
