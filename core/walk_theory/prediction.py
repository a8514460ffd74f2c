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


def prediction(model, layers, kinds):
    """Prediction from Layers of depths 0..n and the Neighbourhoods of a model's nodes."""
    gap = np.abs(model.gap)
    fixed, fitted = model_error(model, layers, kinds, "fixed", "fitted")
    return Prediction(
        mean_gap=layers.gap,
        variance=layers.variance,
        neighbourhood_noise=layers.noise,
        error_paper=error_probability(gap / 2 * np.abs(layers.gap), model.sigma * np.sqrt(layers.variance)),
        error_fixed=fixed,
        error_fitted=fitted,
    )
