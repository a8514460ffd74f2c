"""A graph as NumPy arrays: links or an adjacency matrix, labels, features, a split, under the names that are in use.

Links are `edges` (m, 2), `edge_index` (2, m), or a matrix: the parts that SciPy stores, alone or behind adj_, or a square
table adj.  Beside tables of links and labels an archive holds features alone.
"""

import contextlib
import re

import numpy as np
from scipy.sparse import csr_array

from core.files.archive import Archive
from core.files.matrices import has_matrix, read_entries, whole
from core.files.parts import complain, too_many_links, too_many_nodes
from core.files.table import Table
from core.number_of import number_of
from core.real.columns import MAX_CLASSES
from core.real.graphs import Split

MAX_UNPACKED = 64_000_000
MAX_FEATURES = 20_000_000
MAX_STORED = 4_000_000
_EDGES = ("edges", "edge_index", "edge_list", "edgelist", "links")
_ADJACENCY = ("adj_matrix.", "adj_matrix_", "adj_", "adj.", "adjacency_", "adjacency.")
_SQUARE = ("adj", "adjacency", "adj_matrix", "A")
_LABELS = ("labels", "label", "node_labels", "node_label", "y", "target", "gt", "community")
_FEATURES = ("attr_matrix.", "attr_matrix_", "attr_", "attr.", "features_", "features.", "feature_")
_DENSE = ("features", "node_features", "feat", "x", "X", "node_feat")
_NO_LABELS = re.compile(
    r"ind(ptr|ices)|data|shape|row|col|train|val|test|mask|split|idx|index|edge|link|adj", re.IGNORECASE
)
_FORMS = ("{}", "{}_mask", "{}_masks", "idx_{}", "{}_idx")


def read_npz(file, content, limits):
    """Table of an archive (bytes) that holds a whole graph. ValueError that names the array at fault."""
    arrays, table = Archive(file, content, MAX_UNPACKED), Table(file, limits)
    labels = {name: _labels(arrays, name, limits) for name in _LABELS if name in arrays}
    ends, n_nodes, directed = _links(arrays, limits)
    dense = _dense(arrays)
    if n_nodes is None and labels:
        n_nodes = len(next(iter(labels.values())))
    elif n_nodes is None:
        n_nodes = dense[1].shape[0] if dense else int(ends.max(initial=-1)) + 1
    table.number_nodes(n_nodes)
    for name, texts in labels.items():
        if len(texts) != n_nodes:
            found = number_of(len(texts), "entry", "entries")
            fault = f"the array '{name}' has {found}, but the graph has {number_of(n_nodes, 'node')}"
            raise complain(file, None, fault)
        table.attributes[name] = dict(enumerate(texts))
    for name in arrays.names:
        # Whatever else has one entry a node may be the class, if somebody says so.
        if name not in labels and arrays.shape(name) in ((n_nodes,), (n_nodes, 1)) and not _NO_LABELS.search(name):
            with contextlib.suppress(ValueError):
                table.attributes[name] = dict(enumerate(_labels(arrays, name, limits)))
    table.directed = directed
    table.take_ends(ends)
    table.features, table.split = _features(arrays, n_nodes), _split(arrays, n_nodes)
    return table


def read_features(file, content, n_nodes):
    """(features, Split or None) of an archive of features: a matrix as SciPy stores it, or `features`."""
    arrays = Archive(file, content, MAX_UNPACKED)
    features = _features(arrays, n_nodes, ("",))
    if features is None:
        fault = (
            f"no features: there is no array 'features', and no matrix as SciPy stores it; arrays seen: {arrays.seen}"
        )
        raise complain(file, None, fault)
    return features, _split(arrays, n_nodes)


def _links(arrays, limits):
    """(links (m, 2), number of nodes or None where other arrays tell, whether they have a direction)."""
    name = next((name for name in _EDGES if name in arrays), None)
    if name is not None:
        ends = arrays[name]
        if ends.ndim == 2 and 2 in ends.shape and max(ends.shape) > limits.n_edges:
            raise too_many_links(arrays.file, None, limits)
        ends = whole(arrays, name, 2 * limits.n_edges)
        if ends.ndim != 2 or 2 not in ends.shape:
            raise complain(arrays.file, None, f"the array '{name}' must have two columns, or two rows")
        return (ends.T if ends.shape[1] != 2 or name == "edge_index" and ends.shape[0] == 2 else ends), None, False
    prefix = next((prefix for prefix in (*_ADJACENCY, "") if has_matrix(arrays, prefix)), None)
    square = next((name for name in _SQUARE if name in arrays), None)
    if prefix is not None:
        rows, columns, _, shape = read_entries(arrays, prefix, 2 * limits.n_edges)
    elif square is not None:
        matrix = arrays[square]
        if matrix.ndim != 2 or matrix.dtype.kind not in "iubf":
            raise complain(arrays.file, None, f"the array '{square}' must be a square table of numbers")
        if np.count_nonzero(matrix) > 2 * limits.n_edges:
            raise too_many_links(arrays.file, None, limits)
        (rows, columns), shape = np.nonzero(matrix), matrix.shape
    else:
        fault = (
            f"no links: there is no array 'edges' or 'edge_index', and no adjacency matrix; arrays seen: {arrays.seen}"
        )
        raise complain(arrays.file, None, fault)
    if shape[0] != shape[1]:
        fault = f"the matrix has {number_of(shape[0], 'row')} and {number_of(shape[1], 'column')}, but that of a graph is square"
        raise complain(arrays.file, None, fault)
    if shape[0] > limits.n_nodes:
        raise too_many_nodes(arrays.file, None, limits)
    ends = np.unique(np.stack([rows, columns], axis=1).astype(np.int64), axis=0)
    # Stored from both sides it is undirected; stored once, its direction is all there is to drop.
    directed = not np.array_equal(ends, np.unique(ends[:, ::-1], axis=0))
    return ends if directed else ends[ends[:, 0] <= ends[:, 1]], shape[0], directed


def _labels(arrays, name, limits):
    """A text for every node, of a row, a column, or a table with a single 1 in each row."""
    array = arrays[name]
    if array.ndim == 2 and 1 in array.shape:
        array = array.reshape(-1)
    table = array.ndim == 2 and array.dtype.kind in "iubf" and array.shape[1] <= 10 * MAX_CLASSES
    if table and ((array == 0) | (array == 1)).all() and (array.sum(axis=1) == 1).all():
        array = array.argmax(axis=1)
    if array.ndim != 1 or array.dtype.kind not in "iubUSf" or not 1 <= array.size <= limits.n_nodes:
        fault = f"the array '{name}' must be one row of 1 to {limits.n_nodes:,} numbers or texts, one a node"
        raise complain(arrays.file, None, fault)
    return [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in array.tolist()]


def _dense(arrays):
    """(name, table of features) or None."""
    return next(((name, arrays[name]) for name in _DENSE if name in arrays and arrays[name].ndim == 2), None)


def _features(arrays, n_nodes, more=()):
    """Features as csr_array, or None. more: prefixes of matrices that are features here."""
    file, dense = arrays.file, _dense(arrays)
    prefix = next((prefix for prefix in (*_FEATURES, *more) if has_matrix(arrays, prefix)), None)
    if prefix is not None:
        rows, columns, values, shape = read_entries(arrays, prefix, MAX_STORED)
    elif dense is not None:
        name, table = dense
        if table.dtype.kind not in "iubf" or not np.isfinite(table).all():
            raise complain(file, None, f"the array '{name}' must be a table of finite numbers")
        shape = table.shape
    else:
        return None
    if shape[0] != n_nodes:
        raise complain(
            file, None, f"features have {number_of(shape[0], 'row')}, but the graph has {number_of(n_nodes, 'node')}"
        )
    if not 0 < shape[0] * shape[1] <= MAX_FEATURES:
        raise complain(file, None, f"features must be 1 to {MAX_FEATURES:,} numbers, nodes times columns")
    if prefix is not None:
        return csr_array((values.astype(np.float32), (rows, columns)), shape=shape)
    return csr_array(table.astype(np.float32))


def _split(arrays, n_nodes):
    """The Split of the arrays train and test, or None: node numbers, or a mask, of several the first."""
    names = [
        next((form.format(part) for form in _FORMS if form.format(part) in arrays), "") for part in ("train", "test")
    ]
    if not all(names):
        return None
    parts = []
    for name in names:
        array = arrays[name]
        if array.dtype.kind == "b":
            # One split a row, or one a column.
            array = (
                array[0] if array.ndim == 2 and array.shape[1] == n_nodes else array[:, 0] if array.ndim == 2 else array
            )
            nodes = np.flatnonzero(array) if array.shape == (n_nodes,) else np.empty(0, dtype=np.int64)
        else:
            nodes = np.unique(whole(arrays, name, MAX_STORED))
        if not nodes.size or nodes[0] < 0 or nodes[-1] >= n_nodes:
            raise complain(arrays.file, None, f"the array '{name}' must hold node numbers from 0 to {n_nodes - 1:,}")
        parts.append(nodes)
    both = np.intersect1d(*parts)
    if both.size:
        raise complain(arrays.file, None, f"node {both[0]} is both in '{names[0]}' and in '{names[1]}'")
    return Split(*parts)
