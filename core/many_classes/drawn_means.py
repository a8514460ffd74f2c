"""The class means of one graph and one draw, which chance has moved and a fitted rule goes by (docs/theory.md, section 17)."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.special import gammaincinv

from core.simplex import circumradius, helmert
from core.walk_theory.chain import detection_strength
from core.walk_theory.layers import ClassLayers, finite_size
from core.walk_theory.own_links import link_noise

LUCK, GRAPHS = 256, 400


@dataclass(frozen=True)
class DrawnMeans:
    """Of one depth a row, unit of the simplex's radius rho: a distance d of two means counts as d sqrt((C-1)/(2C)).

    distance: at LUCK even quantiles, (rows, LUCK).  square: mean square of what neighbours pass on, (rows,).
    moved: how far chance has moved each of them, in each direction.
    along: how far a distance lies along what neighbours pass on, 0..1.  of_nodes: variance that the means owe to their nodes'
    own noise, in each direction.
    """

    distance: np.ndarray
    square: np.ndarray
    moved: np.ndarray
    along: np.ndarray
    of_nodes: np.ndarray


def drawn_means(model, layers, kinds, rows, first_order=False):
    """DrawnMeans at some depths of ClassLayers.

    In direction i of one graph the gap is g(lam_i), lam_i the eigenvalues of its own links between classes; the means there are
    g(lam_i) (rho v + noise of this draw), and beside it the mean of what the N/C nodes have alone.  first_order: with the model's
    gap in every direction and nothing beside it, as on a graph of very many nodes.
    """
    n_classes, radius, sigma = model.n_classes, circumradius(model), model.sigma
    directions, share = n_classes - 1, (n_classes - 1) / model.n_nodes
    drawn, gap = sigma**2 * layers.draw[rows], connected_gap(layers, kinds, rows)
    square = radius**2 + directions * drawn
    if first_order:
        nothing = np.zeros_like(gap)
        distance = quantiles(*moments(gap[:, None, None] ** 2 * np.ones((1, 1, directions)), radius, drawn, nothing))
        return DrawnMeans(distance, square, nothing, np.ones_like(gap), nothing)
    scale = own_gaps(model, layers, gap, rows) ** 2
    # The means' variance in all is that of N/C nodes whose rows overlap: what is not shared is the nodes' own.
    spread = own_spread(model, layers, kinds, rows)
    alone = np.maximum(sigma**2 * share * (spread + gap**2) - drawn * gap**2, 0)
    linked = (scale.mean(axis=(1, 2)) - gap**2) / directions
    alone = alone + radius**2 * np.maximum(spread / model.n_nodes - linked, 0)
    mean, variance = moments(scale, radius, drawn, alone)
    distance = quantiles(mean, variance)
    coherent = scale.mean(axis=(1, 2)) * square
    along = np.sqrt(np.divide(coherent, mean, out=np.zeros_like(mean), where=mean > 0))
    return DrawnMeans(distance, square, drawn, along, alone)


def own_spread(model, layers, kinds, rows):
    """Variance of the means of connected nodes, summed over directions, without what all nodes share: (rows,)."""
    inverse, correlation = kinds.weight @ kinds.inverse_degree, model.edge_correlation
    first = finite_size(model.mean_degree / model.n_nodes, correlation).label * (1 - correlation**2)
    return np.maximum(layers.s0[rows] + inverse * (layers.s1[rows] + first * layers.pull[rows] ** 2), 0)


def connected_gap(layers, kinds, rows):
    """The gap of nodes that have a neighbour, (rows,)."""
    rival = (1 - kinds.own) @ kinds.weight / kinds.times.sum()
    return layers.stay[rows] + layers.pull[rows] * (kinds.weight @ kinds.own - rival)


def own_gaps(model, layers, gap, rows):
    """The gap, (rows,) on average, in each direction of graphs drawn once and for all, (rows, GRAPHS, C-1)."""
    if not isinstance(layers, ClassLayers):
        return gap[:, None, None]
    offsets = link_eigenvalues(model)
    gaps = CubicSpline(layers.at, layers.gaps[rows], axis=1)
    centre = (layers.at[0] + layers.at[-1]) / 2
    return gap[:, None, None] + gaps(centre + offsets) - gaps(centre)[:, None, None]


def link_eigenvalues(model):
    """lam_i - lam of graphs drawn once and for all: eigenvalues of the noise of M among the classes' directions, (GRAPHS, C-1)."""
    noise = link_noise(model.n_nodes, model.p_within, model.q_across, model.n_classes, model.mean_degree)
    found = _eigenvalues(model.n_classes, *noise, model.edge_correlation)
    # The walk follows the classes' directions as far as they stand out of the spectrum: overlap 1 - 1/(d lam^2).
    return found * np.sqrt(max(0.0, 1 - 1 / max(detection_strength(model), 1e-12)))


@lru_cache(maxsize=16)
def _eigenvalues(n_classes, inside, across, correlation):
    rng = np.random.default_rng(np.random.SeedSequence(n_classes))
    drawn = np.triu(rng.standard_normal((GRAPHS, n_classes, n_classes)))
    noise = across * (np.triu(drawn, 1) + np.swapaxes(np.triu(drawn, 1), 1, 2)) + inside * drawn * np.eye(n_classes)
    # Shares of a class's links sum to one: where it has more inside, it has more of them.
    more = noise.sum(axis=1)
    share = correlation * np.eye(n_classes) + (1 - correlation) / n_classes
    noise = noise - share * (more[:, :, None] + more[:, None, :]) / 2
    basis = helmert(n_classes)
    return np.linalg.eigvalsh(basis @ noise @ basis.T)


def moments(scale, radius, drawn, alone):
    """Mean and variance (rows,) of |y|^2, y_i = g_i (rho u_i + sqrt(w) z_i) + sqrt(a) z'_i with u a direction drawn at random.

    scale: g_i^2, (rows, graphs, m).  drawn: w and alone: a, (rows,).
    """
    m = scale.shape[2]
    own = scale * drawn[:, None, None] + alone[:, None, None]
    means = (own + scale * radius**2 / m).sum(axis=2)
    turned = 2 * radius**4 * ((scale - scale.mean(axis=2, keepdims=True)) ** 2).sum(axis=2) / (m * (m + 2))
    within = (2 * own**2 + 4 * own * scale * radius**2 / m).sum(axis=2) + turned
    return means.mean(axis=1), within.mean(axis=1) + means.var(axis=1)


def quantiles(mean, variance):
    """Square root of a gamma variable of this mean and variance at LUCK even quantiles: (rows, LUCK)."""
    mean, variance = (values[:, None] for values in (mean, variance))
    variance = np.maximum(variance, 1e-12 * mean**2)
    tiny = np.finfo(float).tiny
    shape = np.divide(mean**2, variance, out=np.full_like(mean, 1e12), where=variance > tiny)
    return np.sqrt(mean / shape * gammaincinv(shape, (np.arange(LUCK) + 0.5) / LUCK))


def drawn_radius(radius, noise, n_classes):
    """Radius of the simplex that the class means of one draw make, at LUCK even quantiles: (rows, LUCK).

    Each mean has moved by chance, and the fitted rule goes by where it is: the square of a distance is that of a normal vector,
    mean rho^2 + (C-1) w and variance 2 (C-1) w^2 + 4 w rho^2, nearly that of a gamma.  noise: w, (rows,).
    """
    return quantiles(*moments(np.ones((noise.size, 1, n_classes - 1)), radius, noise, np.zeros(noise.size)))


def luck(count, rivals):
    """Which quantile of a distance a composition meets for each of its rivals, evenly spread: whole numbers (count, rivals)."""
    steps = np.sqrt([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0])[:rivals]
    return (LUCK * (np.outer(np.arange(1, count + 1), steps) % 1)).astype(int)
