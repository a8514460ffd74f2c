"""Blocks of different sizes: the sampler keeps the model's law, simulation works, and equal blocks are as they ever were."""

from hashlib import sha256
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import chi2, norm

from core.model import CSBM
from core.moments.node_moments import equal_weight
from core.propagation import METHODS, propagate
from core.sampling import block_labels, sample_features, sample_graph
from core.simulation import simulate, streams

SCORE = 5  # |z| below 5: one false alarm in two million with a fixed seed
UNEQUAL = CSBM(n_nodes=200, p_within=0.05, q_across=0.02, share_1=0.2)


def graph_goodness(sampler, model, n_graphs, seed):
    """Chi-square tail probability of all 64 graphs on four nodes against the product of their edges' probabilities."""
    rng = np.random.default_rng(seed)
    pairs, label = list(combinations(range(4), 2)), block_labels(model)
    low, high = np.array(pairs).T
    seen = np.zeros(64)
    for _ in range(n_graphs):
        seen[(sampler(rng, model).toarray()[low, high] @ 2 ** np.arange(6)).astype(int)] += 1
    chance = np.where(label[low] == label[high], model.p_within, model.q_across)
    present = (np.arange(64)[:, None] >> np.arange(6)) & 1
    expected = n_graphs * np.where(present, chance, 1 - chance).prod(axis=1)
    return chi2.sf(((seen - expected) ** 2 / expected).sum(), 63)


def upside_down(rng, model):
    """The right sizes of the blocks, in the wrong order."""
    return sample_graph(rng, CSBM(model.n_nodes, model.p_within, model.q_across, share_1=1 - model.share_1))


def test_each_of_the_64_graphs_on_one_and_three_nodes_comes_with_its_probability():
    model = CSBM(4, 0.7, 0.4, share_1=0.25)
    assert graph_goodness(sample_graph, model, 6000, seed=1) > 2 * norm.sf(SCORE)


def test_control_blocks_in_the_wrong_order_fail_on_four_nodes():
    assert graph_goodness(upside_down, CSBM(4, 0.7, 0.4, share_1=0.25), 6000, seed=1) < 2 * norm.sf(SCORE)


def test_edge_counts_of_every_block_have_the_binomial_mean_and_variance():
    rng, n_graphs, first = np.random.default_rng(2), 1000, UNEQUAL.block_sizes[0]
    counts = []
    for _ in range(n_graphs):
        graph = sample_graph(rng, UNEQUAL)
        assert graph.has_sorted_indices and (graph != graph.T).nnz == 0 and not graph.diagonal().any()
        counts.append([graph[:first, :first].sum() / 2, graph[first:, first:].sum() / 2, graph[:first, first:].sum()])
    counts = np.array(counts)
    sizes = UNEQUAL.block_sizes
    pairs = np.array([sizes[0] * (sizes[0] - 1) / 2, sizes[1] * (sizes[1] - 1) / 2, sizes[0] * sizes[1]])
    chance = np.array([UNEQUAL.p_within, UNEQUAL.p_within, UNEQUAL.q_across])
    variance = pairs * chance * (1 - chance)
    assert np.all(np.abs(counts.mean(axis=0) - pairs * chance) < SCORE * np.sqrt(variance / n_graphs))
    assert np.all(np.abs(counts.var(axis=0, ddof=1) / variance - 1) < SCORE * np.sqrt(2 / (n_graphs - 1)) * 1.1)


def test_labels_and_features_follow_the_sizes_of_the_blocks():
    model = CSBM(n_nodes=10, mean_1=100.0, mean_2=200.0, sigma=1.0, share_1=0.3)
    assert block_labels(model).tolist() == [-1] * 3 + [1] * 7
    features = sample_features(np.random.default_rng(3), model, 4)
    assert np.all(np.abs(features[:3] - 100) < 10) and np.all(np.abs(features[3:] - 200) < 10)


def test_the_graph_of_equal_blocks_is_the_one_that_shared_links_have_always_shown():
    graph = sample_graph(np.random.default_rng(7), CSBM(n_nodes=600, p_within=0.03, q_across=0.01))
    ends = graph.indptr.astype("<i8").tobytes() + graph.indices.astype("<i8").tobytes()
    assert sha256(ends).hexdigest()[:16] == "987cc0978f8ecce0"
    said = CSBM(n_nodes=600, p_within=0.03, q_across=0.01, share_1=0.5)
    assert said == CSBM(n_nodes=600, p_within=0.03, q_across=0.01)


def test_both_classes_weigh_alike_and_equal_ones_keep_their_labels_to_the_bit():
    equal = np.repeat([-1.0, 1.0], 333)
    assert np.array_equal(equal_weight(equal), equal)
    labels = np.repeat([-1.0, 1.0], [3, 17])
    values = np.random.default_rng(4).standard_normal(20)
    half_gap = (values[3:].mean() - values[:3].mean()) / 2
    assert equal_weight(labels) @ values / 20 == pytest.approx(half_gap, abs=1e-14)


@pytest.mark.parametrize("key", METHODS)
def test_every_method_is_simulated_on_unequal_blocks(key):
    found = simulate(UNEQUAL, 3, key, n_graphs=2, n_draws=4, seed=5)
    for name in ("error_fixed", "error_fitted"):
        error = getattr(found, name)
        assert error.shape == (2, 4) and np.all((error >= 0) & (error <= 1)), name
        assert np.all(error[:, 1:] < 0.5)


def test_the_simulated_gap_is_half_the_distance_of_the_class_means_of_the_labels():
    found = simulate(UNEQUAL, 3, n_graphs=1, n_draws=2, seed=6)
    labels = block_labels(UNEQUAL)
    layers = propagate("convolution", sample_graph(streams(6, 0)[0], UNEQUAL), labels.astype(float), 3)[:, :, 0]
    half_gap = (layers[:, labels > 0].mean(axis=1) - layers[:, labels < 0].mean(axis=1)) / 2
    assert found.mean_gap[0] == pytest.approx(half_gap, abs=1e-12)
