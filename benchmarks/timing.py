"""Interleaved timing: all candidates in turn, round after round, so that a busy moment hits them alike."""

import time
from statistics import median

TURN = 0.01


def medians(candidates, rounds):
    """Median milliseconds of each candidate (name -> function without arguments), after one run to warm up.

    A turn of a quick candidate is several runs, about TURN seconds, so that all find their own data in the cache.
    """
    runs = {name: max(1, int(TURN / max(_seconds(run, 1), 1e-6))) for name, run in candidates.items()}
    seconds = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            seconds[name].append(_seconds(run, runs[name]))
    return {name: 1e3 * median(values) for name, values in seconds.items()}


def _seconds(run, times):
    start = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - start) / times


def against_bar(value, bar, unit="ms", at_least=False):
    """A value beside its bar, and whether it is met."""
    met = value >= bar if at_least else value <= bar
    return f"{value:.3g} {unit} (bar {'>=' if at_least else '<='} {bar:g} {unit}{'' if met else ', MISSED'})"


def heading(text):
    print(f"\n{text}\n{'-' * len(text)}")
