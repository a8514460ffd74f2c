"""Who is told what, and when: a phone of the question alone, the lecturer of everything, nobody twice."""

import asyncio
import json
from contextlib import suppress

import pytest

from benchmarks.load.visitor import run
from ui.lessons import lessons
from ui.link.lesson_names import FILES
from ui.rooms import hub as hubs
from ui.rooms.hub import ENDED, Hub
from ui.rooms.room import Refused
from ui.rooms.scene import required_value
from ui.rooms.sqlite_store import SQLiteStore


@pytest.fixture
def store(tmp_path):
    return SQLiteStore(tmp_path, max_rooms=5, max_phones=50, pause=0)


async def eventually(true):
    for _ in range(3000):
        if true():
            return True
        await asyncio.sleep(0.02)
    return False


class Heard:
    """What a stream has said so far, read in the background."""

    def __init__(self, stream):
        self.texts, self._stream, self._task = [], stream, None

    async def __aenter__(self):
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_):
        self._task.cancel()
        await asyncio.wait([self._task])
        await self._stream.aclose()

    async def _read(self):
        async for text in self._stream:
            self.texts.append(text)

    async def until(self, wanted):
        """Whether something is said in the end for which wanted(told) holds."""
        return await eventually(lambda: any(wanted(json.loads(text)) for text in self.said()))

    def said(self):
        """What was said, without the empty lines that keep it open."""
        return [text for text in self.texts if text]


def test_a_phone_hears_the_question_and_not_that_others_join_or_answer(store):
    room, secret = store.create("lecture")

    async def lecture():
        hub = Hub(store)
        async with Heard(hub.phone(room.code)) as phone, Heard(hub.lecturer(room.code)) as lecturer:
            await asyncio.to_thread(store.drive, room.code, secret, 10, step=1, phase="open")
            assert await phone.until(lambda told: told["phase"] == "open")
            before = phone.said()
            for value in range(3):
                await asyncio.to_thread(lambda value=value: store.guess(room.code, store.join(room.code), 1, 1, value))
            assert await lecturer.until(lambda told: told["answered"] == told["phones"] == 3)
            assert phone.said() == before
            await asyncio.to_thread(store.end, room.code, secret)
            assert await phone.until(lambda told: told["phase"] == "ended") and phone.texts[-1] == ENDED

    run(lecture())


def test_nothing_is_told_of_the_answers_while_a_question_is_asked_a_second_time(store):
    """Peer instruction: what the room thought, and what is so, comes after the second vote."""
    room, secret = store.create("lecture")
    store.drive(room.code, secret, 10, step=1, phase="open")
    store.guess(room.code, store.join(room.code), 1, 1, 2)
    hub = Hub(store)
    for change in ({"phase": "closed"}, {"round": 2}, {"phase": "open"}, {"phase": "closed"}):
        store.drive(room.code, secret, 10, **change)
        assert "result" not in json.loads(hub.told(room.code))
    store.drive(room.code, secret, 10, phase="revealed")
    assert json.loads(hub.told(room.code))["result"]["rounds"] == [[0, 0, 1], [0, 0, 0]]


def test_at_the_end_phones_are_told_what_to_take_home_and_no_question(store):
    (room, secret), lesson = store.create("lecture"), lessons.load(FILES["lecture"])[0]
    last = len(lesson.scenes)
    hub = Hub(store)
    assert "home" not in json.loads(hub.told(room.code))
    store.drive(room.code, secret, last, step=last + 1)
    for phase in ("waiting", "open", "revealed"):
        with suppress(Refused):
            store.drive(room.code, secret, last, step=last + 1, phase=phase)
        told = json.loads(hub.told(room.code))
        assert tuple(told["home"]) == lesson.taken_home and not told.keys() & {"title", "question", "result"}
        with pytest.raises(Refused, match="No question is asked now"):
            required_value(store.find(room.code), 0)


def test_a_phone_that_comes_when_nobody_listened_hears_what_comes_back_as_it_was(store):
    """The question that the last phone heard, another that none heard, and the first again."""
    (room, secret), (other, _) = store.create("lecture"), store.create("lecture")

    async def lecture():
        hub = Hub(store)
        async with Heard(hub.phone(other.code)):  # keeps the thread going
            async with Heard(hub.phone(room.code)) as first:
                await asyncio.to_thread(store.drive, room.code, secret, 10, step=1)
                assert await first.until(lambda told: told["step"] == 1)
                await asyncio.sleep(0.3)
            await asyncio.to_thread(store.drive, room.code, secret, 10, step=2)
            await asyncio.sleep(0.3)
            async with Heard(hub.phone(room.code)) as second:
                assert await second.until(lambda told: told["step"] == 2)
                await asyncio.to_thread(store.drive, room.code, secret, 10, step=1)
                assert await second.until(lambda told: told["step"] == 1)

    run(lecture())


def test_a_quiet_line_is_kept_open(store, monkeypatch):
    monkeypatch.setattr(hubs, "KEEP_ALIVE", 0.05)
    room, _ = store.create("lecture")

    async def lecture():
        async with Heard(Hub(store).phone(room.code)) as phone:
            assert await eventually(lambda: phone.texts.count(None) >= 3)
            assert len(phone.said()) == 1

    run(lecture())


def test_a_store_that_is_away_for_a_moment_or_heard_nothing_for_one_costs_nobody_the_question(store, monkeypatch):
    room, secret = store.create("lecture")
    monkeypatch.setattr(hubs, "_WAIT", 0.1)
    answers = iter([ConnectionError("away"), None])
    heard = store.changes

    def changes(seconds):
        heard(seconds)  # what has changed is forgotten, as by a line that was cut
        answer = next(answers, set())
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def lecture():
        async with Heard(Hub(store).phone(room.code)) as phone:
            assert await phone.until(lambda told: told["step"] == 0)
            monkeypatch.setattr(store, "changes", changes)
            await asyncio.to_thread(store.drive, room.code, secret, 10, step=3)
            assert await phone.until(lambda told: told["step"] == 3)

    run(lecture())
