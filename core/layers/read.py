"""A file of layers: layers.npz with h0, h1, ..., edges, labels, and what else is known of the network."""

import re
from pathlib import Path

from core.files.archive import Archive
from core.layers.network import MAX_LAYERS, MAX_LINKS, check_links, check_shapes, network

MAX_UNPACKED = 200_000_000
MAX_NODES = 20_000
MAX_ARRAYS = 2 * MAX_LAYERS  # in the archive, those that are not looked at included
# The names under which the usual libraries keep these things.
NAMES = {
    "edges": ("edges", "edge_index", "adjacency", "adj"),
    "labels": ("labels", "label", "y", "node_labels"),
    "train": ("train", "train_mask", "train_idx"),
    "val": ("val", "val_mask", "val_idx", "valid", "valid_mask"),
    "test": ("test", "test_mask", "test_idx"),
    "logits": ("logits", "out", "output"),
}
_LAYER = re.compile(r"h(0|[1-9]\d{0,2})")


def read(source, file=None, max_nodes=MAX_NODES, max_unpacked=MAX_UNPACKED):
    """The core.layers.Network of an npz archive: its path, or its bytes.

    Sizes are looked at before anything is unpacked, and no pickled object is ever loaded.
    Raises ValueError, one sentence that names the file and what was seen in it.
    """
    content = source if isinstance(source, bytes | bytearray) else Path(source).read_bytes()
    file = file or ("this file" if isinstance(source, bytes | bytearray) else Path(source).name)
    archive = Archive(file, bytes(content), max_unpacked, MAX_ARRAYS)
    layers = _layer_names(file, archive)
    names = {kind: next((name for name in names if name in archive), None) for kind, names in NAMES.items()}
    for kind in ("edges", "labels"):
        if names[kind] is None:
            raise ValueError(f"{file}: there is no array {' or '.join(NAMES[kind])}; seen were {archive.seen}.")
    wanted = [*layers, *filter(None, names.values())]
    size = archive.declared(wanted)
    if size > max_unpacked:
        raise ValueError(
            f"{file}: its arrays unpack to more than {max_unpacked // 10**6:,} MB, which is the most that is read "
            f"(they would be {size / 1e6:,.0f} MB)."
        )
    try:
        _check_headers([archive.shape(name) for name in layers], archive.shape(names["edges"]), max_nodes)
        given = {kind: None if name is None else archive[name] for kind, name in names.items()}
        return network([archive[name] for name in layers], **given)
    except ValueError as problem:
        told = str(problem)
        raise ValueError(told if told.startswith(file) else f"{file}: {told}") from None


def _layer_names(file, archive):
    """["h0", "h1", ...] of an archive that leaves none out."""
    places = sorted(int(found[1]) for name in archive.names if (found := _LAYER.fullmatch(name)))
    if places != list(range(len(places))) or not places:
        raise ValueError(
            f"{file}: layers must be arrays h0, h1, h2 and so on, none left out; seen were {archive.seen}."
        )
    return [f"h{place}" for place in places]


def _check_headers(shapes, links, max_nodes):
    """What headers alone tell to be too large, or not to be layers; a damaged one (None) is left to the unpacking."""
    if None not in shapes:
        check_shapes(shapes)
        if shapes[0][0] > max_nodes:
            raise ValueError(f"h0 has {shapes[0][0]:,} nodes, but {max_nodes:,} at most are measured.")
    if links is not None and max(links, default=0) > MAX_LINKS:
        check_links(max(links))
