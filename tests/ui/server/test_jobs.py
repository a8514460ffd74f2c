"""The queue of long work: order, cap, stop, newest request only, closed tabs, failures. Without a browser."""

import threading
import time
from types import SimpleNamespace

import pytest

from ui.server import job_queue
from ui.server.job_queue import GRACE, Queue
from ui.server.jobs import progress_words


def eventually(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.002)
    assert true()


class Work:
    """A generator that goes on one step whenever it is let. reached: its newest step; rested: the last one dealt with."""

    def __init__(self, steps=3):
        self.steps, self.permits, self.reached, self.rested = steps, threading.Semaphore(0), 0, 0

    def __call__(self, label="result"):
        for step in range(1, self.steps + 1):
            self.permits.acquire(timeout=60)
            self.reached = step
            yield step, self.steps, f"{label} {step}"
            self.rested = step

    def let(self, steps=1):
        self.permits.release(steps)


@pytest.fixture
def queue():
    return Queue(cap=1)


def test_partial_results_and_progress_appear_as_they_come_and_the_last_one_is_kept(queue):
    work = Work()
    job = queue.submit("ann", "training", work, label="depth")
    assert job.active and job.result is None
    work.let()
    eventually(lambda: (job.done, job.total, job.result) == (1, 3, "depth 1"))
    assert job.state == "running"
    work.let(2)
    eventually(lambda: job.state == "done")
    assert queue.find("ann", "training") is job and job.result == "depth 3"
    assert job.asks_for(label="depth") and not job.asks_for(label="width")


def test_only_as_many_jobs_run_as_the_cap_allows_and_the_others_know_their_place(queue):
    first, second, third = Work(), Work(), Work()
    jobs = [queue.submit(name, "map", work) for name, work in (("ann", first), ("bob", second), ("cy", third))]
    eventually(lambda: jobs[0].state == "running")
    assert [job.state for job in jobs] == ["running", "waiting", "waiting"]
    assert [queue.place(job) for job in jobs] == [0, 1, 2]
    second.let(3)
    time.sleep(0.02)
    assert second.reached == 0
    first.let(3)
    eventually(lambda: jobs[1].state == "done" and jobs[2].state == "running")
    assert [job.state for job in jobs[:2]] == ["done", "done"]
    third.let(3)
    eventually(lambda: jobs[2].state == "done")


def test_with_a_cap_of_two_a_quick_job_does_not_wait_for_a_long_one():
    queue, long, quick = Queue(cap=2), Work(), Work()
    queue.submit("ann", "map", long)
    job = queue.submit("bob", "map", quick)
    quick.let(3)
    eventually(lambda: job.state == "done")
    queue.stop("ann", "map")
    long.let()


def test_submit_returns_at_once_while_another_visitors_job_is_busy(queue):
    work = Work()
    busy = queue.submit("ann", "training", work)
    job = queue.submit("bob", "training", Work())
    assert queue.find("bob", "training") is job
    assert busy.state == "running" and work.reached == 0, "the job itself would take for ever"
    queue.stop("bob", "training")
    work.let(3)


def test_stop_ends_a_running_job_between_steps_and_keeps_what_it_found(queue):
    work = Work(steps=100)
    job = queue.submit("ann", "training", work)
    work.let(2)
    eventually(lambda: work.rested == 2)
    queue.stop("ann", "training")
    work.let(98)
    eventually(lambda: job.state == "stopped")
    assert job.result == "result 3" and work.reached == 3


def test_a_waiting_job_that_is_stopped_never_starts(queue):
    busy, waiting = Work(), Work()
    queue.submit("ann", "map", busy)
    job = queue.submit("bob", "map", waiting)
    queue.stop("bob", "map")
    assert job.state == "stopped" and queue.place(job) == 0
    busy.let(3)
    waiting.let(3)
    time.sleep(0.02)
    assert waiting.reached == 0


def test_of_one_session_only_the_newest_request_goes_on(queue):
    old, new = Work(), Work()
    first = queue.submit("ann", "map", old, "old")
    second = queue.submit("ann", "map", Work(), "never")
    third = queue.submit("ann", "map", new, "new")
    assert second.state == "stopped"
    old.let(3)
    new.let(3)
    eventually(lambda: third.state == "done")
    assert first.state == "stopped" and old.reached == 1
    assert queue.find("ann", "map") is third and third.result == "new 3"


def test_a_finished_result_stays_when_the_session_asks_for_another_kind_of_work(queue):
    work = Work()
    job = queue.submit("ann", "training", work)
    work.let(3)
    eventually(lambda: job.state == "done")
    other = Work()
    other.let(3)
    queue.submit("ann", "map", other)
    assert queue.find("ann", "training") is job
    assert queue.find("bob", "training") is None


@pytest.fixture
def later(monkeypatch):
    """later(seconds) moves the queue's clock on; otherwise it stands."""
    now = [1000.0]
    monkeypatch.setattr(job_queue, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def move(seconds):
        now[0] += seconds

    return move


def test_a_closed_tab_frees_its_place_and_its_results_are_forgotten(later):
    open_tabs = {"ann", "bob"}
    queue = Queue(cap=1, alive=lambda session: session in open_tabs, sweep_every=0.0)
    work, next_work = Work(steps=1000), Work()
    job = queue.submit("ann", "training", work)
    second = queue.submit("bob", "training", next_work)
    work.let()
    eventually(lambda: work.rested == 1)
    open_tabs.remove("ann")
    for step in (2, 3):
        work.let()
        eventually(lambda step=step: work.rested == step)
        assert job.state == "running", "a short break of the connection stops nothing"
        later(0.6 * GRACE)
    work.let()
    eventually(lambda: second.state == "running")
    assert job.state == "stopped" and queue.find("ann", "training") is None
    next_work.let(3)
    eventually(lambda: second.state == "done")
    assert queue.find("bob", "training") is second


def test_a_tab_that_comes_back_in_time_keeps_its_job(later):
    open_tabs = {"ann"}
    queue = Queue(cap=1, alive=lambda session: session in open_tabs, sweep_every=0.0)
    work = Work(steps=4)
    job = queue.submit("ann", "training", work)
    for step, present in enumerate((set(), {"ann"}, set(), {"ann"}), 1):
        open_tabs.clear()
        open_tabs.update(present)
        work.let()
        eventually(lambda step=step: work.rested == step)
        later(0.6 * GRACE)
    eventually(lambda: job.state == "done")


def test_a_failure_becomes_one_sentence_and_the_next_job_runs(queue, caplog):
    def refused():
        yield 1, 2, "half"
        raise ValueError("n_nodes is 3, but it must be even.")

    def broken():
        raise KeyError("secret")
        yield

    job = queue.submit("ann", "map", refused)
    eventually(lambda: job.state == "failed")
    assert job.problem == "n_nodes is 3, but it must be even." and job.result == "half"
    job = queue.submit("ann", "map", broken)
    eventually(lambda: job.state == "failed")
    assert "secret" not in job.problem and job.problem.endswith(".")
    work = Work()
    work.let(3)
    job = queue.submit("ann", "map", work)
    eventually(lambda: job.state == "done")


def test_the_words_beside_the_bar_say_the_place_and_the_progress(queue):
    work = Work()
    busy, waiting = queue.submit("ann", "map", work), queue.submit("bob", "map", Work())
    assert progress_words(waiting, queue.place(waiting)) == "Waiting: 1 job of other visitors first"
    work.let()
    eventually(lambda: work.rested == 1)
    assert progress_words(busy, 0) == "Running: 33%"
    queue.stop("bob", "map")
    work.let(2)
