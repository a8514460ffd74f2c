"""What the system does to a program: Ctrl-C, pipes that close, disks that are full. Nobody reads a traceback of it."""

import argparse
import errno
import io
import os
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

FAILED, STOPPED, PIPE_CLOSED = 2, 130, 141  # exit codes: ours, and the shells' for Ctrl-C and for a closed pipe


def quiet():
    """From here on Ctrl-C ends the process at once and without a word, also while imports are under way; `run` ends that."""
    # Who starts a program in the background may have switched Ctrl-C off for it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))


def run(command, name):
    """Run command() and return the exit code for the shell.

    That is the command's own; 130 after Ctrl-C; 141, silently, where nobody reads on; 2, with one sentence under `name`, where
    there is no room on a disk or in memory. A command that has something to say after Ctrl-C catches KeyboardInterrupt itself.
    """
    _prepare()
    try:
        try:
            code = command()
        except SystemExit as leaving:
            code = leaving.code
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        _forget_output()
        return STOPPED
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except OSError as problem:
        _forget_output()
        sentence = why(problem)
    except MemoryError:
        sentence = "There is not enough memory for this."
    with suppress(OSError):
        print(f"{name}: {sentence}", file=sys.stderr, flush=True)
    return FAILED


def whole_number(text):
    """For argparse: a whole number, also in the form 1e12."""
    with suppress(ValueError):
        return int(text)
    try:
        value = float(text)
        if value == int(value):
            return int(value)
    except (ValueError, OverflowError):
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, as 2000 or 1e12 is")


def number(text):
    """For argparse: a number."""
    with suppress(ValueError):
        return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number, as 0.5 or 1e-3 is")


def file_name(text):
    """For argparse: the name of a file, which a shell's empty variable is not."""
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a file")
    return text


def why(problem):
    """One sentence for an error of the system; without a file it is one of the standard output."""
    return f"{problem.filename or 'The standard output'} cannot be used: {problem.strerror}."


@contextmanager
def naming(path):
    """An error of the system that names no file, as a full disk's, is one of this file."""
    try:
        yield
    except OSError as problem:
        if problem.filename is not None:
            raise
        raise OSError(problem.errno, problem.strerror, str(path)) from None


@contextmanager
def whole_file(path):
    """A binary file to write, which takes its name, and the place of the file of that name, when all of it is there.

    Raises OSError at the door, so before anything is computed, where it cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    spare = path.with_name(path.name + ".part")
    try:
        file = spare.open("wb")
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from None
    try:
        with naming(path), file:
            yield file
        os.replace(spare, path)
    except BaseException:
        spare.unlink(missing_ok=True)
        raise


class _Closed(io.TextIOBase):
    """A standard output that was closed before the program began."""

    def write(self, text):
        raise OSError(errno.EBADF, "it is closed")


def _prepare():
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # A closed number is taken, or the next file that is opened would get what is printed.
    if sys.stdout is None:
        _to_nowhere(1)
        sys.stdout = _Closed()
    if sys.stderr is None:
        _to_nowhere(2)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115, open to the end
    with suppress(AttributeError):
        sys.stdout.reconfigure(errors="backslashreplace")


def _forget_output():
    """What is still to be printed goes nowhere, so that the interpreter does not try once more at its end."""
    _to_nowhere(1)


def _to_nowhere(number):
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
