"""Where the line of a rule fitted among several classes is approximate, told by the theory itself (docs/theory.md, section 17)."""

from functools import lru_cache

import numpy as np

from core.many_classes.theory import errors
from core.simplex import circumradius
from core.walk_theory.layers import layers_of

COUNTS = 0.004  # errors below it are not drawn to be read


@lru_cache(maxsize=64)
def corrected_by(model, depth):
    """Largest |log| of the fitted error over that of a graph of very many nodes, where either counts, at depths 1..depth of P^n.

    Where the correction for one graph's own class means is large, what is left out of it is not small.
    """
    layers = layers_of(model, None, depth)
    found, first = (np.maximum(errors(model, layers, False, order), 1e-12)[1:] for order in (False, True))
    counts = np.maximum(found, first) > COUNTS
    return float(np.abs(np.log(found / first))[counts].max(initial=0))


def moved_by_chance(model):
    """Variance of the distance of two drawn class means from noise over its square, (C-1)^2 sigma^2 / (N rho^2)."""
    radius = circumradius(model)
    above = (model.n_classes - 1) ** 2 * model.sigma**2
    return above / (model.n_nodes * radius**2) if radius > 0 else np.inf
