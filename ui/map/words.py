"""What the map page says: pure functions from maps to sentences and table rows."""

import numpy as np

from core.maps.check import SLACK
from core.maps.sweet_spot import EDGE, SPARSE, SPARSE_DEGREE, SPARSE_DEPTH, TINY, TINY_ERROR, read_curve
from ui.map.axes import SHORT
from ui.words.readings import percent

SHALLOW = 4
REASONS = {
    SPARSE: f"sparse and deep (d ≤ {SPARSE_DEGREE:g}, best depth above {SPARSE_DEPTH}): walks meet themselves again on small branches, and theory is somewhat too pessimistic",
    TINY: f"a lowest error below {100 * TINY_ERROR:g} %: its size is right, its digits are not",
    EDGE: "the best depth is the deepest that was computed: it may be deeper still",
}


def headline(plane, found):
    """How deep the best depth is over the whole map, in one sentence with computed numbers."""
    best = found.best_depth[plane.possible]
    if best.size == 0:
        return "No graph with these parameters exists."
    never, shallow = float(np.mean(best == 0)), float(np.mean(best <= SHALLOW))
    return (
        f"On **{percent(shallow)}** of the graphs on this map the best depth is **{SHALLOW} or less**; on {percent(never)} the first "
        f"convolution already hurts. The deepest sweet spot anywhere is {best.max():.0f}."
    )


def present_sentence(error):
    """Where the present model stands: n*, its error, n0. error: walk theory's curve with a fixed threshold."""
    best, lowest, first, back = read_curve(error)
    if best == 0:
        return f"Your model (cross): no convolution helps; without any the error is {percent(first)}."
    end = (
        f"at depth {back:.0f} the error is back"
        if np.isfinite(back)
        else f"up to depth {error.size - 1} the error does not come back"
    )
    return f"Your model (cross): best depth **{best:.0f}**, error **{percent(lowest)}** instead of {percent(first)} without convolution; {end}."


def distrust(reasons):
    """The share of the map that is not to be trusted, by reason, as Markdown lines."""
    possible = reasons[(reasons == 0) | np.isin(reasons, list(REASONS))]
    lines = []
    for reason, words in REASONS.items():
        share = float(np.mean(possible == reason)) if possible.size else 0.0
        if share > 0:
            lines.append(f"- hatched, {percent(share)} of the map: {words}.")
    return lines


def cut_rows(plane, found, reasons, cells):
    """Table rows of a cross-section."""
    rows = []
    for row, column in cells:
        cell = (row, column)
        if not plane.possible[cell]:
            continue
        back = found.return_depth[cell]
        rows.append(
            {
                SHORT[plane.x.name]: f"{plane.x.values[column]:.4g}",
                SHORT[plane.y.name]: f"{plane.y.values[row]:.4g}",
                "best depth n*": int(found.best_depth[cell]),
                "lowest error": percent(found.best_error[cell]),
                "without convolution": percent(found.first_error[cell]),
                "back at n₀": f"{back:.0f}" if np.isfinite(back) else f"beyond {found.depth}",
                "to be trusted": "yes" if reasons[cell] == 0 else "with care",
            }
        )
    return rows


def check_rows(plane, checked):
    """Table rows of simulated cells."""
    verdicts = {True: "agree", False: "DISAGREE", None: "not simulated"}
    return [
        {
            SHORT[plane.x.name]: f"{plane.x.values[cell.cell[1]]:.4g}",
            SHORT[plane.y.name]: f"{plane.y.values[cell.cell[0]]:.4g}",
            "theory: best depth": cell.predicted_depth,
            "theory: error": percent(cell.predicted_error),
            "simulated there": _with_error(cell) if cell.n_graphs else cell.reason,
            "simulated best depth": str(cell.best_depth) if cell.n_graphs else "",
            "verdict": verdicts[cell.agrees],
        }
        for cell in checked
    ]


def _with_error(cell):
    return percent(cell.error) + (f" ± {percent(cell.standard_error)}" if cell.standard_error > 1e-6 else "")


def check_sentence(checked):
    """How many simulated cells agree, and which do not."""
    simulated = [cell for cell in checked if cell.n_graphs]
    if not simulated:
        return "None of these cells can be simulated here: their graphs are too large, so theory stands alone."
    good = sum(cell.agrees for cell in simulated)
    words = f"**{good} of {len(simulated)}** simulated cells agree with theory, within {100 * SLACK:g} % plus three standard errors over {simulated[0].n_graphs} graphs."
    if good < len(simulated):
        worst = max(
            (cell for cell in simulated if not cell.agrees), key=lambda cell: abs(cell.predicted_error - cell.error)
        )
        words += (
            f" Furthest apart: d = {worst.model.mean_degree:.3g}, λ = {worst.model.edge_correlation:.2g}, where theory says "
            f"{percent(worst.predicted_error)} and simulation {percent(worst.error)}."
        )
    missing = len(checked) - len(simulated)
    return words + (f" {missing} more are too large to be simulated here." if missing else "")
