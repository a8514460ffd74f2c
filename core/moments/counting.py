"""Methods that look at the features, or combine depths: errors by counting nodes over feature draws.

Features: F = 1, x_i as in the model; or F > 1, class means m 1 +- (Delta/2) u for the unit vector u with entries
+-1/sqrt(F) in turn, so that along u nothing changes. The rule projects on the direction between two class means and
cuts half-way between them: fixed takes direction and cut from the other graphs, fitted from the same draw.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from core.model import require_all_known
from core.propagation import METHODS, layers
from core.similarity import distance_to_consensus


@dataclass(frozen=True)
class CountedGraph:
    """One graph's draws after every layer, boiled down; arrays with depth+1 first.

    first, second: (depth+1, F) class means over nodes and draws.  by_draw: (depth+1, draws, 2, F) class means of each draw.
    features: list over depth of (draws, N, F) float32.  similarity: (depth+1,) mean over draws of mu(X).
    labels: (N,).
    """

    first: np.ndarray
    second: np.ndarray
    by_draw: np.ndarray
    features: np.ndarray
    similarity: np.ndarray
    labels: np.ndarray


def direction(n_features):
    """The unit vector u along which the class means differ: [1] for one feature, +-1/sqrt(F) in turn for more."""
    signs = np.where(np.arange(n_features) % 2 == 0, 1.0, -1.0)
    return signs / np.sqrt(n_features)


def draw_features(rng, model, labels, n_features):
    """One draw of features (N, F): class means m 1 +- (Delta/2) u, standard deviation sigma in each feature."""
    require_all_known(model, "a model whose features are drawn for networks and for methods that are counted")
    centre = model.midpoint + model.gap / 2 * np.outer(labels, direction(n_features))
    return centre + model.sigma * rng.standard_normal((labels.size, n_features))


def count_graph(key, adjacency, labels, model, depth, n_draws, rng, options, layer_seed=0):
    """Run n_draws feature draws of one graph through the layers, the same layers for all. Returns a CountedGraph."""
    n_features = METHODS[key].n_features
    features = np.empty((depth + 1, n_draws, labels.size, n_features), dtype=np.float32)
    similarity = np.zeros(depth + 1)
    for draw in range(n_draws):
        x = draw_features(rng, model, labels, n_features)
        for n, h in enumerate(
            islice(layers(key, adjacency, x, rng=np.random.default_rng(layer_seed), **options), depth + 1)
        ):
            features[n, draw] = h
            similarity[n] += distance_to_consensus(h) / n_draws
    by_draw = np.stack([features[:, :, labels < 0].mean(axis=2), features[:, :, labels > 0].mean(axis=2)], axis=2)
    by_draw = by_draw.astype(float)
    first, second = by_draw[:, :, 0].mean(axis=1), by_draw[:, :, 1].mean(axis=1)
    return CountedGraph(first, second, by_draw, features, similarity, labels)


def read_counted(graphs, gap):
    """Readings of counted graphs: name -> (n_graphs, depth+1), as in simulation.Simulation. gap: Delta of the model."""
    names = ("mean_gap", "variance", "neighbourhood_noise", "error_fixed", "error_fitted")
    found = {name: np.empty((len(graphs), graphs[0].first.shape[0])) for name in names}
    for index, graph in enumerate(graphs):
        others = [other for place, other in enumerate(graphs) if place != index] or [graph]
        low = np.mean([other.first for other in others], axis=0)
        high = np.mean([other.second for other in others], axis=0)
        across = _unit(high - low)
        projected = np.einsum("ndif,nf->ndi", graph.features, across, optimize=True)
        cut = np.einsum("nf,nf->n", (low + high) / 2, across)
        own_side = graph.labels * (projected - cut[:, None, None])
        found["error_fixed"][index] = _share_wrong(own_side)
        found["error_fitted"][index] = _fitted_error(graph)
        gap_of_graph = np.einsum("nf,nf->n", graph.second - graph.first, across)
        found["mean_gap"][index] = gap_of_graph / abs(gap) if gap else 0.0
        n_draws = projected.shape[1]
        variance = projected.var(axis=1, ddof=1).mean(axis=1) if n_draws > 1 else np.full(cut.size, np.nan)
        found["variance"][index] = variance
        means = graph.labels * projected.mean(axis=1)
        noise = (means[:, graph.labels > 0].var(axis=1) + means[:, graph.labels < 0].var(axis=1)) / 2
        # The means over a few draws carry feature noise of their own.
        noise = np.maximum(noise - np.nan_to_num(variance) / n_draws, 0)
        found["neighbourhood_noise"][index] = noise / (gap / 2) ** 2 if gap else 0.0
    return found


def _unit(vectors):
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)


def _share_wrong(margin):
    """Share of (draws, nodes) below zero at each depth, ties one half."""
    return ((margin < 0) + 0.5 * (margin == 0)).mean(axis=(1, 2))


def _fitted_error(graph):
    low, high = graph.by_draw[:, :, 0], graph.by_draw[:, :, 1]
    across = _unit(high - low)
    projected = np.einsum("ndif,ndf->ndi", graph.features, across, optimize=True)
    cut = np.einsum("ndf,ndf->nd", (low + high) / 2, across)
    return _share_wrong(graph.labels * (projected - cut[:, :, None]))
