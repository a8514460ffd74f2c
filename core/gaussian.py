"""The normal tail, and what counts as nothing."""

import numpy as np
from scipy.special import ndtr

TAIL = 1e-10


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
