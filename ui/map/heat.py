"""The heat map over a plane of models: one quantity of the sweet spot with everything that lies on it. Pure functions."""

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from ui.charts import theme
from ui.map.axes import DARK, SHORT, add_mark, edges_of, lay_out_plane
from ui.map.one_more import change_words
from ui.map.overlays import DARK_HATCH, WHITE_HATCH, add_checks, add_hatches, add_levels
from ui.words.readings import percent

SHOWN_LABELS = {
    "depth": "Best depth n*",
    "error": "Lowest error",
    "back": "Return depth n₀",
    "more": "One more layer",
}
# First value of each colour, and its label.
STEPS = {
    "depth": ((0, 1, 2, 3, 4, 5, 9, 17), ("0", "1", "2", "3", "4", "5–8", "9–16", "17+")),
    "back": ((0, 1, 5, 9, 17, 33, 65), ("0", "1–4", "5–8", "9–16", "17–32", "33–64", "65+")),
}
GREY = "#B4B9BF"  # neither white nor a change, on any theme
ERROR_RANGE = (-4.0, np.log10(0.5))


def heat_map(plane, found, shown, *, depth=0, reasons=None, mark=None, checked=(), height=600):
    """The map of one quantity ("depth", "error", "back" or "more") with everything that lies on it. Returns a go.Figure.

    depth: n, from which "more" goes on by one layer.
    reasons: integers of sweet_spot.trust, hatched; mark: (x, y) of the present model; checked: map_check.CheckedCell.
    Trace 0 is the invisible grid of cells that answers to clicks: its point numbers are flat indices of the plane.
    """
    figure = go.Figure()
    across, up = np.meshgrid(plane.x.values, plane.y.values)
    figure.add_scatter(
        x=across.ravel(),
        y=up.ravel(),
        mode="markers",
        marker={"size": 8, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        text=hover_texts(plane, found, depth if shown == "more" else None),
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
    figure.add_traces(_changes(plane, found, depth) if shown == "more" else [_cells(plane, found, shown)])
    if reasons is not None:
        add_hatches(figure, plane, reasons, DARK_HATCH if shown == "more" else WHITE_HATCH)
    add_levels(figure, plane)
    add_checks(figure, plane, checked)
    add_mark(figure, mark, DARK if shown == "more" else theme.CLASS_2)
    lay_out_plane(figure, plane, height, clickmode="event+select")
    return figure


def hover_texts(plane, found, depth=None):
    """What a cell says when pointed at, one text for each cell, row by row. depth: where one more layer is asked for, else None."""
    texts = []
    change = None if depth is None else found.one_more(depth)
    for place in range(plane.n_nodes.size):
        cell = np.unravel_index(place, plane.shape)
        where = f"{SHORT[plane.x.name]} = {plane.x.values[cell[1]]:.4g}, {SHORT[plane.y.name]} = {plane.y.values[cell[0]]:.4g}"
        if not plane.possible[cell]:
            texts.append(f"{where}<br>no such graph")
            continue
        if change is not None:
            errors = (2.0 ** found.log_error[depth][cell], 2.0 ** found.log_error[depth + 1][cell])
            texts.append(f"{where}<br>{change_words(change[cell], depth, *errors)}")
            continue
        back = found.return_depth[cell]
        texts.append(
            f"{where}<br>best depth {found.best_depth[cell]:.0f}, error {percent(float(found.best_error[cell]))}<br>"
            f"without convolution {percent(float(found.first_error[cell]))}, back "
            + (f"at depth {back:.0f}" if np.isfinite(back) else f"beyond depth {found.depth}")
        )
    return texts


def _changes(plane, found, depth):
    """Blue where one more layer lowers the error, vermillion where it raises it; halving is as strong as doubling; grey untold."""
    title = f"error at depth {depth + 1} / error at depth {depth}"
    ticks = {"tickvals": [-2, -1, 0, 1, 2], "ticktext": ["¼ or less", "½", "nothing<br>changes", "2", "4 or more"]}
    change, compared = found.one_more(depth), found.compared(depth)
    common = {"x": edges_of(plane.x), "y": edges_of(plane.y), "hoverinfo": "skip", "name": SHOWN_LABELS["more"]}
    told = {"z": np.where(compared, np.clip(change, -2, 2), np.nan), "colorscale": theme.FALLS_RISES}
    untold = {"z": np.where(np.isfinite(change) & ~compared, 0.0, np.nan), "colorscale": [(0, GREY), (1, GREY)]}
    return [
        go.Heatmap(zmin=-2, zmax=2, colorbar=_bar(title) | ticks, **told, **common),
        go.Heatmap(zmin=-2, zmax=2, showscale=False, **untold, **common),
    ]


def _bar(title):
    return {"title": {"text": title, "side": "right"}, "thickness": 16, "len": 1.0, "tickfont": {"size": 13}}


def _cells(plane, found, shown):
    bar = _bar(SHOWN_LABELS[shown])
    common = {"x": edges_of(plane.x), "y": edges_of(plane.y), "hoverinfo": "skip", "name": SHOWN_LABELS[shown]}
    if shown == "error":
        with np.errstate(divide="ignore"):
            z = np.log10(np.maximum(found.best_error, 1e-300))
        ticks = {"tickvals": [-4, -3, -2, -1, ERROR_RANGE[1]], "ticktext": ["≤ 0.01 %", "0.1 %", "1 %", "10 %", "50 %"]}
        low, high = ERROR_RANGE
        return go.Heatmap(z=z, zmin=low, zmax=high, colorscale="Viridis", colorbar=bar | ticks, **common)
    firsts, labels = STEPS[shown]
    values = found.best_depth if shown == "depth" else found.return_depth
    z = np.where(np.isnan(values), np.nan, np.searchsorted(firsts, values, side="right") - 1.0)
    count = len(firsts)
    colours = sample_colorscale("Viridis", np.linspace(0, 1, count))
    scale = [(end / count, colour) for place, colour in enumerate(colours) for end in (place, place + 1)]
    # As high as the map; a bar with labels at its very ends needs room for them.
    ticks = {"tickvals": list(range(count)), "ticktext": list(labels), "ypad": 0}
    return go.Heatmap(z=z, zmin=-0.5, zmax=count - 0.5, colorscale=scale, colorbar=bar | ticks, **common)
