"""Whose simulation comes next among light pages: fair turns on the app's own workers, and each client's newest request only."""

import itertools
import threading

from ui.server import cache
from ui.server.experiment import N_GRAPHS, n_draws, turns_for
from ui.settings import SETTINGS


class Full(RuntimeError):
    """Too many requests wait already."""


class Overtaken(RuntimeError):
    """The same client has asked for something newer."""


class Waiting:
    """Requests that wait or compute, at most `most` of them; of each client the newest."""

    def __init__(self, most):
        self._most, self._newest, self._numbers, self._lock = most, {}, itertools.count(), threading.Lock()

    def enter(self, client):
        """Begin a request; returns its number. Raises Full."""
        with self._lock:
            if client not in self._newest and len(self._newest) >= self._most:
                raise Full(f"{self._most} simulations are waiting already; ask again in a few seconds.")
            number = self._newest[client] = next(self._numbers)
            return number

    def check(self, client, number):
        """Raise Overtaken if the client has begun another request since."""
        if self._newest.get(client) != number:
            raise Overtaken("A newer request of the same client is answered instead of this one.")

    def leave(self, client, number):
        """The request is over."""
        with self._lock:
            if self._newest.get(client) == number:
                del self._newest[client]


WAITING = Waiting(SETTINGS.max_waiting)


def graphs(asked, client):
    """GraphMoments of a few graphs of a model, in turn with everybody else. Raises Full, Overtaken."""
    number = WAITING.enter(client)
    try:
        found = []
        with turns_for(asked.model, asked.depth, f"light {client}", lambda: WAITING.check(client, number)):
            for index in range(N_GRAPHS):
                WAITING.check(client, number)
                found.append(cache.sampled(asked.model, asked.depth, asked.seed, index, n_draws(asked.model)))
        return found
    finally:
        WAITING.leave(client, number)
