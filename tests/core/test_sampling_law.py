"""The sampler has the model's law exactly: every check is a z or chi-square score that a wrong sampler fails."""

import numpy as np
import pytest
from sampling_scores import (
    DENSE,
    RARE,
    SCORE,
    SPARSE,
    blocks,
    degree_goodness,
    edge_count_scores,
    goodness,
    independence_scores,
    small_graph_goodness,
)
from scipy.sparse import csr_array

import core.sampling
from core.model import CSBM
from core.sampling import sample_graph


def fixed_edge_counts(rng, model):
    """Every block gets its expected number of edges, in uniform places (the flaw of scikit-network)."""
    half = model.n_nodes // 2
    chosen = []
    for pairs, chance in blocks(model):
        count = round(len(pairs) * chance)
        chosen += [pairs[i] for i in rng.choice(len(pairs), count, replace=False)]
    return from_pairs(chosen, 2 * half)


def labels_off_by_one(rng, model):
    """The first block is one node too long (the flaw of GPRGNN)."""
    graph = sample_graph(rng, model).tocsr()
    order = np.roll(np.arange(model.n_nodes), 1)
    return csr_array(graph[order][:, order])


def blind_to_blocks(rng, model):
    """One probability for all pairs, of the right mean degree."""
    chance = model.mean_degree / (model.n_nodes - 1)
    return sample_graph(rng, CSBM(model.n_nodes, chance, chance))


def from_pairs(pairs, n_nodes):
    low, high = np.array(pairs, dtype=int).reshape(-1, 2).T
    return csr_array((np.ones(2 * low.size), (np.r_[low, high], np.r_[high, low])), shape=(n_nodes, n_nodes))


SMALL = CSBM(n_nodes=20, p_within=0.9, q_across=0.1)
EIGHT = CSBM(n_nodes=8, p_within=0.5, q_across=0.3)


@pytest.mark.parametrize("model", [SPARSE, DENSE])
def test_edge_counts_of_every_block_have_the_binomial_mean_and_variance(model):
    mean_score, variance_score = edge_count_scores(sample_graph, model, 1500, seed=1)
    assert np.all(np.abs(mean_score) < SCORE) and np.all(np.abs(variance_score) < SCORE)


def test_edge_counts_are_right_where_a_block_needs_many_chunks_of_gaps():
    model = CSBM(n_nodes=16_000, p_within=0.0015, q_across=0.0008)
    assert model.expected_edges / 3 > core.sampling.GAPS_AT_ONCE
    mean_score, variance_score = edge_count_scores(sample_graph, model, 40, seed=2)
    assert np.all(np.abs(mean_score) < SCORE) and np.all(np.abs(variance_score) < SCORE)


def test_control_fixed_edge_counts_pass_the_mean_and_fail_the_variance():
    mean_score, variance_score = edge_count_scores(fixed_edge_counts, SPARSE, 200, seed=3)
    assert np.all(np.abs(mean_score) < SCORE) and np.all(variance_score < -SCORE)


def test_control_labels_off_by_one_fail_the_mean():
    mean_score, _ = edge_count_scores(labels_off_by_one, SPARSE, 1500, seed=4)
    assert np.abs(mean_score).max() > SCORE


@pytest.mark.parametrize("node", [0, 9, 10, 19])
def test_degrees_are_a_sum_of_two_binomials_at_both_ends_of_both_blocks(node):
    assert degree_goodness(sample_graph, SMALL, node, 2000, seed=5) > RARE


def test_control_a_sampler_blind_to_blocks_fails_the_degree_law():
    assert degree_goodness(blind_to_blocks, SMALL, 0, 2000, seed=6) < RARE


def test_edges_of_different_pairs_are_uncorrelated():
    largest, together = independence_scores(sample_graph, EIGHT, 4000, seed=7)
    assert largest < SCORE and abs(together) < SCORE


def test_control_fixed_edge_counts_fail_independence():
    _, together = independence_scores(fixed_edge_counts, EIGHT, 1000, seed=8)
    assert together < -SCORE


@pytest.mark.parametrize(
    "model", [CSBM(4, 0.5, 0.5), CSBM(4, 0.3, 0.6), CSBM(4, 0.9, 0.2)], ids=["all equally likely", "p < q", "p > q"]
)
def test_each_of_the_64_graphs_on_four_nodes_comes_with_its_probability(model):
    assert small_graph_goodness(sample_graph, model, 6000, seed=9) > RARE


def test_the_law_does_not_depend_on_how_many_gaps_are_drawn_at_once(monkeypatch):
    monkeypatch.setattr(core.sampling, "GAPS_AT_ONCE", 2)
    assert small_graph_goodness(sample_graph, CSBM(4, 0.3, 0.6), 6000, seed=10) > RARE
    mean_score, variance_score = edge_count_scores(sample_graph, DENSE, 100, seed=11)
    assert np.all(np.abs(mean_score) < SCORE) and np.all(np.abs(variance_score) < SCORE)


def test_control_fixed_edge_counts_and_shifted_labels_fail_on_four_nodes():
    assert small_graph_goodness(fixed_edge_counts, CSBM(4, 0.5, 0.5), 2000, seed=12) < RARE
    assert small_graph_goodness(labels_off_by_one, CSBM(4, 0.3, 0.6), 6000, seed=13) < RARE


def test_edges_of_a_long_triangle_are_spread_evenly_over_its_columns_and_rows():
    # The place of an edge in the triangle is decoded by a square root: every hundredth of it gets its share.
    model = CSBM(n_nodes=20_000, p_within=0.004, q_across=0.0)
    graph = sample_graph(np.random.default_rng(14), model)
    half, parts = 10_000, 100
    rows = np.repeat(np.arange(model.n_nodes), np.diff(graph.indptr))
    for smaller, larger in ((rows, graph.indices), (graph.indices, rows)):
        kept = smaller < larger
        for block in (0, 1):
            inside = kept & (rows // half == block)
            node = larger[inside] % half
            seen = np.bincount(node // (half // parts), minlength=parts)
            partners = np.arange(half).reshape(parts, -1).sum(axis=1)
            assert goodness(seen, partners * model.p_within) > RARE


def test_the_place_in_the_triangle_is_decoded_exactly_at_both_ends_of_every_column():
    column = np.arange(2, 500_001)  # up to half of the largest graph
    start = column * (column - 1) // 2  # pairs (i, j) with j < column come before
    low, high = core.sampling._triangle_pair(start.astype(float))
    assert np.array_equal(high, column) and not low.any()
    low, high = core.sampling._triangle_pair(start - 1.0)
    assert np.array_equal(high, column - 1) and np.array_equal(low, column - 2)
