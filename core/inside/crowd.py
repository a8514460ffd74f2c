"""A few nodes of one sampled graph, to be followed one by one: what n convolutions make of each, free of mu1, mu2 and sigma."""

from dataclasses import dataclass

import numpy as np

from core.propagation import propagate
from core.sampling import block_labels, sample_graph, sample_known
from core.streams import known_stream, streams

SIZE = 120
MOST_LINKS = 100_000


@dataclass(frozen=True)
class Crowd:
    """Nodes of the first graph of a simulation, with the first of its feature draws: h^(n)_i = m + (Delta/2) signal + sigma noise.

    nodes: numbers (k,), ascending, from both blocks.  degree, own: neighbours, and those of the own class, (k,).
    signal, noise: (P^n s)_i and (P^n z)_i, (depth+1, k).  centre: the fitted threshold of both, (depth+1, 2).
    unit_noise: z of all nodes, (N,).  known: which of all nodes have a feature, (N,); the others add neither signal nor noise.
    links: positions j(j-1)/2 + i of the links i < j, ascending, (m,), None where there are more than MOST_LINKS.
    """

    nodes: np.ndarray
    degree: np.ndarray
    own: np.ndarray
    signal: np.ndarray
    noise: np.ndarray
    centre: np.ndarray
    unit_noise: np.ndarray
    known: np.ndarray
    links: np.ndarray | None


def sample_crowd(model, depth, seed, n_draws=64, size=SIZE):
    """About `size` nodes, evenly from all, on the graph number 0 of `core.simulation.simulate` with this seed and n_draws.

    Returns a Crowd.
    """
    graph_stream, feature_stream, _ = streams(seed, 0)
    adjacency, labels = sample_graph(graph_stream, model), block_labels(model).astype(float)
    unit_noise = feature_stream.standard_normal((model.n_nodes, n_draws))[:, 0]
    nodes = np.unique(np.linspace(0, model.n_nodes - 1, size).astype(int))
    known = sample_known(known_stream(seed, 0), model)
    layers = propagate("convolution", adjacency, known * np.stack([labels, unit_noise], axis=1), depth)
    degree = np.diff(adjacency.indptr)
    agreeing = (degree + labels * (adjacency @ labels)) / 2
    centre = (layers[:, labels > 0].mean(axis=1) + layers[:, labels < 0].mean(axis=1)) / 2
    return Crowd(
        nodes=nodes,
        degree=degree[nodes],
        own=np.rint(agreeing[nodes]).astype(int),
        signal=layers[:, nodes, 0],
        noise=layers[:, nodes, 1],
        centre=centre,
        unit_noise=unit_noise,
        known=known[:, 0],
        links=_positions(adjacency, degree) if adjacency.nnz <= 2 * MOST_LINKS else None,
    )


def _positions(adjacency, degree):
    row, column = np.repeat(np.arange(degree.size), degree), adjacency.indices.astype(np.int64)
    row, column = row[row < column], column[row < column]
    return np.sort(column * (column - 1) // 2 + row)
