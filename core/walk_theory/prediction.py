"""What the walk theory says of a method: the record of its curves, read off a mixture of Gaussians."""

from dataclasses import dataclass

import numpy as np

from core.gaussian import error_probability
from core.walk_theory.mixture import model_error

# What theory and simulation both give at every depth: columns of a table, of a CSV file, of a sweep.
CURVES = ("mean_gap", "variance", "neighbourhood_noise", "error_paper", "error_fixed", "error_fitted")


@dataclass(frozen=True)
class Prediction:
    """Walk theory of one method at depths 0..n, arrays (depth+1,).

    mean_gap: relative to Delta.  variance: relative to sigma^2, mean over nodes, across feature draws.
    neighbourhood_noise: variance over nodes of their own means, per (Delta/2)^2.
    error_paper, error_fixed, error_fitted: readings 1 to 3 of the error, probabilities up to 1/2.
    """

    mean_gap: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    error_paper: np.ndarray
    error_fixed: np.ndarray
    error_fitted: np.ndarray


def prediction(model, layers, kinds, coefs=None):
    """Prediction from Layers of depths 0..n and the Neighbourhoods of a model's nodes.

    coefs: of the layers' polynomials, None for P^n; errors ask for them where not every node has a feature.
    """
    fixed, fitted = model_error(model, layers, kinds, "fixed", "fitted", coefs=coefs)
    share = model.known
    gap, variance = share * layers.gap, share * layers.variance
    return Prediction(
        mean_gap=gap,
        variance=variance,
        # Nodes differ in how much they hear of those that know.
        neighbourhood_noise=share**2 * layers.noise + (1 - share) * variance,
        error_paper=error_probability(np.abs(model.gap * gap) / 2, model.sigma * np.sqrt(variance)),
        error_fixed=fixed,
        error_fitted=fitted,
    )
