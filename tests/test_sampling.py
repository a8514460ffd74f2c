"""The sampler has the model's law exactly: every check is a z or chi-square score that a wrong sampler fails."""

from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binom, chi2, kstest, norm

import core.sampling
from core.model import CSBM
from core.sampling import block_labels, sample_features, sample_graph

SCORE = 5  # |z| below 5: one false alarm in two million with a fixed seed
RARE = 2 * norm.sf(SCORE)  # the same as a probability, for chi-square scores


# Samplers that a shape test passes and a law test must fail -------------------------------------------------------


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


def blocks(model):
    """The pairs of the three blocks and their edge probability, by enumeration."""
    half = model.n_nodes // 2
    first, second = range(half), range(half, 2 * half)
    return (
        (list(combinations(first, 2)), model.p_within),
        (list(combinations(second, 2)), model.p_within),
        ([(i, j) for i in first for j in second], model.q_across),
    )


def from_pairs(pairs, n_nodes):
    low, high = np.array(pairs, dtype=int).reshape(-1, 2).T
    return csr_array((np.ones(2 * low.size), (np.r_[low, high], np.r_[high, low])), shape=(n_nodes, n_nodes))


# Scores -----------------------------------------------------------------------------------------------------------


def block_counts(graph):
    """Edges inside the first block, inside the second, across."""
    half = graph.shape[0] // 2
    rows = np.repeat(np.arange(2 * half), np.diff(graph.indptr))
    kind = np.where((rows < half) == (graph.indices < half), np.where(rows < half, 0, 1), 2)
    return np.bincount(kind, minlength=3) // 2


def edge_count_scores(sampler, model, n_graphs, seed):
    """z scores of mean and variance of the edge count of each block, against Binomial(pairs, probability)."""
    rng = np.random.default_rng(seed)
    counts = np.array([block_counts(sampler(rng, model)) for _ in range(n_graphs)])
    half = model.n_nodes // 2
    pairs = np.array([half * (half - 1) / 2, half * (half - 1) / 2, half**2])
    chance = np.array([model.p_within, model.p_within, model.q_across])
    variance = pairs * chance * (1 - chance)
    mean_score = (counts.mean(axis=0) - pairs * chance) / np.sqrt(variance / n_graphs)
    # Var(s^2)/sigma^4 = 2/(n-1) + excess kurtosis/n, which is (1 - 6 chance (1 - chance))/variance for a binomial.
    kurtosis = (1 - 6 * chance * (1 - chance)) / variance
    variance_score = (counts.var(axis=0, ddof=1) / variance - 1) / np.sqrt(2 / (n_graphs - 1) + kurtosis / n_graphs)
    return mean_score, variance_score


def goodness(observed, expected):
    """Chi-square tail probability; cells that expect fewer than five join their neighbour."""
    order = np.argsort(expected)
    observed, expected = np.asarray(observed)[order], np.asarray(expected)[order]
    small = np.cumsum(expected) < 5
    first = small.sum()
    observed = np.r_[observed[: first + 1].sum(), observed[first + 1 :]]
    expected = np.r_[expected[: first + 1].sum(), expected[first + 1 :]]
    return chi2.sf(((observed - expected) ** 2 / expected).sum(), expected.size - 1)


def small_graph_goodness(sampler, model, n_graphs, seed):
    """All 64 graphs on four nodes against their probability."""
    rng = np.random.default_rng(seed)
    pairs = list(combinations(range(4), 2))
    low, high = np.array(pairs).T
    seen = np.zeros(64)
    for _ in range(n_graphs):
        seen[(sampler(rng, model).toarray()[low, high] @ 2 ** np.arange(6)).astype(int)] += 1
    chance = np.array([model.p_within if (i < 2) == (j < 2) else model.q_across for i, j in pairs])
    present = (np.arange(64)[:, None] >> np.arange(6)) & 1
    return goodness(seen, n_graphs * np.where(present, chance, 1 - chance).prod(axis=1))


def degree_goodness(sampler, model, node, n_graphs, seed):
    """Degree of one node over many graphs against Binomial(N/2 - 1, p) + Binomial(N/2, q)."""
    rng = np.random.default_rng(seed)
    degrees = [np.diff(sampler(rng, model).indptr)[node] for _ in range(n_graphs)]
    half = model.n_nodes // 2
    law = np.convolve(
        binom.pmf(np.arange(half), half - 1, model.p_within), binom.pmf(np.arange(half + 1), half, model.q_across)
    )
    return goodness(np.bincount(degrees, minlength=law.size), n_graphs * law)


def independence_scores(sampler, model, n_graphs, seed):
    """Largest and summed z score of the correlations between the edges of all pairs of pairs."""
    rng = np.random.default_rng(seed)
    low, high = np.triu_indices(model.n_nodes, 1)
    edges = np.array([sampler(rng, model).toarray()[low, high] for _ in range(n_graphs)])
    scores = np.corrcoef(edges.T)[np.triu_indices(low.size, 1)] * np.sqrt(n_graphs)
    return np.abs(scores).max(), scores.sum() / np.sqrt(scores.size)


# The law ----------------------------------------------------------------------------------------------------------

SPARSE = CSBM(n_nodes=200, p_within=0.05, q_across=0.02)
DENSE = CSBM(n_nodes=60, p_within=0.2, q_across=0.9)
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


# Shape ------------------------------------------------------------------------------------------------------------


def is_simple(graph):
    """Symmetric, 0/1, no loops, every list of neighbours strictly increasing."""
    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    # Strictly increasing keys mean: rows in order, indices in order, no entry twice.
    key = rows.astype(np.int64) * graph.shape[0] + graph.indices
    mirrored = np.sort(graph.indices.astype(np.int64) * graph.shape[0] + rows)
    return (
        np.all(np.diff(key) > 0)
        and np.array_equal(key, mirrored)
        and np.all(rows != graph.indices)
        and np.all(graph.data == 1)
    )


@pytest.mark.parametrize(
    "model",
    [
        SPARSE,
        DENSE,
        CSBM(2, 0.5, 0.5),
        CSBM(50, 0.0, 0.2),
        CSBM(50, 0.2, 0.0),
        CSBM(50, 0.0, 0.0),
        CSBM(50, 1.0, 0.3),
        CSBM(50, 1.0, 1.0),
        CSBM(50, 1e-300, 1 - 1e-16),
        CSBM(100_000, 1e-4, 1e-4),
    ],
)
def test_a_graph_is_symmetric_simple_and_sorted(model):
    graph = sample_graph(np.random.default_rng(15), model)
    assert type(graph) is csr_array and graph.shape == (model.n_nodes, model.n_nodes)
    assert graph.has_sorted_indices and is_simple(graph)
    assert graph.indices.dtype == np.int32, "half the memory traffic of every later product"


def test_control_a_graph_with_a_loop_or_one_direction_is_not_simple():
    assert not is_simple(csr_array(np.array([[1.0, 0.0], [0.0, 0.0]])))
    assert not is_simple(csr_array(np.array([[0.0, 1.0], [0.0, 0.0]])))
    assert not is_simple(csr_array(np.array([[0.0, 2.0], [2.0, 0.0]])))


def test_certain_and_impossible_edges_are_exactly_that():
    rng = np.random.default_rng(16)
    complete = sample_graph(rng, CSBM(12, 1.0, 1.0)).toarray()
    assert np.array_equal(complete, 1 - np.eye(12))
    bipartite = sample_graph(rng, CSBM(12, 0.0, 1.0)).toarray()
    assert np.array_equal(bipartite, np.kron([[0, 1], [1, 0]], np.ones((6, 6))))
    cliques = sample_graph(rng, CSBM(12, 1.0, 0.0)).toarray()
    assert np.array_equal(cliques, np.kron(np.eye(2), np.ones((6, 6))) - np.eye(12))
    assert sample_graph(rng, CSBM(12, 0.0, 0.0)).nnz == 0


def test_two_nodes_are_an_edge_with_probability_q():
    rng = np.random.default_rng(17)
    n_graphs, q = 2000, 0.3
    edges = sum(sample_graph(rng, CSBM(2, 1.0, q)).nnz // 2 for _ in range(n_graphs))
    assert abs(edges - n_graphs * q) < SCORE * np.sqrt(n_graphs * q * (1 - q))


def test_the_largest_graph_is_drawn_right_to_its_last_node():
    model = CSBM(n_nodes=10**6, p_within=3e-6, q_across=1e-6)
    graph = sample_graph(np.random.default_rng(18), model)
    assert is_simple(graph)
    counts = block_counts(graph)
    expected = np.array([model.p_within / 8, model.p_within / 8, model.q_across / 4]) * 1e12
    assert np.all(np.abs(counts - expected) < SCORE * np.sqrt(expected))
    degree_of_last = np.diff(graph.indptr).reshape(1000, 1000).sum(axis=1)
    # 1000 nodes in a row have about 2000 edge ends, Poisson but for the few edges among themselves.
    assert np.all(np.abs(degree_of_last - 2000) < (SCORE + 1) * np.sqrt(2000))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (CSBM(n_nodes=1_000_002, p_within=0.0, q_across=0.0), ("n_nodes", "1,000,002", "1,000,000")),
        (CSBM(n_nodes=20_000, p_within=0.9, q_across=0.9), ("p_within", "q_across", "50,000,000")),
        (CSBM(n_nodes=10**12, p_within=0.0, q_across=0.0), ("n_nodes",)),
    ],
)
def test_a_graph_too_large_to_sample_is_refused_in_a_sentence(model, words):
    with pytest.raises(ValueError) as refusal:
        sample_graph(np.random.default_rng(0), model)
    assert all(word in str(refusal.value) for word in words)


# Streams and features ---------------------------------------------------------------------------------------------


def test_equal_generators_give_equal_graphs_and_later_draws_differ():
    one, other = (sample_graph(np.random.default_rng(19), SPARSE) for _ in range(2))
    assert (one != other).nnz == 0
    rng = np.random.default_rng(19)
    assert (sample_graph(rng, SPARSE) != sample_graph(rng, SPARSE)).nnz > 0


def test_means_and_sigma_leave_the_graph_alone():
    loud = CSBM(SPARSE.n_nodes, SPARSE.p_within, SPARSE.q_across, mean_1=5, mean_2=-3, sigma=9)
    one, other = (sample_graph(np.random.default_rng(20), model) for model in (SPARSE, loud))
    assert (one != other).nnz == 0


def test_labels_are_minus_one_for_the_first_half_and_plus_one_for_the_second():
    labels = block_labels(CSBM(n_nodes=6))
    assert labels.dtype == np.int8 and labels.tolist() == [-1, -1, -1, 1, 1, 1]


FEATURES = CSBM(n_nodes=2000, mean_1=3.0, mean_2=-1.0, sigma=0.5)


def standardised(model, features):
    """Features as they would be standard normal under the law N(mu_class, sigma^2), the first class first."""
    mean = np.repeat([model.mean_1, model.mean_2], model.n_nodes // 2)
    return (features - mean[:, None]) / model.sigma


def test_features_are_normal_with_the_means_of_their_class_and_the_models_sigma():
    features = sample_features(np.random.default_rng(21), FEATURES, n_draws=10)
    assert features.shape == (2000, 10) and features.dtype == np.float64
    assert kstest(standardised(FEATURES, features).ravel(), "norm").pvalue > RARE
    for half in np.split(standardised(FEATURES, features), 2):
        assert abs(half.mean()) < SCORE / np.sqrt(half.size)
        assert abs(half.var() - 1) < SCORE * np.sqrt(2 / half.size)


def test_control_swapped_classes_fail_the_law_of_the_features():
    swapped = CSBM(n_nodes=2000, mean_1=-1.0, mean_2=3.0, sigma=0.5)
    features = sample_features(np.random.default_rng(21), swapped, n_draws=10)
    assert kstest(standardised(FEATURES, features).ravel(), "norm").pvalue < RARE


def test_features_of_different_nodes_and_draws_are_uncorrelated():
    noise = standardised(FEATURES, sample_features(np.random.default_rng(22), FEATURES, n_draws=40))
    between_draws = np.corrcoef(noise.T)[np.triu_indices(40, 1)] * np.sqrt(2000)
    between_nodes = (noise[:-1] * noise[1:]).sum() / np.sqrt(noise[1:].size)
    assert np.abs(between_draws).max() < SCORE and abs(between_nodes) < SCORE


def test_sigma_scales_the_same_noise_and_one_draw_is_one_column():
    quiet, loud = (CSBM(n_nodes=10, mean_1=0, mean_2=0, sigma=sigma) for sigma in (1.0, 3.0))
    one, three = (sample_features(np.random.default_rng(23), model) for model in (quiet, loud))
    assert one.shape == (10, 1)
    assert np.allclose(3 * one, three, rtol=1e-15)
