"""The nodes that the stage follows, as text for the wire: the whole graph where it is small, else the paths of these nodes alone."""

from base64 import b64encode

import numpy as np

MOST_BYTES = 100_000  # of a graph that is sent whole, so that the browser itself can average over neighbours


def nodes_message(model, crowd):
    """crowd: core.inside.crowd.Crowd of the model. Returns a dict of numbers and base64 texts.

    Whole: links (gaps between their positions, as varints) and z of all nodes (float32).  Else: signal and noise (float32,
    depth by depth) and centre.
    """
    depth = len(crowd.signal) - 1
    message = {"n": model.n_nodes, "p": model.p_within, "q": model.q_across, "have": model.known, "depth_max": depth}
    message |= {"nodes": crowd.nodes.tolist(), "degree": crowd.degree.tolist(), "own": crowd.own.tolist()}
    links = None if crowd.links is None else varints(np.diff(crowd.links, prepend=-1) - 1)
    # Averages in the browser are those of a feature at every node.
    if links is not None and model.known == 1 and len(links) + 4 * model.n_nodes <= MOST_BYTES:
        return message | {"links": _text(links), "z": _floats(crowd.unit_noise)}
    return message | {"signal": _floats(crowd.signal), "noise": _floats(crowd.noise), "centre": _floats(crowd.centre)}


def varints(numbers):
    """Whole numbers from 0 as bytes of seven bits, the lowest first; all but the last of a number have the eighth bit set."""
    left, shift, parts = np.asarray(numbers, dtype=np.int64), 0, []
    index = np.arange(left.size)
    while left.size:
        more = left >= 128
        parts.append((index, np.full(left.size, shift), (left & 127) | (more << 7)))
        left, index, shift = left[more] >> 7, index[more], shift + 1
    if not parts:
        return b""
    index, place, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return values[np.lexsort((place, index))].astype(np.uint8).tobytes()


def _floats(values):
    return _text(np.ascontiguousarray(values, dtype="<f4").tobytes())


def _text(data):
    return b64encode(data).decode("ascii")
