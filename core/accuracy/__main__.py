"""python -m core.accuracy    measures every theory again and rewrites the stored figures (a few minutes)."""

from core.accuracy import classes, measurement, walks

for theory in (walks, classes):
    measurement.store(theory.FILE, theory.measure())
