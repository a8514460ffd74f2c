"""Communities found in the links of a graph whose nodes nobody labelled."""

import networkx as nx
import numpy as np
from scipy.sparse import coo_array, csr_array

from core.real.columns import MAX_CLASSES

GREEDY_LINKS = 2_000
MAX_SWEEPS = 20


def find_communities(adjacency):
    """(labels (N,), names, note) of communities of high modularity; the 30 largest with two nodes or more are classes.

    adjacency: symmetric 0/1 csr_array (N, N).  Modularity is sum_c (L_c / m - (K_c / 2m)^2) with L_c the links inside
    community c and K_c the sum of its degrees (Newman and Girvan 2004).  labels: -1 in a smaller community.
    """
    n_links = adjacency.nnz // 2
    if n_links <= GREEDY_LINKS:
        found = nx.community.greedy_modularity_communities(nx.from_scipy_sparse_array(adjacency))
        part, source = (
            np.empty(adjacency.shape[0], dtype=np.int64),
            "greedy modularity (Clauset, Newman and Moore 2004)",
        )
        for place, nodes in enumerate(found):
            part[list(nodes)] = place
    else:
        part, source = louvain(adjacency), "modularity, level by level (Blondel et al. 2008)"
    size = np.bincount(part)
    order = np.argsort(-size, kind="stable")
    order = order[size[order] > 1][:MAX_CLASSES]
    number = np.full(size.size, -1)
    number[order] = np.arange(order.size)
    small = int((number < 0).sum())
    note = (
        f"The {order.size} classes are communities found in the links themselves, by {source}: no one labelled them, and they suit "
        "the graph better than real labels would."
        if order.size > 1
        else f"No two communities are found in the links, by {source}."
    )
    if small and order.size > 1:
        note += f" {small:,} more are too small or too many to be classes."
    return number[part], tuple(f"community {place + 1}" for place in range(order.size)), note


def louvain(adjacency):
    """Number of the community of each node, (N,): nodes move while modularity rises, then communities become nodes.

    Blondel et al. 2008, in the order of the nodes and with at most 20 sweeps a level, so that it takes seconds on any graph.
    """
    links, part = csr_array(adjacency, dtype=float), np.arange(adjacency.shape[0])
    while True:
        moved = _sweep(links)
        kept, moved = np.unique(moved, return_inverse=True)
        if kept.size == links.shape[0]:
            return part
        part = moved[part]
        member = coo_array((np.ones(moved.size), (moved, np.arange(moved.size))), shape=(kept.size, moved.size)).tocsr()
        links = csr_array(member @ links @ member.T)


def _sweep(links):
    """Community of each node after every node went where modularity rises most, over and over."""
    n_nodes = links.shape[0]
    weight = links.sum(axis=1)
    total = weight.sum()
    where, inside = list(range(n_nodes)), weight.tolist()
    starts, others, values, degree = links.indptr.tolist(), links.indices.tolist(), links.data.tolist(), weight.tolist()
    for _ in range(MAX_SWEEPS):
        moves = 0
        for node in range(n_nodes):
            home, own, towards = where[node], degree[node], {}
            for place in range(starts[node], starts[node + 1]):
                other = others[place]
                if other != node:
                    community = where[other]
                    towards[community] = towards.get(community, 0.0) + values[place]
            inside[home] -= own
            best, most = home, towards.get(home, 0.0) - own * inside[home] / total
            for community, value in towards.items():
                gain = value - own * inside[community] / total
                if gain > most + 1e-12:
                    best, most = community, gain
            inside[best] += own
            if best != home:
                where[node] = best
                moves += 1
        if moves <= n_nodes // 1000:
            break
    return np.array(where)
