"""Real graphs: what is dropped is said, what is kept is a simple graph, and the examples are what the literature says."""

import networkx as nx
import numpy as np
import pytest
from real_data import raw_graph

from core.real.graphs import BUILT_IN, RawGraph, is_bipartite, shown, simplify


def raw(ends, classes, directed=False, **more):
    return RawGraph("test", tuple(map(str, range(len(classes)))), np.array(ends), directed, tuple(classes), **more)


@pytest.mark.parametrize(
    ("name", "nodes", "links", "sizes"),
    [("karate", 34, 78, [17, 17]), ("davis", 32, 89, [14, 18]), ("lesmis", 77, 254, None)],
)
def test_built_in_graphs_have_the_published_sizes(name, nodes, links, sizes):
    graph = simplify(BUILT_IN[name]())
    assert (graph.n_nodes, graph.n_edges) == (nodes, links)
    assert sizes is None or np.bincount(graph.labels).tolist() == sizes
    assert graph.notes


@pytest.mark.parametrize(
    ("name", "nodes", "links", "classes", "largest"),
    [("cora", 2708, 5278, 7, 2485), ("polblogs", 1490, None, 2, 1222), ("polbooks", 105, 441, 3, 105)],
)
def test_graphs_of_the_data_folder_have_the_published_sizes(name, nodes, links, classes, largest):
    whole, part = simplify(raw_graph(name)), simplify(raw_graph(name), largest_component=True)
    assert (whole.n_nodes, whole.n_classes, part.n_nodes) == (nodes, classes, largest)
    assert links is None or whole.n_edges == links
    assert nx.number_connected_components(nx.from_scipy_sparse_array(part.adjacency)) == 1


def test_cora_keeps_features_and_split_in_step_with_its_nodes():
    raw_cora = raw_graph("cora")
    part = simplify(raw_cora, largest_component=True)
    assert part.features.shape == (2485, 1433)
    number = {node: place for place, node in enumerate(raw_cora.nodes)}
    adjacency = simplify(raw_cora).adjacency
    component = sorted(max(nx.connected_components(nx.from_scipy_sparse_array(adjacency)), key=len))
    for place in (0, 100, 2000):
        before = number[raw_cora.nodes[component[place]]]
        assert (part.features[[place]] != raw_cora.features[[before]]).nnz == 0
        assert part.label_names[part.labels[place]] == raw_cora.classes[before]
    kept = np.isin(raw_cora.split.train, component)
    assert part.split.train.size == kept.sum() < 140
    assert set(np.array(component)[part.split.train]) <= set(raw_cora.split.train)


def test_directions_loops_and_repeats_are_dropped_and_each_is_said():
    graph = simplify(raw([(0, 1), (1, 0), (1, 1), (1, 2), (1, 2)], "aab", directed=True))
    assert graph.adjacency.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert any("1 loop from" in note for note in graph.notes)
    assert any("4 arrows make 2 links" in note for note in graph.notes)
    graph = simplify(raw([(0, 1), (1, 0), (1, 2)], "aab"))
    assert any("1 repeated link counted once" in note for note in graph.notes)


def test_nothing_is_said_of_a_graph_to_which_nothing_was_done():
    assert simplify(raw([(0, 1), (1, 2)], "aab")).notes == []


def test_the_largest_component_is_kept_on_request_and_what_is_left_out_is_said():
    ends, classes = [(0, 1), (2, 3), (3, 4)], "abbab"
    whole, part = simplify(raw(ends, classes)), simplify(raw(ends, classes), largest_component=True)
    assert (whole.n_nodes, part.n_nodes) == (5, 3)
    assert part.labels.tolist() == [1, 0, 1]
    assert any("2 components" in note for note in whole.notes)
    assert any("2 nodes of 5 left out" in note for note in part.notes)


@pytest.mark.parametrize(
    ("ends", "classes", "words"),
    [
        ([(0, 0)], "ab", "no link between two different nodes"),
        ([(0, 1)], "aa", "one class only"),
        ([(i, i + 1) for i in range(30)], [str(i) for i in range(31)], "at most 30"),
    ],
)
def test_a_graph_on_which_nothing_can_be_computed_is_refused_in_one_sentence(ends, classes, words):
    with pytest.raises(ValueError, match=words) as caught:
        simplify(raw(ends, classes))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (nx.path_graph(5), True),
        (nx.cycle_graph(6), True),
        (nx.cycle_graph(5), False),
        (nx.complete_graph(4), False),
        (nx.disjoint_union(nx.cycle_graph(3), nx.path_graph(3)), True),
        (nx.disjoint_union(nx.cycle_graph(3), nx.empty_graph(2)), False),
    ],
)
def test_a_bipartite_component_is_found(graph, expected):
    assert is_bipartite(nx.to_scipy_sparse_array(graph, format="csr", dtype=float)) is expected


def test_text_of_a_file_is_shown_on_one_line_and_short():
    assert shown("a\nb\x00c") == "'a b c'"
    assert len(shown("x" * 1000)) < 40
