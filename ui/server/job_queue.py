"""A queue of long work for the whole process: a few jobs run, the others wait their turn. Knows no screen."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

GRACE = 10.0
SWEEP_EVERY = 1.0
ACTIVE = ("waiting", "running")


@dataclass(eq=False)
class Job:
    """One request of one session; every field but `stopping` is written by the queue alone.

    function(*arguments, **options): a generator of (done, total, partial result).  state: "waiting", "running", "done",
    "stopped" or "failed".  done, total: progress in steps of the function's choice.  result: the newest partial result, None
    before the first; never changed afterwards by the generator.  problem: one sentence when the job failed.
    """

    session: str
    name: str
    function: Callable[..., Iterator[tuple[int, int, Any]]]
    arguments: tuple = ()
    options: dict = field(default_factory=dict)
    state: str = "waiting"
    done: int = 0
    total: int = 0
    result: Any = None
    problem: str = ""
    stopping: bool = False

    @property
    def active(self):
        """Whether it waits or runs."""
        return self.state in ACTIVE

    def asks_for(self, *arguments, **options):
        """Whether this is the request for exactly these arguments."""
        return self.arguments == arguments and self.options == options


class Queue:
    """Runs at most `cap` jobs at once, each in a thread, in the order in which they were asked for.

    Of each session only the newest request goes on: a new one stops the one before. Results are held per session and name
    until the session is gone. A job stops between two of its yields when asked to, or when `alive(session)` has been
    false for `grace` seconds, so that a closed tab frees its place.
    """

    def __init__(self, cap=1, alive=lambda session: True, grace=GRACE, sweep_every=SWEEP_EVERY):
        self._cap, self._alive, self._grace, self._sweep_every = cap, alive, grace, sweep_every
        self._lock = threading.Lock()
        self._jobs: dict[tuple[str, str], Job] = {}
        self._waiting: list[Job] = []
        self._running: list[Job] = []
        self._missing_since: dict[str, float] = {}
        self._swept = 0.0

    def submit(self, session, name, function, *arguments, **options):
        """Ask for function(*arguments, **options), a generator of (done, total, partial result). Returns the Job."""
        job = Job(session, name, function, arguments, options)
        self._sweep(0.0)
        with self._lock:
            for other in (*self._waiting, *self._running):
                if other.session == session:
                    self._stop(other)
            self._jobs[session, name] = job
            self._waiting.append(job)
            if len(self._running) < self._cap:
                self._start_next()
        return job

    def find(self, session, name):
        """The newest job of this session under this name, or None."""
        return self._jobs.get((session, name))

    def stop(self, session, name):
        """Ask the job to stop; what it has found so far is kept."""
        with self._lock:
            job = self._jobs.get((session, name))
            if job is not None and job.active:
                self._stop(job)

    def place(self, job):
        """How many jobs are before a waiting one, those that run included; 0 for any other."""
        with self._lock:
            return self._waiting.index(job) + len(self._running) if job in self._waiting else 0

    def _stop(self, job):
        job.stopping = True
        if job in self._waiting:
            self._waiting.remove(job)
            job.state = "stopped"

    def _start_next(self):
        """Start the first waiting job; the lock is held."""
        if self._waiting:
            job = self._waiting.pop(0)
            job.state = "running"
            self._running.append(job)
            threading.Thread(target=self._run, args=(job,), name=f"job {job.name}", daemon=True).start()

    def _run(self, job):
        state = "failed"
        try:
            for step in job.function(*job.arguments, **job.options):
                job.done, job.total, job.result = step
                self._sweep(self._sweep_every)
                if job.stopping:
                    break
            state = "stopped" if job.stopping else "done"
        except ValueError as problem:
            job.problem = str(problem)
        except Exception:
            logging.getLogger(__name__).exception("The job %r failed.", job.name)
            job.problem = (
                "This computation broke off unexpectedly; other values may work, and the rest of the app goes on."
            )
        finally:
            with self._lock:
                job.state = state
                self._running.remove(job)
                self._start_next()

    def _sweep(self, every):
        """Stop and forget what belongs to sessions that have been gone for a while; at most once in `every` seconds."""
        now = time.monotonic()
        with self._lock:
            if now - self._swept < every:
                return
            self._swept = now
            sessions = {job.session for job in self._jobs.values()}
        # Asked outside the lock: the answer is another module's.
        gone = {session for session in sessions if not self._alive(session)}
        with self._lock:
            self._missing_since = {session: self._missing_since.get(session, now) for session in gone}
            for key, job in list(self._jobs.items()):
                if now - self._missing_since.get(job.session, now) >= self._grace and job.session in gone:
                    if job.active:
                        self._stop(job)
                    del self._jobs[key]
