"""A process that computes on request: pickled (function, arguments, options) come in, pickled (True, result) go out.

python -m core.worker        for the app, which starts it; it ends with its input
"""

import os
import pickle
import sys

COURTESY = 10  # how far the system puts this process behind the one that draws


def serve(requests, answers):
    """Answer every request until the input ends; an exception is the answer (False, exception)."""
    while True:
        try:
            function, arguments, options = pickle.load(requests)
        except EOFError:
            return
        try:
            answer = True, function(*arguments, **options)
        except Exception as problem:
            answer = False, problem
        pickle.dump(answer, answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(COURTESY)
    # Loaded while nobody waits for it.
    import core.graph_moments  # noqa: F401

    # Whatever a library prints must not stand between two answers.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, answers)
