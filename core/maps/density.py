"""The same two communities with few links or many: models of other mean degree at the same N and edge correlation."""

from dataclasses import dataclass, replace

import numpy as np

from core.lowest import first_lowest
from core.walks import predict

LEAST_NODES = 100
SEARCHED_DEPTH = 40


@dataclass(frozen=True)
class DensityCurves:
    """Walk theory against mean degree, arrays (k,): of the error with the threshold fixed at m.

    degree: d.  best_depth, lowest_error: of the error's lowest point.  return_depth: first depth beyond it with an error
    not below that without convolution; NaN where there is none up to SEARCHED_DEPTH, or nothing was gained.
    """

    degree: np.ndarray
    best_depth: np.ndarray
    lowest_error: np.ndarray
    return_depth: np.ndarray


def of_degree(model, degree):
    """The model with mean degree `degree`, its N, lam, means and sigma kept: p = d (1+lam)/2 / (N/2 - 1), q = d (1-lam)/2 / (N/2).

    Raises ValueError if p or q would be above 1, or without links, which have no lam to keep.
    """
    if model.mean_degree <= 0:
        raise ValueError("p_within and q_across are 0, but a model must have links for its mean degree to be changed.")
    scale = degree / model.mean_degree
    return replace(model, p_within=model.p_within * scale, q_across=model.q_across * scale)


def landmarks(model):
    """Mean degrees from sparse to dense: name -> d, log N, sqrt N, N/10 and N/2, the last as far as p and q allow.

    Raises ValueError below LEAST_NODES nodes, where they are not in this order, and without links.
    """
    n_nodes = model.n_nodes
    if model.mean_degree <= 0:
        raise ValueError("there are no links, so there is nothing to multiply.")
    if n_nodes < LEAST_NODES:
        raise ValueError(
            f"n_nodes is {n_nodes}, but it must be at least {LEAST_NODES} for sparse and dense to be told apart."
        )
    highest = densest(model)
    named = {"log N": np.log(n_nodes), "√N": np.sqrt(n_nodes), "N/10": n_nodes / 10, "N/2": n_nodes / 2}
    return {name: float(min(degree, highest)) for name, degree in named.items()}


def densest(model):
    """The largest mean degree that p, q <= 1 allow at this N and lam."""
    return model.mean_degree / max(model.p_within, model.q_across, np.finfo(float).tiny) * (1 - 1e-12)


def density_curves(model, n_degrees=13):
    """Follow best depth, lowest error and return depth from mean degree log N to N/2 (walk theory). Returns DensityCurves."""
    marks = landmarks(model)
    degrees = np.geomspace(marks["log N"], marks["N/2"], n_degrees)
    best, lowest, back = np.empty((3, n_degrees))
    for place, degree in enumerate(degrees):
        error = predict(of_degree(model, degree), SEARCHED_DEPTH).error_fixed
        best[place] = first_lowest(error)
        lowest[place] = error.min()
        back[place] = return_depth(error)
    return DensityCurves(degrees, best, lowest, back)


def return_depth(error):
    """First depth beyond the best one where the error is not below error[0]; NaN without one, or if depth 0 is best."""
    best = first_lowest(error)
    beyond = np.flatnonzero(error[best:] >= error[0])
    return float(best + beyond[0]) if best > 0 and beyond.size else np.nan
