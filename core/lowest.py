"""Where an error curve is lowest: one rule for every page, map and sentence."""

import numpy as np

SAME = 1e-9  # errors this alike, as shares of each other, differ by rounding


def first_lowest(error):
    """The first depth whose error is the lowest, rounding aside: min{n: e_n <= min e + 1e-9 |min e|}.

    error: (depth+1,) or (depth+1, cells), or anything that is lower where the error is; NaN where unknown.
    Returns an int, or int (cells,); 0 for a curve that is NaN throughout.
    """
    error = np.where(np.isnan(error), np.inf, error)
    lowest = error.min(axis=0)
    depth = np.argmax(error <= lowest + SAME * np.abs(lowest), axis=0)
    return int(depth) if error.ndim == 1 else depth
