"""Curves of the map page over any axis, with the present model marked. Pure functions."""

import numpy as np
import plotly.graph_objects as go

from ui.charts.layout import PER_CENT, UNIT, error_bars, lay_out, log_axis


def curves(
    x, lines, *, title, x_label, x_log=True, y_log=False, dots=(), mark=None, limit=None, percent=False, height=360
):
    """Curves over any axis. lines: (label, values, colour, dash, shape); dots: (label, x, value, error, colour).

    limit: range (low, high) of the vertical axis, in its own units.  percent: values and limit are shares, drawn in per cent.
    """
    figure, scale, unit = go.Figure(), 100 if percent else 1, UNIT if percent else ""
    for label, values, colour, dash, shape in lines:
        figure.add_scatter(
            x=x,
            y=scale * np.where(np.isfinite(values), values, np.nan),
            name=label,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2.5, "shape": shape},
            hovertemplate=f"%{{x:.4g}}: %{{y:.4g}}{unit}<extra>{label}</extra>",
        )
    for label, places, values, errors, colour in dots:
        figure.add_scatter(
            x=places,
            y=scale * np.asarray(values),
            error_y=error_bars(scale * np.asarray(values), scale * np.asarray(errors), "log" if y_log else "linear"),
            name=label,
            mode="markers",
            marker={"color": colour, "size": 9},
        )
    lay_out(figure, height, top=24, hovermode="x")
    low, high = (np.log10([np.min(x), np.max(x)]) if x_log else (np.min(x), np.max(x))) if len(x) else (0, 1)
    # An annotation, unlike a line, wants the logarithm on a logarithmic axis.
    place = _logarithm(mark) if x_log and mark is not None else mark
    if place is not None and low <= place <= high:
        figure.add_vline(x=mark, line={"width": 1, "color": "#808080"})
        figure.add_annotation(x=place, y=1, yref="paper", yanchor="bottom", text="your model", showarrow=False)
    margin = 0.02 * (high - low)
    ticks = log_axis(low, high) if x_log else {"tickformat": "~g"}
    figure.update_xaxes(
        type="log" if x_log else "linear", title={"text": x_label, "standoff": 14}, showgrid=False, **ticks
    )
    figure.update_xaxes(range=[float(low - margin), float(high + margin)])
    figure.update_yaxes(type="log" if y_log else "linear", title={"text": title})
    if not y_log:
        figure.update_yaxes(rangemode="tozero")
    if limit:
        limit = scale * np.array(limit, dtype=float)
        figure.update_yaxes(range=list(np.log10(limit) if y_log else limit))
        figure.update_yaxes(**(log_axis(*np.log10(limit), unit) if y_log else {}))
    if percent:
        figure.update_yaxes(**PER_CENT)
    return figure


def _logarithm(value):
    return float(np.log10(value)) if value > 0 else -np.inf
