"""Nodes on the wire: a small graph whole, a large one by its nodes' paths, and every number comes back."""

import json
from base64 import b64decode

import numpy as np
import pytest

from core.inside.crowd import sample_crowd
from core.model import CSBM
from core.simulation import sample_moments, side_of
from core.walks import best_possible, predict
from ui.stage.data import simulation_message, theory_message
from ui.stage.nodes import nodes_message, varints


def numbers_of(data):
    """Varints read one byte after the other."""
    found, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    return found


@pytest.mark.parametrize("numbers", [[], [0], [127, 128, 0, 16_383, 16_384, 5 * 10**11]])
def test_varints_come_back(numbers):
    assert numbers_of(varints(numbers)) == numbers


def test_a_small_graph_is_sent_whole():
    model = CSBM(400, 0.05, 0.02)
    crowd = sample_crowd(model, 4, 0)
    message = nodes_message(model, crowd)
    gaps = numbers_of(b64decode(message["links"]))
    assert np.array_equal(np.cumsum(np.array(gaps) + 1) - 1, crowd.links)
    assert np.frombuffer(b64decode(message["z"]), "<f4") == pytest.approx(crowd.unit_noise, rel=1e-7)


def test_of_a_large_graph_the_paths_of_its_nodes_are_sent():
    model = CSBM(p_within=0.15, q_across=0.05)
    crowd = sample_crowd(model, 4, 0)
    message = nodes_message(model, crowd)
    assert "links" not in message and len(json.dumps(message)) < 40_000
    for name in ("signal", "noise"):
        sent = np.frombuffer(b64decode(message[name]), "<f4").reshape(5, crowd.nodes.size)
        assert sent == pytest.approx(getattr(crowd, name), abs=1e-7)


def test_all_that_the_first_page_sends_to_its_stage_fits_in_120_kilobytes():
    model, depth = CSBM(), 20
    best = {name: best_possible(model, depth, name) for name in ("fixed", "fitted")}
    theory = theory_message(model, predict(model, depth), best, "t")
    graphs = list(sample_moments(model, depth, n_graphs=4, exact=False))
    dots = simulation_message(model, graphs, side_of(model, depth), sample_crowd(model, depth, 0), "t")
    assert len(json.dumps(theory)) + len(json.dumps(dots)) <= 120_000
