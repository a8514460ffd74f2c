"""Graphs, features and strengths on which every propagation method is tried."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.model import CSBM
from core.propagation import METHODS, propagate
from core.sampling import sample_graph

ROUNDING = 1e-12  # ten products with a row-stochastic matrix in double precision
KEYS = list(METHODS)
RANDOM = [key for key in KEYS if METHODS[key].sampler]
DRAWN_ANEW = [key for key in RANDOM if METHODS[key].linear]
FIXED = [key for key in KEYS if not METHODS[key].sampler]
LINEAR = [key for key in KEYS if METHODS[key].linear]
AVERAGES = [key for key in KEYS if METHODS[key].keeps_constants]
POLYNOMIAL = [key for key in KEYS if METHODS[key].polynomial and METHODS[key].has_theory and not METHODS[key].corrected]
DEPTH = 7


def sampled(seed, *arguments):
    return sample_graph(np.random.default_rng(seed), CSBM(*arguments)).toarray()


def ring(n_nodes):
    """Every node with the neighbours on its left and right."""
    return np.roll(np.eye(n_nodes), 1, axis=1) + np.roll(np.eye(n_nodes), -1, axis=1)


GRAPHS = {
    "connected": sampled(1, 30, 0.5, 0.3),
    "isolated nodes": sampled(2, 40, 0.05, 0.02),
    "two components": sampled(3, 30, 0.7, 0.0),
    "bipartite": sampled(4, 20, 0.0, 0.6),
    "no edges": np.zeros((6, 6)),
    "one edge": np.array([[0.0, 1.0], [1.0, 0.0]]),
    "ring": ring(10),
}
REGISTRY, OF_FIXED, OF_LINEAR, OF_AVERAGES, OF_POLYNOMIAL = (
    pytest.mark.parametrize("key", keys) for keys in (KEYS, FIXED, LINEAR, AVERAGES, POLYNOMIAL)
)
ON_GRAPHS = pytest.mark.parametrize("adjacency", GRAPHS.values(), ids=GRAPHS)


def run(key, adjacency, features, depth=DEPTH, seed=0, **options):
    return propagate(key, csr_array(adjacency), features, depth, rng=np.random.default_rng(seed), **options)


def features_for(adjacency, columns=3, seed=5):
    return np.random.default_rng(seed).normal(size=(adjacency.shape[0], columns))


def strengths(key):
    """The default, and both ends and an inner value of every option."""
    yield {}
    for name, option in METHODS[key].options.items():
        inner = option.low + 0.3 * (option.high - option.low)
        for value in (option.low, option.high, round(inner) if option.whole else inner):
            yield {name: value}


def walk_matrix(adjacency):
    """P = D^-1 A, an isolated node keeping its own feature (docs/theory.md, section 1)."""
    loops = adjacency + np.diag(adjacency.sum(axis=1) == 0)
    return loops / loops.sum(axis=1, keepdims=True)


def dense_convolution(adjacency, x, n):
    return np.linalg.matrix_power(walk_matrix(adjacency), n) @ x


# Normalisation divides by what is left: on a graph where all is averaged away that is rounding, and so are its digits.
DIVIDES = ("pairnorm", "pairnorm_si", "layer_norm", "batch_norm")
