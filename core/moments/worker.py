"""A process that computes on request: pickled (function, arguments, options) come in, pickled (True, result) go out.

A function that is a generator has an answer (None, value) for each of its values, and (True, None) at its end.

python -m core.moments.worker        for the app, which starts it; it ends with its input
"""

import os
import pickle
import signal
import sys
from types import GeneratorType

COURTESY = 10  # how far the system puts this process behind the one that draws


def serve(requests, answers):
    """Answer every request until the input ends; an exception is the answer (False, exception)."""
    while True:
        try:
            function, arguments, options = pickle.load(requests)
        except (EOFError, pickle.UnpicklingError):
            return
        try:
            for answer in _answers(function, arguments, options):
                answers.write(answer)
                answers.flush()
        except BrokenPipeError:
            return  # nobody is left who wants to know


def _answers(function, arguments, options):
    """The pickled answers to one request; always at least one, and the last is no (None, value)."""
    try:
        result = function(*arguments, **options)
        if isinstance(result, GeneratorType):
            for value in result:
                yield pickle.dumps((None, value), protocol=5)
            result = None
        last = pickle.dumps((True, result), protocol=5)
    except Exception as problem:
        last = pickle.dumps((False, problem), protocol=5)
    yield last


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(COURTESY)
    # An interruption in the terminal is for the app, with whose end the input ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Loaded while nobody waits for it.
    import core.moments.graph_moments  # noqa: F401

    # Whatever a library prints must not stand between two answers.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, answers)
    # Without the interpreter's own farewell, which would complain about an output that nobody reads.
    os._exit(0)
