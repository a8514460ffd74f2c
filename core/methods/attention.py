"""Attention: row-stochastic weights on links and self loops that depend on the features. Here x is (N, F)."""

import numpy as np
from scipy.sparse import csr_array

EDGES_AT_ONCE = 1 << 16
LEAK = 0.2


def gaussian_kernel(walk, x, beta):
    """h_n = P_h h_{n-1} with row-stochastic weights proportional to exp(-beta |h_i - h_j|^2) on edges and self loops."""
    rows = _rows(walk)
    while True:
        yield x
        distance = np.empty(rows.size)
        for start in range(0, rows.size, EDGES_AT_ONCE):
            part = slice(start, start + EDGES_AT_ONCE)
            difference = x[rows[part]] - x[walk.indices[part]]
            distance[part] = np.einsum("ef,ef->e", difference, difference)
        # Self loops keep the largest weight of every row at 1.
        x = _weighted(walk, rows, np.exp(-beta * distance)) @ x


class GraphAttention:
    """A walk with the weights of a graph attention network (Velickovic et al. 2018): one head, W = I.

    P_ij proportional to exp(leaky(a . h_i + b . h_j)) on edges and self loops, leaky(x) = max(x, x/5).
    The vectors a and b, entries normal of variance 1/F, are drawn at the first product and kept for all layers.
    """

    def __init__(self, weights, rng):
        self.weights, self.rng = weights, rng
        self.rows, self.vectors = _rows(weights), None

    def __matmul__(self, x):
        if self.vectors is None:
            self.vectors = self.rng.standard_normal((2, x.shape[1])) / np.sqrt(x.shape[1])
        own, other = x @ self.vectors[0], x @ self.vectors[1]
        score = own[self.rows] + other[self.weights.indices]
        score = np.maximum(score, LEAK * score)
        # Self loops leave no row empty; less its largest score no row overflows.
        score -= np.maximum.reduceat(score, self.weights.indptr[:-1])[self.rows]
        return _weighted(self.weights, self.rows, np.exp(score)) @ x


def _rows(walk):
    return np.repeat(np.arange(walk.shape[0]), np.diff(walk.indptr))


def _weighted(walk, rows, weight):
    """The csr matrix with these entries in the places of walk's, every row divided by its sum."""
    total = np.bincount(rows, weight, walk.shape[0])
    return csr_array((weight / total[rows], walk.indices, walk.indptr), shape=walk.shape)
