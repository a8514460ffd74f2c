"""One sweep at a time writes a file of results."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None


@contextmanager
def alone(path):
    """Hold FILE.lock beside the results FILE; the system lets go of it with the process, however that ends.

    Raises ValueError while another process holds it, OSError where the folder cannot be written.
    """
    path = Path(path)
    lock = path.with_name(path.name + ".lock")
    held = _held(lock, path)
    try:
        yield
    finally:
        # Removed while it is held, so that nobody else's is.
        with suppress(OSError):
            lock.unlink()
        held.close()


def _held(lock, path):
    while True:
        try:
            file = lock.open("ab")
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, str(path)) from None
        try:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise ValueError(
                f"{path} is being written by another sweep: wait for it, or choose another file for the results."
            ) from None
        except OSError:
            return file  # a file system without locks
        # Whoever held it before may have removed it between the two steps.
        if lock.exists() and os.path.samestat(os.fstat(file.fileno()), lock.stat()):
            return file
        file.close()
