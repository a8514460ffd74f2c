"""Two blocks fitted to a real graph, and two steps between it and them: the same degrees without the rest, then neither."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from core.model import CSBM
from core.real.curves import one_hot

SWITCHES = 2_000_000


@dataclass(frozen=True)
class FittedBlocks:
    """Classes of a graph as blocks.

    p_within, q_across: share of the pairs inside a class, and of two classes, that are linked.  mean_degree: d.
    edge_correlation: lam, correlation of the classes at the two ends of a link (with two classes tr M - 1, M the class
    transitions along a link; with more the assortativity coefficient of Newman 2003).
    model: two equal blocks of as many nodes with this d and lam, for walk theory.
    degree_spread: variance of the degrees over their mean, 1 for the model.  inverse_degree: mean of 1/D over linked nodes.
    transitivity: share of paths of two links that a third one closes; model_transitivity: the same expected in the model.
    """

    sizes: tuple[int, ...]
    p_within: float
    q_across: float
    mean_degree: float
    edge_correlation: float
    model: CSBM
    degree_spread: float
    inverse_degree: float
    transitivity: float
    model_transitivity: float


def fit_blocks(adjacency, labels):
    """FittedBlocks of a symmetric 0/1 graph (N, N) with labels (N,) 0..C-1: all classes, or one against the rest.

    Nodes without a class (-1) count for d and all else that is of the graph, not for sizes, p, q and lam.
    """
    adjacency = csr_array(adjacency, dtype=float)
    n_nodes, table = labels.size, one_hot(labels)
    size, degree = table.sum(axis=0), np.diff(adjacency.indptr).astype(float)
    links = table.T @ (adjacency @ table)
    inside_pairs = float((size * (size - 1)).sum())
    inside, total = float(np.trace(links)), float(links.sum())
    across_pairs = float(size.sum() * (size.sum() - 1)) - inside_pairs
    share = links.sum(axis=1) / max(total, 1)
    by_chance = float((share**2).sum())
    correlation = (inside / total - by_chance) / (1 - by_chance) if total and by_chance < 1 else 0.0
    mean_degree = float(degree.mean())
    model = equal_blocks(n_nodes, mean_degree, correlation)
    paths = float((degree * (degree - 1)).sum())
    triangles = 6.0 * count_triangles(adjacency)
    lam = model.edge_correlation
    return FittedBlocks(
        sizes=tuple(int(n) for n in size),
        p_within=inside / inside_pairs if inside_pairs else 0.0,
        q_across=(total - inside) / across_pairs if across_pairs else 0.0,
        mean_degree=mean_degree,
        edge_correlation=correlation,
        model=model,
        degree_spread=float(degree.var() / mean_degree),
        inverse_degree=float((1 / degree[degree > 0]).mean()),
        transitivity=triangles / paths if paths else 0.0,
        # Two ends of a path in the model are linked with d/N (1 + lam lam^2): their labels are correlated lam^2.
        model_transitivity=min(1.0, model.mean_degree / model.n_nodes * (1 + lam**3)),
    )


def count_triangles(adjacency):
    """Number of triangles of a symmetric 0/1 graph, each once: links point to the node of higher degree, so no row is long."""
    adjacency = csr_array(adjacency, dtype=float)
    rank = np.empty(adjacency.shape[0], dtype=int)
    rank[np.argsort(np.diff(adjacency.indptr), kind="stable")] = np.arange(rank.size)
    ends = coo_array(adjacency)
    upwards = rank[ends.row] < rank[ends.col]
    pairs = rank[ends.row[upwards]], rank[ends.col[upwards]]
    upper = coo_array((np.ones(pairs[0].size), pairs), shape=adjacency.shape).tocsr()
    return int((upper @ upper).multiply(upper).sum())


def equal_blocks(n_nodes, mean_degree, correlation):
    """The CSBM of two equal blocks with this mean degree and edge correlation; p and q are kept within 0 and 1."""
    n_nodes = max(2, n_nodes - n_nodes % 2)
    half = n_nodes / 2
    p = mean_degree * (1 + correlation) / 2 / (half - 1) if half > 1 else 0.0
    q = mean_degree * (1 - correlation) / 2 / half
    return CSBM(n_nodes, float(np.clip(p, 0, 1)), float(np.clip(q, 0, 1)))


def rewire(rng, adjacency, labels):
    """A random graph in which every node keeps its number of links to every class; all else is forgotten, triangles too.

    rng: numpy Generator.  Links a-b and c-d of one pair of classes become a-d and c-b unless that makes a loop or a repeat,
    many at a time, over and over (degree-corrected blocks, Karrer and Newman 2011, by edge switching).  Returns csr_array (N, N).
    """
    whole = coo_array(csr_array(adjacency))
    # Nodes without a class (-1) are a class of their own.
    labels = labels - min(labels.min(), 0)
    once = whole.row < whole.col
    ends = np.stack([whole.row[once], whole.col[once]]).astype(np.int64)
    # The lower class first, so that the second ends of a group may be exchanged among each other.
    swap = labels[ends[0]] > labels[ends[1]]
    ends[:, swap] = ends[::-1, swap]
    n_nodes = labels.size
    group = labels[ends[0]] * (int(labels.max()) + 1) + labels[ends[1]]
    same = labels[ends[0]] == labels[ends[1]]
    # A large graph has room for nearly every switch, so it needs few rounds.
    for _ in range(int(np.clip(SWITCHES // max(group.size, 1), 8, 40))):
        # Inside one class both ends of a link are alike.
        turned = same & (rng.random(same.size) < 0.5)
        ends[:, turned] = ends[::-1, turned]
        order = np.lexsort((rng.random(group.size), group))
        first, second = order[:-1:2], order[1::2]
        alike = group[first] == group[second]
        first, second = first[alike], second[alike]
        made = np.concatenate(
            [_code(ends[0, first], ends[1, second], n_nodes), _code(ends[0, second], ends[1, first], n_nodes)]
        )
        loop = np.tile((ends[0, first] == ends[1, second]) | (ends[0, second] == ends[1, first]), 2)
        bad = loop | _given(made, np.sort(_code(ends[0], ends[1], n_nodes))) | _repeated(made)
        taken = ~(bad[: first.size] | bad[first.size :])
        first, second = first[taken], second[taken]
        ends[1, first], ends[1, second] = ends[1, second], ends[1, first]
    both = np.concatenate([ends, ends[::-1]], axis=1)
    graph = coo_array((np.ones(both.shape[1]), (both[0], both[1])), shape=(n_nodes, n_nodes)).tocsr()
    graph.sort_indices()
    return graph


def _code(one, other, n_nodes):
    """One number for a pair of nodes, whichever comes first."""
    return np.minimum(one, other) * n_nodes + np.maximum(one, other)


def _given(codes, known):
    """Whether each code is among the sorted known ones."""
    return known[np.minimum(np.searchsorted(known, codes), known.size - 1)] == codes


def _repeated(codes):
    """Whether each code stands there more than once."""
    order = np.argsort(codes)
    again = codes[order][1:] == codes[order][:-1]
    found = np.zeros(codes.size, dtype=bool)
    found[order[1:][again]] = True
    found[order[:-1][again]] = True
    return found
