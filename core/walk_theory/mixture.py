"""Errors of mixtures of Gaussians: walk theory with the first step taken exactly (docs/theory.md, section 5)."""

import numpy as np

from core.gaussian import error_probability
from core.walk_theory.missing import missing_error

CELLS_AT_ONCE = 1 << 13


def mixture_error(layers, kinds, strengths, shifted=True):
    """Average over neighbourhoods of Phi(-side (Delta/2) mean / sd), isolated nodes as at depth 0, for several strengths.

    layers: walks.Layers with any number of rows.  kinds: Neighbourhoods.  strengths: |Delta|/sigma, (k,).
    shifted: with what all nodes of a graph share (a threshold fixed in advance), or without (fitted on the graph).
    Returns (rows, k).
    """
    half = np.atleast_1d(np.asarray(strengths, dtype=float)) / 2
    parts = _Parts(layers, kinds)
    error = np.empty((layers.side.size, half.size))
    for place, h in enumerate(half):
        alone = error_probability(h * layers.side * layers.constant, np.abs(layers.constant))
        if kinds.weight.size == 0:
            error[:, place] = alone
            continue
        connected = error_probability(h * parts.mean, np.sqrt(parts.variance(h, 1, shifted))) @ kinds.weight
        error[:, place] = (1 - kinds.isolated) * connected + kinds.isolated * alone
    error[layers.side == 0] = 0.5
    return np.minimum(error, 0.5)


def model_error(model, layers, kinds, *thresholds, coefs=None):
    """The same average for the features of one model, whose first layer is the model itself. Returns (depth+1,) a threshold.

    thresholds: "fixed" and "fitted", those wanted; a single one gives its array, several give a list.
    coefs: of the layers' polynomials, None for P^n; asked for where not every node has a feature.
    """
    if model.known < 1:
        errors = missing_error(model, layers, kinds, coefs, *thresholds)
        return errors[0] if len(thresholds) == 1 else errors
    half_gap, sigma = abs(model.gap) / 2, model.sigma
    side = layers.side
    alone = error_probability(half_gap * side * layers.constant, sigma * np.abs(layers.constant))
    errors = np.tile(alone, (len(thresholds), 1))
    if kinds.weight.size > 0 and half_gap > 0:
        rows = max(1, CELLS_AT_ONCE // kinds.weight.size)
        for start in range(0, side.size, rows):
            part = slice(start, start + rows)
            parts = _Parts(layers, kinds, part)
            for error, threshold in zip(errors, thresholds, strict=True):
                deviation = np.sqrt(parts.variance(half_gap, sigma, threshold == "fixed"))
                error[part] = error_probability(half_gap * parts.mean, deviation) @ kinds.weight
        errors[:, side == 0] = 0.5
        errors = (1 - kinds.isolated) * errors + kinds.isolated * alone
        errors[:, 0] = error_probability(half_gap * abs(layers.constant[0]), sigma * abs(layers.constant[0]))
    errors = list(np.minimum(errors, 0.5))
    return errors[0] if len(thresholds) == 1 else errors


def gaussians(layers, kinds, half_gap, sigma, shifted=True):
    """Mean about the threshold and variance of every kind of connected node with label +1: (rows, kinds) each.

    half_gap: Delta/2.  shifted: as in `mixture_error`.
    """
    parts = _Parts(layers, kinds)
    return half_gap * parts.signal, parts.variance(half_gap, sigma, shifted)


class _Parts:
    """What does not depend on the features: (rows, kinds) each.

    signal: mean of a node with label +1; mean: on the side that the rule answers.  noise: unit sigma^2.  spread: of the
    nodes' means, unit (Delta/2)^2.  draw: how far this draw's class signal moves a node, unit sigma^2.
    Spread and draw multiply the same signal, so the larger of the two counts: the root of their squares.
    """

    def __init__(self, layers, kinds, rows=slice(None)):
        def column(name):
            return getattr(layers, name)[rows, None]

        self.signal = column("stay") + column("pull") * kinds.x
        self.mean = column("side") * self.signal
        self.noise = np.maximum(column("w0") + column("w1") * kinds.inverse_degree, 0)
        self.spread = np.maximum(column("s0") + column("s1") * kinds.inverse_degree, 0)
        if kinds.spread.any():
            self.spread = self.spread + column("pull") ** 2 * kinds.spread
        self.draw = column("draw") * (self.signal - column("own")) ** 2
        self.shift_w, self.shift_s = column("shift_w"), column("shift_s")

    def variance(self, half_gap, sigma, shifted):
        """Variance of every kind, in the unit of half_gap and sigma."""
        common = np.sqrt((half_gap**2 * self.spread) ** 2 + (sigma**2 * self.draw) ** 2)
        own = sigma**2 * self.noise + common
        return own + (sigma**2 * self.shift_w + half_gap**2 * self.shift_s) if shifted else own
