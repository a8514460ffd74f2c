"""Sampled graphs with several classes: the law of the sampler, and the readings against counting."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from dense_counting import counted_errors

from core.many_classes.simulated import graph_readings
from core.model import CSBM
from core.sampling import block_labels, class_numbers, sample_features, sample_graph
from core.simplex import class_means
from core.simulation import simulate
from core.walks import predict

MODEL = CSBM(900, 0.03, 0.008, -1.2, 1.2, n_classes=3)


def test_every_pair_of_blocks_has_the_binomial_number_of_edges():
    model = CSBM(40, 0.4, 0.15, n_classes=4)
    rng, counts = np.random.default_rng(2), []
    indicator = np.eye(4)[class_numbers(model)]
    for _ in range(1500):
        graph = sample_graph(rng, model)
        assert (graph != graph.T).nnz == 0 and graph.diagonal().sum() == 0 and graph.has_sorted_indices
        counts.append(indicator.T @ (graph @ indicator))
    counts = np.array(counts)
    inside = np.eye(4, dtype=bool)
    pairs = np.where(inside, 45, 100)
    chance = np.where(inside, model.p_within, model.q_across)
    edges = np.where(inside, counts / 2, counts)
    score = (edges.mean(axis=0) - pairs * chance) / np.sqrt(pairs * chance * (1 - chance) / len(counts))
    assert np.abs(score).max() < 4.5
    spread = edges.var(axis=0) / (pairs * chance * (1 - chance))
    assert np.abs(spread - 1).max() < 4.5 * (2 / len(counts)) ** 0.5


def test_features_stand_about_the_corners():
    draws = sample_features(np.random.default_rng(0), MODEL, 40)
    assert draws.shape == (900, 40, 2)
    for number, mean in enumerate(class_means(MODEL)):
        own = draws[class_numbers(MODEL) == number].reshape(-1, 2)
        np.testing.assert_allclose(own.mean(axis=0), mean, atol=4.5 / len(own) ** 0.5)
        np.testing.assert_allclose(np.cov(own.T), np.eye(2), atol=4.5 * (2 / len(own)) ** 0.5)


def test_readings_are_those_of_counting():
    found = simulate(MODEL, 6, n_graphs=4, exact=True)
    fixed, fitted = counted_errors(MODEL, 6, np.ones(7), 8, 20, seed=3)
    for name, rows in (("error_fixed", fixed), ("error_fitted", fitted)):
        own = getattr(found, name)
        doubt = np.hypot(own.std(axis=0, ddof=1) / 2, rows.std(axis=0, ddof=1) / 8**0.5)
        assert np.all(np.abs(own.mean(axis=0) - rows.mean(axis=0)) < 4 * doubt + 5e-4), name


def test_gap_variance_and_spread_follow_the_theory_of_several_classes():
    found, theory = simulate(MODEL, 6, n_graphs=6, exact=True), predict(MODEL, 6)
    for name in ("mean_gap", "variance", "neighbourhood_noise"):
        np.testing.assert_allclose(getattr(found, name).mean(axis=0), getattr(theory, name), rtol=0.06, atol=2e-3)


def test_probes_and_exact_rows_agree():
    exact, probed = (simulate(MODEL, 6, n_graphs=2, exact=way) for way in (True, False))
    assert (exact.variance_route, probed.variance_route) == ("exact", "probes")
    np.testing.assert_allclose(probed.error_fixed, exact.error_fixed, rtol=0.04, atol=1e-3)


def test_the_same_seed_gives_the_same_numbers():
    first, again = (simulate(MODEL, 3, n_graphs=1, seed=5) for _ in range(2))
    np.testing.assert_array_equal(first.error_fitted, again.error_fitted)
    assert not np.array_equal(first.error_fitted, simulate(MODEL, 3, n_graphs=1, seed=6).error_fitted)


def test_what_knows_two_classes_says_so():
    with pytest.raises(ValueError, match="n_classes is 3"):
        block_labels(MODEL)
    for method in ("pairnorm", "drop_edge", "jumping", "attention"):
        with pytest.raises(ValueError, match=method):
            simulate(MODEL, 2, method)
    with pytest.raises(ValueError, match="multiple of 4"):
        replace(MODEL, n_nodes=902, n_classes=4)


def test_layers_of_many_classes_are_counted_one_at_a_time():
    model, depth = CSBM(600, 0.05, 0.02, n_classes=10), 64
    layer = 8 * 600 * 64 * 9  # bytes: nodes, draws and features
    tracemalloc.start()
    try:
        graph_readings(model, depth, np.ones(depth + 1), exact=False)
        assert tracemalloc.get_traced_memory()[1] < depth * layer / 4
    finally:
        tracemalloc.stop()
