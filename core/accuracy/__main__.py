"""python -m core.accuracy    measures every theory again and rewrites the stored figures (a few minutes)."""

import sys

from core import terminal
from core.accuracy import classes, measurement, walks


def main():
    """Measure and store every theory; exit code 0."""
    for theory in (walks, classes):
        measurement.store(theory.FILE, theory.measure())
    return 0


sys.exit(terminal.run(main, "python -m core.accuracy"))
