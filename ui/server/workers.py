"""Processes beside the app's own for the engine's long work, so that it never holds up anybody's theory.

Threads would not do: Python lets one of them run at a time, and a simulation takes every second turn.
"""

import contextlib
import pickle
import queue
import signal
import subprocess
import sys
from pathlib import Path

from ui.settings import SETTINGS

MOMENT = 2.0
_ROOT = Path(__file__).resolve().parents[2]


class Ended(RuntimeError):
    """A worker ended while it computed; one sentence for the visitor, which speaks of memory only where that is likely."""


def reason(code):
    """Why a process with this exit code (-9: ended by signal 9) left its work, and what happens next, as one sentence."""
    if code == -signal.SIGKILL:
        return "The simulation was killed, most likely for want of memory: smaller N, fewer links or a smaller range of depths need less."
    how = f"ended by signal {-code}" if code < 0 else f"left by its process (exit code {code})"
    return f"The simulation was {how}, and no dots are drawn; the next change starts it anew."


@contextlib.contextmanager
def awaited(draw):
    """Around a simulation that a page waits for: if its process ends, draw() shows the page without it, so that nothing waits for ever."""
    try:
        yield
    except Ended:
        draw()
        raise


class Worker:
    """One process, started when it is first needed, and again when it has ended."""

    def __init__(self):
        self._process = None

    def start(self):
        """Have the process ready."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "core.moments.worker"]
            self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self):
        """End the process."""
        if self._process is None:
            return
        self._process.kill()
        self._process.communicate()
        self._process = None

    def _end(self):
        """The exit code of a process that has fallen silent: its own, or that of being stopped here."""
        process = self._process
        # Its answers may end a moment before it does.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(MOMENT)
        self.stop()
        return process.returncode

    def run(self, function, *arguments, **options):
        """function(*arguments, **options), computed there; its exceptions are raised here. Raises Ended."""
        self._ask(function, arguments, options)
        return self._answer()[1]

    def steps(self, function, *arguments, **options):
        """Yield what the generator function(*arguments, **options) yields there. Raises its exceptions, or Ended.

        Whoever leaves before its end has the process ended: what it still had to say is nobody's any more.
        """
        self._ask(function, arguments, options)
        done = None
        try:
            while done is None:
                done, value = self._answer()
                if done is None:
                    yield value
        except GeneratorExit:
            self.stop()
            raise

    def _ask(self, function, arguments, options):
        # Whole or not at all: half a request would stand before the next one.
        request = pickle.dumps((function, arguments, options), protocol=5)
        self.start()
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
        except OSError:
            raise Ended(reason(self._end())) from None

    def _answer(self):
        """(True, result) or (None, one value of a generator)."""
        try:
            done, answer = pickle.load(self._process.stdout)
        except (EOFError, OSError):
            raise Ended(reason(self._end())) from None
        if isinstance(answer, MemoryError):
            raise Ended(reason(-signal.SIGKILL)) from None
        if done is False:
            raise answer
        return done, answer


def aside(function, *arguments, **options):
    """Yield what the generator function(*arguments, **options) yields, from a process of its own that ends with it.

    For a job over whatever a visitor brings: it takes no place of the simulations', and gives back all of its memory.
    Raises what it raises, or Ended.
    """
    worker = Worker()
    try:
        yield from worker.steps(function, *arguments, **options)
    finally:
        worker.stop()


class Pool:
    """A few workers; each has one piece of work at a time, and who comes when all are busy waits."""

    def __init__(self, count):
        self._workers, self._free = [Worker() for _ in range(count)], queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)

    def start(self):
        """Start a worker that is free, if there is one: the first simulation then need not wait for it."""
        try:
            worker = self._free.get_nowait()
        except queue.Empty:
            return
        try:
            worker.start()
        finally:
            self._free.put(worker)

    def run(self, function, *arguments, **options):
        """function(*arguments, **options) on the next free worker. Raises what it raises, or Ended."""
        worker = self._free.get()
        try:
            return worker.run(function, *arguments, **options)
        finally:
            self._free.put(worker)

    def stop(self):
        """End all processes; a later `run` starts them again."""
        for worker in self._workers:
            worker.stop()


POOL = Pool(SETTINGS.max_simulations)
