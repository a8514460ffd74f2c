"""How neighbourhoods grow: closed forms on known graphs, and networkx as a second route."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from core.inside.growth import diameter, distances, mean_new_nodes, new_nodes
from core.inside.lattices import sample_lattice
from core.model import CSBM
from core.sampling import sample_graph


def matrix(graph):
    return csr_array(nx.to_scipy_sparse_array(graph, dtype=float, format="csr"))


@pytest.mark.parametrize(
    ("graph", "node", "expected"),
    [
        (nx.path_graph(5), 0, [1, 1, 1, 1, 1, 0]),
        (nx.path_graph(5), 2, [1, 2, 2, 0, 0, 0]),
        (nx.complete_graph(7), 3, [1, 6, 0, 0, 0, 0]),
        (nx.star_graph(6), 0, [1, 6, 0, 0, 0, 0]),
        (nx.star_graph(6), 1, [1, 1, 5, 0, 0, 0]),
        (nx.cycle_graph(8), 0, [1, 2, 2, 2, 1, 0]),
        (nx.grid_2d_graph(9, 9, periodic=True), 0, [1, 4, 8, 12, 16, 16]),
        (nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(4)), 0, [1, 2, 0, 0, 0, 0]),
        (nx.empty_graph(3), 1, [1, 0, 0, 0, 0, 0]),
    ],
    ids=["path end", "path middle", "complete", "hub", "leaf", "cycle", "torus", "two cliques", "no links"],
)
def test_new_nodes_per_hop_are_those_of_the_closed_form(graph, node, expected):
    assert new_nodes(distances(matrix(graph), node), 5).tolist() == expected


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (nx.path_graph(6), 5),
        (nx.complete_graph(5), 1),
        (nx.star_graph(4), 2),
        (nx.cycle_graph(9), 4),
        (nx.empty_graph(3), 0),
    ],
    ids=["path", "complete", "star", "cycle", "no links"],
)
@pytest.mark.parametrize("exact", [True, False])
def test_the_diameter_is_that_of_the_closed_form(graph, expected, exact):
    found = diameter(matrix(graph), exact)
    assert (found.hops, found.exact) == (expected, exact)


def test_distances_mean_growth_and_diameter_agree_with_networkx():
    adjacency = sample_graph(np.random.default_rng(3), CSBM(300, 0.02, 0.005))
    graph = nx.from_scipy_sparse_array(adjacency)
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    for node in (0, 17, 299):
        hops = distances(adjacency, node)
        assert {j: int(hops[j]) for j in np.flatnonzero(hops >= 0)} == lengths[node]
    reached = np.array([[sum(hop == n for hop in row.values()) for n in range(16)] for row in lengths.values()])
    np.testing.assert_allclose(mean_new_nodes(adjacency, 15), reached.mean(axis=0), rtol=1e-12)
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    assert diameter(adjacency).hops == nx.diameter(largest)
    assert diameter(adjacency, exact=False).hops <= nx.diameter(largest)


def test_the_whole_component_is_reached_in_the_end_and_never_more():
    adjacency = sample_graph(np.random.default_rng(4), CSBM(500, 0.03, 0.01))
    met = mean_new_nodes(adjacency, 12).cumsum()
    sizes = [len(part) for part in nx.connected_components(nx.from_scipy_sparse_array(adjacency))]
    assert met[-1] == pytest.approx(sum(size**2 for size in sizes) / 500)
    assert (np.diff(met) >= 0).all()


def test_a_random_graph_runs_out_of_new_nodes_and_a_torus_does_not():
    model = CSBM(2000, 0.0114, 0.0038)
    random = mean_new_nodes(sample_graph(np.random.default_rng(5), model), 9)
    torus = mean_new_nodes(sample_lattice(np.random.default_rng(5), model, "torus"), 9)
    ring = mean_new_nodes(sample_lattice(np.random.default_rng(5), model, "ring"), 9)
    assert random[6:].max() < 1
    # A torus meets a ring of nodes whose length grows by the same amount at every hop; a ring always the same number.
    assert np.ptp(np.diff(torus[3:9])) < 2
    assert np.ptp(ring[1:]) < 0.5


def test_a_node_that_is_not_in_the_graph_is_named():
    with pytest.raises(ValueError, match="node is 9, but it must be a whole number from 0 to 4"):
        distances(matrix(nx.path_graph(5)), 9)
