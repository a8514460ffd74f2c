"""Files of graphs: what is read is what was written."""

import networkx as nx
import numpy as np
import pytest
from graph_bytes import FEATURES, GML, LABELS, LINKS, files_of, npz, reference
from real_data import raw_graph
from scipy.sparse import csr_array

from core.files.graph_files import find_graphs, load_graph, read_graph
from core.files.parts import Limits
from core.real.graphs import simplify


@pytest.mark.parametrize("ending", ["gml", "graphml", "csv", "npz"])
def test_every_format_gives_the_graph_that_networkx_wrote(ending):
    graph = reference()
    found = simplify(read_graph(files_of(graph, ending)))
    assert (found.adjacency != nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), format="csr")).nnz == 0
    assert [found.label_names[label] for label in found.labels] == [f"kind {node % 3}" for node in range(40)]
    assert found.name == "g"


def test_polblogs_has_the_nodes_classes_and_arrows_that_stand_in_its_file():
    raw = raw_graph("polblogs")
    assert (len(raw.nodes), raw.directed, sorted(set(raw.classes))) == (1490, True, ["0", "1"])
    assert 19_000 < len(raw.ends) < 19_200


def test_features_and_split_come_with_csv_and_with_npz():
    raw = read_graph({"g.edges.csv": LINKS, "g.labels.csv": LABELS, "g.npz": FEATURES})
    assert raw.features.toarray().tolist() == [[1, 0]] * 4
    whole = npz(
        edges=np.array([[0, 1], [1, 2]]),
        labels=np.array(["a", "b", "b"]),
        features=np.arange(6.0).reshape(3, 2),
        train=np.array([0, 1]),
        test=np.array([2]),
    )
    raw = read_graph({"g.npz": whole})
    assert raw.features.toarray().tolist() == [[0, 1], [2, 3], [4, 5]]
    assert (raw.split.train.tolist(), raw.split.test.tolist()) == ([0, 1], [2])


def test_archives_of_the_gnn_benchmark_are_read_without_their_pickled_parts():
    adjacency = csr_array(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=np.float32))
    content = npz(
        adj_data=adjacency.data,
        adj_indices=adjacency.indices,
        adj_indptr=adjacency.indptr,
        adj_shape=np.array([3, 3]),
        labels=np.array([0, 1, 1]),
        class_names=np.array(["x", None], dtype=object),
    )
    graph = simplify(read_graph({"citeseer.npz": content}))
    assert (graph.n_nodes, graph.n_edges) == (3, 2)


def test_semicolons_tabs_comments_and_missing_headers_are_read():
    for mark in (";", "\t"):
        files = {
            "a.csv": b"# made by hand\n" + LINKS.replace(b",", mark.encode()),
            "b.csv": LABELS.replace(b",", mark.encode()),
        }
        assert simplify(read_graph(files)).n_edges == 3
    bare = {"a.csv": LINKS.split(b"\n", 1)[1], "my_labels.csv": LABELS.split(b"\n", 1)[1]}
    assert simplify(read_graph(bare)).n_edges == 3


def test_a_folder_gives_its_graphs_by_name(tmp_path):
    for name, content in {
        "one.edges.csv": LINKS,
        "one.labels.csv": LABELS,
        "two.gml": GML,
        "three.edges.csv": LINKS,
        "karate.gml": GML,
        "bad name.gml": GML,
        "README.md": b"x",
    }.items():
        (tmp_path / name).write_bytes(content)
    found = find_graphs(tmp_path)
    assert found == {"one": ("one.edges.csv", "one.labels.csv"), "two": ("two.gml",)}
    assert load_graph(tmp_path, found["one"], name="one").nodes == ("0", "1", "2", "3")
    assert find_graphs(tmp_path / "nowhere") == find_graphs("") == {}
    with pytest.raises(ValueError, match="cannot be read"):
        load_graph(tmp_path, ("gone.gml",))
    with pytest.raises(ValueError, match="MB are read"):
        load_graph(tmp_path, found["two"], Limits(n_bytes=20))
