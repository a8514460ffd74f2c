"""Scores of a sampler against the model's law, and the models that the tests of the sampler share."""

from itertools import combinations

import numpy as np
from scipy.stats import binom, chi2, norm

from core.model import CSBM

SCORE = 5  # |z| below 5: one false alarm in two million with a fixed seed
RARE = 2 * norm.sf(SCORE)  # the same as a probability, for chi-square scores


def blocks(model):
    """The pairs of the three blocks and their edge probability, by enumeration."""
    half = model.n_nodes // 2
    first, second = range(half), range(half, 2 * half)
    return (
        (list(combinations(first, 2)), model.p_within),
        (list(combinations(second, 2)), model.p_within),
        ([(i, j) for i in first for j in second], model.q_across),
    )


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


SPARSE = CSBM(n_nodes=200, p_within=0.05, q_across=0.02)
DENSE = CSBM(n_nodes=60, p_within=0.2, q_across=0.9)
