"""NumPy archives under the names that are in use: links, matrices, labels, features and splits."""

import io

import numpy as np
import pytest
from graph_bytes import npz, refusal
from scipy.sparse import coo_array, csc_array, csr_array, save_npz

from core.files.graph_files import read_graph
from core.real.graphs import simplify

EDGES = np.array([[0, 1], [1, 2], [2, 3]])
LABELS = np.array([0, 0, 1, 1])
DENSE = np.zeros((4, 4))
DENSE[EDGES[:, 0], EDGES[:, 1]] = DENSE[EDGES[:, 1], EDGES[:, 0]] = 1
FEATURES = np.arange(12.0).reshape(4, 3)


def parts(matrix, prefix):
    """The parts of a csr or csc matrix behind a prefix."""
    return {f"{prefix}{part}": getattr(matrix, part) for part in ("data", "indices", "indptr")} | {
        f"{prefix}shape": matrix.shape
    }


def stored(matrix):
    stream = io.BytesIO()
    save_npz(stream, matrix)
    return stream.getvalue()


WAYS = {
    "ours": {"edges": EDGES, "labels": LABELS, "features": FEATURES},
    "PyTorch Geometric": {"edge_index": EDGES.T, "y": LABELS, "x": FEATURES},
    "both directions": {"edge_index": np.concatenate([EDGES, EDGES[:, ::-1]]).T, "y": LABELS, "x": FEATURES},
    "heterophilous": {"edges": EDGES, "node_labels": LABELS, "node_features": FEATURES},
    "gnn-benchmark": parts(csr_array(DENSE), "adj_") | {"labels": LABELS} | parts(csr_array(FEATURES), "attr_"),
    "cora_ml": parts(csr_array(DENSE), "adj_matrix.") | {"labels": LABELS} | parts(csr_array(FEATURES), "attr_matrix."),
    "stored once": parts(csr_array(np.triu(DENSE)), "adj_") | {"labels": LABELS, "features": FEATURES},
    "square table": {"adj": DENSE, "labels": LABELS, "features": FEATURES},
    "labels in a column": {"edges": EDGES, "labels": LABELS[:, None], "features": FEATURES},
    "labels one of a kind": {"edges": EDGES, "labels": np.eye(2)[LABELS], "features": FEATURES},
    "labels as bytes": {"edges": EDGES, "labels": LABELS.astype("S1"), "features": FEATURES},
    "columns first": {"edges": EDGES, "labels": LABELS}
    | parts(csc_array(FEATURES), "attr_")
    | {"attr_format": np.array("csc")},
}


@pytest.mark.parametrize("arrays", WAYS.values(), ids=WAYS)
def test_the_same_graph_is_read_under_every_set_of_names(arrays):
    raw = read_graph({"g.npz": npz(**arrays)})
    graph = simplify(raw)
    assert graph.adjacency.toarray().tolist() == DENSE.tolist()
    assert raw.classes == ("0", "0", "1", "1")
    assert graph.features.toarray().tolist() == FEATURES.tolist()


@pytest.mark.parametrize("form", [csr_array, csc_array, coo_array])
def test_a_matrix_that_scipy_stored_is_a_graph_in_the_right_direction(form):
    matrix = np.array([[0, 5, 0], [0, 0, 0], [0, -2, 0]])
    raw = read_graph({"g.npz": stored(form(matrix))})
    assert raw.directed and sorted(raw.ends.tolist()) == [[0, 1], [2, 1]]
    assert raw.columns == () and len(raw.nodes) == 3


def test_square_features_stored_by_columns_are_not_turned():
    square = np.array([[1, 2, 3, 4], [0, 0, 0, 5], [0, 0, 0, 0], [0, 0, 6, 0.0]])
    files = {"a.csv": b"source,target\n0,1\n1,2\n2,3\n", "f.npz": stored(csc_array(square))}
    assert read_graph(files).features.toarray().tolist() == square.tolist()


def test_float_labels_that_differ_in_the_last_digit_stay_apart():
    raw = read_graph({"g.npz": npz(edges=EDGES, labels=np.array([1234567.0, 1234567.0, 1234568.0, 1234568.0]))})
    assert raw.classes == ("1234567", "1234567", "1234568", "1234568")
    raw = read_graph({"g.npz": npz(edges=EDGES, labels=np.array([0.1, 0.1, 0.1 + 1e-12, np.nan]))})
    assert len(set(raw.classes)) == 3 and raw.classes[3] is None


def test_plus_one_and_minus_one_at_one_place_are_a_link():
    arrays = {
        "adj_data": np.array([1.0, -1.0, 0.0]),
        "adj_indices": np.array([1, 1, 0]),
        "adj_indptr": np.array([0, 2, 3]),
    }
    raw = read_graph({"g.npz": npz(**arrays, adj_shape=np.array([2, 2]), labels=np.array([0, 1]))})
    assert simplify(raw).n_edges == 1 and len(raw.ends) == 1


def test_other_arrays_with_one_entry_a_node_are_on_the_menu_and_masks_are_not():
    more = {
        "sex": np.array(["m", "f", "m", "f"]),
        "train_mask": np.array([True, False] * 2),
        "test_mask": np.array([False, True] * 2),
    }
    raw = read_graph(
        {"g.npz": npz(edges=EDGES, labels=LABELS, names=np.array([None] * 4, object), size=np.ones((4, 2)), **more)}
    )
    assert [column.name for column in raw.columns] == ["labels", "sex"] and raw.likely == "labels"


SPLITS = {
    "numbers": {"train": np.array([0, 2]), "test": np.array([1])},
    "idx": {"idx_train": np.array([2, 0]), "idx_test": np.array([1])},
    "masks": {"train_mask": np.array([True, False, True, False]), "test_mask": np.array([False, True, False, False])},
    "rows of masks": {
        "train_masks": np.array([[True, False, True, False], [False] * 4]),
        "test_masks": np.array([[False, True, False, False], [True] * 4]),
    },
    "columns of masks": {
        "train_mask": np.array([[True, False, True, False], [False] * 4]).T,
        "test_mask": np.array([[False, True, False, False], [True] * 4]).T,
    },
}


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_a_split_is_read_as_numbers_and_as_masks(split):
    raw = read_graph({"g.npz": npz(edges=EDGES, labels=LABELS, features=FEATURES, **split)})
    assert (raw.split.train.tolist(), raw.split.test.tolist()) == ([0, 2], [1])


BAD = {
    "no links": ({"labels": LABELS, "foo": np.ones((3, 2))}, "arrays seen: 'labels' (4), 'foo' (3 × 2)"),
    "two by three": (parts(csr_array(np.ones((2, 3))), "adj_") | {"labels": LABELS}, "2 rows and 3 columns"),
    "too few labels": (
        parts(csr_array(DENSE), "adj_") | {"labels": LABELS[:3]},
        "has 3 entries, but the graph has 4 nodes",
    ),
    "other layout": (
        parts(csr_array(DENSE), "adj_") | {"adj_format": np.array("bsr")},
        "'adj_format' must say csr, csc or coo",
    ),
    "a part is missing": ({"adj_indptr": np.arange(3), "labels": LABELS}, "the array 'adj_indices' is missing"),
    "an index too far": (
        {
            "adj_indptr": np.array([0, 1, 1]),
            "adj_indices": np.array([7]),
            "adj_shape": np.array([2, 2]),
            "labels": LABELS[:2],
        },
        "do not make a table of 2 rows and 2 columns",
    ),
    "a mask of another graph": (
        {"edges": EDGES, "labels": LABELS, "train_mask": np.ones(3, bool), "test": np.array([0])},
        "'train_mask'",
    ),
    "a cube": ({"edges": np.zeros((2, 2, 2), int), "labels": LABELS}, "'edges' is not as long as its header"),
}


@pytest.mark.parametrize(("arrays", "words"), BAD.values(), ids=BAD)
def test_arrays_that_do_not_fit_are_named_with_what_was_seen(arrays, words):
    assert words in refusal({"a.npz": npz(**arrays)})


def test_arrays_of_ones_beyond_the_limits_are_refused_before_they_are_spread_out():
    assert "more than" in refusal({"a.npz": npz(adj=np.ones((5000, 5000), np.int8), labels=np.zeros(5000, np.int8))})
    assert "more than" in refusal({"a.npz": npz(edges=np.zeros((10_000_000, 2), np.int8), labels=np.zeros(9, np.int8))})
    assert "numbers or texts" in refusal({"a.npz": npz(edges=EDGES, labels=np.zeros(30_000_000, np.int8))})
