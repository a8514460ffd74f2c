"""Work beside the app: the same numbers, the same errors, and a process that ends is replaced."""

import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from core.model import CSBM
from core.simulation import sample_graph_moments
from ui.server import workers
from ui.server.workers import Ended, Pool, Worker, aside
from ui.trained.report import measured

ROOT = Path(__file__).resolve().parents[3]
SMALL = CSBM(200, 0.1, 0.03)


@pytest.fixture(scope="module")
def worker():
    started = Worker()
    yield started
    started.stop()


def test_a_worker_finds_the_same_numbers_as_the_app_itself(worker):
    here, there = sample_graph_moments(SMALL, 6, seed=3), worker.run(sample_graph_moments, SMALL, 6, seed=3)
    assert np.array_equal(here.fixed.mean, there.fixed.mean)
    assert np.array_equal(here.draws, there.draws)
    other = worker.run(sample_graph_moments, SMALL, 6, seed=4)
    assert not np.array_equal(here.draws, other.draws)


def test_it_is_another_process_and_stays_the_same_one(worker):
    assert worker.run(os.getpid) == worker.run(os.getpid) != os.getpid()


def test_an_error_in_the_work_is_raised_here_and_the_worker_goes_on(worker):
    with pytest.raises(ValueError, match="depth is -1"):
        worker.run(sample_graph_moments, SMALL, -1)
    assert worker.run(abs, -2) == 2


def test_what_cannot_cross_between_processes_is_an_error_here_and_the_worker_goes_on(worker):
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        worker.run(sum, [1], lambda: None)
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        worker.run(threading.Lock)
    assert worker.run(abs, -4) == 4


def test_what_is_printed_there_does_not_stand_between_answers(worker):
    assert worker.run(print, "words") is None
    assert worker.run(abs, -3) == 3


def test_a_worker_that_was_ended_says_so_in_a_sentence_and_the_next_work_has_a_new_one(worker):
    before = worker.run(os.getpid)
    with pytest.raises(Ended, match="was killed, most likely for want of memory"):
        worker.run(os.kill, before, signal.SIGKILL)
    assert worker.run(os.getpid) != before


def test_only_what_may_be_want_of_memory_is_called_that(worker):
    with pytest.raises(Ended, match="ended by signal 15") as ended:
        worker.run(os.kill, worker.run(os.getpid), signal.SIGTERM)
    assert "memory" not in str(ended.value)
    with pytest.raises(Ended, match="exit code 3") as ended:
        worker.run(os._exit, 3)
    assert "memory" not in str(ended.value)
    with pytest.raises(Ended, match="memory"):
        worker.run(bytearray, 10**18)
    assert worker.run(abs, -5) == 5


def test_a_worker_whose_app_has_gone_in_the_middle_of_its_work_ends_without_a_word():
    command = [sys.executable, "-m", "core.moments.worker"]
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process = subprocess.Popen(command, cwd=ROOT, **streams)
    pickle.dump((sample_graph_moments, (SMALL, 6), {}), process.stdin)
    process.stdin.flush()
    process.stdout.close()
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


def test_a_pool_runs_as_many_at_once_as_it_has_workers():
    pool, met = Pool(2), []
    threads = [threading.Thread(target=lambda: met.append(pool.run(os.getpid))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(met) == 6
    assert 1 <= len(set(met)) <= 2
    pool.stop()


def test_a_generator_yields_there_and_here_and_the_worker_goes_on(worker):
    assert list(worker.steps(os.walk, ROOT / "lessons")) == list(os.walk(ROOT / "lessons"))
    assert worker.run(abs, -6) == 6


def test_an_error_in_a_generator_is_raised_here_after_what_it_yielded(worker):
    steps = worker.steps(measured, b"no archive")
    assert next(steps) == (0, 1, None)
    with pytest.raises(ValueError, match="not an npz archive"):
        next(steps)
    assert worker.run(abs, -7) == 7


def test_who_leaves_a_generator_ends_its_process_and_the_next_work_has_a_new_one(worker):
    before = worker.run(os.getpid)
    steps = worker.steps(os.walk, "/")
    next(steps)
    steps.close()
    assert worker.run(os.getpid) != before


@pytest.mark.parametrize("take", [1, 10**9])
def test_work_aside_has_a_process_of_its_own_that_ends_with_it(take, monkeypatch):
    started = []
    monkeypatch.setattr(workers, "Worker", lambda: started.append(Worker()) or started[-1])
    steps = aside(os.walk, ROOT / "lessons")
    next(steps)
    process = started[0]._process
    assert process.pid != os.getpid() and process.poll() is None
    for _ in zip(range(take - 1), steps, strict=False):
        pass
    steps.close()
    assert process.poll() is not None and len(started) == 1


def test_a_process_aside_that_is_killed_says_so_once(monkeypatch):
    started = []
    monkeypatch.setattr(workers, "Worker", lambda: started.append(Worker()) or started[-1])
    steps = aside(measured, 2)
    next(steps)
    started[0]._process.kill()
    with pytest.raises(Ended):
        list(steps)
