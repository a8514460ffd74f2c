"""How many neighbours a node has: averages over degrees D = a + c, a ~ Binomial(N/C - 1, p), c ~ Binomial(N - N/C, q)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expi, xlog1py


@dataclass(frozen=True)
class Degrees:
    """Averages over the degrees of models, numbers or arrays of one shape (docs/theory.md, section 2).

    mean: d.  correlation: lam, of the labels of an edge.  isolated: P(D = 0).
    back: b = P(D > 0)/d, the mean of 1/D where an edge ends: the chance to walk straight back.
    inverse: r = E[1/D | D > 0].  square: E[D^2]/d^2.  lean: E[(a - c/(C-1))/D | D > 0], nearly lam.
    """

    mean: np.ndarray
    correlation: np.ndarray
    isolated: np.ndarray
    back: np.ndarray
    inverse: np.ndarray
    square: np.ndarray
    lean: np.ndarray


def degrees_of(n_nodes, p_within, q_across, n_classes=2):
    """Averages over degrees of C equal blocks with a mean degree above 0. Arrays broadcast. Returns Degrees.

    isolated, back and square are exact; inverse interpolates between Poisson degrees and equal ones by the variance of D,
    lean is the second order of the delta method.
    """
    size = n_nodes / n_classes
    own, other = size - 1.0, n_nodes - size
    degree = own * p_within + other * q_across
    # log P(D = 0); a sure link makes it minus infinity.
    log_alone = xlog1py(own, -p_within) + xlog1py(other, -q_across)
    isolated = np.exp(log_alone)
    back = -np.expm1(log_alone) / degree
    # Var(D)/d: 1 for a Poisson degree, 0 for the same degree everywhere.
    scatter = 1 - (own * p_within**2 + other * q_across**2) / degree
    inverse = np.clip(scatter * mean_inverse_degree(degree) + (1 - scatter) / degree, back, 1)
    correlation = (own * p_within - size * q_across) / degree
    uneven = (1 - correlation) * (1 + (n_classes - 1) * correlation) / n_classes
    lean = correlation + uneven * (p_within - q_across) / degree * (1 - inverse)
    return Degrees(degree, correlation, isolated, back, inverse, 1 + scatter / degree, lean)


def mean_inverse_degree(degree):
    """E[1/D | D > 0] for D ~ Poisson(d), d > 0: (Ei(d) - gamma - log d) / (e^d - 1), Ei the exponential integral."""
    degree = np.asarray(degree, dtype=float)
    middle = np.clip(degree, 0.5, 500)
    exact = (expi(middle) - np.euler_gamma - np.log(middle)) / np.expm1(middle)
    # Small d: the sum d^k/(k k!) itself, because the difference would lose digits; large d: 1/d + 1/d^2 + 2/d^3 + 6/d^4.
    small = np.minimum(degree, 0.5)
    term, total = np.ones_like(small), np.zeros_like(small)
    for k in range(1, 16):
        total, term = total + term / k, term * small / (k + 1)
    sparse = total / np.divide(np.expm1(small), small, out=np.ones_like(small), where=small > 0)
    large = np.maximum(degree, 500)
    dense = (1 + 1 / large + 2 / large**2 + 6 / large**3) / large
    return np.where(degree < 0.5, sparse, np.where(degree > 500, dense, exact))
