"""Turns at the processor: few simulations at a time, so that everybody's theory stays quick however many ask for dots."""

import contextlib
import threading
import time

FORGET = 600.0  # seconds after which it no longer matters when a visitor was served last
LOOK_UP = 0.25  # seconds between two looks at whether the visitor has asked for something newer


class Turns:
    """`places` turns at a time; among those who wait, the visitor comes next who was served longest ago.

    A visitor who keeps changing the model leaves the queue and comes back without losing that place in line.
    """

    def __init__(self, places):
        self._free = places
        self._changed = threading.Condition()
        self._waiting, self._served = [], {}

    @contextlib.contextmanager
    def turn(self, visitor, give_way=lambda: None):
        """Wait for a turn and hold it. give_way is called now and then while waiting, and may raise to leave the queue."""
        self._wait(visitor, give_way)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._served[visitor] = time.monotonic()
                self._changed.notify_all()

    def _wait(self, visitor, give_way):
        ticket = [self._served.get(visitor, 0.0), time.monotonic()]
        with self._changed:
            self._waiting.append(ticket)
        try:
            while True:
                with self._changed:
                    if self._changed.wait_for(lambda: self._free and min(self._waiting) is ticket, LOOK_UP):
                        self._free -= 1
                        self._forget()
                        return
                give_way()
        finally:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _forget(self):
        oldest = time.monotonic() - FORGET
        self._served = {visitor: when for visitor, when in self._served.items() if when > oldest}
