"""A task that needs depth: a node's label is the majority of what lies exactly k hops away, and nothing nearer tells it."""

from dataclasses import dataclass

import numpy as np

from core.inside.growth import distances
from core.methods.operators import with_isolated_loops
from core.model import require_all_known
from core.propagation import propagate
from core.sampling import sample_graph
from core.streams import streams

HOPS = (1, 2, 3)
FEWEST_DRAWS, MOST_DRAWS, DRAWN = 64, 256, 500_000
ROUNDING = 1e-12
AT_ONCE, NUMBERS_AT_ONCE = 16, 3_000_000
MOST_NODES, FEWEST_NODES, WORK = 128, 32, 250_000


@dataclass(frozen=True)
class LongRange:
    """Errors on labels that lie k hops away, on one graph, mean over nodes; NaN for a k at which no node has anybody.

    exact: (depth+1, hops) over all features.  counted: (depth+1, hops) on drawn ones.  share: (hops,) of the graph at hop k.
    """

    exact: np.ndarray
    counted: np.ndarray
    share: np.ndarray


def long_range(rng, adjacency, depth, method="convolution", hops=HOPS, **options):
    """Errors of the sign of h^(n)_i for the label y_i = sign of the sum of x_j over all j exactly k hops from i.

    x_j: independent standard normal.  Given the graph, h_i = w'x and the sum 1_k'x are jointly normal with correlation
    rho = w'1_k / (|w| sqrt(n_k)), so that their signs differ with probability arccos(rho) / pi (Sheppard 1899). Within
    n < k layers w is zero at hop k: the error is one half, whatever the method.

    rng: numpy Generator.  adjacency: symmetric csr_array (N, N).  method: "convolution", or another one that is a polynomial of
    the walk P = D^-1 A.  Returns a LongRange over an even sample of nodes.
    """
    n_nodes = adjacency.shape[0]
    size = int(np.clip(WORK // n_nodes, FEWEST_NODES, MOST_NODES))
    nodes = np.unique(np.linspace(0, n_nodes - 1, size).astype(int))
    x = rng.standard_normal((n_nodes, int(np.clip(DRAWN // n_nodes, FEWEST_DRAWS, MOST_DRAWS))))
    weight = np.asarray(with_isolated_loops(adjacency).sum(axis=1)).ravel()
    exact, counted, share = [], [], []
    at_once = int(np.clip(NUMBERS_AT_ONCE // (n_nodes * (depth + 1)), 1, AT_ONCE))
    for some in np.array_split(nodes, -(-nodes.size // at_once)):
        away = np.stack([distances(adjacency, node) for node in some])
        own = np.zeros((n_nodes, some.size))
        own[some, np.arange(some.size)] = 1
        # Row i of a polynomial f of P, by detailed balance: D f(P) D^-1 e_i.
        rows = propagate(method, adjacency, own, depth, **options) * (weight[:, None] / weight[some])
        length = np.sqrt((rows**2).sum(axis=1))
        features = rows.transpose(0, 2, 1) @ x
        for place in range(len(hops)):
            there = (away == hops[place]).astype(float)
            met = there.sum(axis=1)
            kept = np.flatnonzero(met > 0)
            rho = np.einsum("nic,ci->nc", rows[:, :, kept], there[kept]) / (length[:, kept] * np.sqrt(met[kept]))
            truth = there[kept] @ x
            exact.append((place, _differ(rho)))
            counted.append((place, _wrong(features[:, kept], truth)))
            share.append((place, met[None] / n_nodes))
    return LongRange(*(_means(found, len(hops)) for found in (exact, counted)), _means(share, len(hops))[0])


def sample_long_range(model, depth, seed, index, method="convolution", **options):
    """`long_range` on graph number `index` of a seed."""
    require_all_known(model, "a model whose long-range task is sampled")
    graph_stream, feature_stream, _ = streams(seed, index)
    return long_range(feature_stream, sample_graph(graph_stream, model), depth, method, **options)


def _differ(rho):
    """Probability that two normal variables with correlation rho differ in sign; all but equal ones never do."""
    return np.where(rho > 1 - ROUNDING, 0, np.arccos(np.clip(rho, -1, 1)) / np.pi)


def _wrong(features, truth):
    """Share of draws on the other side of zero; a feature of nothing is a coin. Returns (depth+1, nodes)."""
    return np.where(features == 0, 0.5, (features > 0) != (truth > 0)).mean(axis=2)


def _means(found, n_hops):
    """Mean over the nodes of every hop. found: (place, (rows, nodes)), some for every hop. Returns (rows, n_hops)."""
    columns = []
    for place in range(n_hops):
        values = np.concatenate([values for where, values in found if where == place], axis=1)
        columns.append(values.mean(axis=1) if values.shape[1] else np.full(values.shape[0], np.nan))
    return np.stack(columns, axis=1)
