"""Walks drawn anew at every product, hence in every layer: edges dropped, neighbours sampled."""

import numpy as np
from scipy.sparse import csr_array


class DroppedEdges:
    """A walk that drops every edge with probability `rate`, anew at every product; a node left alone keeps its feature."""

    def __init__(self, weights, rng, rate):
        self.weights, self.rng, self.rate = weights, rng, rate
        rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
        self.upper = np.flatnonzero(rows < weights.indices)
        self.pairs = rows[self.upper], weights.indices[self.upper]

    def draw(self):
        """One layer's operator as csr_array."""
        kept = self.rng.random(self.upper.size) >= self.rate
        low, high = (side[kept] for side in self.pairs)
        return _walk_of_pairs(np.concatenate([low, high]), np.concatenate([high, low]), self.weights.shape[0])

    def __matmul__(self, x):
        return self.draw() @ x


class SampledNeighbours:
    """A walk in which every node averages over at most `k` of its neighbours, drawn anew at every product."""

    def __init__(self, weights, rng, k):
        self.weights, self.rng, self.k = weights, rng, int(k)
        self.rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))

    def draw(self):
        """One layer's operator as csr_array."""
        # A random order within each row: its first k entries are a sample without replacement.
        order = np.lexsort((self.rng.random(self.rows.size), self.rows))
        place = np.arange(self.rows.size) - np.repeat(self.weights.indptr[:-1], np.diff(self.weights.indptr))
        kept = order[place < self.k]
        return _walk_of_pairs(self.rows[kept], self.weights.indices[kept], self.weights.shape[0])

    def __matmul__(self, x):
        return self.draw() @ x


def _walk_of_pairs(rows, columns, n_nodes):
    """Row-stochastic csr_array with an equal weight for every listed entry; a row without entries keeps itself."""
    count = np.bincount(rows, minlength=n_nodes)
    alone = np.flatnonzero(count == 0)
    rows, columns = np.concatenate([rows, alone]), np.concatenate([columns, alone])
    return csr_array((1 / np.maximum(count, 1)[rows], (rows, columns)), shape=(n_nodes, n_nodes))
