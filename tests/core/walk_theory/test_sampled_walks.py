"""Edges drawn anew in every layer: two walkers on one node meet inside the drawn layer, whatever the size of the graph."""

import numpy as np
import pytest
from scipy.stats import binom
from walk_models import model_of

from core.estimate import estimate
from core.model import CSBM
from core.simulation import simulate
from core.walk_theory.sampled_walks import pair_returns, with_chance_meetings
from core.walks import predict

DENSE = CSBM(500, 0.4, 0.1, -0.25, 0.25)


def left_after_dropping(model, rate):
    """Exact P(D' = k) of the neighbours left in one layer."""
    half = model.n_nodes // 2
    own = binom.pmf(np.arange(half), half - 1, model.p_within * (1 - rate))
    return np.convolve(own, binom.pmf(np.arange(half + 1), half, model.q_across * (1 - rate)))


@pytest.mark.parametrize("model", [DENSE, CSBM(), CSBM(60, 0.9, 0.8), CSBM(10**9, 2e-8, 1e-8)], ids=str)
def test_one_layer_over_k_drawn_neighbours_leaves_a_kth_of_the_noise(model):
    # Every node here has five neighbours, or nearly every one.
    assert predict(model, 1, "neighbour_sampling", k=5).variance[1] == pytest.approx(1 / 5, rel=0.02)
    assert predict(model, 1, "neighbour_sampling", k=1).variance[1] == pytest.approx(1)
    if model is DENSE:
        assert predict(model, 1, "neighbour_sampling", k=5).variance[1] == pytest.approx(1 / 5, rel=1e-9)
        # Control: with the factor of a graph that stays the same it would be .136.
        assert 1 / 5 * (1 - (1 + 0.6**2) * model.mean_degree / 500) == pytest.approx(0.132, abs=1e-3)


@pytest.mark.parametrize("model", [DENSE, CSBM(), CSBM(60, 0.9, 0.8), CSBM(400, 0.005, 0.002)], ids=str)
@pytest.mark.parametrize("rate", [0.2, 0.9])
def test_one_layer_after_dropping_edges_leaves_the_mean_of_one_over_what_is_left(model, rate):
    left = left_after_dropping(model, rate)
    expected = left[0] + left[1:] @ (1 / np.arange(1, left.size))
    assert predict(model, 1, "drop_edge", rate=rate).variance[1] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("model", "key", "options"),
    [
        (DENSE, "neighbour_sampling", {"k": 5}),
        (CSBM(500, 0.4, 0.1, -0.5, 0.5), "drop_edge", {"rate": 0.9}),
        (model_of(600, 40, -0.6, 1.0), "drop_edge", {"rate": 0.7}),
    ],
)
def test_dense_graphs_agree_with_simulation_in_noise_and_error(model, key, options):
    depth, n_graphs = 5, 16
    theory = predict(model, depth, key, **options)
    simulation = simulate(model, depth, key, n_graphs=n_graphs, n_draws=32, seed=3, exact=False, **options)
    slacks = {"variance": 0.02, "neighbourhood_noise": 0.1, "error_fixed": 0.05, "error_fitted": 0.1}
    for name, slack in slacks.items():
        simulated = estimate(getattr(simulation, name)[:, 1:])
        distance = np.abs(getattr(theory, name)[1:] - simulated.value)
        assert np.all(distance <= slack * simulated.value + 3 * simulated.standard_error), name


def test_with_one_drawn_neighbour_walkers_that_met_never_part():
    theory = predict(DENSE, 30, "neighbour_sampling", k=1)
    assert theory.variance == pytest.approx(1)
    pair = pair_returns(0.01, 1.0, 0.6, 30)
    assert pair[0] == pytest.approx(1) and pair[2] == pytest.approx(1)


def test_chance_meetings_begin_after_the_first_layer_and_end_where_pairs_meet_as_often_as_they_part():
    together, rate = 0.4 ** np.arange(200), np.full(200, 1e-3)
    one_node = with_chance_meetings(together, rate, together)
    any_nodes = with_chance_meetings(np.zeros(200), rate, together)
    assert np.array_equal(one_node[:2], together[:2]) and any_nodes[0] == 0 and any_nodes[1] == rate[1]
    # In balance a pair is together for 1/(1-.4) layers each time it meets.
    end = 1e-3 / 0.6 / (1 + 1e-3 / 0.6)
    assert one_node[-1] == pytest.approx(end, rel=1e-6) and any_nodes[-1] == pytest.approx(end, rel=1e-6)
