"""Who listens to which room, and who tells them: one thread a process waits for changes, however many phones listen."""

import asyncio
import json
import threading

from ui.rooms.room import Refused
from ui.rooms.scene import public

KEEP_ALIVE = 15.0  # seconds without news after which an empty line keeps a connection open
THROTTLE = 0.4  # seconds in which news for the lecturer are gathered
_WAIT = 1.0


class Hub:
    """Streams of server-sent events. store: a ui.rooms.store.Store."""

    def __init__(self, store):
        self.store, self._listeners, self._lock, self._thread = store, {}, threading.Lock(), None
        self._told, self._closed = {}, False

    def close(self):
        """End all streams, so that a server that is told to stop need not wait for them. May be called in a signal's handler."""
        self._closed = True
        for listeners in list(self._listeners.values()):
            for loop, woken in list(listeners):
                loop.call_soon_threadsafe(woken.set)

    async def phone(self, code):
        """What a phone is told: the question whenever it changes, never how others answered before it is revealed."""
        last = None
        async for _ in self._news(code):
            text = await asyncio.to_thread(self.told, code)
            if text != last:
                yield text
            last = text
            if text == ENDED:
                return

    async def lecturer(self, code):
        """What the lecturer's screen is told: the same, and how many have joined and answered."""
        async for _ in self._news(code):
            text = await asyncio.to_thread(self._told_to_lecturer, code)
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

    async def _news(self, code):
        """Yield at once, and then whenever something may have changed in the room; None after a time without news."""
        woken, loop = asyncio.Event(), asyncio.get_running_loop()
        with self._lock:
            self._listeners.setdefault(code, set()).add((loop, woken))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, daemon=True, name="rooms")
                self._thread.start()
        try:
            yield
            while True:
                await woken.wait()
                if self._closed:
                    return
                woken.clear()
                yield
        finally:
            with self._lock:
                self._listeners[code].discard((loop, woken))
                if not self._listeners[code]:
                    del self._listeners[code]

    def _watch(self):
        """Until nobody listens: wait for changes and wake those whom they concern."""
        while True:
            changed = self.store.changes(_WAIT)
            with self._lock:
                if not self._listeners:
                    self._thread = None
                    return
                woken = [pair for code in changed for pair in self._listeners.get(code, ())]
            for loop, event in woken:
                loop.call_soon_threadsafe(event.set)


ENDED = json.dumps({"phase": "ended"})
