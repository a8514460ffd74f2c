"""Sampled graphs read in the three simulated readings of the error, exactly given the graph where possible."""

from dataclasses import dataclass

import numpy as np

from core.gaussian import error_probability
from core.many_classes.highest import paper_error
from core.many_classes.simulated import graph_readings, require_polynomial
from core.model import require_all_known
from core.moments.counting import count_graph, read_counted
from core.moments.graph_moments import (
    MAX_DEPTH,
    GraphMoments,
    across_nodes,
    moments_on,
    picture_nodes,
    sample_graph_moments,
    sample_moments,
)
from core.moments.jumping import jumping_graph, read_jumping
from core.moments.node_moments import equal_weight
from core.moments.ratios import Ratios
from core.propagation import METHODS, complete_options, require_depth, response
from core.sampling import block_labels, sample_graph
from core.streams import MAX_GRAPHS, require_draws, require_whole, streams
from core.walks import predict_layers

# The simulation's public names, wherever they are made.
__all__ = [
    "MAX_DEPTH",
    "GraphMoments",
    "Ratios",
    "Simulation",
    "across_nodes",
    "count_parts",
    "counted",
    "moments_on",
    "picture_nodes",
    "read",
    "read_parts",
    "sample_graph_moments",
    "sample_moments",
    "sample_readings",
    "side_of",
    "simulate",
    "streams",
]

COUNTED_NODES = 4000


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
    if model.n_classes > 2:
        require_whole("n_graphs", n_graphs, 1, MAX_GRAPHS)
        graphs = [
            sample_readings(model, depth, method, index, n_draws, seed, exact, **options) for index in range(n_graphs)
        ]
        return read_many_classes(graphs, model)
    if counted(method):
        require_whole("n_graphs", n_graphs, 1, MAX_GRAPHS)
        parts = [count_parts(model, depth, method, index, n_draws, seed, **options) for index in range(n_graphs)]
        return read_parts(parts, model, method)
    graphs = list(sample_moments(model, depth, method, n_graphs, n_draws, seed, exact, **options))
    return read(graphs, side_of(model, depth, method, **options), model)


def sample_readings(model, depth, method="convolution", index=0, n_draws=64, seed=0, exact=None, **options):
    """core.many_classes.simulated.graph_readings of graph number `index`: more than two classes."""
    require_polynomial(method)
    side = side_of(model, depth, method, **options)
    return graph_readings(model, depth, side, method, index, n_draws, seed, exact, **options)


def read_many_classes(graphs, model):
    """Simulation of graphs with more than two classes, from `core.many_classes.simulated.graph_readings` of each."""
    found = {name: np.stack([graph.curves[name] for graph in graphs]) for name in graphs[0].curves}
    paper = paper_error(model, found["mean_gap"], found["variance"])
    return Simulation(**found, error_paper=paper, variance_route=graphs[0].route, n_draws=graphs[0].n_draws)


def counted(method):
    """Whether a method's errors are counted over feature draws, because no algebra gives them."""
    return not METHODS[method].linear or METHODS[method].combines_depths


def count_parts(model, depth, method, index=0, n_draws=64, seed=0, **options):
    """One sampled graph of a counted method with its feature draws, for `read_parts`."""
    require_all_known(model, f"a model that is simulated with {method}")
    depth = require_depth(depth, MAX_DEPTH)
    options = complete_options(method, options)
    require_draws(n_draws, model.n_nodes)
    graph_stream, feature_stream, _ = streams(seed, index)
    adjacency, labels = sample_graph(graph_stream, model), block_labels(model)
    if METHODS[method].combines_depths:
        return jumping_graph(feature_stream, adjacency, labels, depth, max(2, n_draws // 4))
    # Draws of many nodes say more than draws of few: about as many nodes are counted on any graph.
    wanted = (COUNTED_NODES if METHODS[method].n_features > 1 else 4 * COUNTED_NODES) // model.n_nodes
    n_draws = max(2, min(n_draws, wanted))
    # The seed alone draws the layers: a threshold fixed in advance is fixed for this network, whatever the graph.
    return count_graph(method, adjacency, labels, model, depth, n_draws, feature_stream, options, layer_seed=seed)


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

    By walk theory; without one, and for unequal blocks, by the filter response at the gap's eigenvalue.
    The rule knows the model, never the sampled graph.
    """
    options = complete_options(method, options)
    first, second = model.block_sizes[:2]
    known = method if METHODS[method].has_theory else METHODS[method].side_like
    if known and first == second:
        sign = predict_layers(model, depth, known, **options).side
    else:
        sign = np.sign(response(method, METHODS[method].class_eigenvalue(model), depth, **options)[:, 0])
    return np.where(sign == 0, 1.0, sign)


def read(graphs, side, model):
    """Readings 1 to 3 of sampled graphs for any mu1, mu2 and sigma: algebra only, nothing is sampled again.

    graphs: GraphMoments of one method.  side: (depth+1,) from side_of.  model: only its gap, midpoint and sigma are used.
    For more than two classes GraphReadings of this very model.
    """
    if model.n_classes > 2:
        return read_many_classes(graphs, model)
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
