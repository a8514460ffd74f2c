"""Belief propagation: exact where it must be, calibrated where it is a limit, and never beaten by what it bounds."""

from itertools import product

import networkx
import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.special import expit
from scipy.stats import norm

from core.model import CSBM
from core.optimum.belief_propagation import beliefs, feature_fields
from core.optimum.error import graph_optimum, optimum
from core.sampling import block_labels, sample_features, sample_graph
from core.simulation import simulate


def enumerated(dense, model, fields, non_edges):
    """Posterior log-odds of every node by summing over all 2^N labellings."""
    n_nodes, total = len(dense), np.zeros((2, len(dense)))
    first, second = np.triu_indices(n_nodes, 1)
    linked = dense[first, second] > 0
    for labels in product((0, 1), repeat=n_nodes):
        labels = np.array(labels)
        same = labels[first] == labels[second]
        chance = np.where(same, model.p_within, model.q_across)
        weight = np.prod(chance[linked])
        if non_edges:
            weight *= np.prod(1 - chance[~linked])
        weight *= np.exp(fields[:, 0] @ labels)
        for value in (0, 1):
            total[value] += weight * (labels == value)
    return np.log(total[1] / total[0])


@pytest.mark.parametrize("seed", range(4))
def test_on_a_tree_the_beliefs_are_the_posterior_exactly(seed):
    rng = np.random.default_rng(seed)
    tree = networkx.random_labeled_tree(10, seed=seed)
    adjacency = csr_array(networkx.to_scipy_sparse_array(tree, dtype=float))
    adjacency.sort_indices()
    model, fields = CSBM(10, 0.6, 0.15 if seed % 2 else 0.9), rng.normal(size=(10, 1))
    found = beliefs(adjacency, model, fields, non_edges=False)
    np.testing.assert_allclose(found.log_odds[:, 0], enumerated(adjacency.toarray(), model, fields, False), atol=1e-5)
    assert found.converged.all()


def test_on_sparse_graphs_with_what_missing_links_say_they_are_nearly_the_posterior():
    model, far, wrong = CSBM(10, 0.2, 0.05), [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        adjacency, fields = sample_graph(rng, model), rng.normal(size=(10, 1))
        exact = enumerated(adjacency.toarray(), model, fields, True)
        far += list(np.abs(expit(beliefs(adjacency, model, fields).log_odds[:, 0]) - expit(exact)))
        wrong += list(np.abs(expit(fields[:, 0]) - expit(exact)))
    assert np.mean(far) < 0.01 and np.mean(wrong) > 0.06  # control: the features alone are far from it


def test_where_links_say_nothing_the_optimum_is_the_error_of_the_features_alone():
    found = optimum(CSBM(2000, 0.01, 0.01), n_graphs=4, n_draws=4)
    assert abs(found.error.value - norm.cdf(-1)) < 5 * np.sqrt(0.16 * 0.84 / (2000 * 16))


@pytest.mark.parametrize(
    "model",
    [
        CSBM(),
        CSBM(2000, 0.003, 0.001),
        CSBM(1000, 0.004, 0.012, -0.5, 0.5),
        CSBM(400, 0.05, 0.02, -0.3, 0.3),
        CSBM(100, 0.2, 0.1, 1.0, 1.5),
    ],
)
def test_the_share_that_the_beliefs_expect_to_be_wrong_is_wrong(model):
    found = optimum(model, n_graphs=6)
    error = np.hypot(found.error.standard_error, found.expected.standard_error)
    assert abs(found.error.value - found.expected.value) < 4 * error + 0.003
    assert found.converged > 0.9


@pytest.mark.parametrize("model", [CSBM(), CSBM(2000, 0.003, 0.001), CSBM(600, 0.01, 0.03, -0.6, 0.6)])
def test_no_simulated_method_lies_below_the_optimum(model):
    found = optimum(model, n_graphs=6)
    for method in ("convolution", "residual", "jumping", "corrected"):
        simulated = simulate(model, 8, method, n_graphs=6)
        for error in (simulated.error_fixed, simulated.error_fitted):
            mean, spread = error.mean(axis=0), error.std(axis=0, ddof=1) / np.sqrt(len(error))
            assert np.all(found.error.value < mean + 3 * np.hypot(spread, found.error.standard_error) + 1e-9), method


def test_without_features_the_classes_are_found_beyond_the_detection_threshold_only():
    def without(degree):
        return optimum(CSBM(4000, 1.5 * degree / 4000, 0.5 * degree / 4000, 0.0, 0.0), n_graphs=2).error.value

    assert without(2) > 0.44 and without(10) < 0.12  # d lam^2 = 0.5 and 2.5


@pytest.mark.parametrize("n_nodes", [200, 400])
def test_relabelling_the_nodes_relabels_the_beliefs(n_nodes):
    rng, model = np.random.default_rng(1), CSBM(n_nodes, 0.08, 0.02)
    adjacency = sample_graph(rng, model)
    fields = feature_fields(sample_features(rng, model, 2), model)
    order = rng.permutation(n_nodes)
    moved = csr_array(adjacency[order][:, order])
    moved.sort_indices()
    np.testing.assert_allclose(
        beliefs(moved, model, fields[order]).log_odds, beliefs(adjacency, model, fields).log_odds[order], rtol=1e-6
    )


def test_features_read_the_wrong_way_round_are_worse_than_none():
    rng, model = np.random.default_rng(2), CSBM()
    adjacency, labels = sample_graph(rng, model), block_labels(model)
    fields = feature_fields(sample_features(rng, model, 1), model)
    right = (labels[:, None] * beliefs(adjacency, model, fields).log_odds > 0).mean()
    wrong = (labels[:, None] * beliefs(adjacency, model, -fields).log_odds > 0).mean()
    assert right > 0.97 and wrong < 0.5


@pytest.mark.parametrize(
    "model", [CSBM(200, 0.1, 0.0), CSBM(200, 0.0, 0.1), CSBM(200, 0.0, 0.0), CSBM(20, 1.0, 0.3), CSBM(2, 1.0, 1.0)]
)
def test_certain_and_impossible_links_are_drawn_without_a_number_that_is_none(model):
    share, expected, converged = graph_optimum(model, 0)
    assert 0 <= share <= 1 and 0 <= expected <= 0.5 and 0 <= converged <= 1
