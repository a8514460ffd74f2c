"""Light pages are made once, aside from everybody else's answers."""

import asyncio
import threading
import time

from starlette.requests import Request

from benchmarks.load.visitor import run
from ui.light import play_data
from ui.web import api, light
from ui.web.asked import read


def ask(answer, path="/", query=b"", **parameters):
    """What a handler answers, as a coroutine."""
    return answer(
        Request(
            {
                "type": "http",
                "method": "GET",
                "path": path,
                "query_string": query,
                "headers": [(b"accept-encoding", b"gzip")],
                "path_params": parameters,
                "client": ("192.0.2.1", 1),
            }
        )
    )


def test_the_record_made_in_a_process_aside_is_the_one_made_here(monkeypatch):
    monkeypatch.setattr(play_data, "_MADE", {})
    play_data.make_aside()
    there = play_data.script(True)
    play_data._MADE.clear()
    assert there == play_data.script(True) and there.startswith("window.SWEET_SPOT={")


def test_while_a_file_is_made_for_a_hall_others_are_answered(monkeypatch):
    slow, made = threading.Event(), []
    monkeypatch.setattr(light, "_KEPT", {})

    def make(name):
        made.append(name)
        return "quick" if name == "play.js" else slow.wait(60) and "slow"

    monkeypatch.setattr(light.files, "file", make)

    async def hall():
        waiting = [asyncio.create_task(ask(light.file, name="data.js")) for _ in range(200)]
        await asyncio.sleep(0.05)
        waiting.pop().cancel()  # one has left again
        assert (await ask(light.file, name="play.js")).status_code == 200 and not any(one.done() for one in waiting)
        slow.set()
        return {answer.status_code for answer in await asyncio.gather(*waiting)}

    assert run(hall()) == {200} and sorted(made) == ["data.js", "play.js"]


def test_the_dots_of_one_link_are_written_once_however_many_ask_for_them_and_the_oldest_are_forgotten(monkeypatch):
    made = []
    monkeypatch.setattr(api, "graphs", lambda *_: time.sleep(0.05))
    monkeypatch.setattr(api, "crowd", lambda *_: None)
    monkeypatch.setattr(api, "simulation_message", lambda model, *_: made.append(model.n_nodes) or {})
    api._DOTS.clear()

    async def class_of(count, query):
        answers = await asyncio.gather(*(ask(api.answer_dots, query=query) for _ in range(count)))
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}

    try:
        run(class_of(30, b"n=200"))
        assert made == [200]
        for number in range(api.MOST_DOTS):
            run(class_of(1, f"n=200&seed={number + 1}".encode()))
        assert len(api._DOTS) == api.MOST_DOTS and read({"n": "200"}) not in api._DOTS
        run(class_of(1, b"n=200"))
        assert len(made) == api.MOST_DOTS + 2
    finally:
        api._DOTS.clear()
