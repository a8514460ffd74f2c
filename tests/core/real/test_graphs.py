"""Real graphs: what is dropped is said, what is kept is a simple graph, and the examples are what the literature says."""

import networkx as nx
import numpy as np
import pytest
from real_data import raw_graph

from core.real.columns import column
from core.real.graphs import BUILT_IN, RawGraph, Split, is_bipartite, shown, simplify


def raw(ends, classes, directed=False, **more):
    """A RawGraph whose nodes have these classes, None for one without."""
    columns = (column("class", list(classes), "Said of the class."),)
    return RawGraph("test", tuple(map(str, range(len(classes)))), np.array(ends), directed, columns, "class", **more)


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
    assert any("4 arrows made 2 links" in note for note in graph.notes)
    graph = simplify(raw([(0, 1), (1, 0), (1, 2)], "aab"))
    assert any("1 repeated link counted once" in note for note in graph.notes)


def test_nothing_is_said_of_a_graph_to_which_nothing_was_done():
    assert simplify(raw([(0, 1), (1, 2)], "aab")).notes == ["Said of the class."]


def test_the_largest_component_is_kept_on_request_and_what_is_left_out_is_said():
    ends, classes = [(0, 1), (2, 3), (3, 4)], "abbab"
    whole, part = simplify(raw(ends, classes)), simplify(raw(ends, classes), largest_component=True)
    assert (whole.n_nodes, part.n_nodes) == (5, 3)
    assert part.labels.tolist() == [1, 0, 1]
    assert any("2 components" in note for note in whole.notes)
    assert any("2 nodes of 5 left out" in note for note in part.notes)


def test_a_graph_without_links_and_a_class_that_is_not_there_are_refused_in_one_sentence():
    for by, ends, words in (
        ("", [(0, 0)], "no link between two different"),
        ("x", [(0, 1)], "no attribute 'x'.*: 'class'"),
    ):
        with pytest.raises(ValueError, match=words) as caught:
            simplify(raw(ends, "ab"), by=by)
        assert "\n" not in str(caught.value)


def test_one_class_alone_is_no_class_and_all_nodes_are_drawn_together():
    for classes in ("aa", [None, None]):
        graph = simplify(raw([(0, 1)], classes))
        assert (graph.n_classes, graph.label_names, graph.labels.tolist()) == (1, ("all nodes",), [0, 0])
        assert any("nothing to tell apart" in note for note in graph.notes)


def test_a_node_without_a_class_stays_in_the_graph_and_is_left_out_of_the_split():
    split = Split(np.array([0, 1]), np.array([2, 3]))
    graph = simplify(raw([(0, 1), (1, 2), (2, 3)], ["a", None, "b", "b"], split=split))
    assert (graph.n_nodes, graph.labels.tolist()) == (4, [0, -1, 1, 1])
    assert (graph.split.train.tolist(), graph.split.test.tolist()) == ([0], [2, 3])
    assert any("1 node of 4 without a class" in note for note in graph.notes)


def test_communities_are_found_where_nobody_labelled_the_nodes_and_the_note_says_so():
    cliques = nx.disjoint_union_all([nx.complete_graph(5)] * 3 + [nx.path_graph(1)])
    graph = simplify(raw(list(cliques.edges), "a" * 16), by="none")
    assert graph.label_names == ("community 1", "community 2", "community 3")
    assert graph.labels.tolist() == [0] * 5 + [1] * 5 + [2] * 5 + [-1]
    assert any("found in the links themselves" in note and "1 more are too small" in note for note in graph.notes)


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
