"""Measured times by name, and what went wrong."""

import statistics

from benchmarks.timing import against_bar


class Report:
    """Seconds by name; `missing` counts requests without an answer, `failures` are exceptions that visitors saw.

    growth: megabytes by which the memory has grown, where that was measured.
    """

    def __init__(self):
        self.seconds, self.missing, self.failures, self.growth = {}, 0, [], 0.0

    def add(self, name, seconds):
        """One measured time."""
        self.seconds.setdefault(name, []).append(seconds)

    def high(self, name):
        """The 95th percentile, NaN if nothing was measured."""
        values = sorted(self.seconds.get(name, []))
        return values[round(0.95 * (len(values) - 1))] if values else float("nan")

    def show(self, name, bar=None):
        """Print median and 95th percentile of a name."""
        values = self.seconds.get(name, [])
        if not values:
            return print(f"  {name}: nothing was measured")
        high = against_bar(self.high(name), bar, "s") if bar else f"{self.high(name):.3g} s"
        return print(f"  {name}: median {statistics.median(values):.3g} s, p95 {high}, {len(values)} times")
