"""Two bounds on the variance that hold on every graph at every depth, for plain convolution."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from core.methods.operators import row_normalised, with_isolated_loops


@dataclass(frozen=True)
class GraphBounds:
    """Means over the chosen nodes at depths 0..n, arrays (depth+1,), relative to sigma^2.

    lower: 1 / (number of nodes that a walk of exactly n steps reaches), by Cauchy-Schwarz.
    upper: max_j (P^n)_ij.  variance: ||row i of P^n||^2, which lies between them.
    """

    lower: np.ndarray
    upper: np.ndarray
    variance: np.ndarray


def graph_bounds(adjacency, depth, nodes):
    """Bounds and variance of the given nodes of one graph. adjacency: csr_array (N, N); nodes: node numbers (k,).

    Rows of P^n come from the left: e_i' P^n = (W P^n W^-1 e_i)' for P = W^-1 A.
    """
    weights = with_isolated_loops(csr_array(adjacency, dtype=float))
    weight = np.asarray(weights.sum(axis=1)).ravel()
    walk = row_normalised(weights)
    start = np.zeros((weight.size, len(nodes)))
    start[nodes, np.arange(len(nodes))] = 1
    # Reached nodes are followed apart from probabilities, which may underflow.
    reached, column = start, start / weight[:, None]
    lower, upper, variance = np.empty((3, depth + 1))
    for n in range(depth + 1):
        rows = column * weight[:, None]
        lower[n] = (1 / reached.sum(axis=0)).mean()
        upper[n] = rows.max(axis=0).mean()
        variance[n] = (rows**2).sum(axis=0).mean()
        reached, column = (weights @ reached > 0).astype(float), walk @ column
    return GraphBounds(lower, upper, variance)
