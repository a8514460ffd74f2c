"""Who listens to which room, and who tells them: one thread a process waits for changes, however many phones listen."""

import asyncio
import json
import sys
import threading
import time
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread

from ui.rooms.room import Refused
from ui.rooms.scene import public

KEEP_ALIVE = 15.0  # seconds without news after which an empty line keeps a connection open
THROTTLE = 0.4  # seconds in which news for the lecturer are gathered
THREADS = 8  # that ask the store at a time; the other threads of the server stay the app's
_WAIT = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class _Listener:
    """One connection. counts: whether it is told of every phone that joins or answers, or only when the question changes."""

    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event
    counts: bool


class Hub:
    """Streams of server-sent events. store: a ui.rooms.store.Store."""

    def __init__(self, store):
        self.store, self._listeners, self._lock, self._thread = store, {}, threading.Lock(), None
        self._told, self._closed, self._places = {}, False, CapacityLimiter(THREADS)

    def close(self):
        """End all streams, so that a server that is told to stop need not wait for them. May be called in a signal's handler."""
        self._closed = True
        for listeners in list(self._listeners.values()):
            _wake(list(listeners))

    async def ask(self, act, *arguments):
        """act(*arguments) in a thread, as everything that goes to the store."""
        return await to_thread.run_sync(act, *arguments, limiter=self._places)

    async def phone(self, code):
        """What a phone is told: the question whenever it changes, never how others answered before it is revealed.

        None after a time without news, as in `lecturer`.
        """
        last = None
        async for news in self._news(code, counts=False):
            text = await self.ask(self.told, code) if news else None
            if text is None or text != last:
                yield text
            last = text or last
            if text == ENDED:
                return

    async def lecturer(self, code):
        """What the lecturer's screen is told: the same, and how many have joined and answered."""
        async for news in self._news(code, counts=True):
            text = await self.ask(self._told_to_lecturer, code) if news else None
            yield text
            if text == ENDED:
                return
            await asyncio.sleep(THROTTLE)

    def told(self, code):
        """The message to every phone of a room, made once for all of them."""
        try:
            room = self.store.find(code)
            key = (room.step, room.round, room.phase)
            held = self._told.get(room.code)
            if held is None or held[0] != key:
                tally = self.store.tally(code) if room.phase == "revealed" else {}
                held = self._told[room.code] = (key, json.dumps(public(room, tally)))
            return held[1]
        except Refused:
            self._told.pop(code, None)
            return ENDED

    def _told_to_lecturer(self, code):
        text = self.told(code)
        if text == ENDED:
            return ENDED
        try:
            counts = self.store.counts(code)
        except Refused:
            return ENDED
        return json.dumps({**json.loads(text), "phones": counts.phones, "answered": counts.answered})

    async def _news(self, code, counts):
        """Yield True at once, and then whenever something may have changed in the room; False after a time without news."""
        here = _Listener(asyncio.get_running_loop(), asyncio.Event(), counts)
        with self._lock:
            self._listeners.setdefault(code, set()).add(here)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, daemon=True, name="rooms")
                self._thread.start()
        try:
            yield True
            while True:
                try:
                    async with asyncio.timeout(KEEP_ALIVE):
                        await here.woken.wait()
                except TimeoutError:
                    yield False
                    continue
                if self._closed:
                    return
                here.woken.clear()
                yield True
        finally:
            with self._lock:
                self._listeners[code].discard(here)
                if not self._listeners[code]:
                    del self._listeners[code]

    def _watch(self):
        """Until nobody listens: wait for changes and wake those whom they concern."""
        last = {}  # room -> what its phones were woken for; None where they are woken whatever comes next
        while True:
            texts = self._texts()
            with self._lock:
                if not self._listeners:
                    self._thread = None
                    return
                for code, text in texts.items():
                    moved = text is None or last.get(code) != text
                    _wake([one for one in self._listeners.get(code, ()) if moved or one.counts])
            last |= texts

    def _texts(self):
        """Wait for changes: {code of a room: what its phones are told now, None where that is not known or nobody listens}."""
        try:
            changed = self.store.changes(_WAIT)
            listened = set(self._listeners)
            return {
                code: self.told(code) if code in listened else None
                for code in (listened if changed is None else changed)
            }
        except Exception as problem:
            # Where rooms are kept is away: who listens asks again, and so finds what is missed meanwhile.
            print(f"Rooms: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
            time.sleep(_WAIT)
            return dict.fromkeys(list(self._listeners))


def _wake(listeners):
    for one in listeners:
        one.loop.call_soon_threadsafe(one.woken.set)


ENDED = json.dumps({"phase": "ended"})
