"""Moments of a graph on which only some nodes have a feature, against rows of f_n(P) with the other columns struck out."""

import numpy as np
import pytest

from core.model import CSBM
from core.moments.graph_moments import picture_nodes, sample_graph_moments
from core.moments.node_moments import node_moments
from core.propagation import METHODS, complete_options, propagate
from core.sampling import block_labels, sample_features, sample_graph, sample_known
from core.simulation import simulate

LINEAR = [key for key, one in METHODS.items() if one.linear and one.sampler is None and not one.combines_depths]


def parts(seed, share=0.3, n_nodes=60):
    rng, model = np.random.default_rng(seed), CSBM(n_nodes, 0.06, 0.02, known=share)
    return rng, sample_graph(rng, model), block_labels(model), sample_known(rng, model)[:, 0]


@pytest.mark.parametrize("method", LINEAR)
@pytest.mark.parametrize("exact", [True, False])
def test_moments_are_those_of_the_columns_that_know(method, exact):
    rng, graph, labels, known = parts(3)
    noise, picked = rng.standard_normal((60, 8 if exact else 4000)), np.arange(5)
    found = node_moments(method, graph, labels, 6, noise, picked, exact, complete_options(method, {}), known)
    rows = propagate(method, graph, np.eye(60), 6) * known
    half = np.where(labels > 0, 1 / (labels > 0).sum(), 1 / (labels < 0).sum()) / 2
    shared = np.einsum("i,nij->nj", half, rows)
    assert found.signal == pytest.approx(rows @ labels, abs=1e-12)
    assert found.centred_signal == pytest.approx(rows @ labels - (shared @ labels)[:, None], abs=1e-12)
    room = 1e-12 if exact else 0.04
    assert found.noise == pytest.approx((rows**2).sum(axis=2), abs=room)
    assert found.centred_noise == pytest.approx(((rows - shared[:, None]) ** 2).sum(axis=2), abs=room)
    assert found.draws == pytest.approx(rows[:, :5] @ noise, abs=1e-5)
    assert found.common == pytest.approx(shared @ noise, abs=1e-5)


def test_all_nodes_that_know_are_all_nodes():
    rng, graph, labels, _ = parts(4)
    noise, rest = rng.standard_normal((60, 8)), (np.arange(5), True, {})
    every, none = (
        node_moments("convolution", graph, labels, 5, noise, *rest, known) for known in (np.ones(60) > 0, None)
    )
    assert every.noise == pytest.approx(none.noise, abs=1e-14) and every.signal == pytest.approx(none.signal, abs=1e-14)


def test_who_hears_nobody_is_a_tie():
    rng, graph, labels, _ = parts(5)
    known = np.arange(60) == 0
    found = node_moments("convolution", graph, labels, 2, rng.standard_normal((60, 4)), np.arange(5), True, {}, known)
    reached = np.diff(graph[[0]].indptr)[0]
    assert (found.noise[1] > 0).sum() == reached
    assert (found.signal[1][found.noise[1] == 0] == 0).all()


def test_a_simulated_error_is_that_of_features_drawn_at_random():
    model, depth = CSBM(400, 0.05, 0.02, known=0.25), 4
    simulated = simulate(model, depth, n_graphs=60).error_fixed
    counted = np.zeros((60, depth + 1))
    for seed in range(60):
        rng = np.random.default_rng([seed, 9])
        h = propagate("convolution", sample_graph(rng, model), sample_features(rng, model, 4), depth)
        side = block_labels(model)[:, None] * (h - model.midpoint)
        counted[seed] = ((side < 0) + 0.5 * (side == 0)).mean(axis=(1, 2))
    apart = simulated.mean(axis=0) - counted.mean(axis=0)
    error = np.sqrt((simulated.var(axis=0, ddof=1) + counted.var(axis=0, ddof=1)) / 60)
    assert (np.abs(apart) < 4.5 * error + 1e-9).all()


def test_the_share_that_knows_leaves_the_graph_alone_and_a_node_that_knows_still_knows_when_more_do():
    few, many = (CSBM(200, 0.1, 0.05, known=share) for share in (0.2, 0.6))
    known = [sample_known(np.random.default_rng(1), model) for model in (few, many)]
    assert (known[1] | ~known[0]).all() and 0.1 < known[0].mean() < 0.3
    # The picture's noise of the same nodes is that of the same graph and draws.
    a, b = (sample_graph_moments(model, 2, seed=7) for model in (few, CSBM(200, 0.1, 0.05)))
    shown = a.draws[0][picture_nodes(200)]
    assert (np.abs(shown) > 0).any() and (shown == np.where(shown != 0, b.draws[0], 0)).all()
