"""Plotly figures of the map page: heat maps with hatched regions and lines, cross-sections, growth. Pure functions."""

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from core.sweet_spot import EDGE, SPARSE, TINY
from ui import theme

AXIS_LABELS = {
    "p": "p: probability of a link inside a class",
    "q": "q: probability of a link across the classes",
    "d": "d: mean degree (neighbours of a node)",
    "lam": "λ: correlation of the two labels of a link",
    "strength": "Δ/σ: distance of the two hills in units of their width",
    "N": "N: number of nodes",
}
SHORT = {"p": "p", "q": "q", "d": "d", "lam": "λ", "strength": "Δ/σ", "N": "N"}
SHOWN_LABELS = {
    "depth": "Best depth n*",
    "error": "Lowest error",
    "back": "Return depth n₀",
}
# First value of each colour, and its label.
STEPS = {
    "depth": ((0, 1, 2, 3, 4, 5, 9, 17), ("0", "1", "2", "3", "4", "5–8", "9–16", "17+")),
    "back": ((0, 1, 5, 9, 17, 33, 65), ("0", "1–4", "5–8", "9–16", "17–32", "33–64", "65+")),
}
HATCHES = {
    SPARSE: ("/", "/// with care: sparse and deep"),
    TINY: (".", "··· with care: error below 0.5 %"),
    EDGE: ("x", "xxx with care: deeper than computed"),
}
ERROR_RANGE = (-4.0, np.log10(0.5))


def heat_map(plane, found, shown, *, reasons=None, mark=None, checked=(), height=600):
    """The map of one quantity ("depth", "error" or "back") with everything that lies on it. Returns a go.Figure.

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
        text=hover_texts(plane, found),
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
    figure.add_trace(_cells(plane, found, shown))
    if reasons is not None:
        for reason, (pattern, label) in HATCHES.items():
            _add_hatch(figure, plane, reasons == reason, pattern, label)
    _add_level(figure, plane, plane.degree * plane.correlation**2, "d λ² = 1 (Kesten–Stigum)", "solid")
    _add_level(figure, plane, plane.degree / np.log(plane.n_nodes), "d = log N (connected above)", "dash")
    _add_checks(figure, plane, checked)
    if mark is not None:
        figure.add_scatter(
            x=[mark[0]],
            y=[mark[1]],
            mode="markers",
            marker={"symbol": "cross", "size": 15, "color": theme.CLASS_2, "line": {"width": 2, "color": "white"}},
            name="your model",
            hovertemplate="your model<extra></extra>",
        )
    for axis, update in ((plane.x, figure.update_xaxes), (plane.y, figure.update_yaxes)):
        edges = edges_of(axis)
        limits = np.log10(edges[[0, -1]]) if axis.log else edges[[0, -1]]
        ticks = {"exponentformat": "power"} if axis.name == "N" else {"tickformat": "~g"}
        if axis.log and np.ptp(limits) < 4:
            ticks |= {"dtick": "D2"}
        update(
            type="log" if axis.log else "linear",
            range=[float(limit) for limit in limits],
            title={"text": AXIS_LABELS[axis.name], "standoff": 6},
            showgrid=False,
            zeroline=False,
            **ticks,
        )
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0, "font": {"size": 13}},
        font={"size": 14},
        hovermode="closest",
        clickmode="event+select",
        dragmode=False,
    )
    return figure


def edges_of(axis):
    """Borders of the cells along an axis, one more than values: halfway, in ratio on a logarithmic axis."""
    values = np.log(axis.values) if axis.log else axis.values
    if values.size == 1:
        edges = np.array([values[0] - 0.5, values[0] + 0.5])
    else:
        middle = (values[1:] + values[:-1]) / 2
        edges = np.concatenate([[2 * values[0] - middle[0]], middle, [2 * values[-1] - middle[-1]]])
    return np.exp(edges) if axis.log else edges


def hover_texts(plane, found):
    """What a cell says when pointed at, one text for each cell, row by row."""
    texts = []
    for place in range(plane.n_nodes.size):
        cell = np.unravel_index(place, plane.shape)
        where = f"{SHORT[plane.x.name]} = {plane.x.values[cell[1]]:.4g}, {SHORT[plane.y.name]} = {plane.y.values[cell[0]]:.4g}"
        if not plane.possible[cell]:
            texts.append(f"{where}<br>no such graph")
            continue
        back = found.return_depth[cell]
        texts.append(
            f"{where}<br>best depth {found.best_depth[cell]:.0f}, error {found.best_error[cell]:.3g}<br>"
            f"without convolution {found.first_error[cell]:.3g}, back at depth "
            + (f"{back:.0f}" if np.isfinite(back) else f"beyond {found.depth}")
        )
    return texts


def _cells(plane, found, shown):
    bar = {
        "title": {"text": SHOWN_LABELS[shown], "side": "right"},
        "thickness": 16,
        "len": 1.0,
        "tickfont": {"size": 13},
    }
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
    ticks = {"tickvals": list(range(count)), "ticktext": list(labels)}
    return go.Heatmap(z=z, zmin=-0.5, zmax=count - 0.5, colorscale=scale, colorbar=bar | ticks, **common)


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


def _add_hatch(figure, plane, flags, pattern, label):
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
            "fgcolor": "rgba(255,255,255,0.6)",
            "bgcolor": "rgba(0,0,0,0)",
            "size": 9,
            "solidity": 0.12,
        },
        name=label,
        hoverinfo="skip",
    )


def _add_level(figure, plane, field, label, dash):
    """The line on which a field over the plane is 1, white with a dark rim; nothing where it never has."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log10(np.where(field > 0, field, 1e-6))
    z = np.where(np.isfinite(field), np.maximum(z, -6), np.nan)
    if not ((z < 0).any() and (z > 0).any()):
        return
    for colour, width in (("#1B2733", 5), ("white", 2)):
        figure.add_contour(
            x=plane.x.values,
            y=plane.y.values,
            z=z,
            contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
            line={"color": colour, "width": width, "dash": dash, "smoothing": 0},
            showscale=False,
            showlegend=False,
            hoverinfo="skip",
            name=label,
        )
    # The legend shows it in grey, which is seen on a light and on a dark page.
    figure.add_scatter(x=[None], y=[None], mode="lines", line={"color": theme.NEUTRAL, "dash": dash}, name=label)


def _add_checks(figure, plane, checked):
    for agrees, symbol, label in ((True, "circle", "simulated: agrees"), (False, "x", "simulated: disagrees")):
        cells = [cell for cell in checked if cell.agrees is agrees]
        if not cells:
            continue
        figure.add_scatter(
            x=[plane.x.values[cell.cell[1]] for cell in cells],
            y=[plane.y.values[cell.cell[0]] for cell in cells],
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": "white", "line": {"width": 2, "color": "#1B2733"}},
            text=[
                f"simulated error {cell.error:.3g} ± {cell.standard_error:.1g}, theory {cell.predicted_error:.3g}"
                for cell in cells
            ],
            hovertemplate="%{text}<extra></extra>",
            name=label,
        )


def curves(x, lines, *, title, x_label, x_log=True, y_log=False, dots=(), mark=None, limit=None, height=360):
    """Curves over any axis. lines: (label, values, colour, dash, shape); dots: (label, x, value, error, colour).

    limit: range (low, high) of the vertical axis, in its own units.
    """
    figure = go.Figure()
    for label, values, colour, dash, shape in lines:
        figure.add_scatter(
            x=x,
            y=np.where(np.isfinite(values), values, np.nan),
            name=label,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2.5, "shape": shape},
            hovertemplate=f"%{{x:.4g}}: %{{y:.4g}}<extra>{label}</extra>",
        )
    for label, places, values, errors, colour in dots:
        below = np.minimum(errors, 0.9 * np.abs(values)) if y_log else errors
        figure.add_scatter(
            x=places,
            y=values,
            error_y={"array": errors, "arrayminus": below, "symmetric": False, "thickness": 1.5, "width": 3},
            name=label,
            mode="markers",
            marker={"color": colour, "size": 9},
        )
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        legend={"orientation": "h", "y": -0.28, "yanchor": "top", "x": 0, "font": {"size": 13}},
        hovermode="x",
        font={"size": 14},
    )
    low, high = (np.log10([np.min(x), np.max(x)]) if x_log else (np.min(x), np.max(x))) if len(x) else (0, 1)
    # An annotation, unlike a line, wants the logarithm on a logarithmic axis.
    place = _logarithm(mark) if x_log and mark is not None else mark
    if place is not None and low <= place <= high:
        figure.add_vline(x=mark, line={"width": 1, "color": "#808080"})
        figure.add_annotation(x=place, y=1, yref="paper", yanchor="bottom", text="your model", showarrow=False)
    margin, span = 0.02 * (high - low), (high - low) if x_log else 0
    ticks = {"exponentformat": "power"} if span > 4 else {"tickformat": "~g"} | ({"dtick": "D2"} if x_log else {})
    figure.update_xaxes(
        type="log" if x_log else "linear", title={"text": x_label, "standoff": 14}, showgrid=False, **ticks
    )
    figure.update_xaxes(range=[float(low - margin), float(high + margin)])
    figure.update_yaxes(type="log" if y_log else "linear", title={"text": title})
    if not y_log:
        figure.update_yaxes(rangemode="tozero")
    if limit:
        figure.update_yaxes(range=[float(np.log10(value)) for value in limit] if y_log else list(limit))
    return figure


def _logarithm(value):
    return float(np.log10(value)) if value > 0 else -np.inf


def margin_map(plane, margin, *, names, mark=None, height=560):
    """Who wins: log2 of the rival's error over plain convolution's, with the border where they are equal.

    names: (plain, rival) in the legend; margin: rival / plain - 1, as of who_wins.Duel.
    """
    with np.errstate(divide="ignore"):
        ratio = np.log2(np.maximum(1 + margin, 2.0**-9))
    figure = go.Figure()
    steps = [-2, -1, 0, 1, 2]
    figure.add_heatmap(
        x=edges_of(plane.x),
        y=edges_of(plane.y),
        z=np.clip(ratio, -2, 2),
        zmin=-2,
        zmax=2,
        # Blue where the rival wins, vermillion where plain convolution does; white between them on any theme.
        colorscale=[(0, theme.CLASS_1), (0.5, "#F7F7F7"), (1, theme.CLASS_2)],
        colorbar={
            "title": {"text": f"error of {names[1]} / error of {names[0]}", "side": "right"},
            "tickvals": steps,
            "ticktext": ["¼ or less", "½", "equal", "2", "4 or more"],
            "thickness": 16,
        },
        customdata=margin * 100,
        hovertemplate="Δ/σ = %{x:.3g}, d = %{y:.3g}<br>"
        + f"error of {names[1]} against {names[0]}: %{{customdata:+.3g}} %<extra></extra>",
    )
    # A tie is no border: what differs by less than one percent counts as equal.
    z = np.where(np.abs(ratio) < 0.015, 0.0, ratio)
    if (z < 0).any() and (z > 0).any():
        for colour, width in (("white", 5), ("#1B2733", 2.5)):
            figure.add_contour(
                x=plane.x.values,
                y=plane.y.values,
                z=ratio + 0.015,
                contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
                line={"color": colour, "width": width, "smoothing": 0.6},
                showscale=False,
                showlegend=False,
                hoverinfo="skip",
            )
        figure.add_scatter(
            x=[None], y=[None], mode="lines", line={"color": theme.NEUTRAL, "width": 2.5}, name="border: equal errors"
        )
    if mark is not None:
        figure.add_scatter(
            x=[mark[0]],
            y=[mark[1]],
            mode="markers",
            marker={"symbol": "cross", "size": 15, "color": "#1B2733", "line": {"width": 2, "color": "white"}},
            name="your model",
        )
    for axis, update in ((plane.x, figure.update_xaxes), (plane.y, figure.update_yaxes)):
        update(
            type="log",
            range=[float(np.log10(edge)) for edge in edges_of(axis)[[0, -1]]],
            title={"text": AXIS_LABELS[axis.name], "standoff": 6},
            tickformat="~g",
            dtick="D2",
            showgrid=False,
        )
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0, "font": {"size": 13}},
        font={"size": 14},
        hovermode="closest",
        dragmode=False,
    )
    return figure
