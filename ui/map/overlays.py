"""What lies on the map: hatched regions that are to be read with care, two thresholds, and cells that were simulated."""

import numpy as np

from core.maps.sweet_spot import EDGE, SMALL, SMALL_NODES, SPARSE, TINY, TINY_ERROR
from ui.map.axes import DARK, add_zero_line, edges_of
from ui.words.readings import percent

HATCHES = {
    SPARSE: ("/", "/// with care: sparse and deep"),
    TINY: (".", f"··· with care: error below {100 * TINY_ERROR:g} %"),
    EDGE: ("x", "xxx with care: deeper than computed"),
    SMALL: ("-", f"--- with care: fewer than {SMALL_NODES} nodes"),
}
WHITE_HATCH, DARK_HATCH = "rgba(255,255,255,0.6)", "rgba(27,39,51,0.55)"


def add_hatches(figure, plane, reasons, colour=WHITE_HATCH):
    """Hatch what is not to be trusted. reasons: integers of sweet_spot.trust, (rows, columns)."""
    for reason, (pattern, label) in HATCHES.items():
        _add_hatch(figure, plane, reasons == reason, pattern, label, colour)


def rectangles(flags):
    """Rectangles (first row, last row, first column, last column), inclusive, that together cover the flagged cells."""
    found, open_runs = [], {}
    for row in range(flags.shape[0] + 1):
        runs = set()
        if row < flags.shape[0]:
            steps = np.flatnonzero(np.diff(np.concatenate([[0], flags[row].astype(int), [0]])))
            runs = {(int(first), int(last) - 1) for first, last in zip(steps[::2], steps[1::2], strict=True)}
        for run in set(open_runs) - runs:
            found.append((open_runs.pop(run), row - 1, *run))
        for run in runs:
            open_runs.setdefault(run, row)
    return sorted(found)


def _add_hatch(figure, plane, flags, pattern, label, colour):
    if not flags.any():
        return
    x, y = edges_of(plane.x), edges_of(plane.y)
    across, up = [], []
    for low, high, left, right in rectangles(flags):
        across += [x[left], x[right + 1], x[right + 1], x[left], x[left], None]
        up += [y[low], y[low], y[high + 1], y[high + 1], y[low], None]
    figure.add_scatter(
        x=across,
        y=up,
        mode="lines",
        line={"width": 0, "color": "white"},
        fill="toself",
        fillpattern={
            "shape": pattern,
            "fgcolor": colour,
            "bgcolor": "rgba(0,0,0,0)",
            "size": 9,
            "solidity": 0.12,
        },
        name=label,
        hoverinfo="skip",
    )


def levels(plane):
    """What is drawn as a line where it is 1: name -> (rows, columns). d lam^2 (Kesten and Stigum 1966), and d / log N."""
    return {"detection": plane.degree * plane.correlation**2, "connected": plane.degree / np.log(plane.n_nodes)}


def crosses(field):
    """Whether a field over the plane is 1 on some line through it."""
    return bool((field < 1).any() and (field > 1).any())


def add_levels(figure, plane):
    """The Kesten–Stigum threshold d lam^2 = 1 and the threshold of being connected, d = log N."""
    fields = levels(plane)
    _add_level(figure, plane, fields["detection"], "d λ² = 1 (detection threshold)", "solid")
    _add_level(figure, plane, fields["connected"], "d = log N (connected where d is larger)", "dash")


def _add_level(figure, plane, field, label, dash):
    """The line on which a field over the plane is 1, white with a dark rim; nothing where it never is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log10(np.where(field > 0, field, 1e-6))
    z = np.where(np.isfinite(field), np.maximum(z, -6), np.nan)
    if crosses(field):
        add_zero_line(figure, plane, z, label, ((DARK, 5), ("white", 2)), dash=dash)


def add_checks(figure, plane, checked):
    """Dots where cells were simulated, crosses where simulation disagrees. checked: map_check.CheckedCell."""
    for agrees, symbol, label in ((True, "circle", "simulated: agrees"), (False, "x", "simulated: disagrees")):
        cells = [cell for cell in checked if cell.agrees is agrees]
        if not cells:
            continue
        figure.add_scatter(
            x=[plane.x.values[cell.cell[1]] for cell in cells],
            y=[plane.y.values[cell.cell[0]] for cell in cells],
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": "white", "line": {"width": 2, "color": DARK}},
            text=[
                f"simulated error {percent(cell.error)} ± {percent(cell.standard_error)}, theory {percent(cell.predicted_error)}"
                for cell in cells
            ],
            hovertemplate="%{text}<extra></extra>",
            name=label,
        )
