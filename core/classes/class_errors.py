"""Sampled graphs read class by class: how each class errs under a threshold known beforehand.

Exact given the graph: node i has mean m_i = (P^n s)_i and variance v_i = ||row i||^2 over feature draws, and errs with
Phi( -side s_i (h m_i - t) / sqrt(v_i) ), h = |Delta|/(2 sigma). Midpoint and Bayes threshold come from the other graphs.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.gaussian import probed_error
from core.model import require_all_known
from core.moments.graph_moments import MAX_DEPTH, picture_nodes
from core.moments.node_moments import exact_is_affordable, node_moments
from core.propagation import METHODS, complete_options, require_depth
from core.sampling import block_labels, sample_graph
from core.simulation import side_of
from core.streams import streams
from core.thresholds import RULES, lowest, search_grid

SEARCHED_NODES = 256


@dataclass(frozen=True)
class ClassGraph:
    """One sampled graph's nodes at depths 0..n, free of Delta and sigma.

    signal: m_i, unit Delta/2, and noise: v_i, unit sigma^2, both float32 (depth+1, N).  route: "exact" or "probes".
    doubt: of noise from probes, as in gaussian.probed_error; None where it is exact.
    """

    signal: np.ndarray
    noise: np.ndarray
    route: str
    doubt: np.ndarray | None = None


@dataclass(frozen=True)
class ClassSimulation:
    """Both classes over graphs, (n_graphs, depth+1, 2), class 1 first; units as in unequal.ClassPrediction.

    mean: of the nodes' own means.  variance: v.  neighbourhood_noise: spread of the nodes' means about `mean`.
    error: rule -> (n_graphs, depth+1, 2).  total: rule -> (n_graphs, depth+1).  route: "exact" or "probes".
    """

    mean: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    error: dict[str, np.ndarray]
    total: dict[str, np.ndarray]
    route: str


def class_graph(model, depth, index=0, n_draws=64, seed=0, exact=None, method="convolution", **options):
    """Sample graph number `index` of a seed and follow its nodes, as simulation.sample_graph_moments does.

    method: a linear one that leaves constants alone.  mu1, mu2 and sigma play no part.  Returns a ClassGraph.
    Raises ValueError for a bad depth, method or option, or a model too large to sample.
    """
    depth, options = require_depth(depth, MAX_DEPTH), complete_options(method, options)
    kind = METHODS[method]
    if not kind.linear or kind.combines_depths or not kind.keeps_constants or kind.sampler is not None:
        raise ValueError(f"method is {method!r}, but it must be linear, keep constants and draw nothing at random.")
    require_all_known(model, "a model whose classes are read one by one")
    graph_stream, feature_stream, _ = streams(seed, index)
    adjacency = sample_graph(graph_stream, model)
    unit_noise = feature_stream.standard_normal((model.n_nodes, n_draws))
    use_exact = exact_is_affordable(method, adjacency, depth) if exact is None else exact
    picked = picture_nodes(model.n_nodes)
    nodes = node_moments(method, adjacency, block_labels(model), depth, unit_noise, picked, use_exact, options)
    route = "exact" if nodes.exact else "probes"
    return ClassGraph(nodes.signal.astype(np.float32), nodes.noise.astype(np.float32), route, nodes.doubt)


def simulate_classes(model, depth, n_graphs=4, n_draws=64, seed=0, exact=None, method="convolution", **options):
    """Sample n_graphs graphs and read both classes at depths 0..depth. Arguments as in simulation.simulate."""
    graphs = [class_graph(model, depth, index, n_draws, seed, exact, method, **options) for index in range(n_graphs)]
    return read_classes(graphs, model, side_of(model, depth, method, **options))


def read_classes(graphs, model, side):
    """Read both classes of sampled graphs for any mu1, mu2 and sigma: algebra only.

    graphs: ClassGraphs of one model.  side: (depth+1,) from simulation.side_of.  Returns a ClassSimulation.
    """
    strength = abs(model.gap) / (2 * model.sigma)
    share = np.array(model.block_sizes) / model.n_nodes
    classes = slice(0, model.block_sizes[0]), slice(model.block_sizes[0], model.n_nodes)
    mean, variance, spread = np.empty((3, len(graphs), side.size, 2))
    for index, graph in enumerate(graphs):
        for place, nodes in enumerate(classes):
            mean[index, :, place] = graph.signal[:, nodes].mean(axis=1, dtype=float)
            spread[index, :, place] = graph.signal[:, nodes].var(axis=1, dtype=float)
            variance[index, :, place] = graph.noise[:, nodes].mean(axis=1, dtype=float)

    def errors(graph, threshold, at_most=None):
        """(depth+1, 2) for a threshold (depth+1,) in units of sigma, from at most so many nodes of each class."""
        found = np.empty((side.size, 2))
        for place, (nodes, label) in enumerate(zip(classes, (-1, 1), strict=True)):
            step = 1 if at_most is None else -(-(nodes.stop - nodes.start) // at_most)
            few = slice(nodes.start, nodes.stop, step)
            distance = strength * graph.signal[:, few] - threshold[:, None]
            score = label * side[:, None] * distance / np.sqrt(np.maximum(graph.noise[:, few], 1e-30))
            # The search compares thresholds: what doubt does to all of them alike it may leave out.
            sure = graph.doubt is None or at_most is not None
            found[:, place] = (ndtr(-score) if sure else probed_error(score, graph.doubt[:, few])).mean(axis=1)
        return found

    deviation = np.sqrt(variance + strength**2 * spread).mean(axis=0)
    grid = search_grid(strength * mean.mean(axis=0), deviation)
    total = np.stack(
        [[errors(graph, tried, SEARCHED_NODES) @ share for tried in grid.T] for graph in graphs],
    ).swapaxes(1, 2)
    error = {rule: np.empty_like(mean) for rule in RULES}
    for index, graph in enumerate(graphs):
        others = [place for place in range(len(graphs)) if place != index] or [index]
        known = {
            "fixed": np.zeros(side.size),
            "midpoint": strength * mean[others].mean(axis=(0, 2)),
            "bayes": lowest(grid, total[others].mean(axis=0)),
        }
        for rule in RULES:
            error[rule][index] = errors(graph, known[rule])
    return ClassSimulation(
        mean=mean,
        variance=variance,
        neighbourhood_noise=spread,
        error=error,
        total={rule: values @ share for rule, values in error.items()},
        route=graphs[0].route,
    )
