"""A trained network as data: what each layer made of the nodes, the graph, the classes, who was trained on and who is tested."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, issparse

from core.layers.columns import columns_of
from core.number_of import number_of
from core.real.graphs import shown

MAX_LAYERS, MAX_COLUMNS = 64, 512
MAX_INPUT = 10_000  # columns of the input; citation graphs have thousands of words
MAX_LINKS = 2_000_000  # as they are listed, so that both directions of a million may be given
MAX_CLASSES = 100
LARGEST = 1e100  # of an entry: its square must still be a number


@dataclass(frozen=True)
class Network:
    """Layers of one trained network.

    hidden: tuple of arrays of numbers (N, F_l), the input first.  adjacency: csr_array (N, N), symmetric, 0/1, no loops.
    labels: int (N,), -1 where unknown, else 0..C-1.  train, val, test: bool (N,); train and test may be empty.
    logits: float (N, C or more), a column for each class and then those of no class; None where there are none, or where it
    cannot be known which column is whose, which logits_note says.  classes: the texts of the classes.
    input_columns: of the input as it was given; where they are more than MAX_COLUMNS, hidden[0] holds that many random
    combinations of them.
    """

    hidden: tuple
    adjacency: csr_array
    labels: np.ndarray
    train: np.ndarray
    val: np.ndarray
    test: np.ndarray
    logits: np.ndarray | None
    classes: tuple[str, ...]
    input_columns: int
    logits_note: str = ""

    @property
    def depth(self):
        return len(self.hidden) - 1

    @property
    def n_nodes(self):
        return self.labels.size


def network(hidden, edges, labels, train=None, val=None, test=None, logits=None):
    """A Network from arrays, or from anything that numpy.asarray takes.

    hidden: sequence of (N, F_l).  edges: (2, m) or (m, 2) of node numbers, or a sparse or dense adjacency (N, N); directions and
    loops are dropped.  labels: (N,) numbers or texts; -1, NaN, None or "" is unknown.  train, val, test: bool (N,) or node
    numbers; without train and test half of the labelled nodes are each, by a fixed draw.
    Raises ValueError, one sentence that names the array, the layer and the node.
    """
    layers = _layers(hidden)
    n_nodes, columns = layers[0].shape
    if columns > MAX_COLUMNS:
        layers = (_combined(layers[0]), *layers[1:])
    adjacency = _adjacency(edges, n_nodes)
    known, values = _labels(labels, n_nodes)
    classes = tuple(map(str, values))
    masks = {name: _mask(name, given, n_nodes) for name, given in (("train", train), ("val", val), ("test", test))}
    if masks["train"] is None or masks["test"] is None:
        masks["train"], masks["test"] = _halves(known)
        masks["val"] = np.zeros(n_nodes, dtype=bool)
    if masks["val"] is None:
        masks["val"] = np.zeros(n_nodes, dtype=bool)
    if np.any(masks["train"] & masks["test"]):
        node = int(np.flatnonzero(masks["train"] & masks["test"])[0])
        raise ValueError(f"Node {node} is both in train and in test: a probe would be tested on what it was fitted to.")
    masks = {name: mask & (known >= 0) for name, mask in masks.items()}
    logits, note = _logits(logits, n_nodes, values)
    answers = {"logits": logits, "logits_note": note}
    return Network(layers, adjacency, known, **masks, **answers, classes=classes, input_columns=columns)


def _layers(hidden):
    layers = tuple(_numbers(f"h{place}", layer) for place, layer in enumerate(hidden))
    check_shapes([layer.shape for layer in layers])
    for place, layer in enumerate(layers):
        # In its own precision: in double a file of many layers would need several times its size.
        good = np.abs(layer) <= LARGEST if layer.dtype.kind == "f" and layer.dtype.itemsize > 4 else np.isfinite(layer)
        if not good.all():
            node, column = np.argwhere(~good)[0]
            raise ValueError(
                f"h{place} holds {layer[node, column]:g} at node {node}, column {column}: train without it"
                + (f", or stop at h{place - 1}." if place > 1 else ".")
            )
    return layers


def check_shapes(shapes):
    """Raise ValueError, one sentence, unless arrays h0, h1, ... of these shapes can be the layers of a network."""
    if len(shapes) < 2:
        raise ValueError(
            f"Given: {number_of(len(shapes), 'layer')}, but the input h0 and at least one more must be given."
        )
    if len(shapes) > MAX_LAYERS + 1:
        raise ValueError(f"There are {len(shapes) - 1} layers, but {MAX_LAYERS} at most are measured.")
    for place, shape in enumerate(shapes):
        most = MAX_COLUMNS if place else MAX_INPUT
        if len(shape) != 2 or shape[0] != shapes[0][0] or not 1 <= shape[1] <= most:
            raise ValueError(
                f"h{place} has shape {shape}, but it must be (N, F) with the same N as h0 and F from 1 to {most:,}."
            )
    if shapes[0][0] < 2:
        raise ValueError("h0 has fewer than two nodes, so there is nothing to compare.")


def _numbers(name, given):
    array = np.asarray(given)
    if array.dtype.kind not in "iubf":
        raise ValueError(f"{name} must hold numbers, but it holds {shown(array.dtype)}.")
    return array


def _combined(features):
    """MAX_COLUMNS fixed random combinations of the columns of (N, F): they keep lengths and angles to a few per cent.

    Source: Johnson and Lindenstrauss 1984.
    """
    mix = np.random.default_rng(0).standard_normal((features.shape[1], MAX_COLUMNS)) / np.sqrt(MAX_COLUMNS)
    return np.concatenate([features[start : start + 1024] @ mix for start in range(0, features.shape[0], 1024)])


def _adjacency(edges, n_nodes):
    """Symmetric 0/1 csr_array without loops."""
    if issparse(edges):
        entries, shape = edges.tocoo(), edges.shape
        _check_finite(entries.data, np.stack([entries.row, entries.col], axis=1))
        rows, columns = edges.nonzero()
    else:
        edges = _numbers("edges", edges)
        _check_finite(edges, None)
        if edges.ndim == 2 and edges.shape == (n_nodes, n_nodes) and n_nodes > 2:
            check_links(np.count_nonzero(edges))
            rows, columns = np.nonzero(edges)
            shape = edges.shape
        elif edges.ndim == 2 and 2 in edges.shape and _whole(edges):
            rows, columns = edges if edges.shape[0] == 2 else edges.T
            shape = (n_nodes, n_nodes)
        else:
            raise ValueError(
                f"edges has shape {edges.shape} and holds {edges.dtype}, "
                "but it must be (2, m) or (m, 2) of whole node numbers, or (N, N)."
            )
    check_links(len(rows))
    if shape != (n_nodes, n_nodes):
        raise ValueError(f"The adjacency has shape {shape}, but the layers are of {number_of(n_nodes, 'node')}.")
    ends = np.stack([rows, columns])
    if ends.size and not (ends.min() >= 0 and ends.max() < n_nodes):
        bad = ends.min() if ends.min() < 0 else ends.max()
        number = f"{bad:g}" if ends.dtype.kind == "f" else f"{bad}"
        raise ValueError(f"edges has a link to node {number}, but nodes are numbered 0 to {n_nodes - 1}.")
    ends = ends.astype(np.int64)
    ends = ends[:, ends[0] != ends[1]]
    both = np.concatenate([ends, ends[::-1]], axis=1)
    adjacency = csr_array((np.ones(both.shape[1]), (both[0], both[1])), shape=(n_nodes, n_nodes))
    adjacency.data[:] = 1
    adjacency.sort_indices()
    return adjacency


def _whole(array):
    """Whether all entries are whole numbers, of whatever type of number."""
    if array.dtype.kind == "f":
        return bool(np.isfinite(array).all() and (array == np.round(array)).all())
    return array.dtype.kind in "iu"


def _check_finite(values, places):
    """ValueError, one sentence, for an entry that is no number. places: where the values stand, (n, 2), or None."""
    bad = np.argwhere(~np.isfinite(values))
    if bad.size:
        place = tuple(map(int, bad[0] if places is None else places[bad[0, 0]]))
        raise ValueError(f"edges holds {values[tuple(bad[0])]:g} at place {place}, which is neither a link nor a node.")


def check_links(count):
    """Raise ValueError, one sentence, for more links than are read."""
    if count > MAX_LINKS:
        raise ValueError(f"edges lists {count:,} links, but {MAX_LINKS:,} at most are read, both directions counted.")


def _labels(labels, n_nodes):
    """(int (N,), the classes as they were given, in order)."""
    given = np.asarray(labels)
    if given.shape == (n_nodes, 1):
        given = given[:, 0]
    if given.shape != (n_nodes,):
        raise ValueError(f"labels has shape {given.shape}, but it must have one entry for each of the {n_nodes} nodes.")
    if given.dtype.kind == "S":
        given = np.char.decode(given, "utf-8", "replace")
    if given.dtype.kind not in "iubfUO":
        raise ValueError(f"labels must hold numbers or texts, but it holds {shown(given.dtype)}.")
    if given.dtype.kind == "f" and np.all(
        np.isnan(given) | ((given == np.round(given)) & (np.abs(given.astype(float)) < 2**53))
    ):
        given = np.where(np.isnan(given), -1, given).astype(np.int64)
    if given.dtype.kind == "i":
        # The two signs are two classes; beside more than one other number, or 0, what is negative is not known.
        unknown = np.zeros(n_nodes, dtype=bool) if set(np.unique(given)) == {-1, 1} else given < 0
    else:
        unknown = np.isin(given.astype(str), ["", "None", "nan", "-1"])
    classes, codes = np.unique(given[~unknown], return_inverse=True)
    if classes.size < 2:
        raise ValueError(f"labels names {number_of(classes.size, 'class', 'classes')}, but at least two are needed.")
    if classes.size > MAX_CLASSES:
        raise ValueError(f"labels names {classes.size:,} classes, but {MAX_CLASSES} at most are told apart.")
    known = np.full(n_nodes, -1)
    known[~unknown] = codes
    return known, classes


def _mask(name, given, n_nodes):
    """A bool (N,) from a mask or from node numbers; None where nothing is given."""
    if given is None:
        return None
    given = np.asarray(given)
    if given.dtype.kind == "f" and _whole(given):
        given = given.clip(-1, n_nodes).astype(np.int64)  # what is no node stays none
    if given.dtype.kind == "b" or (given.shape == (n_nodes,) and np.isin(given, (0, 1)).all() and n_nodes > 2):
        if given.ndim == 2 and given.shape[1]:  # several splits side by side: the first one
            given = given[:, 0]
        if given.shape != (n_nodes,):
            raise ValueError(
                f"{name} has shape {given.shape}, but a mask must have one entry for each of the {n_nodes} nodes."
            )
        return given.astype(bool)
    if given.dtype.kind not in "iu" or (given.size and not (given.min() >= 0 and given.max() < n_nodes)):
        raise ValueError(f"{name} must be a mask of {n_nodes} entries, or node numbers from 0 to {n_nodes - 1}.")
    mask = np.zeros(n_nodes, dtype=bool)
    mask[given.ravel()] = True
    return mask


def _halves(labels):
    """Half of the labelled nodes of each class to fit on, half to test on, by a fixed draw."""
    rng, train = np.random.default_rng(0), np.zeros(labels.size, dtype=bool)
    for value in range(labels.max() + 1):
        nodes = rng.permutation(np.flatnonzero(labels == value))
        train[nodes[: nodes.size // 2]] = True
    return train, ~train


def _logits(logits, n_nodes, classes):
    """(logits with a column for each class first, or None; what must be known of that, one sentence or "")."""
    if logits is None:
        return None, ""
    array = _numbers("logits", logits)
    if array.ndim != 2 or array.shape[0] != n_nodes or not len(classes) <= array.shape[1] <= MAX_COLUMNS:
        raise ValueError(f"logits has shape {array.shape}, but it must be ({n_nodes}, {len(classes)}).")
    if not np.isfinite(array).all():
        node = int(np.argwhere(~np.isfinite(array))[0][0])
        raise ValueError(f"logits holds a number that is not finite at node {node}.")
    own, note = columns_of(classes, array.shape[1])
    if own is None:
        return None, note
    others = np.setdiff1d(np.arange(array.shape[1]), own)
    return array[:, [*own, *others]].astype(float), note
