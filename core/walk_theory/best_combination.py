"""The best linear combination of all depths: least squares on the walk theory's own moments (docs/theory.md, section 7)."""

import numpy as np

from core.walk_theory.chain import one_chain
from core.walk_theory.degrees import degrees_of
from core.walk_theory.layers import common_drift, finite_size

# Share of each depth's variance that is added to it: directions with less left are within the error of the moments.
RIDGE = 1e-6
# What is lost to rounding: of the squares of gaps, and of the chain, which drops what is below 1e-280.
ROUNDING, LEAST = 1e-8, 1e-260


def best_coefficients(model, depth, threshold="fixed"):
    """Coefficients (depth+1, depth+1) of the best combination of depths 0..n, n = 0..depth, each scaled to gap 1.

    c = M^-1 g with M = sigma^2 K + (Delta/2)^2 (m - g g') of `depth_moments`.
    """
    if model.mean_degree <= 0 or model.n_nodes == 2:
        # Nobody to listen to, or one node that only gives back: what a node starts with is the best it has.
        return np.outer(np.ones(depth + 1), np.arange(depth + 1) == 0)
    gap, noise, spread = depth_moments(model, depth, threshold)
    model = model.heard
    return combinations(gap, noise, spread, abs(model.gap) / (2 * model.sigma))


def depth_moments(model, depth, threshold="fixed"):
    """(g, K, m - g g') of depths 0..depth: gap (depth+1,), noise and spread of means (depth+1, depth+1). Needs d > 0.

    Any linear combination c of the depths has gap c'g and variance c'(sigma^2 K + (Delta/2)^2 (m - g g'))c. K and m are those
    of one chain, plus what r > b adds where both walkers have moved: all three are covariances (of two neighbours'
    difference), or the inverse would find signal where there is none.
    threshold: "fixed" counts what all nodes of a graph share, "fitted" does not.
    """
    n_classes = model.n_classes
    degrees = degrees_of(model.n_nodes, model.p_within, model.q_across, n_classes)
    steps, finite = np.arange(depth + 1), finite_size(degrees.mean / model.n_nodes, degrees.correlation, n_classes)
    walk = one_chain(degrees.back * finite.step, degrees.correlation, 2 * depth, degrees.back * finite.meet)
    pair, moved = np.add.outer(steps, steps), np.logical_and.outer(steps > 0, steps > 0)
    behind, more = np.maximum(pair - 2, 0), (degrees.inverse - degrees.back) * moved
    gap = walk.label[: depth + 1]
    noise = walk.meet[pair] + more * finite.meet * (walk.meet - walk.meet_from_2)[behind]
    spread = walk.label[pair] - np.outer(gap, gap) + more * finite.label * (walk.label - walk.label_from_2)[behind]
    if threshold == "fixed":
        drift = 1 - degrees.correlation**steps
        noise = noise + degrees.square / model.n_nodes * moved
        share = common_drift(degrees, model.n_nodes, model.p_within, model.q_across, n_classes)
        spread = spread + share * np.outer(drift, drift)
    # Isolated nodes keep feature and mean at every depth: one more group of nodes.
    alone, apart = degrees.isolated, 1 - gap
    noise, spread = (1 - alone) * noise + alone, (1 - alone) * (spread + alone * np.outer(apart, apart))
    # Among several classes a spread goes in all directions; this is what it has between two of them.
    return (1 - alone) * gap + alone, noise, spread * (2 / n_classes)


def combinations(gap, noise, spread, half):
    """Best coefficients (..., depth+1, depth+1) at |Delta|/(2 sigma) = half, a number or an array (...)."""
    half = np.asarray(half, dtype=float)[..., None, None]
    covariance = noise + half**2 * spread
    # Where all links join equals (lam = 1 or -1) the spread is a difference of equal numbers: rounding, also below 0.
    floor = np.maximum(np.diagonal(covariance, axis1=-2, axis2=-1), 0) + ROUNDING * half[..., 0] ** 2 * gap**2 + LEAST
    scale = 1 / np.sqrt(floor)
    covariance = covariance * scale[..., :, None] * scale[..., None, :]
    covariance[..., range(gap.size), range(gap.size)] = 1 + RIDGE
    # One triangular factor serves all n: M_n^-1 g_n sums the first n rows of L^-1, each with its own share of the signal.
    rows = np.linalg.inv(np.linalg.cholesky(covariance))
    signal = rows @ (scale * gap)[..., None]
    solution = np.cumsum(rows * signal, axis=-2) * scale[..., None, :]
    return solution / (solution @ gap)[..., None]


def lowest_so_far(*errors):
    """Lowest of some error curves (depth+1,) at depths 0..n: more layers may always be left unused."""
    return np.minimum.accumulate(np.min(errors, axis=0))
