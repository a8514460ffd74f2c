"""What is said of sparse and dense graphs is true of the curves over their degrees."""

import numpy as np
import pytest
from claims import NUMBER, SHARE, refuted, says

from core.maps.density import DensityCurves
from ui.inside import density

pytestmark = pytest.mark.xdist_group("claims")


def density_readers(curves):
    best, lowest, back = curves.best_depth, curves.lowest_error, curves.return_depth

    def lost(end):
        return lambda depth: float(depth) == back[end] and best[end] > 0

    readers = {
        rf"From ({NUMBER}) neighbours to ({NUMBER}) the best depth": lambda low, high: (
            says(low, curves.degree[0]) and says(high, curves.degree[-1])
        ),
        r"^(.*?)goes from (\d+) to (\d+)": lambda _, first, last: (
            (int(first), int(last)) == (best[0], best[-1]) and first != last
        ),
        r"is (\d+) at both ends": lambda depth: int(depth) == best[0] == best[-1],
        rf"the lowest error (falls|goes) from ({SHARE}) to ({SHARE})": lambda verb, first, last: (
            says(first, lowest[0]) and says(last, lowest[-1]) and (verb == "goes" or lowest[-1] < lowest[0])
        ),
        r"No depth helps here.*?no layer lowers it": lambda: not best.any(),
    }
    for end, place in ((0, "In the sparse graph"), (-1, "in the dense one")):
        readers |= {
            rf"{place} the whole gain is lost by depth (\d+)": lost(end),
            rf"{place} no layer gains anything": lambda end=end: best[end] == 0,
            rf"{place} some of the gain is left at depth 40": lambda end=end: np.isnan(back[end]) and best[end] > 0,
        }
    return readers


def test_no_headline_about_density_is_refuted():
    rng = np.random.default_rng(11)
    for _ in range(500):
        best = rng.integers(0, 4, 5).astype(float) * (rng.random() < 0.9)
        back = np.where((best == 0) | (rng.random(5) < 0.4), np.nan, best + 3)
        curves = DensityCurves(
            np.geomspace(*sorted(10 ** rng.uniform(0, 6, 2)), 5), best, 10 ** rng.uniform(-7, -0.4, 5), back
        )
        assert not refuted(density.headline(curves), density_readers(curves))
