"""The best linear combination of all depths, from one consistent chain: the d-regular tree (docs/theory.md, section 4)."""

import numpy as np

from core.walk_theory.chain import one_chain, second_eigenvalue

ROUNDING, LEAST = 1e-14, 1e-280


def best_coefficients(model, depth, threshold="fixed"):
    """Coefficients (depth+1, depth+1) of the best combination at each depth, scaled to gap 1 in the regular tree."""
    if model.mean_degree <= 0 or model.n_nodes == 2:
        # Nobody to listen to, or one node that only gives back: what a node starts with is the best it has.
        return np.outer(np.ones(depth + 1), np.arange(depth + 1) == 0)
    gap, meeting, spread = tree_moments(model, depth, threshold)
    covariance = model.sigma**2 * meeting + (model.gap / 2) ** 2 * spread
    # Where all links join equals (lam = 1 or -1) the spread is a difference of equal numbers: rounding, also below 0.
    least = ROUNDING * (model.gap / 2) ** 2 * gap**2 + LEAST * model.sigma**2
    scale = 1 / np.sqrt(np.maximum(np.diag(covariance), least))
    covariance = covariance * np.outer(scale, scale)
    chosen = np.zeros((depth + 1, depth + 1))
    for n in range(depth + 1):
        size = slice(0, n + 1)
        values, vectors = np.linalg.eigh(covariance[size, size])
        kept = values > 1e-13 * values[-1]
        projected = vectors[:, kept].T @ (scale[size] * gap[size])
        solution = scale[size] * (vectors[:, kept] @ (projected / values[kept]))
        chosen[n, size] = solution / (solution @ gap[size])
    return chosen


def tree_moments(model, depth, threshold="fixed"):
    """(g, K, m - g g') of depths 0..depth in the d-regular tree: gap (depth+1,), noise and spread (depth+1, depth+1).

    Any linear combination c of the depths has gap c'g and variance c'(sigma^2 K + (Delta/2)^2 (m - g g'))c. Needs d > 0.
    """
    degree, correlation = model.mean_degree, model.edge_correlation
    back = min(1 / degree, 1.0)
    tree = one_chain(back, correlation, 2 * depth)
    pair = np.add.outer(np.arange(depth + 1), np.arange(depth + 1))
    gap = tree.label[: depth + 1]
    meeting = (1 - 2 / model.n_nodes) * tree.home[pair]
    if threshold == "fixed":
        theta = second_eigenvalue(correlation, back)
        meeting = meeting + (1 + 1 / degree) * (1 + float(theta) ** pair) / model.n_nodes
    return gap, meeting, tree.label[pair] - np.outer(gap, gap)
