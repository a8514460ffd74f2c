"""However many ask for long simulations, one place is kept for those who are done in a moment."""

import threading
from dataclasses import replace

import pytest

from core.model import CSBM
from ui.server import experiment
from ui.server.turns import Turns

SHORT = CSBM()
LONG = replace(SHORT, n_nodes=20_000, p_within=0.005, q_across=0.005)


@pytest.fixture(autouse=True)
def _turns(monkeypatch):
    monkeypatch.setattr(experiment, "_TURNS", Turns(2))
    monkeypatch.setattr(experiment, "_LONG_TURNS", Turns(1))


def begin(model, over):
    """A simulation in a thread of its own that lasts until `over`; returns what is set when its turn has come."""
    came = threading.Event()

    def work():
        with experiment.turn(model, 64):
            came.set()
            over.wait(60)

    threading.Thread(target=work).start()
    return came


def test_a_second_long_simulation_waits_and_a_short_one_does_not():
    over = threading.Event()
    try:
        assert begin(LONG, over).wait(60)
        second = begin(LONG, over)
        assert begin(SHORT, over).wait(60)
        assert not second.is_set()
    finally:
        over.set()
    assert second.wait(60)


def test_short_ones_may_take_every_place():
    over = threading.Event()
    try:
        assert begin(SHORT, over).wait(60)
        assert begin(SHORT, over).wait(60)
        assert not begin(SHORT, over).wait(0.2)
    finally:
        over.set()


def test_features_of_many_classes_make_a_simulation_long():
    several = replace(SHORT, p_within=0.02, q_across=0.02, n_classes=10)
    assert several.expected_edges * 64 < experiment.LONG
    over = threading.Event()
    try:
        assert begin(several, over).wait(60)
        assert not begin(LONG, over).wait(0.2)
        assert begin(replace(several, n_classes=2), over).wait(60)
    finally:
        over.set()
