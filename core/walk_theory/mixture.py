"""Errors of mixtures of Gaussians: walk theory with the first step taken exactly (walk theory, section 4)."""

import numpy as np

from core.gaussian import error_probability

CELLS_AT_ONCE = 1 << 13


def mixture_error(layers, kinds, strengths, shifted=True):
    """Average over neighbourhoods of Phi(-side (Delta/2) mean / sd), isolated nodes as at depth 0, for several strengths.

    layers: walks.Layers with any number of rows.  kinds: Neighbourhoods.  strengths: |Delta|/sigma, (k,).
    shifted: with what all nodes of a graph share (a threshold fixed in advance), or without (fitted on the graph).
    Returns (rows, k).
    """
    half = np.atleast_1d(np.asarray(strengths, dtype=float)) / 2
    mean, noise, spread = _moments(layers, kinds, shifted)
    error = np.empty((layers.side.size, half.size))
    for place, h in enumerate(half):
        alone = error_probability(h * layers.side * layers.constant, np.abs(layers.constant))
        if kinds.weight.size == 0:
            error[:, place] = alone
            continue
        connected = error_probability(h * mean, np.sqrt(noise + h**2 * spread)) @ kinds.weight
        error[:, place] = (1 - kinds.isolated) * connected + kinds.isolated * alone
    error[layers.side == 0] = 0.5
    return np.minimum(error, 0.5)


def model_error(model, layers, kinds, shifted=True):
    """The same average for the features of one model, whose first layer is the model itself. Returns (depth+1,)."""
    half_gap, sigma = abs(model.gap) / 2, model.sigma
    side = layers.side
    alone = error_probability(half_gap * side * layers.constant, sigma * np.abs(layers.constant))
    if kinds.weight.size == 0 or half_gap == 0:
        return np.minimum(alone, 0.5)
    error = np.empty(side.size)
    rows = max(1, CELLS_AT_ONCE // kinds.weight.size)
    for start in range(0, side.size, rows):
        part = slice(start, start + rows)
        mean, noise, spread = _moments(layers, kinds, shifted, part)
        deviation = np.sqrt(sigma**2 * noise + half_gap**2 * spread)
        error[part] = error_probability(half_gap * mean, deviation) @ kinds.weight
    error[side == 0] = 0.5
    isolated = kinds.isolated
    error = np.minimum((1 - isolated) * error + isolated * alone, 0.5)
    error[0] = error_probability(half_gap * abs(layers.constant[0]), sigma * abs(layers.constant[0]))
    return error


def _moments(layers, kinds, shifted, rows=slice(None)):
    """Mean on the rule's side, noise (unit sigma^2) and spread (unit (Delta/2)^2) of each kind of node: (rows, kinds) each."""

    def column(name):
        return getattr(layers, name)[rows, None]

    mean = column("side") * (column("stay") + column("pull") * kinds.x)
    noise = column("w0") + column("w1") * kinds.inverse_degree
    spread = np.maximum(0, column("s0") + column("s1") * kinds.inverse_degree) + column("pull") ** 2 * kinds.spread
    if shifted:
        noise, spread = noise + column("shift_w"), spread + column("shift_s")
    return mean, np.maximum(noise, 0), spread
