"""Three places to put a threshold between two classes, each known before the graph is seen.

fixed: at m, the midpoint of mu1 and mu2.  midpoint: half-way between the two class means at that depth.
bayes: where the total error over all nodes is lowest, so that the larger class counts for more.
"""

import numpy as np

RULES = ("fixed", "midpoint", "bayes")
POINTS = 97
REACH = 5


def search_grid(means, deviations):
    """Thresholds to try at each depth, from REACH deviations below the lower mean to as far above the higher.

    means, deviations: (depth+1, 2) in one unit.  Returns (depth+1, POINTS) in that unit.
    """
    room = REACH * deviations.max(axis=1)
    return np.linspace(means.min(axis=1) - room, means.max(axis=1) + room, POINTS, axis=1)


def lowest(grid, total):
    """The threshold of the lowest total error at each depth, between grid points by a parabola.

    grid, total: (depth+1, POINTS).  Returns (depth+1,).
    """
    depth = np.arange(grid.shape[0])
    place = np.clip(total.argmin(axis=1), 1, POINTS - 2)
    before, here, after = (total[depth, place + step] for step in (-1, 0, 1))
    bend = before - 2 * here + after
    move = np.divide(before - after, 2 * bend, out=np.zeros_like(bend), where=bend > 0)
    return grid[depth, place] + np.clip(move, -1, 1) * (grid[:, 1] - grid[:, 0])
