"""A dense and a sparse region in one graph: which of them loses its classes first (Zhao and Akoglu 2020 ask the question)."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array

from core.model import CSBM, require_all_known
from core.propagation import propagate
from core.sampling import block_labels, sample_graph
from core.streams import streams

CONTRAST = 4
BRIDGES = 0.1
MOST_DRAWS, FEWEST_DRAWS, WORK = 64, 16, 400_000
SMALLEST = 8


@dataclass(frozen=True)
class Regions:
    """Curves of one graph over depth, column 0 the dense region and 1 the sparse one.

    gap: distance of the class means inside the region, signed, 1 at depth 0.  spread: variance of the features over its nodes,
    both classes together, 1 at depth 0.  error: share of its nodes on the wrong side of a threshold fixed at the midpoint, for
    a rule that knows when the classes have swapped sides.  Each (depth+1, 2).  degree: (2,), mean neighbours of a node.
    """

    gap: np.ndarray
    spread: np.ndarray
    error: np.ndarray
    degree: np.ndarray


def regions_of(model):
    """(CSBM of the dense region, of the sparse one, of the links between them): with N, d and lam of `model` for the whole.

    Even nodes are dense, odd ones sparse. Their mean degrees are as CONTRAST to 1 with mean d; of the links of a sparse node a
    share BRIDGES leads to the dense region. Every link joins equal classes with probability (1+lam)/2.

    Raises ValueError where that would need a probability above 1, or fewer than SMALLEST nodes.
    """
    require_all_known(model, "a model of two regions")
    n_nodes = model.n_nodes - model.n_nodes % 4
    if n_nodes < SMALLEST:
        raise ValueError(f"n_nodes is {model.n_nodes}, but two regions need at least {SMALLEST}.")
    sparse = 2 * model.mean_degree / (1 + CONTRAST)
    across = BRIDGES * sparse
    parts = (
        (n_nodes // 2, CONTRAST * sparse - across),
        (n_nodes // 2, sparse - across),
        # Of these links only those from region to region are kept: half of them.
        (n_nodes, 2 * across),
    )
    return tuple(_with_degree(model, *part) for part in parts)


def _with_degree(model, n_nodes, degree):
    correlation = model.edge_correlation
    p, q = (degree * (1 + sign * correlation) / n_nodes for sign in (1, -1))
    if max(p, q) > 1:
        raise ValueError(
            f"a region of {n_nodes:,} nodes with mean degree {degree:.4g} would need a probability of {max(p, q):.3g}, but it must "
            "be at most 1."
        )
    return CSBM(n_nodes, p, q, model.mean_1, model.mean_2, model.sigma)


def sample_regions(rng, model):
    """One graph of both regions, symmetric csr_array (N, N), N a multiple of four. rng: numpy Generator."""
    dense, sparse, across = regions_of(model)
    shape = (across.n_nodes, across.n_nodes)
    total = coo_array(shape)
    for place, part in enumerate((dense, sparse)):
        links = sample_graph(rng, part).tocoo()
        total = total + coo_array((links.data, tuple(2 * end + place for end in links.coords)), shape=shape)
    links = sample_graph(rng, across).tocoo()
    kept = (links.coords[0] + links.coords[1]) % 2 == 1
    total = total + coo_array((links.data[kept], tuple(end[kept] for end in links.coords)), shape=shape)
    found = total.tocsr()
    found.sort_indices()
    return found


def measure_regions(rng, adjacency, model, depth):
    """Regions of a graph of `sample_regions`, by plain convolution. rng: numpy Generator of the features."""
    n_nodes = adjacency.shape[0]
    labels = block_labels(CSBM(n_nodes)).astype(float)
    n_draws = int(np.clip(WORK // n_nodes, FEWEST_DRAWS, MOST_DRAWS))
    noise = rng.standard_normal((n_nodes, n_draws))
    layers = propagate("convolution", adjacency, np.column_stack([labels, noise]), depth)
    signal, features = layers[:, :, 0] * model.gap / 2, layers[:, :, 1:] * model.sigma
    features += signal[:, :, None]
    side = np.sign((layers[:, :, 0] * labels).mean(axis=1))
    side = np.where(side == 0, 1.0, side) * (-1 if model.gap < 0 else 1)
    columns = {"gap": [], "spread": [], "error": []}
    for region in (slice(0, None, 2), slice(1, None, 2)):
        columns["gap"].append((layers[:, region, 0] * labels[region]).mean(axis=1))
        spread = features[:, region].var(axis=1).mean(axis=1)
        columns["spread"].append(spread / spread[0])
        right = features[:, region] * labels[None, region, None] * side[:, None, None]
        columns["error"].append((right < 0).mean(axis=(1, 2)) + (right == 0).mean(axis=(1, 2)) / 2)
    degree = np.diff(adjacency.indptr)
    return Regions(
        **{name: np.stack(values, axis=1) for name, values in columns.items()},
        degree=np.array([degree[0::2].mean(), degree[1::2].mean()]),
    )


def sample_and_measure(model, depth, seed, index):
    """`measure_regions` of graph number `index` of a seed."""
    graph_stream, feature_stream, _ = streams(seed, index)
    return measure_regions(feature_stream, sample_regions(graph_stream, model), model, depth)
