"""The map of the sweet spot, who wins, and the throughput of a sweep on one and two processes."""

import tempfile
import time
from pathlib import Path

from benchmarks.timing import against_bar, heading
from core.maps.growth_law import growth_law
from core.maps.plane import plane
from core.maps.sweet_spot import exact_first_step, sweet_spot
from core.maps.who_wins import who_wins
from core.model import CSBM
from core.sweeps.grid import read_grid
from core.sweeps.sweep import MissingPackage, sweep

MAP_BAR, WINS_BAR = 1.0, 5.0
# So many cells pass before the clock starts: by then all processes are there.
FIRST = 60
GRID = """
depth = 8
seeds = 150
[model]
n_nodes = 400
mean_degree = [8, 16]
edge_correlation = 0.5
"""


def run():
    heading("Map of the sweet spot")
    where = plane("dl", side=100)
    print(f"{'100 x 100, depth 64, one Gaussian':<44} {against_bar(_seconds(lambda: sweet_spot(where)), MAP_BAR, 's')}")
    smaller = plane("dl", side=60)
    rough = sweet_spot(smaller)
    print(f"{'60 x 60, first step exact':<44} {_seconds(lambda: list(exact_first_step(smaller, rough))):.3g} s")
    print(f"{'who wins, 40 x 40':<44} {against_bar(_seconds(lambda: list(who_wins())), WINS_BAR, 's')}")
    print(f"{'growth law, 61 sizes, depth 256':<44} {_seconds(lambda: growth_law(CSBM(), 'degree')):.3g} s")
    heading("Sweep, cells of 400 nodes and depth 8 a second")
    grid = read_grid(GRID)
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            try:
                print(
                    f"{f'{workers} worker' + 's' * (workers > 1):<44} {_pace(grid, Path(folder) / 'r.csv', workers):.3g}"
                )
            except MissingPackage as problem:
                print(problem)


def _pace(grid, path, workers):
    """Cells a second, without the first ones, so without the time in which processes start."""
    start, first = None, 0
    for progress in sweep(grid, path, workers):
        if start is None and progress.computed >= FIRST:
            start, first = time.perf_counter(), progress.computed
    return (len(grid) - first) / (time.perf_counter() - start)


def _seconds(run):
    """The quickest of three runs, in seconds of the processor: the machine may be busy with other things."""
    times = []
    for _ in range(3):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)
