"""Turns: few at a time, fair, and nobody who leaves the queue keeps it waiting."""

import threading
import time

import pytest

from ui.server.turns import Turns


def start(turns, visitor, done, give_way=lambda: None):
    """A thread that takes one turn and notes who it was."""

    def work():
        try:
            with turns.turn(visitor, give_way):
                done.append(visitor)
        except InterruptedError:
            pass

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def waiting(turns, count):
    """Wait until so many are in the queue."""
    end = time.monotonic() + 60
    while len(turns._waiting) < count and time.monotonic() < end:
        time.sleep(0.001)
    assert len(turns._waiting) == count


@pytest.mark.parametrize("places", [1, 2])
def test_no_more_visitors_than_places_are_served_at_a_time(places):
    turns, lock, now, most, full = Turns(places), threading.Lock(), [0], [0], threading.Event()

    def work(visitor):
        with turns.turn(visitor):
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            full.wait(60)
            with lock:
                now[0] -= 1

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    waiting(turns, 8 - places)
    full.set()
    for thread in threads:
        thread.join(60)
    assert most[0] == places and now[0] == 0


def test_the_visitor_who_was_served_longest_ago_comes_next():
    turns, done = Turns(1), []
    for visitor in "abc":
        start(turns, visitor, []).join(60)
    with turns.turn("holder"):
        threads = []
        for visitor in "cbad":
            threads.append(start(turns, visitor, done))
            waiting(turns, len(threads))
    for thread in threads:
        thread.join(60)
    assert "".join(done) == "dabc"


def test_who_leaves_the_queue_frees_it_and_a_failure_frees_the_place():
    turns, done, leave = Turns(1), [], threading.Event()

    def give_way():
        if leave.is_set():
            raise InterruptedError

    with turns.turn("holder"):
        left = start(turns, "gone", done, give_way=give_way)
        waiting(turns, 1)
        leave.set()
        left.join(60)
        assert not turns._waiting
    with pytest.raises(ValueError, match="broken"), turns.turn("broken"):
        raise ValueError("broken")
    start(turns, "next", done).join(60)
    assert done == ["next"]
