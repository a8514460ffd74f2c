"""One page is drawn at a time, and long work is done aside.

Python runs one thread at a time in any case: pages that are drawn together hand it to each other at every message, which
takes several times as long as drawing them one after the other, so that a class would wait for minutes.
"""

import contextlib
import threading

from ui.server import sessions
from ui.server.turns import Turns

PATIENCE = 1.0  # seconds after which a page is drawn all the same, should another forget to step aside
_TURNS = Turns(1)
_mine = threading.local()


@contextlib.contextmanager
def drawing():
    """Hold the baton while a page is drawn."""
    _take()
    try:
        yield
    finally:
        _pass_on()


@contextlib.contextmanager
def aside():
    """Let others draw while this page waits or computes for long."""
    if not _pass_on():
        yield
        return
    # Who leaves by an exception goes without the baton: nothing more is drawn.
    yield
    _take()


def each(steps):
    """Yield the steps of a generator, each computed aside."""
    steps, end = iter(steps), object()
    while True:
        with aside():
            step = next(steps, end)
        if step is end:
            return
        yield step


def _take():
    _mine.held = _TURNS.take(sessions.current(), patience=PATIENCE)


def _pass_on():
    held = getattr(_mine, "held", False)
    if held:
        _mine.held = False
        _TURNS.end(sessions.current())
    return held
