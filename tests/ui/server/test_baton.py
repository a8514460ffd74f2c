"""One page is drawn at a time; who waits or computes for long steps aside."""

import threading
import time

import pytest

from ui.server import baton


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Nobody loses patience by himself, however busy the machine is."""
    monkeypatch.setattr(baton, "PATIENCE", 600.0)


class Page(threading.Thread):
    """Another visitor's page, drawn in a thread of its own. began, drawn: what is set; hold(): what it waits for in between."""

    def __init__(self, hold=lambda: None):
        super().__init__(daemon=True)
        self.began, self.drawn, self._hold = threading.Event(), threading.Event(), hold
        self.start()

    def run(self):
        with baton.drawing():
            self.began.set()
            self._hold()
            self.drawn.set()


def somebody_waits():
    """Wait until somebody stands in line for the baton."""
    end = time.monotonic() + 60
    while not baton._TURNS._waiting and time.monotonic() < end:
        time.sleep(0.001)


def test_pages_are_drawn_one_after_the_other():
    lock, now, most = threading.Lock(), [0], [0]

    def hold():
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1

    pages = [Page(hold) for _ in range(4)]
    assert all(page.drawn.wait(60) for page in pages)
    assert most[0] == 1


def test_who_steps_aside_lets_another_draw_and_goes_on_when_that_one_is_done():
    with baton.drawing():
        page = Page(hold=somebody_waits)
        somebody_waits()
        assert not page.began.is_set()
        with baton.aside():
            assert page.began.wait(60)
        assert page.drawn.is_set()


def test_who_never_steps_aside_holds_up_the_others_for_a_moment_only(monkeypatch):
    monkeypatch.setattr(baton, "PATIENCE", 0.05)
    with baton.drawing():
        start = time.monotonic()
        assert Page().drawn.wait(60)
        assert time.monotonic() - start > 0.04


@pytest.mark.parametrize("where", ["drawing", "aside"])
def test_a_page_that_is_left_by_an_exception_leaves_the_baton_behind(where):
    def leave():
        with baton.drawing():
            if where == "drawing":
                raise InterruptedError
            with baton.aside():
                raise InterruptedError

    with pytest.raises(InterruptedError):
        leave()
    assert Page().drawn.wait(60)


def test_outside_a_page_stepping_aside_changes_nothing():
    with baton.aside():
        assert Page().drawn.wait(60)


def test_every_step_of_a_generator_is_computed_aside():
    def steps():
        for step in range(3):
            assert Page().drawn.wait(60)
            yield step

    with baton.drawing():
        assert list(baton.each(steps())) == [0, 1, 2]
