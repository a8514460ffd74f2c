"""Sampled graphs read in the three simulated readings of the error, exactly given the graph where possible."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.counting import count_graph, read_counted
from core.gaussian import error_probability
from core.jumping import jumping_graph, read_jumping
from core.moments import equal_weight, exact_is_affordable, node_moments
from core.propagation import METHODS, complete_options, require_depth, response
from core.sampling import block_labels, sample_graph
from core.sequence_moments import sequence_moments
from core.walks import predict_layers

MAX_DEPTH = 256
ALL_NODES = 1024
GROUPS = 128
LEVELS = np.sinh(np.linspace(-8, 8, 97))
PICTURE_NODES = 64
COUNTED_NODES = 4000


@dataclass(frozen=True)
class Ratios:
    """Signal-to-noise ratios s_i m_i / sqrt(v_i) of the nodes at each depth, in groups of similar nodes.

    mean, variance: (depth+1, groups).  share: of the nodes, of that shape or (groups,).  Up to 1024 nodes every node is a
    group, and always where the method does not keep constants: then offset holds the same of a constant feature,
    s_i k_i / sqrt(v_i), and unit s_i / sqrt(v_i), both (depth+1, groups).
    """

    mean: np.ndarray
    variance: np.ndarray
    share: np.ndarray
    offset: np.ndarray | None = None
    unit: np.ndarray | None = None

    def error(self, side, strength, level=0.0, threshold=0.0):
        """Mean over nodes of Phi(-side * score), score = strength ratio + level offset - threshold unit. Shape (depth+1,).

        strength = |Delta|/(2 sigma); level = m / sigma with the sign of Delta; threshold (depth+1,) in units of sigma.
        """
        score = strength * self.mean
        if self.offset is not None:
            score = score + level * self.offset - np.reshape(threshold, (-1, 1)) * self.unit
        score = side[:, None] * score
        if not self.variance.any():
            return (ndtr(-score) * self.share).sum(axis=1)
        # Two values with the group's mean and variance stand for the group.
        deviation = strength * np.sqrt(self.variance)
        return ((ndtr(deviation - score) + ndtr(-deviation - score)) / 2 * self.share).sum(axis=1)


@dataclass(frozen=True)
class GraphMoments:
    """One sampled graph under one method: all that readings and pictures need, free of mu1, mu2 and sigma.

    mean_gap, variance, neighbourhood_noise: (depth+1,) relative as in walks.Prediction.  fixed, fitted: Ratios.
    threshold, threshold_ones: (depth+1,) midpoint of the class means, of the labels and of a constant feature.
    route: "exact" or "probes", how the variances were had.
    Picture, of a few nodes: labels (picked,); signal, noise, centred_signal, centred_noise (depth+1, picked), so that h
    has mean m + (Delta/2) signal and variance sigma^2 noise; draws (depth+1, picked, K) of that noise, and their fitted
    thresholds common (depth+1, K).
    """

    mean_gap: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    fixed: Ratios
    fitted: Ratios
    threshold: np.ndarray
    threshold_ones: np.ndarray
    route: str
    labels: np.ndarray
    signal: np.ndarray
    noise: np.ndarray
    centred_signal: np.ndarray
    centred_noise: np.ndarray
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
    random probes beyond.  seed: whole number; equal seeds give equal numbers.  Returns a Simulation, whose
    variance_route is "exact" or "probes" for linear methods and "draws" where nodes were counted over feature draws.
    Raises ValueError for a bad depth, method, option, or a model too large to sample.
    """
    options = complete_options(method, options)
    if counted(method):
        _require_whole("n_graphs", n_graphs, 1)
        parts = [count_parts(model, depth, method, index, n_draws, seed, **options) for index in range(n_graphs)]
        return read_parts(parts, model, method)
    graphs = list(sample_moments(model, depth, method, n_graphs, n_draws, seed, exact, **options))
    return read(graphs, side_of(model, depth, method, **options), model)


def counted(method):
    """Whether a method's errors are counted over feature draws, because no algebra gives them."""
    return not METHODS[method].linear or METHODS[method].combines_depths


def count_parts(model, depth, method, index=0, n_draws=64, seed=0, **options):
    """One sampled graph of a counted method with its feature draws, for `read_parts`."""
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    _require_whole("n_draws", n_draws, 1)
    graph_stream, feature_stream, _ = streams(seed, index)
    adjacency, labels = sample_graph(graph_stream, model), block_labels(model)
    if METHODS[method].combines_depths:
        return jumping_graph(feature_stream, adjacency, labels, depth, max(2, n_draws // 4))
    # Draws of many nodes say more than draws of few: about as many nodes are counted on any graph.
    wanted = (COUNTED_NODES if METHODS[method].n_features > 1 else 4 * COUNTED_NODES) // model.n_nodes
    return count_graph(method, adjacency, labels, model, depth, max(2, min(n_draws, wanted)), feature_stream, options)


def read_parts(parts, model, method):
    """Readings of a counted method over its sampled graphs. Returns a Simulation."""
    if METHODS[method].combines_depths:
        fixed, fitted = read_jumping(parts, model)
        gaps = np.stack(
            [
                (part.signal @ equal_weight(part.labels).astype(np.float32) / part.labels.size).astype(float)
                for part in parts
            ]
        )
        variance = np.stack([(part.test.astype(float) ** 2).mean(axis=(1, 2)) for part in parts])
        signals = np.stack([((part.labels * part.signal).astype(float)).var(axis=1) for part in parts])
        return Simulation(
            gaps, variance, signals, np.full_like(fixed, np.nan), fixed, fitted, "draws", parts[0].test.shape[2]
        )
    found = read_counted(parts, model.gap)
    found["variance"] = found["variance"] / model.sigma**2
    paper = error_probability(
        np.abs(found["mean_gap"] * model.gap) / 2, model.sigma * np.sqrt(np.nan_to_num(found["variance"]))
    )
    return Simulation(**found, error_paper=paper, variance_route="draws", n_draws=parts[0].features.shape[1])


def side_of(model, depth, method="convolution", **options):
    """Which side the rule calls class 2: the sign of the model's mean gap, for classes may swap sides. (depth+1,)

    By walk theory; without one, and for unequal blocks, by the filter response at lam.
    The rule knows the model, never the sampled graph.
    """
    options = complete_options(method, options)
    first, second = model.block_sizes
    if METHODS[method].has_theory and first == second:
        sign = predict_layers(model, depth, method, **options).side
    else:
        sign = np.sign(response(method, model.edge_correlation, depth, **options)[:, 0])
    return np.where(sign == 0, 1.0, sign)


def sample_moments(model, depth, method="convolution", n_graphs=4, n_draws=64, seed=0, exact=None, **options):
    """Yield GraphMoments of n_graphs independent graphs, one after another."""
    _require_whole("n_graphs", n_graphs, 1)
    for index in range(n_graphs):
        yield sample_graph_moments(model, depth, method, index, n_draws, seed, exact, **options)


def sample_graph_moments(model, depth, method="convolution", index=0, n_draws=64, seed=0, exact=None, **options):
    """Moments of graph number `index` of a seed; graph and features draw from separate streams. mu, sigma play no part."""
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    _require_whole("n_draws", n_draws, 1)
    graph_stream, feature_stream, layer_stream = streams(seed, index)
    adjacency = sample_graph(graph_stream, model)
    labels = block_labels(model)
    picked = picture_nodes(model.n_nodes)
    unit_noise = feature_stream.standard_normal((model.n_nodes, n_draws))
    use_exact = exact_is_affordable(method, adjacency, depth) if exact is None else exact
    arguments = (method, adjacency, labels, depth, unit_noise, picked, use_exact, options)
    nodes = node_moments(*arguments) if METHODS[method].sampler is None else sequence_moments(layer_stream, *arguments)
    return _summary(nodes, labels, picked)


def moments_on(rng, adjacency, labels, depth, method="convolution", n_draws=64, exact=None, **options):
    """Moments of a graph that is there already, under a linear method that is not random. Returns GraphMoments.

    rng: numpy Generator of the feature draws.  adjacency: symmetric csr_array (N, N).  labels: (N,) of -1, +1, both
    present.  Other arguments as in `simulate`.
    """
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    _require_whole("n_draws", n_draws, 1)
    if not METHODS[method].linear or METHODS[method].sampler is not None:
        raise ValueError(f"method is {method!r}, but it must be linear and not random.")
    picked = picture_nodes(labels.size)
    unit_noise = rng.standard_normal((labels.size, n_draws))
    use_exact = exact_is_affordable(method, adjacency, depth) if exact is None else exact
    nodes = node_moments(method, adjacency, labels, depth, unit_noise, picked, use_exact, options)
    return _summary(nodes, labels, picked)


def streams(seed, index):
    """Generators (graph, features, layers) of graph number `index` of a seed: independent, the same whatever else is drawn."""
    _require_whole("seed", seed, 0)
    children = np.random.SeedSequence(seed, spawn_key=(index,)).spawn(3)
    return tuple(np.random.default_rng(child) for child in children)


def picture_nodes(n_nodes):
    """Numbers of a few nodes, evenly from both blocks, that stand for all in pictures."""
    return np.unique(np.linspace(0, n_nodes - 1, PICTURE_NODES).astype(int))


def _require_whole(name, value, low):
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < low:
        raise ValueError(f"{name} is {value!r}, but it must be a whole number of at least {low}.")


def across_nodes(graph):
    """Variance over the nodes of a class of one draw's propagated noise, mean over draws and classes. Shape (depth+1,).

    Unlike the variance across draws it goes to zero with depth: it leaves out what all nodes share.
    """
    classes = [graph.draws[:, graph.labels == label] for label in np.unique(graph.labels)]
    spread = [values.var(axis=1, ddof=1).mean(axis=-1) for values in classes if values.shape[1] > 1]
    return np.mean(spread, axis=0) if spread else np.full(graph.mean_gap.size, np.nan)


def _summary(nodes, labels, picked):
    """Boil per-node moments down to what readings and pictures need."""
    return GraphMoments(
        mean_gap=nodes.mean_gap,
        variance=nodes.noise.mean(axis=1),
        neighbourhood_noise=((labels * nodes.signal - nodes.mean_gap[:, None]) ** 2).mean(axis=1),
        fixed=_ratios(labels, nodes.signal, nodes.noise, nodes.ones),
        fitted=_ratios(labels, nodes.centred_signal, nodes.centred_noise, nodes.centred_ones),
        threshold=_class_midpoint(labels, nodes.signal),
        threshold_ones=np.ones(nodes.mean_gap.size) if nodes.ones is None else _class_midpoint(labels, nodes.ones),
        route="exact" if nodes.exact else "probes",
        labels=labels[picked],
        signal=nodes.signal[:, picked],
        noise=nodes.noise[:, picked],
        centred_signal=nodes.centred_signal[:, picked],
        centred_noise=nodes.centred_noise[:, picked],
        draws=nodes.draws,
        common=nodes.common,
    )


def _class_midpoint(labels, values):
    """Half the sum of the two class means of values (depth+1, N)."""
    return (values[:, labels > 0].mean(axis=1) + values[:, labels < 0].mean(axis=1)) / 2


def _ratios(labels, signal, noise, ones):
    """Group the nodes' ratios at each depth: sorted, then cut."""
    # Without any noise left a node is right, wrong or tied whatever sigma is.
    ratio = np.divide(labels * signal, np.sqrt(noise), out=np.sign(labels * signal) * 1e12, where=noise > 0)
    n_nodes = ratio.shape[1]
    if ones is not None:
        unit = np.divide(labels, np.sqrt(noise), out=np.zeros_like(noise), where=noise > 0)
        return Ratios(ratio, np.zeros(1), np.full(n_nodes, 1 / n_nodes), unit * ones, unit)
    if n_nodes <= ALL_NODES:
        return Ratios(ratio, np.zeros(1), np.full(n_nodes, 1 / n_nodes))
    ratio.sort(axis=1)
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
    return Ratios(mean, mean_of(centred**2), count / n_nodes)


def read(graphs, side, model):
    """Readings 1 to 3 of sampled graphs for any mu1, mu2 and sigma: algebra only, nothing is sampled again.

    graphs: GraphMoments of one method.  side: (depth+1,) from side_of.  model: only its gap, midpoint and sigma are used.
    """
    strength = abs(model.gap) / (2 * model.sigma)
    level = np.copysign(1.0, model.gap) * model.midpoint / model.sigma
    # A method that does not keep constants learns its fixed threshold from independent graphs.
    threshold = np.mean([strength * graph.threshold + level * graph.threshold_ones for graph in graphs], axis=0)
    mean_gap, variance = (np.stack([getattr(graph, name) for graph in graphs]) for name in ("mean_gap", "variance"))
    return Simulation(
        mean_gap=mean_gap,
        variance=variance,
        neighbourhood_noise=np.stack([graph.neighbourhood_noise for graph in graphs]),
        error_paper=error_probability(strength * np.abs(mean_gap), np.sqrt(variance)),
        error_fixed=np.stack([graph.fixed.error(side, strength, level, threshold) for graph in graphs]),
        error_fitted=np.stack([graph.fitted.error(side, strength, level) for graph in graphs]),
        variance_route=graphs[0].route,
        n_draws=graphs[0].common.shape[1],
    )
