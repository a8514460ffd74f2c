"""Files packed with gzip: never more is unpacked than may be read."""

import gzip
import io

from core.files.parts import complain


def unpack(file, content, n_bytes):
    """(name, content) without .gz, if it has that ending. ValueError where it is damaged, or longer than n_bytes."""
    if not file.lower().endswith(".gz"):
        return file, content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            # One byte more than is read tells that it is too long, and no more is ever unpacked.
            unpacked = stream.read(n_bytes + 1)
    # A crafted file may raise almost anything here, and none of it means more than this sentence.
    except Exception:
        raise complain(file, None, "this is not a gzip file, or it is damaged") from None
    if len(unpacked) > n_bytes:
        fault = f"it unpacks to more than {n_bytes / 1e6:,.1f} MB, which is the most that is read"
        raise complain(file, None, fault)
    return file[:-3], unpacked
