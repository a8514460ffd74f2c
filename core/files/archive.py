"""NumPy archives without pickles: sizes are checked before anything is unpacked, and no object is ever loaded."""

import io
import zipfile

import numpy as np

from core.files.parts import complain
from core.real.graphs import shown


def unpack(file, content, wanted, most_bytes, max_entries=64, max_dimensions=2):
    """({name: array} of the wanted arrays of an npz archive, all names in it); the others are not even unpacked.

    content: bytes.  most_bytes: unpacked, of all wanted arrays together.  Raises ValueError, one sentence with the array at fault.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    # A crafted archive may raise almost anything here, and none of it means more than this sentence.
    except Exception:
        raise complain(file, None, "this is not an npz archive, or it is damaged") from None
    if len(entries) > max_entries:
        raise complain(file, None, f"more than {max_entries} arrays, which is the most that is read")
    arrays, left = {}, most_bytes
    for entry in entries:
        name = entry.filename.removesuffix(".npy")
        if name not in wanted:
            continue
        if name in arrays:
            raise complain(file, None, f"the array '{name}' is given twice")
        if entry.file_size > left:
            raise complain(
                file,
                None,
                f"the array '{name}' unpacks to more than {most_bytes // 10**6} MB, which is the most that is read",
            )
        try:
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError
            with archive.open(entry) as stream:
                # One byte more than declared tells a false declaration, and no more than that is ever unpacked.
                unpacked = stream.read(entry.file_size + 1)
            if len(unpacked) != entry.file_size:
                raise ValueError
        except Exception:
            raise complain(file, None, f"the array '{name}' cannot be unpacked: the archive is damaged") from None
        left -= len(unpacked)
        arrays[name] = _array(file, name, unpacked, max_dimensions)
    return arrays, {entry.filename.removesuffix(".npy") for entry in entries}


def _array(file, name, unpacked, max_dimensions):
    """The array in these bytes, its declared shape and type compared with them first."""
    stream = io.BytesIO(unpacked)
    try:
        version = np.lib.format.read_magic(stream)
        read_header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[
            version
        ]
        shape, fortran, dtype = read_header(stream, max_header_size=10_000)
        shape = tuple(int(length) for length in shape)
    except Exception:
        raise complain(file, None, f"the array '{name}' has a broken header") from None
    if dtype.hasobject:
        raise complain(file, None, f"the array '{name}' holds pickled objects, which are never loaded")
    n_values, body = 1, unpacked[stream.tell() :]
    for length in shape:
        n_values *= length
    if (
        len(shape) > max_dimensions
        or min(shape, default=1) < 0
        or dtype.itemsize == 0
        or n_values * dtype.itemsize != len(body)
    ):
        raise complain(file, None, f"the array '{name}' is not as long as its header {shown(shape)} says")
    return np.frombuffer(body, dtype=dtype).reshape(shape, order="F" if fortran else "C")
