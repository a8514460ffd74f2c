"""Who tries codes is refused; who is inside already, behind the same address, goes on."""

import json

import pytest
from starlette.requests import Request

from benchmarks.load.visitor import run
from ui.rooms.sqlite_store import SQLiteStore
from ui.web.classroom import MISSES, TOO_MANY, Classroom

HALL = "192.0.2.7"


@pytest.fixture
def school(tmp_path):
    """(Classroom, code, secret, token of a phone inside) with the question of scene 1 open."""
    store = SQLiteStore(tmp_path, max_rooms=5, max_phones=5, pause=0)
    room, secret = store.create("lecture")
    store.drive(room.code, secret, 10, step=1)
    store.drive(room.code, secret, 10, phase="open")
    classroom = Classroom(lambda: store)
    for _ in range(MISSES):
        classroom._misses.add(HALL)
    return classroom, room.code, secret, store.join(room.code)


def ask(classroom, act, code, token="", body=None, address=HALL):
    """(status, text) of one request."""

    async def receive():
        return {"type": "http.request", "body": json.dumps(body or {}).encode(), "more_body": False}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(b"authorization", f"Bearer {token}".encode())],
        "client": (address, 1),
        "path_params": {"code": code},
    }
    answer = run(classroom._answering(getattr(classroom, act))(Request(scope, receive)))
    return answer.status_code, answer.body.decode()


def test_a_phone_that_is_inside_and_the_lecturer_go_on_when_others_behind_their_address_try_codes(school):
    classroom, code, secret, token = school
    guess = {"step": 1, "round": 1, "value": 0}
    assert ask(classroom, "guess", code, token, guess)[0] == 200
    assert ask(classroom, "drive", code, secret, {"phase": "closed"})[0] == 200


@pytest.mark.parametrize(("act", "token"), [("join", ""), ("guess", "forged"), ("drive", "forged")])
def test_who_tries_codes_does_not_learn_which_rooms_there_are(school, act, token):
    classroom, code, *_ = school
    body = {"step": 1, "round": 1, "value": 0, "phase": "closed"}
    assert ask(classroom, act, code, token, body) == ask(classroom, act, "QQQQQ", token, body) == (429, TOO_MANY)
    # Control: from another address the two are told apart.
    assert ask(classroom, act, code, token, body, "192.0.2.8")[0] != 404
    assert ask(classroom, act, "QQQQQ", token, body, "192.0.2.8")[0] == 404
