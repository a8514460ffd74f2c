"""How fast a neighbourhood grows: nodes not met before, hop by hop. Denoising lives on them (Wu et al. 2023)."""

from dataclasses import dataclass

import numpy as np

from core.methods.operators import with_isolated_loops

ALL_SOURCES = 2048
MEAN_WORK = 300_000
EXACT_WORK = 4e8
WORDS_AT_ONCE = 32
SWEEPS = 8


@dataclass(frozen=True)
class Diameter:
    """Longest shortest path of the largest component, in hops; `exact` False: a lower bound by repeated sweeps."""

    hops: int
    exact: bool


def distances(adjacency, node):
    """Hops from `node` to every node of a symmetric csr_array (N, N). Returns int (N,), -1 where there is no path.

    Raises ValueError for a node that is not in the graph.
    """
    n_nodes = adjacency.shape[0]
    if not 0 <= node < n_nodes:
        raise ValueError(f"node is {node!r}, but it must be a whole number from 0 to {n_nodes - 1}.")
    hops = np.full(n_nodes, -1)
    hops[node], newest, hop = 0, np.array([node]), 0
    while newest.size:
        hop += 1
        near = np.concatenate([adjacency.indices[adjacency.indptr[i] : adjacency.indptr[i + 1]] for i in newest])
        newest = np.unique(near[hops[near] < 0])
        hops[newest] = hop
    return hops


def new_nodes(hops, depth):
    """Nodes met for the first time at hop 0..depth, from `distances`. Returns int (depth+1,); entry 0 is the node itself."""
    return np.bincount(hops[hops >= 0], minlength=depth + 1)[: depth + 1]


def snowball(rng, hops, limit):
    """Numbers of at most `limit` nodes nearest to a start, ascending: whole hops, and of the last one a random part.

    rng: numpy Generator.  hops: (N,) from `distances`.  Nodes without a path count as the farthest.
    """
    far = np.where(hops < 0, hops.size, hops)
    order = np.lexsort((rng.random(hops.size), far))
    return np.sort(order[:limit])


def mean_new_nodes(adjacency, depth):
    """Nodes met first at hop 0..depth, mean over starting nodes: all of a small graph, else 64 to 2048 evenly spread.

    adjacency: symmetric csr_array (N, N).  Returns (depth+1,); its running sum / N is the share of the graph reached.
    """
    n_nodes = adjacency.shape[0]
    words = max(1, min(ALL_SOURCES // 64, MEAN_WORK // max(adjacency.nnz, 1)))
    sources = np.unique(np.linspace(0, n_nodes - 1, min(n_nodes, 64 * words)).astype(int))
    met = np.zeros(depth + 1)
    for start in range(0, sources.size, 64 * WORDS_AT_ONCE):
        reached = _counts(adjacency, sources[start : start + 64 * WORDS_AT_ONCE], depth)
        reached += [reached[-1]] * (depth + 1 - len(reached))
        met += np.diff(reached, prepend=0)
    return met / sources.size


def diameter(adjacency, exact=None):
    """Diameter of the largest component: from every node, or the longest of a few sweeps.

    A sweep starts where the last one ended, at a node farthest away: its length is a lower bound that is often
    attained (Magnien, Latapy and Habib 2009).  exact: True or False to choose the route, None for every node where
    that takes a fraction of a second.  adjacency: symmetric csr_array (N, N).  Returns a Diameter.
    """
    n_nodes = adjacency.shape[0]
    if exact is None:
        exact = n_nodes * adjacency.nnz <= EXACT_WORK
    if not exact:
        longest, node = 0, int(np.argmax(np.diff(adjacency.indptr)))
        for _ in range(SWEEPS):
            hops = distances(adjacency, node)
            longest, node = max(longest, int(hops.max())), int(np.argmax(hops))
        return Diameter(longest, False)
    longest = 0
    for group in np.array_split(_largest_component(adjacency), max(1, -(-n_nodes // (64 * WORDS_AT_ONCE)))):
        if group.size:
            longest = max(longest, len(_counts(adjacency, group)) - 1)
    return Diameter(longest, True)


def _largest_component(adjacency):
    """Node numbers of the component with the most nodes."""
    left = np.ones(adjacency.shape[0], dtype=bool)
    largest = np.empty(0, dtype=int)
    while largest.size < left.sum():
        members = np.flatnonzero(distances(adjacency, int(np.argmax(left))) >= 0)
        left[members] = False
        largest = members if members.size > largest.size else largest
    return largest


def _counts(adjacency, sources, depth=None):
    """Pairs (source, node within k hops) for k = 0, 1, ... until nothing is new, or `depth`; one bit for each source."""
    graph = with_isolated_loops(adjacency)
    starts = graph.indptr[:-1]
    bits = np.zeros((graph.shape[0], -(-sources.size // 64)), dtype=np.uint64)
    place = np.arange(sources.size)
    bits[sources, place // 64] = np.uint64(1) << (place % 64).astype(np.uint64)
    counts = [sources.size]
    while depth is None or len(counts) <= depth:
        bits |= np.bitwise_or.reduceat(bits[graph.indices], starts, axis=0)
        count = int(np.bitwise_count(bits).sum())
        if count == counts[-1]:
            break
        counts.append(count)
    return counts
