"""NumPy archives without pickles: sizes are checked before anything is unpacked, and no object is ever loaded.

A graph of its own holds `edges` (m, 2), or adj_indptr, adj_indices, adj_shape; `labels` (N,); and if it likes
features and train, test. Beside two CSV files an archive holds features alone.
"""

import numpy as np
from scipy.sparse import csr_array

from core.files.archive import unpack
from core.files.parts import complain, tidy
from core.real.graphs import RawGraph, Split

MAX_UNPACKED = 64_000_000
MAX_FEATURES = 20_000_000
_ARRAYS = ("edges", "labels", "features", "train", "test", "indptr", "indices", "data", "shape")
_WANTED = {*_ARRAYS, *(f"{part}_{name}" for part in ("adj", "attr") for name in ("indptr", "indices", "data", "shape"))}


def read_npz(file, content, limits, name):
    """RawGraph of an archive (bytes) that holds a whole graph. ValueError that names the array at fault."""
    arrays, _ = unpack(file, content, _WANTED, MAX_UNPACKED)
    if "labels" not in arrays:
        raise complain(file, None, "no labels: there is no array 'labels' with one entry a node")
    labels = arrays["labels"]
    if labels.ndim != 1 or labels.dtype.kind not in "iubUSf" or not 1 <= labels.size <= limits.n_nodes:
        raise complain(file, None, f"the array 'labels' must be one row of 1 to {limits.n_nodes:,} numbers or texts")
    n_nodes, directed = labels.size, False
    if "edges" in arrays:
        ends = _whole(file, "edges", arrays["edges"])
        if ends.ndim != 2 or ends.shape[1] != 2:
            raise complain(file, None, "the array 'edges' must have two columns")
    elif "adj_indptr" in arrays:
        links = _csr(file, arrays, "adj_", n_nodes)
        if links.shape != (n_nodes, n_nodes):
            raise complain(file, None, f"'adj_shape' is {links.shape}, but there are {n_nodes:,} labels")
        # Stored from both sides it is undirected; stored once, its direction is all there is to drop.
        directed = bool((abs(links) != abs(links).T).nnz)
        ends = np.stack(links.nonzero(), axis=1)
        ends = ends if directed else ends[ends[:, 0] <= ends[:, 1]]
    else:
        raise complain(file, None, "no links: there is no array 'edges' with two columns, and no 'adj_indptr'")
    if len(ends) > limits.n_edges:
        raise complain(file, None, f"more than {limits.n_edges:,} links, which is the most that is read")
    if len(ends) and not (ends.min() >= 0 and ends.max() < n_nodes):
        bad = int(ends.min() if ends.min() < 0 else ends.max())
        raise complain(file, None, f"a link to node {bad}, but nodes are numbered 0 to {n_nodes - 1:,}")
    features, split = _features(file, arrays, n_nodes)
    texts = tuple(tidy(_text(value)) for value in labels.tolist())
    return RawGraph(name, tuple(map(str, range(n_nodes))), ends, directed, texts, features, split)


def read_features(file, content, n_nodes):
    """(features, Split or None) of an archive of features: indptr, indices, shape (data), or `features`."""
    features, split = _features(file, unpack(file, content, _WANTED, MAX_UNPACKED)[0], n_nodes)
    if features is None:
        raise complain(
            file, None, "no features: there is no array 'features', and no 'indptr' with 'indices' and 'shape'"
        )
    return features, split


def _features(file, arrays, n_nodes):
    if "features" in arrays:
        dense = arrays["features"]
        if dense.ndim != 2 or dense.dtype.kind not in "iubf" or not np.isfinite(dense).all():
            raise complain(file, None, "the array 'features' must be a table of finite numbers")
        features = csr_array(dense.astype(np.float32))
    else:
        prefix = next((part for part in ("attr_", "") if f"{part}indptr" in arrays), None)
        features = None if prefix is None else _csr(file, arrays, prefix, n_nodes).astype(np.float32)
    if features is not None:
        if features.shape[0] != n_nodes:
            raise complain(file, None, f"features have {features.shape[0]:,} rows, but the graph has {n_nodes:,} nodes")
        if not 0 < features.shape[0] * features.shape[1] <= MAX_FEATURES:
            raise complain(file, None, f"features must be 1 to {MAX_FEATURES:,} numbers, nodes times columns")
    if not {"train", "test"} <= arrays.keys():
        return features, None
    parts = [np.unique(_whole(file, part, arrays[part])) for part in ("train", "test")]
    for part, nodes in zip(("train", "test"), parts, strict=True):
        if not nodes.size or nodes[0] < 0 or nodes[-1] >= n_nodes:
            raise complain(file, None, f"the array '{part}' must hold node numbers from 0 to {n_nodes - 1:,}")
    if np.intersect1d(*parts).size:
        raise complain(file, None, f"node {np.intersect1d(*parts)[0]} is both in 'train' and in 'test'")
    return features, Split(*parts)


def _csr(file, arrays, prefix, n_nodes):
    """A csr_array from its parts, each checked before SciPy sees it."""
    missing = [prefix + part for part in ("indptr", "indices", "shape") if prefix + part not in arrays]
    if missing:
        raise complain(file, None, f"the array '{missing[0]}' is missing")
    indptr, indices, shape = (
        _whole(file, prefix + part, arrays[prefix + part]) for part in ("indptr", "indices", "shape")
    )
    data = arrays.get(prefix + "data", np.ones(indices.size, dtype=np.float32))
    sound = shape.shape == (2,) and shape[0] == n_nodes and 0 <= shape[1] <= MAX_FEATURES
    sound = sound and indptr.shape == (n_nodes + 1,) and indptr[0] == 0 and (np.diff(indptr) >= 0).all()
    sound = sound and indices.ndim == 1 and indptr[-1] == indices.size == data.size and data.ndim == 1
    sound = sound and (not indices.size or (indices.min() >= 0 and indices.max() < shape[1]))
    if not sound or data.dtype.kind not in "iubf" or not np.isfinite(data).all():
        raise complain(
            file,
            None,
            f"'{prefix}indptr', '{prefix}indices' and '{prefix}shape' do not make a table of {n_nodes:,} rows",
        )
    matrix = csr_array((data.astype(np.float32), indices, indptr), shape=tuple(shape.tolist()))
    matrix.sum_duplicates()
    return matrix


def _whole(file, name, array):
    if array.dtype.kind not in "iu":
        raise complain(file, None, f"the array '{name}' must hold whole numbers")
    return array.astype(np.int64)


def _text(value):
    return (
        value.decode("utf-8", "replace")
        if isinstance(value, bytes)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
