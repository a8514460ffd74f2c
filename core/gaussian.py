"""The normal tail, and what counts as nothing."""

import numpy as np
from scipy.special import ndtr

TAIL = 1e-10
LEAST_DOUBT = 1e-9


def error_probability(margin, deviation):
    """P(a normal variable of mean `margin` and standard deviation `deviation` is below 0); a tie counts 1/2.

    Arrays broadcast; margin and deviation share any unit.  Without deviation the answer is 0, 1/2 or 1.
    """
    margin, deviation = np.broadcast_arrays(np.asarray(margin, float), np.asarray(deviation, float))
    sure = deviation <= 0
    if not sure.any():
        return ndtr(-margin / deviation)
    score = np.divide(margin, deviation, out=np.zeros_like(margin), where=~sure)
    return np.where(sure, 0.5 - 0.5 * np.sign(margin), ndtr(-score))


def probed_error(score, doubt):
    """Unbiased estimate of P(N(0, 1) > m / sqrt(v)) from score = m / sqrt(v'), v' an estimate of v by Gaussian probes.

    v' = a + b chi^2_K / K with a known; doubt = (b'/v')^2 / (K + 2), 0 where v is known.  The plain tail of the score
    is too large on average: of all functions of v' the unbiased one is the distribution of one coordinate of a random
    point on a sphere in K = 1/doubt - 2 dimensions, the law of a probe given all of them (docs/theory.md, section 9).
    It is Student's t with K - 1 degrees of freedom at x sqrt((K-1)/(K-x^2)), here by Wallace's approximation (1959).
    """
    size = 1 / np.maximum(doubt, LEAST_DOUBT) - 2
    rest = score**2 / size
    with np.errstate(divide="ignore", invalid="ignore"):
        normal = (8 * size - 7) / (8 * size - 5) * np.sqrt(-(size - 1) * np.log1p(-np.minimum(rest, 1)))
    return ndtr(-np.copysign(np.where(rest < 1, normal, np.inf), score))
