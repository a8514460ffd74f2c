"""Files packed with gzip: never more is unpacked than may be read."""

import gzip
import io
import struct

from core.files.parts import complain


def unpack(file, content, n_bytes):
    """(name, content) without .gz, if it has that ending. ValueError where it is damaged, or longer than n_bytes."""
    if not file.lower().endswith(".gz"):
        return file, content
    fault = f"it unpacks to more than {n_bytes / 1e6:,.1f} MB, which is the most that is read"
    # The last four bytes say how long it is, if they are to be believed.
    if len(content) > 18 and struct.unpack("<I", content[-4:])[0] > n_bytes:
        raise complain(file, None, fault)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            unpacked = stream.read(n_bytes + 1)
    # A crafted file may raise almost anything here, and none of it means more than this sentence.
    except Exception:
        raise complain(file, None, "this is not a gzip file, or it is damaged") from None
    if len(unpacked) > n_bytes:
        raise complain(file, None, fault)
    return file[:-3], unpacked
