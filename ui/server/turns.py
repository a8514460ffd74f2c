"""Turns at something that few can use at a time: the next is the visitor who was served longest ago."""

import contextlib
import threading
import time

FORGET = 600.0  # seconds after which it no longer matters when a visitor was served last
SOONEST = 0.1  # seconds between two looks at whether a waiting visitor has asked for something newer ...
LOOKS = 50.0  # ... and how many looks a second there are at most, however many wait


class _Ticket:
    """One who waits: who was served longest ago, and then who came first, is called first."""

    def __init__(self, served):
        self.order, self.called = (served, time.monotonic()), threading.Event()


class Turns:
    """`places` turns at a time. A visitor who leaves the queue and comes back does not lose the place in line."""

    def __init__(self, places):
        self._free, self._lock = places, threading.Lock()
        self._waiting, self._served = [], {}

    @contextlib.contextmanager
    def turn(self, visitor, give_way=lambda: None):
        """Wait for a turn and hold it. give_way is called now and then while waiting, and may raise to leave the queue."""
        self.take(visitor, give_way)
        try:
            yield
        finally:
            self.end(visitor)

    def take(self, visitor, give_way=lambda: None, patience=float("inf")):
        """Wait for a turn, at most `patience` seconds; whether it came. Who has taken one has to `end` it."""
        with self._lock:
            ticket = _Ticket(self._served.get(visitor, 0.0))
            self._waiting.append(ticket)
            self._call()
        end = time.monotonic() + patience
        try:
            while not ticket.called.wait(
                min(max(SOONEST, len(self._waiting) / LOOKS), max(0.0, end - time.monotonic()))
            ):
                if time.monotonic() >= end:
                    return self._leave(ticket)
                give_way()
        except BaseException:
            if self._leave(ticket):
                self.end(visitor)
            raise
        return True

    def end(self, visitor):
        """The turn of this visitor is over."""
        with self._lock:
            self._free += 1
            oldest = time.monotonic() - FORGET
            self._served = {who: when for who, when in self._served.items() if when > oldest}
            self._served[visitor] = time.monotonic()
            self._call()

    def _leave(self, ticket):
        """Leave the queue; whether the turn had come by then."""
        with self._lock:
            if not ticket.called.is_set():
                self._waiting.remove(ticket)
            return ticket.called.is_set()

    def _call(self):
        while self._free and self._waiting:
            ticket = min(self._waiting, key=lambda waiting: waiting.order)
            self._waiting.remove(ticket)
            self._free -= 1
            ticket.called.set()
