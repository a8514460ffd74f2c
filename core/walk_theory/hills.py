"""The two hills by their distance and their width, and what each layer does to both (docs/theory.md, section 4)."""

from dataclasses import dataclass

import numpy as np

from core.walk_theory.neighbourhoods import neighbourhoods


@dataclass(frozen=True)
class Hills:
    """Distance and width of the two classes' hills at depths 0..n, averages over all nodes, arrays (depth+1,).

    gap: distance of the means, relative to Delta.  The width is the standard deviation of a hill,
    sqrt(sigma^2 own + (Delta/2)^2 others): noise of a node's own, and means that differ from node to node.
    """

    gap: np.ndarray
    own: np.ndarray
    others: np.ndarray

    def width(self, model):
        """Standard deviation of a hill, in the unit of the features. Returns (depth+1,)."""
        return np.sqrt(model.sigma**2 * self.own + (model.gap / 2) ** 2 * self.others)


def hills(model, layers, reading="fixed"):
    """The hills of one reading of the error. layers: Layers of the model.  Returns Hills.

    reading: "paper" (one bell curve, no means that differ), "fixed" (all there is), "fitted" (less what all nodes share).
    """
    connected = 1 - neighbourhoods(model).isolated
    if reading == "paper":
        return Hills(layers.gap, layers.variance, np.zeros_like(layers.noise))
    if reading == "fixed":
        return Hills(layers.gap, layers.variance, layers.noise)
    own, others = layers.variance - connected * layers.shift_w, layers.noise - connected * layers.shift_s
    return Hills(layers.gap, np.maximum(own, 0), np.maximum(others, 0))


def layer_factors(gap, width):
    """What layer n multiplies distance and width by: |g_n / g_(n-1)| and w_n / w_(n-1), for n = 1..depth.

    NaN where there was nothing left to shrink.  Their ratio is the factor of the signal to noise, above 1 where denoising wins.
    gap, width: (depth+1,).  Returns two arrays (depth,).
    """
    gap, width = np.abs(gap), np.asarray(width, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = [np.where(values[:-1] > 0, values[1:] / values[:-1], np.nan) for values in (gap, width)]
    return tuple(factors)
