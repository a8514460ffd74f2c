"""Plotly figures as pure functions of named data: theory solid, the paper dashed, simulation dots with bars."""

from dataclasses import dataclass, field, replace

import numpy as np
import plotly.graph_objects as go

from core.estimate import Estimate
from ui.charts.layout import NOTE, PER_CENT, UNIT, error_bars, lay_out, log_axis, note_above

SMALLEST = 1e-12


@dataclass(frozen=True)
class Line:
    """A curve over depth 0..n; gaps where `values` is NaN. `dash` is Plotly's name of a stroke."""

    label: str
    values: np.ndarray
    colour: str
    dash: str = "solid"
    width: float = 2.5


@dataclass(frozen=True)
class Dots:
    """Simulated estimates over depth with bars of one standard error over graphs; `listed` in the legend or not."""

    label: str
    estimate: Estimate
    colour: str
    symbol: str = "circle"
    listed: bool = True


@dataclass(frozen=True)
class Band:
    """The space between two curves over depth."""

    label: str
    low: np.ndarray
    high: np.ndarray
    colour: str


@dataclass(frozen=True)
class Panel:
    """Everything drawn over depth in one chart. limits: of a linear axis; mark: the marked depth; verticals: label -> depth.

    percent: values are shares, drawn in per cent.
    """

    title: str
    lines: tuple[Line, ...]
    dots: tuple[Dots, ...] = ()
    bands: tuple[Band, ...] = ()
    verticals: dict[str, float] = field(default_factory=dict)
    limits: tuple[float, float] | None = None
    mark: int | None = None
    percent: bool = False


def over_depth(panel, *, axis="log", height=380, notes=None):
    """Draw a Panel, without its title, which wraps better as text of the page. Returns a go.Figure.

    notes: lines of text above the plot that room is kept for, so that charts in a row begin at one height; else as many as it has.
    Values at or below 1e-12 as drawn leave a gap on a logarithmic axis.
    """
    figure, unit = go.Figure(), UNIT if panel.percent else ""
    panel = _in_per_cent(panel) if panel.percent else panel
    for band in panel.bands:
        _add_band(figure, band, axis)
    for line in panel.lines:
        depth = np.arange(line.values.size)
        figure.add_scatter(
            x=depth,
            y=_drawable(line.values, axis),
            name=line.label,
            mode="lines",
            line={"color": line.colour, "dash": line.dash, "width": line.width},
            hovertemplate=f"depth %{{x}}: %{{y:.4g}}{unit}<extra>{line.label}</extra>",
        )
    for dots in panel.dots:
        _add_dots(figure, dots, axis, unit)
    deepest = max(line.values.size for line in panel.lines) - 1
    for label, depth in panel.verticals.items():
        if depth <= deepest:
            figure.add_vline(
                x=depth,
                line={"dash": "dot", "width": 1.5, "color": "#808080"},
                annotation=note_above(label, depth / max(deepest, 1), line=1),
            )
    if panel.mark is not None:
        mark = note_above(f"depth {panel.mark}", panel.mark / max(deepest, 1))
        figure.add_vline(x=panel.mark, line={"width": 1, "color": "#808080"}, annotation=mark)
    lines = 2 if panel.verticals else int(panel.mark is not None)
    lay_out(figure, height, top=(lines if notes is None else notes) * NOTE + 8, hovermode="x")
    figure.update_xaxes(
        title={"text": "depth (number of convolutions)", "standoff": 6}, range=[-0.4, deepest + 0.4], showgrid=False
    )
    figure.update_yaxes(type=axis, exponentformat="power")
    if axis == "linear" and panel.limits:
        figure.update_yaxes(range=panel.limits)
    if axis == "log":
        low, high = _log_range(panel)
        figure.update_yaxes(range=[low, high], **log_axis(low, high, unit))
    if panel.percent:
        figure.update_yaxes(**PER_CENT)
    return figure


def below_axis(panel):
    """{label of dots: (how many of them lie below a logarithmic axis, how many there are)}, those that are all drawn left out."""
    panel = _in_per_cent(panel) if panel.percent else panel
    low, found = 10 ** _log_range(panel)[0], {}
    for dots in panel.dots:
        values = dots.estimate.value[np.isfinite(dots.estimate.value)]
        if below := int(np.count_nonzero(values < low)):
            found[dots.label] = (below, values.size)
    return found


def _in_per_cent(panel):
    """The same panel with every value and limit a hundred times as large."""

    def larger(estimate):
        return replace(estimate, value=100 * estimate.value, standard_error=100 * estimate.standard_error)

    return replace(
        panel,
        lines=tuple(replace(line, values=100 * line.values) for line in panel.lines),
        dots=tuple(replace(dots, estimate=larger(dots.estimate)) for dots in panel.dots),
        bands=tuple(replace(band, low=100 * band.low, high=100 * band.high) for band in panel.bands),
        limits=panel.limits and tuple(100 * limit for limit in panel.limits),
    )


def _drawable(values, axis):
    """Values, with a gap where a logarithmic axis has no place for them."""
    values = np.asarray(values, dtype=float)
    return np.where(np.isfinite(values) & ((axis == "linear") | (values > SMALLEST)), values, np.nan)


def _add_dots(figure, dots, axis, unit):
    value, error = dots.estimate.value, np.nan_to_num(dots.estimate.standard_error)
    figure.add_scatter(
        x=np.arange(value.size),
        y=_drawable(value, axis),
        error_y=error_bars(value, error, axis),
        name=dots.label,
        mode="markers",
        showlegend=dots.listed,
        marker={"color": dots.colour, "size": 7, "symbol": dots.symbol, "line": {"width": 1.5, "color": dots.colour}},
        customdata=error,
        hovertemplate=f"depth %{{x}}: %{{y:.4g}}{unit} ± %{{customdata:.2g}}{unit}<extra>{dots.label}</extra>",
    )


def _add_band(figure, band, axis):
    depth = np.arange(band.low.size)
    invisible = {"width": 0, "color": band.colour}
    figure.add_scatter(
        x=depth, y=_drawable(band.low, axis), mode="lines", line=invisible, showlegend=False, hoverinfo="skip"
    )
    figure.add_scatter(
        x=depth,
        y=_drawable(band.high, axis),
        mode="lines",
        line=invisible,
        fill="tonexty",
        fillcolor=_transparent(band.colour),
        name=band.label,
        hoverinfo="skip",
    )


def _transparent(colour):
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.16)"


def _log_range(panel):
    """A range around lines and filled dots, at most twelve decades; for open dots it is two decades longer at the most."""

    def drawn(curves):
        values = np.concatenate([_drawable(values, "log") for values in curves] or [np.empty(0)])
        return np.log10(values[np.isfinite(values)])

    main = drawn(
        [line.values for line in panel.lines] + [dots.estimate.value for dots in panel.dots if dots.symbol == "circle"]
    )
    aside = drawn([dots.estimate.value for dots in panel.dots])
    if main.size == 0:
        return [-3, 0]
    low = min(main.min(), max(aside.min(initial=np.inf), main.min() - 2))
    high = max(main.max(), aside.max(initial=-np.inf))
    # A dot at an end is seen whole.
    room = max(0.08, 0.03 * (high - low))
    return [max(low - room, high + room - 12), high + room]
