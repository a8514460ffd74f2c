"""NumPy archives without pickles: sizes are checked before anything is unpacked, and no object is ever loaded."""

import io
import zipfile

import numpy as np

from core.files.parts import complain
from core.real.graphs import shown


class Archive:
    """The arrays of an npz archive, each unpacked when it is asked for; all that are asked for have most_bytes together."""

    def __init__(self, file, content, most_bytes, max_entries=64, max_dimensions=2):
        self.file, self._most, self._left, self._dimensions = file, most_bytes, most_bytes, max_dimensions
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            entries = self._archive.infolist()
        # A crafted archive may raise almost anything here, and none of it means more than this sentence.
        except Exception:
            raise complain(file, None, "this is not an npz archive, or it is damaged") from None
        if len(entries) > max_entries:
            raise complain(file, None, f"more than {max_entries} arrays, which is the most that is read")
        self._entries, self._twice, self._read = {}, set(), {}
        for entry in entries:
            name = entry.filename.removesuffix(".npy")
            if name in self._entries:
                self._twice.add(name)
            self._entries[name] = entry

    @property
    def names(self):
        """Names of the arrays."""
        return tuple(self._entries)

    def __contains__(self, name):
        return name in self._entries

    def __getitem__(self, name):
        """The array of this name; ValueError where it is too long, damaged, or made of pickled objects."""
        if name in self._twice:
            raise complain(self.file, None, f"the array {shown(name)} is given twice")
        if name not in self._read:
            self._read[name] = _array(self.file, name, self._unpack(name), self._dimensions)
        return self._read[name]

    def shape(self, name):
        """The shape in an array's header, without unpacking it; None where the header is damaged or the array is of objects."""
        try:
            with self._archive.open(self._entries[name]) as stream:
                shape, _, dtype = _header(stream)
        except Exception:
            return None
        return None if dtype.hasobject else shape

    def declared(self, names):
        """Bytes that these arrays say they unpack to, together."""
        return sum(self._entries[name].file_size for name in names)

    @property
    def seen(self):
        """The first arrays in words, with their shapes."""
        words = []
        for name in self.names[:4]:
            shape = self.shape(name)
            what = "objects" if shape is None else " × ".join(f"{length:,}" for length in shape)[:30] or "one value"
            words.append(f"{shown(name, 20)} ({what})")
        return ", ".join(words) + (f" and {len(self.names) - 4} more" if len(self.names) > 4 else "") or "none"

    def _unpack(self, name):
        entry = self._entries[name]
        if entry.file_size > self._left:
            fault = (
                f"the array {shown(name)} unpacks to more than {self._most // 10**6} MB, which is the most that is read"
            )
            raise complain(self.file, None, fault)
        try:
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError
            with self._archive.open(entry) as stream:
                # One byte more than declared tells a false declaration, and no more than that is ever unpacked.
                unpacked = stream.read(entry.file_size + 1)
            if len(unpacked) != entry.file_size:
                raise ValueError
        except Exception:
            fault = f"the array {shown(name)} cannot be unpacked: the archive is damaged"
            raise complain(self.file, None, fault) from None
        self._left -= len(unpacked)
        return unpacked


def _header(stream):
    """(shape, whether in Fortran's order, type) of the array that begins here."""
    version = np.lib.format.read_magic(stream)
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
    shape, fortran, dtype = read(stream, max_header_size=10_000)
    return tuple(int(length) for length in shape), fortran, dtype


def _array(file, name, unpacked, max_dimensions):
    """The array in these bytes, its declared shape and type compared with them first."""
    stream = io.BytesIO(unpacked)
    try:
        shape, fortran, dtype = _header(stream)
    except Exception:
        raise complain(file, None, f"the array {shown(name)} has a broken header") from None
    if dtype.hasobject:
        raise complain(file, None, f"the array {shown(name)} holds pickled objects, which are never loaded")
    n_values, body = 1, unpacked[stream.tell() :]
    for length in shape:
        n_values *= length
    if (
        len(shape) > max_dimensions
        or min(shape, default=1) < 0
        or dtype.itemsize == 0
        or n_values * dtype.itemsize != len(body)
    ):
        raise complain(file, None, f"the array {shown(name)} is not as long as its header {shown(shape)} says")
    return np.frombuffer(body, dtype=dtype).reshape(shape, order="F" if fortran else "C")
