"""Figures over a parameter of the model instead of depth: pure functions of named data."""

import numpy as np
import plotly.graph_objects as go

from ui.charts.figures import SMALLEST
from ui.charts.layout import PER_CENT, UNIT, lay_out, log_axis


def over_parameter(
    x, lines, *, title, axis="linear", x_axis="linear", marks=None, limits=None, percent=False, height=360
):
    """Draw ui.charts.figures.Lines against the parameter values x. Returns a go.Figure.

    title: of the horizontal axis.  axis, x_axis: "log" or "linear".  marks: label -> x of thin vertical lines.
    limits: of a linear vertical axis.  On a logarithmic one values at or below 1e-12 as drawn leave a gap.
    percent: values and limits are shares, drawn in per cent.
    """
    figure, scale, unit = go.Figure(), 100 if percent else 1, UNIT if percent else ""
    drawn = []
    for line in lines:
        values = scale * np.asarray(line.values, dtype=float)
        shown = np.isfinite(values) & ((axis == "linear") | (values > SMALLEST))
        drawn.append(values[shown])
        figure.add_scatter(
            x=x,
            y=np.where(shown, values, np.nan),
            name=line.label,
            mode="lines",
            line={"color": line.colour, "dash": line.dash, "width": line.width},
            hovertemplate=f"%{{x:.3~g}}: %{{y:.4g}}{unit}<extra>{line.label}</extra>",
        )
    for label, place in (marks or {}).items():
        figure.add_vline(
            x=place,
            line={"dash": "dot", "width": 1.5, "color": "#808080"},
            # On a logarithmic axis Plotly places shapes by value and notes by exponent.
            annotation={
                "text": label,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "xanchor": "center",
                "x": np.log10(place) if x_axis == "log" else place,
            },
        )
    lay_out(figure, height, top=28, hovermode="x")
    figure.update_xaxes(type=x_axis, title={"text": title, "standoff": 6}, showgrid=False)
    if x_axis == "log":
        figure.update_xaxes(**log_axis(*np.log10([x[0], x[-1]])))
    figure.update_yaxes(type=axis, exponentformat="power", rangemode="tozero" if axis == "linear" else "normal")
    if axis == "linear" and limits:
        figure.update_yaxes(range=[scale * limit for limit in limits])
    heights = np.concatenate(drawn)
    if axis == "log" and heights.size:
        low, high = np.log10([heights.min(), heights.max()]) + (-0.1, 0.1)
        figure.update_yaxes(range=[low, high], **log_axis(low, high, unit))
    if percent:
        figure.update_yaxes(**PER_CENT)
    return figure
