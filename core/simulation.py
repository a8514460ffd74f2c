"""Sampled graphs read in the three simulated readings of the error, exactly given the graph where possible."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.gaussian import error_probability
from core.moments import exact_is_affordable, node_moments
from core.propagation import complete_options, require_depth, response
from core.sampling import block_labels, sample_graph

MAX_DEPTH = 256
ALL_NODES = 1024
GROUPS = 256
PICTURE_NODES = 64


@dataclass(frozen=True)
class Ratios:
    """Signal-to-noise ratios s_i m_i / sqrt(v_i) of the nodes at each depth, in groups of similar nodes.

    mean, variance: (depth+1, groups); share: (groups,) of the nodes.  Up to 1024 nodes every node is a group.
    """

    mean: np.ndarray
    variance: np.ndarray
    share: np.ndarray

    def error(self, side, strength):
        """Mean over nodes of Phi(-side * strength * ratio), strength = |Delta|/(2 sigma). Returns (depth+1,)."""
        score = strength * side[:, None] * self.mean
        error = ndtr(-score)
        if self.variance.any():
            # Second order of Phi in the spread of a group.
            error += 0.5 * strength**2 * self.variance * score * np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi)
        return error @ self.share


@dataclass(frozen=True)
class GraphMoments:
    """One sampled graph under one method: all that readings and pictures need, free of mu1, mu2 and sigma.

    mean_gap, variance, neighbourhood_noise: (depth+1,) relative as in walks.Prediction.  fixed, fitted: Ratios.
    route: "exact" or "probes", how the variances were had.
    Picture, of a few nodes: labels (picked,), signal and centred_signal (depth+1, picked), draws (depth+1, picked, K)
    and common (depth+1, K), so that h = m + (Delta/2) signal + sigma draws.
    """

    mean_gap: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    fixed: Ratios
    fitted: Ratios
    route: str
    labels: np.ndarray
    signal: np.ndarray
    centred_signal: np.ndarray
    draws: np.ndarray
    common: np.ndarray


@dataclass(frozen=True)
class Simulation:
    """Readings over graphs, arrays (n_graphs, depth+1); units as in walks.Prediction.

    variance_route: "exact" where every row of P^n was computed, "probes" where part of it was estimated.
    """

    mean_gap: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    error_paper: np.ndarray
    error_fixed: np.ndarray
    error_fitted: np.ndarray
    variance_route: str
    n_draws: int


def simulate(model, depth, method="convolution", n_graphs=4, n_draws=64, seed=0, exact=None, **options):
    """Sample n_graphs graphs and read gap, variance, noise and error at depths 0..depth.

    exact: True or False to choose the route of the variances, None to take exact rows where time allows and n_draws
    random probes beyond.  seed: whole number; equal seeds give equal numbers.  Returns a Simulation.
    Raises ValueError for a bad depth, method, option, or a model too large to sample.
    """
    graphs = list(sample_moments(model, depth, method, n_graphs, n_draws, seed, exact, **options))
    return read(graphs, side_of(model, depth, method, **options), model.gap, model.sigma)


def side_of(model, depth, method="convolution", **options):
    """Which side the rule calls class 2: the sign of f_n(lam), so classes that swap sides are told so. (depth+1,)"""
    sign = np.sign(response(method, model.edge_correlation, depth, **options)[:, 0])
    return np.where(sign == 0, 1.0, sign)


def sample_moments(model, depth, method="convolution", n_graphs=4, n_draws=64, seed=0, exact=None, **options):
    """Yield GraphMoments of one sampled graph after another. Graph and features draw from separate streams."""
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    for name, value, low in (("n_graphs", n_graphs, 1), ("n_draws", n_draws, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < low:
            raise ValueError(f"{name} is {value!r}, but it must be a whole number of at least {low}.")
    labels = block_labels(model)
    stride = max(1, model.n_nodes // PICTURE_NODES)
    picked = np.arange(0, model.n_nodes, stride)[:PICTURE_NODES]
    for stream in np.random.SeedSequence(seed).spawn(n_graphs):
        graph_stream, feature_stream = (np.random.default_rng(child) for child in stream.spawn(2))
        adjacency = sample_graph(graph_stream, model)
        unit_noise = feature_stream.standard_normal((model.n_nodes, n_draws))
        use_exact = exact_is_affordable(adjacency, depth) if exact is None else exact
        nodes = node_moments(method, adjacency, labels, depth, unit_noise, picked, use_exact, options)
        yield _summary(nodes, labels, picked)


def _summary(nodes, labels, picked):
    """Boil per-node moments down to what readings and pictures need."""
    return GraphMoments(
        mean_gap=nodes.mean_gap,
        variance=nodes.noise.mean(axis=1),
        neighbourhood_noise=((labels * nodes.signal - nodes.mean_gap[:, None]) ** 2).mean(axis=1),
        fixed=_ratios(labels * nodes.signal, nodes.noise),
        fitted=_ratios(labels * nodes.centred_signal, nodes.centred_noise),
        route="exact" if nodes.exact else "probes",
        labels=labels[picked],
        signal=nodes.signal[:, picked],
        centred_signal=nodes.centred_signal[:, picked],
        draws=nodes.draws,
        common=nodes.common,
    )


def _ratios(signal, noise):
    """Group the nodes' ratios at each depth: sorted, then cut into groups of equal number."""
    # Without any noise left a node is right, wrong or tied whatever sigma is.
    ratio = np.divide(signal, np.sqrt(noise), out=np.sign(signal) * 1e12, where=noise > 0)
    n_nodes = ratio.shape[1]
    if n_nodes <= ALL_NODES:
        return Ratios(ratio, np.zeros_like(ratio), np.full(n_nodes, 1 / n_nodes))
    ratio.sort(axis=1)
    edges = np.linspace(0, n_nodes, GROUPS + 1).astype(int)[:-1]
    count = np.diff(np.append(edges, n_nodes))
    mean = np.add.reduceat(ratio, edges, axis=1) / count
    centred = ratio - np.repeat(mean, count, axis=1)
    return Ratios(mean, np.add.reduceat(centred**2, edges, axis=1) / count, count / n_nodes)


def read(graphs, side, gap, sigma):
    """Readings 1 to 3 of sampled graphs for any gap Delta and sigma: algebra only, nothing is sampled again."""
    strength = abs(gap) / (2 * sigma)
    mean_gap, variance = (np.stack([getattr(graph, name) for graph in graphs]) for name in ("mean_gap", "variance"))
    return Simulation(
        mean_gap=mean_gap,
        variance=variance,
        neighbourhood_noise=np.stack([graph.neighbourhood_noise for graph in graphs]),
        error_paper=error_probability(strength * np.abs(mean_gap), np.sqrt(variance)),
        error_fixed=np.stack([graph.fixed.error(side, strength) for graph in graphs]),
        error_fitted=np.stack([graph.fitted.error(side, strength) for graph in graphs]),
        variance_route=graphs[0].route,
        n_draws=graphs[0].common.shape[1],
    )
