"""Whose simulation comes next among light pages: fair turns on the app's own workers, and each client's newest request only."""

import contextlib
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

    @contextlib.contextmanager
    def request(self, client):
        """A request from its beginning to its end; yields a function that raises Overtaken once the client has begun a newer one.

        Raises Full.
        """
        with self._lock:
            if client not in self._newest and len(self._newest) >= self._most:
                raise Full(f"{self._most} simulations are waiting already; ask again in a few seconds.")
            number = self._newest[client] = next(self._numbers)

        def still_wanted():
            if self._newest.get(client) != number:
                raise Overtaken("A newer request of the same client is answered instead of this one.")

        try:
            yield still_wanted
        finally:
            with self._lock:
                if self._newest.get(client) == number:
                    del self._newest[client]


WAITING = Waiting(SETTINGS.max_waiting)


def graphs(asked, client, still_wanted):
    """GraphMoments of a few graphs of a model, in turn with everybody else. Raises what still_wanted() raises."""
    found = []
    with turns_for(asked.model, asked.depth, f"light {client}", still_wanted):
        for index in range(N_GRAPHS):
            still_wanted()
            found.append(cache.sampled(asked.model, asked.depth, asked.seed, index, n_draws(asked.model)))
    return found
