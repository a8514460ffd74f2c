"""What is done before the first visitor comes: imports, worker processes, one curve."""

import signal
import sys
import threading
from contextlib import asynccontextmanager
from importlib import import_module

from starlette.concurrency import run_in_threadpool

from core.model import CSBM
from core.walks import best_possible, predict
from ui.light import play_data
from ui.server.sockets import answer_at_once
from ui.server.workers import POOL
from ui.settings import SETTINGS
from ui.web.classroom import CLASSROOM
from ui.web.greeting import address, greeting
from ui.web.static_files import ENCODINGS, asked_first, compressed


def warm():
    """Import what the pages import, draw one curve, and compress what every first visit asks for."""
    for name in ("ui.frame.navigation", "ui.frame.controls", "ui.charts.figures", "ui.server.cache", "ui.stage.stage"):
        import_module(name)
    predict(CSBM(), 20)
    best_possible(CSBM(), 20)
    for name in asked_first():
        compressed(name, ENCODINGS[0])


@asynccontextmanager
async def ready(app):
    """Lifespan of the server. What fails here will fail on the page too, and is said there; the door opens all the same."""
    answer_at_once()
    POOL.start()
    threading.Thread(target=_warm_aside, daemon=True, name="light").start()
    _end_streams_first()
    try:
        await run_in_threadpool(warm)
    except Exception as problem:
        print(f"Sweet Spot opens, but its engine does not answer: {problem}", file=sys.stderr)
    print(greeting(SETTINGS, address()), flush=True)
    yield {}


def _warm_aside():
    """What takes seconds and the app itself does not need: the door opens meanwhile, and only who asks for it waits."""
    try:
        play_data.make_aside()
    except Exception as problem:
        print(f"The light stage's record was not made ahead: {problem}", file=sys.stderr)


def _end_streams_first():
    """Have a signal to stop end the open streams, for which the server would wait in vain; then what was to happen happens."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        usual = signal.getsignal(number)

        def stop(number, frame, usual=usual):
            CLASSROOM.close()
            if callable(usual):
                usual(number, frame)

        signal.signal(number, stop)
