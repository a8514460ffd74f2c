"""How the best depth grows with the size of the graph, and where it stops growing."""

from dataclasses import dataclass

import numpy as np

from core.maps.plane import Axis, Plane, probabilities
from core.maps.sweet_spot import (
    cell_layers,
    exact_errors,
    exact_first_step,
    few_neighbours,
    one_gaussian_scores,
    sweet_spot,
)
from core.model import require_all_known

SIZES = np.unique(2 * np.round(np.geomspace(1e2, 1e12, 61) / 2))
DEPTH = 256
AS_GOOD = 0.01
REGIMES = ("degree", "log", "pq")


@dataclass(frozen=True)
class Fit:
    """A law n = constant * x fitted by least squares: constant = sum n x / sum x^2, misfit = root mean square of n - constant x."""

    constant: float
    misfit: float


@dataclass(frozen=True)
class Growth:
    """Best depth against N in one regime; arrays (sizes,).

    n_nodes, degree: N and mean degree d.  best_depth, return_depth, best_error: as in sweet_spot.SweetSpot.
    noise_share: share of neighbourhood noise in a hill's variance at n*.
    loglog, logd: log N / log log N and log N / log d.  fits: (curve, law) -> Fit, curve "best" or "return".
    limit: the first depth whose error is within one percent of the lowest without anything of order 1/N, at the largest N.
    growing_until: the N from which n* stays within one of its last value; None if that is still short of the limit.
    """

    n_nodes: np.ndarray
    degree: np.ndarray
    best_depth: np.ndarray
    return_depth: np.ndarray
    best_error: np.ndarray
    noise_share: np.ndarray
    loglog: np.ndarray
    logd: np.ndarray
    fits: dict
    limit: int
    growing_until: float | None
    depth: int


def growth_law(model, regime, depth=DEPTH):
    """n* and n0 of plain convolution for N = 10^2 .. 10^12, through the given model.

    regime: "degree" (d and lam as in the model), "log" (d = a log N with the model's a = d / log N, lam as in it) or "pq"
    (p and q as in it).  Sizes at which p or q would exceed 1 are left out.
    Raises ValueError for an unknown regime or a model without edges.
    """
    if regime not in REGIMES:
        raise ValueError(f"regime is {regime!r}, but it must be one of {', '.join(REGIMES)}.")
    require_all_known(model, "a model whose growth law is drawn")
    if model.mean_degree <= 0:
        raise ValueError("mean degree is 0, but it must be above 0 for a best depth to depend on N.")
    plane = line_of_sizes(model, regime)
    found = sweet_spot(plane, depth)
    for *_, better in exact_first_step(plane, found):
        found = better
    best = found.best_depth[0].astype(int)
    n_nodes, degree = plane.n_nodes[0], plane.degree[0]
    loglog = np.log(n_nodes) / np.log(np.log(n_nodes))
    logd = np.divide(np.log(n_nodes), np.log(degree), out=np.full(degree.shape, np.nan), where=degree > 1.5)
    curves = {"best": found.best_depth[0], "return": found.return_depth[0]}
    laws = {"loglog": loglog, "logd": logd}
    limit = _limit(plane, depth)
    stays = np.abs(best - best[-1]) <= 1
    since = n_nodes[np.flatnonzero(~stays)[-1] + 1] if not stays.all() else n_nodes[0]
    return Growth(
        n_nodes,
        degree,
        best,
        found.return_depth[0],
        found.best_error[0],
        _noise_share(plane, best, depth),
        loglog,
        logd,
        {(curve, law): fit(x, n) for curve, n in curves.items() for law, x in laws.items()},
        limit,
        float(since) if limit <= best[-1] + 1 else None,
        depth,
    )


def line_of_sizes(model, regime):
    """The models of a regime as a Plane with a single row."""
    if regime == "pq":
        p, q = np.full(SIZES.shape, model.p_within), np.full(SIZES.shape, model.q_across)
    else:
        degree = model.mean_degree * (np.log(SIZES) / np.log(max(model.n_nodes, 3)) if regime == "log" else 1)
        p, q = probabilities(SIZES, degree, model.edge_correlation)
    possible = np.isfinite(p)
    sizes, strength = SIZES[possible], abs(model.gap) / model.sigma
    row = [values[None, :] for values in (sizes, p[possible], q[possible], np.full(sizes.shape, strength))]
    return Plane(Axis("N", sizes), Axis("d", np.array([model.mean_degree])), *row)


def fit(x, n):
    """Least-squares law n = constant x through the origin over finite pairs. Returns Fit; NaN without any."""
    use = np.isfinite(x) & np.isfinite(n)
    if not use.any():
        return Fit(float("nan"), float("nan"))
    constant = float(n[use] @ x[use] / (x[use] @ x[use]))
    return Fit(constant, float(np.sqrt(np.mean((n[use] - constant * x[use]) ** 2))))


def _limit(plane, depth):
    """Best depth at the largest N without the shift common to all nodes; what else is of order 1/N is nothing there."""
    last = plane.n_nodes.size - 1
    if few_neighbours(plane.degree[0, last]):
        error = exact_errors(plane, [last], depth, shifted=False)[:, 0]
        return int(np.argmax(error <= (1 + AS_GOOD) * error.min()))
    score = one_gaussian_scores(plane, depth, shifted=False)[:, 0, last]
    # Far out in the tail the error changes by the score's square, so the same share of the score is asked for.
    return int(np.argmax(score >= (1 - AS_GOOD) * score.max()))


def _noise_share(plane, best, depth):
    half = plane.strength[0] / 2
    layers = cell_layers(plane, np.arange(best.size), depth)
    at = np.arange(best.size)
    noise, variance = half**2 * layers.noise[best, at], layers.variance[best, at]
    return noise / (noise + variance)
