"""Signal-to-noise ratios of a graph's nodes: all that the error of a linear method depends on, for any means and noise."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.gaussian import probed_error

ALL_NODES = 1024
GROUPS = 128
LEVELS = np.sinh(np.linspace(-8, 8, 97))


@dataclass(frozen=True)
class Ratios:
    """Signal-to-noise ratios s_i m_i / sqrt(v_i) of the nodes at each depth, in groups of similar nodes.

    mean, variance: (depth+1, groups).  share: of the nodes, of that shape or (groups,).  Up to 1024 nodes every node is a
    group, and always where the method does not keep constants: then offset holds the same of a constant feature,
    s_i k_i / sqrt(v_i), and unit s_i / sqrt(v_i), both (depth+1, groups).  doubt: of v_i where probes estimated it, as in
    gaussian.probed_error, (depth+1, groups).
    """

    mean: np.ndarray
    variance: np.ndarray
    share: np.ndarray
    offset: np.ndarray | None = None
    unit: np.ndarray | None = None
    doubt: np.ndarray | None = None

    def error(self, side, strength, level=0.0, threshold=0.0):
        """Mean over nodes of Phi(-side * score), score = strength ratio + level offset - threshold unit. Shape (depth+1,).

        strength = |Delta|/(2 sigma); level = m / sigma with the sign of Delta; threshold (depth+1,) in units of sigma.
        """
        score = strength * self.mean
        if self.offset is not None:
            score = score + level * self.offset - np.reshape(threshold, (-1, 1)) * self.unit
        score = side[:, None] * score
        if not self.variance.any():
            return (self._tail(score) * self.share).sum(axis=1)
        # Two values with the group's mean and variance stand for the group.
        deviation = strength * np.sqrt(self.variance)
        return ((self._tail(score - deviation) + self._tail(score + deviation)) / 2 * self.share).sum(axis=1)

    def _tail(self, score):
        return ndtr(-score) if self.doubt is None else probed_error(score, self.doubt)


def ratios(labels, signal, noise, ones, doubt=None):
    """Group the nodes' ratios at each depth: sorted, then cut. doubt: (depth+1, N), None where noise is exact."""
    # Without any noise left a node is right, wrong or tied whatever sigma is.
    ratio = np.divide(labels * signal, np.sqrt(noise), out=np.sign(labels * signal) * 1e12, where=noise > 0)
    n_nodes = ratio.shape[1]
    if ones is not None:
        unit = np.divide(labels, np.sqrt(noise), out=np.zeros_like(noise), where=noise > 0)
        return Ratios(ratio, np.zeros(1), np.full(n_nodes, 1 / n_nodes), unit * ones, unit, doubt)
    if n_nodes <= ALL_NODES:
        return Ratios(ratio, np.zeros(1), np.full(n_nodes, 1 / n_nodes), doubt=doubt)
    if doubt is None:
        ratio.sort(axis=1)
    else:
        order = np.argsort(ratio, axis=1)
        ratio, doubt = np.take_along_axis(ratio, order, axis=1), np.take_along_axis(doubt, order, axis=1)
    depths = ratio.shape[0]
    # Equal numbers, and equal steps of log ratio on both sides of 0, where at depth few nodes lie between two crowds.
    equal = np.broadcast_to(np.linspace(0, n_nodes, GROUPS + 1).astype(int)[:-1], (depths, GROUPS))
    levels = np.stack([np.searchsorted(row, LEVELS) for row in ratio])
    cuts = np.sort(np.column_stack([equal, np.minimum(levels, n_nodes - 1)]), axis=1)
    count = np.diff(cuts, axis=1, append=n_nodes)
    start = (cuts + n_nodes * np.arange(depths)[:, None]).ravel()

    def mean_of(values):
        return np.add.reduceat(values.ravel(), start).reshape(cuts.shape) / np.maximum(count, 1)

    mean = mean_of(ratio)
    centred = ratio.ravel() - np.repeat(mean.ravel(), count.ravel())
    return Ratios(mean, mean_of(centred**2), count / n_nodes, doubt=None if doubt is None else mean_of(doubt))
