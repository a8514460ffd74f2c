"""One sampled graph under one linear method, boiled down to what readings and pictures need."""

from dataclasses import dataclass

import numpy as np

from core.model import require_all_known
from core.moments.node_moments import exact_is_affordable, node_moments
from core.moments.ratios import Ratios, ratios
from core.moments.sequence_moments import sequence_moments
from core.propagation import METHODS, complete_options, require_depth
from core.sampling import block_labels, sample_graph, sample_known
from core.streams import MAX_GRAPHS, known_stream, require_draws, require_whole, streams

MAX_DEPTH = 256
PICTURE_NODES, MOST_PICTURE_NODES = 64, 640


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


def sample_moments(model, depth, method="convolution", n_graphs=4, n_draws=64, seed=0, exact=None, **options):
    """Yield GraphMoments of n_graphs independent graphs, one after another."""
    require_whole("n_graphs", n_graphs, 1, MAX_GRAPHS)
    for index in range(n_graphs):
        yield sample_graph_moments(model, depth, method, index, n_draws, seed, exact, **options)


def sample_graph_moments(model, depth, method="convolution", index=0, n_draws=64, seed=0, exact=None, **options):
    """Moments of graph number `index` of a seed; graph and features draw from separate streams. mu, sigma play no part.

    Which nodes have a feature, where `model.known` is below 1, is drawn once for each graph and belongs to it.
    """
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    require_draws(n_draws, model.n_nodes)
    graph_stream, feature_stream, layer_stream = streams(seed, index)
    adjacency = sample_graph(graph_stream, model)
    labels = block_labels(model)
    # As many nodes with a feature as where every node has one, up to a limit.
    picked = picture_nodes(model.n_nodes, min(round(PICTURE_NODES / model.known), MOST_PICTURE_NODES))
    unit_noise = feature_stream.standard_normal((model.n_nodes, n_draws))
    use_exact = exact_is_affordable(method, adjacency, depth) if exact is None else exact
    arguments = (method, adjacency, labels, depth, unit_noise, picked, use_exact, options)
    if METHODS[method].sampler is not None:
        require_all_known(model, f"a model that is simulated with {method}")
        nodes = sequence_moments(layer_stream, *arguments)
    else:
        known = sample_known(known_stream(seed, index), model)[:, 0] if model.known < 1 else None
        nodes = node_moments(*arguments, known)
    return _summary(nodes, labels, picked)


def moments_on(rng, adjacency, labels, depth, method="convolution", n_draws=64, exact=None, **options):
    """Moments of a graph that is there already, under a linear method that is not random. Returns GraphMoments.

    rng: numpy Generator of the feature draws.  adjacency: symmetric csr_array (N, N).  labels: (N,) of -1, +1, both
    present.  Other arguments as in `simulate`.
    """
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    require_draws(n_draws, labels.size)
    if not METHODS[method].linear or METHODS[method].sampler is not None:
        raise ValueError(f"method is {method!r}, but it must be linear and not random.")
    picked = picture_nodes(labels.size)
    unit_noise = rng.standard_normal((labels.size, n_draws))
    use_exact = exact_is_affordable(method, adjacency, depth) if exact is None else exact
    nodes = node_moments(method, adjacency, labels, depth, unit_noise, picked, use_exact, options)
    return _summary(nodes, labels, picked)


def picture_nodes(n_nodes, count=PICTURE_NODES):
    """Numbers of a few nodes, evenly from both blocks, that stand for all in pictures."""
    return np.unique(np.linspace(0, n_nodes - 1, count).astype(int))


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
        fixed=ratios(labels, nodes.signal, nodes.noise, nodes.ones, nodes.doubt),
        fitted=ratios(labels, nodes.centred_signal, nodes.centred_noise, nodes.centred_ones, nodes.centred_doubt),
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
