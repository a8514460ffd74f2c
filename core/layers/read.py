"""A file of layers: layers.npz with h0, h1, ..., edges, labels, and what else is known of the network."""

import re
from pathlib import Path

from core.files.archive import unpack
from core.layers.network import MAX_LAYERS, network

MAX_UNPACKED = 200_000_000
MAX_NODES = 20_000
# The names under which the usual libraries keep these things.
NAMES = {
    "edges": ("edges", "edge_index", "adjacency", "adj"),
    "labels": ("labels", "label", "y", "node_labels"),
    "train": ("train", "train_mask", "train_idx"),
    "val": ("val", "val_mask", "val_idx", "valid", "valid_mask"),
    "test": ("test", "test_mask", "test_idx"),
    "logits": ("logits", "out", "output"),
}
_LAYER = re.compile(r"h(\d{1,3})")


def read(source, file=None, max_nodes=MAX_NODES, max_unpacked=MAX_UNPACKED):
    """The core.layers.Network of an npz archive: its path, or its bytes.

    Sizes are looked at before anything is unpacked, and no pickled object is ever loaded.
    Raises ValueError, one sentence that names the file and what was seen in it.
    """
    content = source if isinstance(source, bytes | bytearray) else Path(source).read_bytes()
    file = file or ("this file" if isinstance(source, bytes | bytearray) else Path(source).name)
    wanted = {name for names in NAMES.values() for name in names} | {f"h{place}" for place in range(MAX_LAYERS + 2)}
    arrays, seen = unpack(file, bytes(content), wanted, max_unpacked, max_dimensions=2)
    given = {kind: next((arrays[name] for name in names if name in arrays), None) for kind, names in NAMES.items()}
    places = sorted(int(found[1]) for name in arrays if (found := _LAYER.fullmatch(name)))
    shown = ", ".join(sorted(seen)[:8]) or "nothing"
    if places != list(range(len(places))) or not places:
        raise ValueError(f"{file}: layers must be arrays h0, h1, h2 and so on, none left out; seen were {shown}.")
    for kind in ("edges", "labels"):
        if given[kind] is None:
            raise ValueError(f"{file}: there is no array {' or '.join(NAMES[kind])}; seen were {shown}.")
    hidden = [arrays[f"h{place}"] for place in places]
    if hidden[0].shape[0] > max_nodes:
        raise ValueError(f"{file}: h0 has {hidden[0].shape[0]:,} nodes, but {max_nodes:,} at most are measured.")
    try:
        return network(hidden, **given)
    except ValueError as problem:
        raise ValueError(f"{file}: {problem}") from None
