"""A process that computes on request: pickled (function, arguments, options) come in, pickled (True, result) go out.

python -m core.moments.worker        for the app, which starts it; it ends with its input
"""

import os
import pickle
import signal
import sys

COURTESY = 10  # how far the system puts this process behind the one that draws


def serve(requests, answers):
    """Answer every request until the input ends; an exception is the answer (False, exception)."""
    while True:
        try:
            function, arguments, options = pickle.load(requests)
        except (EOFError, pickle.UnpicklingError):
            return
        try:
            answer = pickle.dumps((True, function(*arguments, **options)), protocol=5)
        except Exception as problem:
            answer = pickle.dumps((False, problem), protocol=5)
        try:
            answers.write(answer)
            answers.flush()
        except BrokenPipeError:
            return  # nobody is left who wants to know


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
