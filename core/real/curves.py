"""What convolutions do on a given graph with any number of classes: class means and errors against depth.

With f_n(P) the walk's polynomial and Y the (N, C) table of classes, a node's mean is (f_n(P) Y)_i and the variance of its
propagated noise v_i = ||row i of f_n(P)||^2.  Synthetic features: class c has the mean (Delta / sqrt 2) e_c in R^C, so any
two class means are Delta apart; every coordinate carries noise of standard deviation sigma.  The rule takes the class of
the largest coordinate (fixed), or the same after taking away the mean of the C class means of h^(n) (fitted); with two
classes these are readings 2 and 3 of the model.  Exact given the graph and its row norms.

A node without a class (label -1) has the mean feature of all nodes that have one.  It is averaged over like any other, but
no mean, gap, error or threshold is taken over it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.gaussian import error_probability, probed_error

COUNTED_NODES = 4096
DOUBLE_ENTRIES = 4_000_000
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(24)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class ClassMeans:
    """Classes under a walk, free of Delta and sigma; counted are all nodes up to 4096, beyond that evenly from each class.

    labels: (n,) classes of the counted nodes.  signal: (depth+1, n, C) rows of f_n(P) Y.  noise: (depth+1, n) ||row_i||^2.
    centred_signal, centred_noise: the same less the fitted threshold.  doubt, centred_doubt: of noise from probes, as in
    gaussian.probed_error; None where it is exact.  gap: (depth+1, C) mean of (f_n(P) Y)_c inside class
    c less its mean over all other nodes; 1 at depth 0, negative where the class has swapped sides.
    """

    labels: np.ndarray
    signal: np.ndarray
    noise: np.ndarray
    centred_signal: np.ndarray
    centred_noise: np.ndarray
    gap: np.ndarray
    doubt: np.ndarray | None = None
    centred_doubt: np.ndarray | None = None


def one_hot(labels):
    """Table of classes (N, C) of labels 0..C-1; the row of a node without one (-1) is 0."""
    return (labels[:, None] == np.arange(labels.max() + 1)).astype(float)


def against_rest(labels, chosen):
    """Labels 0 for one class and 1 for all others; -1 stays."""
    return np.where(labels < 0, -1, labels != chosen)


def class_noise(rows, labels):
    """Mean over each class's nodes of the variance of propagated noise, and of its floor: (depth+1, C) and (C,)."""
    table = one_hot(labels)
    table /= table.sum(axis=0)
    return rows.noise @ table, rows.floor() @ table


def class_means(rows, labels):
    """ClassMeans of labels (N,) 0..C-1 or -1 on the graph of some core.moments.row_norms.RowNorms."""
    table, picked = one_hot(labels), counted_nodes(labels)
    size, known = table.sum(axis=0), (labels >= 0)[:, None]
    inside, outside = table / size, (known - table) / (size.sum() - size)
    threshold = inside.mean(axis=1)
    table = np.where(known, table, size / size.sum())
    constant = rows.walk.stationary_part(table)
    # Less one node's first: what is the same at every node then leaves exactly nothing, not the last digit of 1/N.
    centred_constant = constant - constant[0]
    centred_constant -= threshold @ centred_constant
    shape = (rows.depth + 1, picked.size, size.size)
    # Thirty classes of thousands of nodes: single precision is plenty for a picture of them.
    precision = np.float64 if np.prod(shape) <= DOUBLE_ENTRIES else np.float32
    signal, centred = np.empty(shape, precision), np.empty(shape, precision)
    gap = np.empty((rows.depth + 1, size.size))
    constant_gap = np.einsum("ic,ic->c", inside - outside, centred_constant)
    for n, layer in enumerate(rows.layers(table - constant)):
        signal[n] = (constant + layer)[picked]
        centred[n] = (centred_constant + layer - threshold @ layer)[picked]
        gap[n] = constant_gap + np.einsum("ic,ic->c", inside - outside, layer)
    noise = _centred_noise(rows, threshold)
    doubts = [None if doubt is None else doubt[:, picked] for doubt in (rows.doubt(rows.noise), rows.doubt(noise))]
    return ClassMeans(labels[picked], signal, rows.noise[:, picked], centred, noise[:, picked], gap, *doubts)


def _centred_noise(rows, threshold):
    """||row_i - threshold' f_n(P)||^2, shape (depth+1, N), from the row norms and three vectors a depth."""
    walk = rows.walk
    start = (threshold / walk.balance)[:, None]
    left = np.hstack(list(rows.layers(start - walk.stationary_part(start))))
    left = rows.without_principal(walk.balance[:, None] * left)
    cross = np.stack([layer[:, n] for n, layer in enumerate(rows.layers(left))])
    if walk.n_components == 1:
        common = (rows.lead - (rows.lead @ threshold)[:, None]) ** 2
    else:
        # Other components' stationary parts are all common: they stay in every row's distance from the threshold.
        total = np.stack([walk.per_component(threshold * lead) for lead in rows.lead])
        own = total[:, walk.component]
        common = (rows.lead - own) ** 2 + (total**2).sum(axis=1)[:, None] - own**2
    return np.maximum(common + rows.square - 2 * cross + (left**2).sum(axis=0)[:, None], 0)


def counted_nodes(labels):
    """Numbers of the nodes whose errors are counted: all that have a class, or about 4096 evenly from each."""
    known = np.flatnonzero(labels >= 0)
    if known.size <= COUNTED_NODES:
        return known
    parts = []
    for label in range(labels.max() + 1):
        nodes = np.flatnonzero(labels == label)
        wanted = max(1, round(COUNTED_NODES * nodes.size / known.size))
        parts.append(nodes[np.linspace(0, nodes.size - 1, wanted).astype(int)])
    return np.sort(np.concatenate(parts))


def class_errors(means, strength, threshold="fixed"):
    """Error within each class at each depth, for features whose class means are strength = |Delta| / (2 sigma) apart.

    For node i of class c: 1 - E[ prod_{k != c} Phi(u + a_c - a_k) ], a = (|Delta| / (sqrt 2 sigma)) (f_n(P) Y)_i / sqrt(v_i),
    u standard normal.  With two classes the side follows the sign of their gap.  Returns (depth+1, C); its mean over
    classes counts each class the same, so that guessing gives 1 - 1/C.
    """
    centred = threshold == "fitted"
    signal, noise = (means.centred_signal, means.centred_noise) if centred else (means.signal, means.noise)
    doubts = means.centred_doubt if centred else means.doubt
    n_classes = signal.shape[2]
    side = np.where(means.gap[:, 0] < 0, -1.0, 1.0) if n_classes == 2 else np.ones(signal.shape[0])
    nodes, size = np.arange(means.labels.size), np.bincount(means.labels, minlength=n_classes)
    errors = np.empty((signal.shape[0], n_classes))
    for n, (layer, variance) in enumerate(zip(signal, noise, strict=True)):
        margin = side[n] * 2 * strength * (layer[nodes, means.labels, None] - layer) / np.sqrt(2)
        wrong = _wrong(margin, np.sqrt(variance), means.labels, None if doubts is None else doubts[n])
        errors[n] = np.bincount(means.labels, wrong, n_classes) / size
    return errors


def _wrong(margin, deviation, own, doubt=None):
    """Chance that another class's coordinate is the largest; margin (n, C) of the own over each, deviation (n,).

    doubt (n,) of deviation^2 from probes counts for two classes; more of them are read as if it were known.
    """
    n, n_classes = margin.shape
    if n_classes == 2 and doubt is not None:
        return probed_error(margin.sum(axis=1) / (np.sqrt(2) * np.maximum(deviation, np.finfo(float).tiny)), doubt)
    if n_classes == 2:
        return error_probability(margin.sum(axis=1), np.sqrt(2) * deviation)
    # Without any noise left the answer is sure, or a tie.
    sure = np.sign(margin) * 1e12
    score = np.divide(margin, deviation[:, None], out=sure, where=deviation[:, None] > 0)
    others = np.arange(n_classes)[None, :] != own[:, None]
    score = score[others].reshape(n, n_classes - 1)
    right = np.ones((n, _POINTS.size))
    for other in score.T:
        right *= ndtr(other[:, None] + _POINTS)
    return np.clip(1 - right @ _WEIGHTS, 0, 1)
