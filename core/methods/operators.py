"""Walk operators of a graph, as sparse matrices."""

import numpy as np
from scipy.sparse import csr_array, diags_array


def with_isolated_loops(adjacency):
    """The adjacency matrix with a loop at every node that has no neighbour, so that P_ii = 1 there."""
    isolated = np.diff(adjacency.indptr) == 0
    return (adjacency + diags_array(isolated.astype(float))).tocsr() if isolated.any() else adjacency


def row_normalised(weights):
    """Divide every row of a non-negative csr matrix by its sum; no row may be empty."""
    total = np.asarray(weights.sum(axis=1)).ravel()
    data = weights.data / np.repeat(total, np.diff(weights.indptr))
    return csr_array((data, weights.indices, weights.indptr), shape=weights.shape)


def with_loops(adjacency):
    """A + I, one self loop at every node."""
    return (adjacency + diags_array(np.ones(adjacency.shape[0]))).tocsr()
