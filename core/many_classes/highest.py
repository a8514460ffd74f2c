"""The chance that a node's own class does not score highest."""

import numpy as np
from scipy.special import ndtr

# Gauss-Hermite nodes of the own class's noise: ten err by less than .3 % of an error above .005 where all noise is alike.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(10)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


def not_highest(lead, own, rivals, times):
    """1 - E[prod_r Phi((lead_r + own z)/rivals_r)^times_r], z standard normal: independent normal scores.

    lead: (..., R) mean score of the own class less each rival's.  own: (...) and rivals: (..., R) standard deviations, rivals'
    above 0.  times: (R,) how many classes a rival stands for.  Returns (...).
    """
    lead, rivals = np.broadcast_arrays(lead, rivals)
    kept = np.zeros(lead.shape[:-1])
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        below = ndtr((lead + (own * node)[..., None]) / rivals)
        kept += weight * np.prod(below**times, axis=-1)
    return 1 - kept


def paper_error(model, mean_gap, variance):
    """Error of one bell curve a class, from gap (relative to Delta) and variance (relative to sigma^2) alone, of their shape."""
    deviation = model.sigma * np.sqrt(np.maximum(variance, np.finfo(float).tiny))
    return simplex_error(abs(model.gap) * np.abs(mean_gap) / deviation, model.n_classes)


def simplex_error(distance, n_classes):
    """Error among C classes that are `distance` standard deviations apart, 1 - E[Phi(z + distance/sqrt 2)^(C-1)]."""
    distance = np.asarray(distance, dtype=float)
    one = np.ones_like(distance)
    return not_highest((distance / np.sqrt(2))[..., None], one, one[..., None], np.array([n_classes - 1.0]))
