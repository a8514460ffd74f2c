"""Files of graphs: what is read is what was written."""

import numpy as np
import pytest
from graph_bytes import FEATURES, GML, LABELS, LINKS, npz
from real_data import raw_graph
from scipy.sparse import csr_array

from core.files.graph_files import find_graphs, load_graph, read_graph
from core.files.parts import Limits
from core.real.graphs import simplify


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


def test_a_folder_gives_its_graphs_by_name(tmp_path):
    for name, content in {
        "one.edges.csv": LINKS,
        "one.labels.csv": LABELS,
        "two.gml": GML,
        "three.edges.csv": LINKS,
        "karate.gml": GML,
        "bad name.gml": GML,
        "README.md": b"x",
        "four.net": b"x",
        "five.json.gz": b"x",
        "six.csv": LINKS,
        "seven.clu": b"1",
    }.items():
        (tmp_path / name).write_bytes(content)
    found = find_graphs(tmp_path)
    assert found == {
        "one": ("one.edges.csv", "one.labels.csv"),
        "two": ("two.gml",),
        "four": ("four.net",),
        "five": ("five.json.gz",),
    }
    assert load_graph(tmp_path, found["one"], name="one").nodes == ("0", "1", "2", "3")
    assert find_graphs(tmp_path / "nowhere") == find_graphs("") == {}
    with pytest.raises(ValueError, match="cannot be read"):
        load_graph(tmp_path, ("gone.gml",))
    with pytest.raises(ValueError, match="MB are read"):
        load_graph(tmp_path, found["two"], Limits(n_bytes=20))
