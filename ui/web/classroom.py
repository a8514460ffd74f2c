"""The addresses of a room: the page on a phone, what it sends, and what it and the lecturer's screen are told."""

import asyncio
import contextlib
import json
import time
from collections import deque

from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

from ui.rooms.hub import Hub
from ui.rooms.room import NoRoom, Refused, TooSoon
from ui.rooms.rooms import store
from ui.rooms.scene import lesson_of, required_value
from ui.web import asker

MOST_BYTES = 1024
MISSES, MINUTE = 50, 60.0  # wrong codes of one address in a minute, beyond which only those inside are answered
TOO_MANY = "Too many wrong codes came from here; try again in a minute."
DRIVEN = ("step", "round", "phase")


class Misses:
    """Wrong codes of each address in the last minute: whoever tries codes is answered more and more slowly, then not at all."""

    def __init__(self, clock=time.monotonic):
        self._times, self._clock = {}, clock

    def count(self, address):
        times, oldest = self._times.get(address, deque()), self._clock() - MINUTE
        while times and times[0] < oldest:
            times.popleft()
        if not times:
            self._times.pop(address, None)
        return len(times)

    def add(self, address):
        """One more; returns the seconds that its answer is held back."""
        if len(self._times) > 10_000:
            self._times.clear()
        self._times.setdefault(address, deque()).append(self._clock())
        return min(3.0, 0.1 * self.count(address))


class Classroom:
    """Routes over a store of rooms, made when the first of them is asked for."""

    def __init__(self, make_store=store):
        self._make, self._hub, self._misses = make_store, None, Misses()

    @property
    def hub(self):
        if self._hub is None:
            self._hub = Hub(self._make())
        return self._hub

    def close(self):
        """End all streams."""
        if self._hub is not None:
            self._hub.close()

    def routes(self):
        return [
            Route("/class/{code}/join", self._answering(self.join), methods=["POST"]),
            Route("/class/{code}/guess", self._answering(self.guess), methods=["POST"]),
            Route("/class/{code}/drive", self._answering(self.drive), methods=["POST"]),
            Route("/class/{code}/events", self._answering(self.events), methods=["GET"]),
            Route("/class/{code}/lecturer", self._answering(self.lecturer), methods=["GET"]),
        ]

    async def join(self, request):
        """A phone joins: {"token"}."""
        token = await self.hub.ask(self.hub.store.join, request.path_params["code"])
        return JSONResponse({"token": token})

    async def guess(self, request):
        """{"step", "round", "value"} of a phone, by its token; the answer says what is kept."""
        said, code, token = await _body(request), request.path_params["code"], _bearer(request)
        step, round = (_whole(said, name) for name in ("step", "round"))

        def keep():
            kept = self.hub.store
            value = required_value(kept.find(code), said.get("value"))
            kept.guess(code, token, step, round, value)
            return {"step": step, "round": round, "value": value}

        return JSONResponse(await self.hub.ask(keep))

    async def drive(self, request):
        """{"step" | "round" | "phase" | "end"} of the lecturer, by the room's secret."""
        said, code, secret = await _body(request), request.path_params["code"], _bearer(request)

        def change():
            kept = self.hub.store
            if said.get("end") is True:
                kept.end(code, secret)
                return {"phase": "ended"}
            steps = len(lesson_of(kept.check(code, secret)).scenes)
            change = {name: _whole(said, name) if name != "phase" else said[name] for name in DRIVEN if name in said}
            room = kept.drive(code, secret, steps, **change)
            return {"step": room.step, "round": room.round, "phase": room.phase}

        return JSONResponse(await self.hub.ask(change))

    async def events(self, request):
        """What a phone is told, as server-sent events; the first says what it has answered itself."""
        code, token = request.path_params["code"], _bearer(request)
        own = await self.hub.ask(self.hub.store.guesses, code, token)
        code = self.hub.store.find(code).code
        mine = [{"step": step, "round": round, "value": value} for (step, round), value in own.items()]
        return _stream(self.hub.phone(code), first=f"event: own\ndata: {json.dumps(mine)}\n\n")

    async def lecturer(self, request):
        """What the lecturer's screen is told, by the room's secret."""
        room = await self.hub.ask(self.hub.store.check, request.path_params["code"], _bearer(request))
        return _stream(self.hub.lecturer(room.code))

    def _answering(self, act):
        async def answer(request):
            address = asker.address(request)
            over = self._misses.count(address) >= MISSES
            # A hall behind one address goes on; who still has to join waits, and nobody learns whether there is such a room.
            if over and act == self.join:
                return _sentence(TOO_MANY, 429)
            try:
                return await act(request)
            except TooSoon as problem:
                return _sentence(str(problem), 429)
            except Refused as problem:
                if over:
                    return _sentence(TOO_MANY, 429)
                if isinstance(problem, NoRoom):
                    await asyncio.sleep(self._misses.add(address))
                    return _sentence(str(problem), 404)
                return _sentence(str(problem), 409)
            except ValueError as problem:
                return _sentence(str(problem), 400)

        return answer


def _sentence(text, status):
    return PlainTextResponse(text, status_code=status)


def _bearer(request):
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def _body(request):
    """The JSON object that was sent. Raises ValueError, one sentence."""
    taken = b""
    async for piece in request.stream():
        taken += piece
        if len(taken) > MOST_BYTES:
            raise ValueError(f"The message is longer than the {MOST_BYTES} bytes that it may have.")
    with contextlib.suppress(ValueError, RecursionError):
        said = json.loads(taken)
        if isinstance(said, dict):
            return said
    raise ValueError("The message must be a JSON object.")


def _whole(said, name):
    value = said.get(name)
    if type(value) is not int or not 0 <= value <= 1000:
        raise ValueError(f"{name} must be a whole number from 0 to 1000.")
    return value


def _stream(messages, first=""):
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(messages, first), media_type="text/event-stream", headers=headers)


async def _events(messages, first):
    """Server-sent events of an asynchronous generator of texts; for None an empty line that keeps the connection open."""
    yield first
    async with contextlib.aclosing(messages):
        async for text in messages:
            yield ":\n\n" if text is None else f"data: {text}\n\n"


CLASSROOM = Classroom()
ROUTES = CLASSROOM.routes()
