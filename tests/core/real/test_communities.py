"""Communities: high modularity by networkx's own measure, and within seconds on any graph that may be uploaded."""

import time

import networkx as nx
import numpy as np
import pytest

from core.real.columns import MAX_CLASSES
from core.real.communities import GREEDY_LINKS, find_communities, louvain


def adjacency(graph):
    return nx.to_scipy_sparse_array(graph, format="csr", dtype=float)


def modularity(graph, part):
    graph = nx.convert_node_labels_to_integers(graph)
    return nx.community.modularity(graph, [set(np.flatnonzero(part == place).tolist()) for place in np.unique(part)])


GRAPHS = {
    "karate": nx.karate_club_graph(),
    "les miserables": nx.les_miserables_graph(),
    "blocks": nx.stochastic_block_model(
        [150] * 5, [[0.06 if a == b else 0.01 for a in range(5)] for b in range(5)], seed=1
    ),
    "ring of cliques": nx.ring_of_cliques(20, 6),
    "by chance": nx.gnm_random_graph(500, 1500, seed=1),
}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_modularity_is_as_high_as_that_of_networkx(graph):
    graph = nx.Graph(graph.edges)
    theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, weight=None, seed=1))
    assert modularity(graph, louvain(adjacency(graph))) > 0.95 * theirs


def test_a_partition_by_chance_would_be_noticed():
    graph = nx.Graph(GRAPHS["blocks"].edges)
    part = np.random.default_rng(0).integers(5, size=len(graph))
    assert modularity(graph, part) < 0.1 < modularity(graph, louvain(adjacency(graph)))


@pytest.mark.parametrize("size", [30, 60])
def test_planted_groups_are_found_by_either_method(size):
    graph = nx.stochastic_block_model(
        [size] * 3, [[0.5 if a == b else 0.01 for a in range(3)] for b in range(3)], seed=2
    )
    assert (graph.number_of_edges() > GREEDY_LINKS) == (size == 60)
    labels, names, note = find_communities(adjacency(graph))
    assert names == ("community 1", "community 2", "community 3") and "found in the links" in note
    assert all(len(set(labels[k * size : (k + 1) * size])) == 1 for k in range(3))
    assert np.all(np.diff(np.bincount(labels)) <= 0)


def test_of_many_components_the_largest_are_classes_and_single_nodes_are_none():
    parts = [nx.path_graph(2 + k) for k in range(40)] + [nx.empty_graph(7)]
    labels, names, note = find_communities(adjacency(nx.disjoint_union_all(parts)))
    assert len(names) == MAX_CLASSES == labels.max() + 1
    assert (labels[-7:] == -1).all() and "more are too small or too many" in note


def test_a_large_graph_without_any_communities_takes_seconds():
    graph = nx.gnm_random_graph(5_000, 20_000, seed=1)
    start = time.process_time()
    louvain(adjacency(graph))
    assert time.process_time() - start < 20
