"""One page is drawn at a time; who waits or computes for long steps aside."""

import threading
import time

import pytest

from ui.server import baton


def other(seconds, began):
    """Another visitor's page, drawn in a thread of its own; notes when it began."""

    def draw():
        with baton.drawing():
            began.append(time.monotonic())
            time.sleep(seconds)

    thread = threading.Thread(target=draw)
    thread.start()
    return thread


def test_pages_are_drawn_one_after_the_other():
    began = []
    threads = [other(0.05, began) for _ in range(4)]
    for thread in threads:
        thread.join(10)
    assert min(b - a for a, b in zip(sorted(began), sorted(began)[1:], strict=False)) >= 0.045


def test_who_steps_aside_lets_another_draw_and_goes_on_when_that_one_is_done():
    began = []
    with baton.drawing():
        thread = other(0.2, began)
        time.sleep(0.05)
        assert not began
        with baton.aside():
            while not began:
                time.sleep(0.001)
        assert time.monotonic() - began[0] >= 0.19
    thread.join(10)


def test_who_never_steps_aside_holds_up_the_others_for_a_moment_only(monkeypatch):
    monkeypatch.setattr(baton, "PATIENCE", 0.05)
    began = []
    with baton.drawing():
        start = time.monotonic()
        other(0.0, began).join(10)
        assert 0.04 < began[0] - start < 5


@pytest.mark.parametrize("where", ["drawing", "aside"])
def test_a_page_that_is_left_by_an_exception_leaves_the_baton_behind(where, monkeypatch):
    monkeypatch.setattr(baton, "PATIENCE", 20.0)

    def leave():
        with baton.drawing():
            if where == "drawing":
                raise InterruptedError
            with baton.aside():
                raise InterruptedError

    with pytest.raises(InterruptedError):
        leave()
    began, start = [], time.monotonic()
    other(0.0, began).join(10)
    assert began[0] - start < baton.PATIENCE / 2


def test_outside_a_page_stepping_aside_changes_nothing():
    with baton.aside():
        began = []
        other(0.0, began).join(10)
    assert began


def test_every_step_of_a_generator_is_computed_aside():
    began = []

    def steps():
        for step in range(3):
            other(0.0, began).join(10)
            yield step

    with baton.drawing():
        assert list(baton.each(steps())) == [0, 1, 2]
    assert len(began) == 3
