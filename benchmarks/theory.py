"""Walk theory to depth 30 at the default model, and the map of plain convolution."""

import numpy as np

from benchmarks.timing import against_bar, heading, medians
from core.model import CSBM
from core.walks import best_possible, predict, predict_layers

DEPTH = 30
CURVE_BAR, BEST_BAR, MAP_BAR = 1, 5, 1000
MAP_SIDE, MAP_DEPTH = 100, 10
SAMPLED_ROWS = 2


def map_rows(rows):
    """A few rows of a 100 x 100 map over (p, q): the best depth of plain convolution at each point."""
    probabilities = np.geomspace(1e-3, 1e-1, MAP_SIDE)
    for p in probabilities[:: MAP_SIDE // rows][:rows]:
        for q in probabilities:
            predict(CSBM(p_within=p, q_across=q), MAP_DEPTH).error_fixed.argmin()


def run():
    heading(f"Walk theory, depth {DEPTH}, default model")
    model = CSBM()
    times = medians(
        {
            "chain and sums, plain": lambda: predict_layers(model, DEPTH),
            "chain and sums, residual": lambda: predict_layers(model, DEPTH, "residual"),
            "all curves, plain": lambda: predict(model, DEPTH),
            "all curves, residual": lambda: predict(model, DEPTH, "residual"),
            "best linear found, one threshold": lambda: best_possible(model, DEPTH),
        },
        rounds=40,
    )
    for name, milliseconds in times.items():
        print(f"{name:<30} {against_bar(milliseconds, BEST_BAR if name.startswith('best') else CURVE_BAR)}")
    rows = medians({"map": lambda: map_rows(SAMPLED_ROWS)}, rounds=1)["map"]
    whole = rows * MAP_SIDE / SAMPLED_ROWS
    print(f"{'100 x 100 map, from a few rows':<30} {against_bar(whole, MAP_BAR)}")
