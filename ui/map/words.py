"""What the map page says: pure functions from maps to sentences and table rows."""

import numpy as np

from core.maps.check import SLACK
from core.maps.sweet_spot import (
    EDGE,
    EXACT_BELOW,
    SMALL,
    SMALL_NODES,
    SPARSE,
    SPARSE_DEGREE,
    SPARSE_DEPTH,
    TINY,
    TINY_ERROR,
    read_curve,
)
from ui.map.axes import SHORT
from ui.map.overlays import crosses, levels
from ui.words.curve import Course
from ui.words.readings import amount, percent

SHALLOW = 4
REASONS = {
    SMALL: f"fewer than {SMALL_NODES} nodes: walk theory is made for more",
    SPARSE: f"sparse and deep (d ≤ {SPARSE_DEGREE:g}, best depth above {SPARSE_DEPTH}): walks meet themselves again on small branches, and theory may be off either way",
    TINY: f"a lowest error below {100 * TINY_ERROR:g} %: theory gives its order of magnitude, not its digits",
    EDGE: "the best depth is the deepest that was computed: it may be deeper still",
}
PATTERNS = {SMALL: "dashes", SPARSE: "hatched", TINY: "dotted", EDGE: "crossed"}
FIXED = {
    "pq": ("N", "strength"),
    "dl": ("N", "strength"),
    "sd": ("N", "lam"),
    "nd": ("lam", "strength"),
}


def fixed_words(pair, n_nodes, correlation, strength):
    """What is the same everywhere on the map of a pair of axes."""
    values = {
        "N": f"N = {n_nodes:,}",
        "lam": f"λ = {amount(correlation)} ({percent((1 + correlation) / 2)} of the links stay inside a class)",
        "strength": f"Δ/σ = {strength:g}",
    }
    return f"Everywhere {' and '.join(values[name] for name in FIXED[pair])}, as in the sidebar."


LABEL_CORRELATION = "- λ is 1 if no link leaves its class, −1 if all do, 0 if links ignore the classes; the share (1 + λ)/2 of them stays inside."


def explanation(plane, reasons, fixed):
    """What is drawn on the map and how far it is to be trusted, in Markdown. fixed: `fixed_words`."""
    return "\n".join(
        (
            f"{fixed} The map is an **approximation**, walk theory, with the first step taken exactly where nodes have fewer than {EXACT_BELOW:.0f} "
            "neighbours; dots are **simulated**, once you ask for them.",
            "",
            *level_lines(plane),
            *([LABEL_CORRELATION] if "lam" in (plane.x.name, plane.y.name) else []),
            *distrust(reasons),
        )
    )


def level_lines(plane):
    """What the two lines on the map say and where they lie, in Markdown. Where one crosses no cell it is not drawn, and that is said."""
    fields, there = levels(plane), plane.possible
    if not there.any():
        return []
    above = float(np.mean(fields["detection"][there] > 1))
    if crosses(fields["detection"]):
        drawn, where = "solid line: d λ² = 1, the detection threshold.", f"on {percent(above)} of this map"
    else:
        drawn = "The detection threshold d λ² = 1 lies nowhere on this map."
        where = "as everywhere here" if above else "which is nowhere here"
    lines = [
        f"- {drawn} Where d λ² is above 1, {where}, the links alone tell the classes apart among very many nodes; elsewhere they alone do no "
        f"better than chance. {_features(plane)}"
    ]
    if crosses(fields["connected"]):
        lines.append("- dashed line: d = log N; where d is larger a graph is mostly connected.")
    return lines


def _features(plane):
    """What features add to the threshold of the links."""
    strength = plane.strength[plane.possible]
    if (strength > 0).all():
        return "With the features there is no such limit: a node's own already tells more than chance, and links too weak to do it alone can still help it."
    if (strength == 0).all():
        return "Features tell nothing here (Δ = 0), so elsewhere nothing at all does, among very many nodes."
    return ""


def headline(plane, found):
    """How deep the best depth is over the whole map, in one sentence with computed numbers."""
    best = found.best_depth[plane.possible]
    if best.size == 0:
        return "No cell of this map is a graph that exists."
    never, shallow = float(np.mean(best == 0)), float(np.mean(best <= SHALLOW))
    deeper = " or deeper" if best.max() >= found.depth else ""
    return (
        f"On **{percent(shallow)}** of this map the best depth is **{SHALLOW} or less**; on {percent(never)} no convolution helps. The largest best depth "
        f"anywhere on it is {best.max():.0f}{deeper}."
    )


def present_sentence(error):
    """Where the present model stands: n*, its error, n0. error: walk theory's curve with a fixed threshold."""
    course, back = Course(error), read_curve(error)[3]
    if not course.helps:
        return f"Your model (cross): no convolution helps; without any the error is {percent(course.first)}."
    end = (
        f"is reached again first at depth {back:.0f}"
        if np.isfinite(back)
        else f"is not reached again up to depth {course.deepest}"
    )
    return f"Your model (cross): best depth **{course.best}**, error **{percent(course.lowest)}**. Without convolution it is {percent(course.first)}, which {end}."


def distrust(reasons):
    """The share of the map that is not to be trusted, by reason, as Markdown lines."""
    possible = reasons[(reasons == 0) | np.isin(reasons, list(REASONS))]
    lines = []
    for reason, words in REASONS.items():
        share = float(np.mean(possible == reason)) if possible.size else 0.0
        if share > 0:
            lines.append(f"- {PATTERNS[reason]}, {percent(share)} of the map: {words}.")
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
    words = f"**{good} of {len(simulated)}** simulated {'cell agrees' if len(simulated) == 1 else 'cells agree'} with theory, within {100 * SLACK:g} % plus three standard errors over {simulated[0].n_graphs} graphs."
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
