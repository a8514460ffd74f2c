"""Sparse matrices as SciPy stores them in an archive: row by row (csr), column by column (csc), or entry by entry (coo)."""

import numpy as np

from core.files.parts import complain

LARGEST_SIDE = 20_000_000


def has_matrix(arrays, prefix):
    """Whether an archive (core.files.archive.Archive) holds the parts of a matrix behind this prefix."""
    return f"{prefix}indptr" in arrays or f"{prefix}row" in arrays


def read_entries(arrays, prefix, most):
    """(rows, columns, values, shape) of the entries other than 0, each part checked; two at one place stay two.

    most: number of entries that are read.  ValueError that names the array at fault.
    """
    file, layout = arrays.file, ""
    if f"{prefix}format" in arrays:
        layout = arrays[f"{prefix}format"].tobytes()[:40].replace(b"\0", b"").decode("latin-1")
    if layout not in ("", "csr", "csc", "coo"):
        raise complain(file, None, f"the array '{prefix}format' must say csr, csc or coo")
    parts = ("row", "col", "shape") if f"{prefix}row" in arrays else ("indptr", "indices", "shape")
    for part in parts:
        if f"{prefix}{part}" not in arrays:
            raise complain(file, None, f"the array '{prefix}{part}' is missing")
    along, across, shape = (whole(arrays, f"{prefix}{part}", most + 1) for part in parts)
    values = arrays[f"{prefix}data"] if f"{prefix}data" in arrays else np.ones(across.size, dtype=np.float32)
    sound = shape.shape == (2,) and shape.min() >= 0 and shape.max() <= LARGEST_SIDE
    sound = sound and along.ndim == across.ndim == values.ndim == 1 and across.size == values.size
    sound = sound and values.dtype.kind in "iubf" and np.isfinite(values).all()
    length, width = shape[::-1] if layout == "csc" else shape
    if sound and parts[0] == "indptr":
        sound = along.size == length + 1 and along[0] == 0 and along[-1] == across.size and (np.diff(along) >= 0).all()
        along = np.repeat(np.arange(length), np.diff(along)) if sound else along
    sound = sound and along.size == across.size and _within(along, length) and _within(across, width)
    if not sound:
        names = ", ".join(f"'{prefix}{part}'" for part in parts[:2])
        size = " rows and ".join(f"{int(side):,}" for side in shape.reshape(-1)[:2])
        raise complain(file, None, f"{names} and '{prefix}shape' do not make a table of {size} columns")
    there = values != 0
    rows, columns = (across, along) if layout == "csc" else (along, across)
    return rows[there], columns[there], values[there], tuple(shape.tolist())


def whole(arrays, name, most):
    """An array of whole numbers, at most so many of them."""
    array = arrays[name]
    if array.dtype.kind not in "iu":
        raise complain(arrays.file, None, f"the array '{name}' must hold whole numbers")
    if array.size > most:
        raise complain(
            arrays.file, None, f"the array '{name}' has more than {most:,} entries, which is the most that is read"
        )
    return array.astype(np.int64)


def _within(numbers, most):
    return not numbers.size or numbers.min() >= 0 and numbers.max() < most
