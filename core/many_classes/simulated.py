"""Sampled graphs with C classes of one size: means and noise of every node exactly, errors by the same scores as in theory.

The rule fixed in advance knows the model: it scores class j by the share f_n(P)[c = j] that a node hears of it, whose noise is
equal in all classes, and so the error given the graph is an integral. The fitted rule takes the nearest class mean of the
same draw and is counted over draws.
"""

from dataclasses import dataclass

import numpy as np

from core.many_classes.highest import not_highest
from core.moments.graph_moments import MAX_DEPTH, picture_nodes
from core.moments.node_moments import differences, exact_is_affordable, node_moments
from core.propagation import METHODS, complete_options, propagate, require_depth
from core.sampling import class_numbers, sample_graph
from core.simplex import circumradius, class_means
from core.streams import require_draws, streams

COUNTED = 2_000_000  # numbers of one layer that are counted: nodes, draws and features
LARGE, PROBES = 8000, 256  # above so many nodes a quarter of the probes: their noise averages out over nodes


@dataclass(frozen=True)
class GraphReadings:
    """One sampled graph: curves, a dict of Simulation's rows (depth+1,) but error_paper, and a picture of its classes 1 and 2.

    Picture, of a few nodes along the line between the two means, as GraphMoments has it: labels -1 and +1 (picked,); signal,
    noise, centred_signal, centred_noise (depth+1, picked).
    """

    curves: dict
    route: str
    n_draws: int
    labels: np.ndarray
    signal: np.ndarray
    noise: np.ndarray
    centred_signal: np.ndarray
    centred_noise: np.ndarray


def graph_readings(model, depth, side, method="convolution", index=0, n_draws=64, seed=0, exact=None, **options):
    """Readings of graph number `index`. Returns GraphReadings.

    side: (depth+1,), -1 where the rule answers the class that a node hears least of.  Features are about their centre.
    """
    depth, options = require_depth(depth, MAX_DEPTH), complete_options(method, options)
    require_draws(n_draws, model.n_nodes)
    require_polynomial(method)
    n_classes, n_nodes = model.n_classes, model.n_nodes
    graph_stream, feature_stream, _ = streams(seed, index)
    adjacency, numbers = sample_graph(graph_stream, model), class_numbers(model)
    heard = propagate(method, adjacency, np.eye(n_classes)[numbers], depth, **options)
    found = _moments(feature_stream, method, adjacency, numbers, depth, exact, options)
    own = heard[:, np.arange(n_nodes), numbers]
    rest = heard.sum(axis=2) - own
    along = own - rest / (n_classes - 1)
    gap = along.mean(axis=1)
    length = ((heard**2).sum(axis=2) - heard.sum(axis=2) ** 2 / n_classes) / (1 - 1 / n_classes)
    curves = {
        "mean_gap": gap,
        "variance": found.noise.mean(axis=1),
        "neighbourhood_noise": (length - 2 * gap[:, None] * along + gap[:, None] ** 2).mean(axis=1),
        "error_fixed": _fixed(model, heard, found.noise, own, numbers, side),
        "error_fitted": _fitted(feature_stream, model, adjacency, numbers, depth, n_draws, method, options),
    }
    labels = pair_labels(numbers)
    picked = np.flatnonzero(labels)[picture_nodes(np.count_nonzero(labels))]
    picture = ("signal", "noise", "centred_signal", "centred_noise")
    return GraphReadings(
        curves=curves,
        route="exact" if found.exact else "probes",
        n_draws=n_draws,
        labels=labels[picked],
        **{name: getattr(found, name)[:, picked] for name in picture},
    )


def pair_labels(numbers):
    """-1 and +1 for nodes of the classes 1 and 2, 0 for all others, (N,)."""
    return np.where(numbers == 0, -1, np.where(numbers == 1, 1, 0))


def require_polynomial(method):
    """ValueError for a method that several classes have no readings of: one that looks at the features, or draws its edges."""
    if not METHODS[method].polynomial or METHODS[method].combines_depths:
        raise ValueError(
            f"method is {method!r}, but with more than two classes it must be a polynomial of one graph's walk."
        )


def _moments(rng, method, adjacency, numbers, depth, exact, options):
    use_exact = exact_is_affordable(method, adjacency, depth) if exact is None else exact
    unit_noise = rng.standard_normal((numbers.size, PROBES if numbers.size <= LARGE else PROBES // 4))
    return node_moments(method, adjacency, pair_labels(numbers), depth, unit_noise, np.arange(1), use_exact, options)


def _fixed(model, heard, noise, own, numbers, side):
    n_classes, radius = model.n_classes, circumradius(model)
    others = np.arange(n_classes)[None, :] != numbers[:, None]
    rivals = heard[:, others].reshape(heard.shape[0], numbers.size, n_classes - 1)
    deviation = np.maximum(model.sigma * np.sqrt((1 - 1 / n_classes) * noise), 1e-12 * (radius + model.sigma))
    once = np.ones(n_classes - 1)
    return np.array(
        [
            not_highest(at * radius * (mine[:, None] - theirs), width, width[:, None], once).mean()
            for at, mine, theirs, width in zip(side, own, rivals, deviation, strict=True)
        ]
    )


def _fitted(rng, model, adjacency, numbers, depth, n_draws, method, options):
    n_classes, n_nodes = model.n_classes, model.n_nodes
    n_draws = int(max(1, min(n_draws, COUNTED // (n_nodes * (n_classes - 1)))))
    z = rng.standard_normal((n_nodes, n_draws * (n_classes - 1)))
    means = class_means(model)
    corners = means - means.mean(axis=0)
    size = n_nodes // n_classes
    found = np.empty(depth + 1)
    columns = np.hstack([corners[numbers], z])
    # One layer at a time: with many classes all of them together would take gigabytes.
    for n, layer in enumerate(differences(method, adjacency, columns, depth, options)):
        noise = layer[:, n_classes - 1 :].reshape(n_nodes, n_draws, n_classes - 1)
        features = layer[:, None, : n_classes - 1] + model.sigma * noise
        features = features / max(np.abs(features).max(), np.finfo(float).tiny)
        means = features.reshape(n_classes, size, n_draws, n_classes - 1).mean(axis=1)
        # Nearest class mean: the same as the largest of h.m_c - |m_c|^2 / 2.
        scores = np.einsum("idf,cdf->idc", features, means) - (means**2).sum(axis=-1).T / 2
        own = np.take_along_axis(
            scores, np.broadcast_to(numbers[:, None, None], (n_nodes, n_draws, 1)).astype(int), axis=2
        )
        above, ties = (scores > own).any(axis=2), (scores == own).sum(axis=2)
        found[n] = 1 - np.where(above, 0, 1 / ties).mean()
    return found
