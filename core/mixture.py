"""Errors of mixtures of Gaussians for several feature strengths at once: walk theory with the first step taken exactly."""

import numpy as np

from core.gaussian import error_probability


def mixture_error(layers, kinds, strengths, shifted=True):
    """Average over neighbourhoods of Phi(-side (Delta/2) mean / sd), isolated nodes as at depth 0 (walk theory, section 4).

    layers: walks.Layers with any number of rows.  kinds: Neighbourhoods.  strengths: |Delta|/sigma, (k,).
    shifted: with what all nodes of a graph share (a threshold fixed in advance), or without (fitted on the graph).
    Returns (rows, k).
    """
    half = np.atleast_1d(np.asarray(strengths, dtype=float)) / 2
    column = {name: getattr(layers, name)[:, None] for name in ("stay", "pull", "w0", "w1", "s0", "s1", "side")}
    mean = column["side"] * (column["stay"] + column["pull"] * kinds.x)
    noise = column["w0"] + column["w1"] * kinds.inverse_degree
    spread = np.maximum(0, column["s0"] + column["s1"] * kinds.inverse_degree) + column["pull"] ** 2 * kinds.spread
    if shifted:
        noise, spread = noise + layers.shift_w[:, None], spread + layers.shift_s[:, None]
    noise = np.maximum(noise, 0)
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
