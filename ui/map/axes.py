"""What the figures of the map have in common: the axes of a plane, the mark of the present model, and lines on a plane."""

import numpy as np

from ui.charts import theme
from ui.charts.layout import lay_out

DARK = "#1B2733"
# On one line, on a phone and on a wall: no longer than ui.charts.picture.LONGEST.
AXIS_LABELS = {
    "p": "p: chance of a link inside a class",
    "q": "q: chance of a link across classes",
    "d": "d: mean degree (neighbours per node)",
    "lam": "λ: correlation of linked labels",
    "strength": "Δ/σ: strength of the features",
    "N": "N: number of nodes",
}
SHORT = {"p": "p", "q": "q", "d": "d", "lam": "λ", "strength": "Δ/σ", "N": "N"}


def edges_of(axis):
    """Borders of the cells along an axis, one more than values: halfway, in ratio on a logarithmic axis."""
    values = np.log(axis.values) if axis.log else axis.values
    if values.size == 1:
        edges = np.array([values[0] - 0.5, values[0] + 0.5])
    else:
        middle = (values[1:] + values[:-1]) / 2
        edges = np.concatenate([[2 * values[0] - middle[0]], middle, [2 * values[-1] - middle[-1]]])
    return np.exp(edges) if axis.log else edges


def lay_out_plane(figure, plane, height, **more):
    """Give a figure the axes of a plane, from the first cell's border to the last one's. more: as of update_layout."""
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
    lay_out(figure, height, top=8, hovermode="closest", dragmode=False, **more)


def add_mark(figure, place, colour):
    """The present model's place (x, y) as a cross; nothing for None."""
    if place is not None:
        figure.add_scatter(
            x=[place[0]],
            y=[place[1]],
            mode="markers",
            marker={"symbol": "cross", "size": 15, "color": colour, "line": {"width": 2, "color": "white"}},
            name="your model",
            hovertemplate="your model<extra></extra>",
        )


def add_zero_line(figure, plane, values, label, strokes, *, dash="solid", smoothing=0, width=2):
    """The line on which values (rows, columns) change their sign, and its entry in the legend.

    strokes: (colour, width) of the lines that are drawn over each other, the rim first.  width: in the legend.
    """
    for colour, thickness in strokes:
        figure.add_contour(
            x=plane.x.values,
            y=plane.y.values,
            z=values,
            contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
            line={"color": colour, "width": thickness, "dash": dash, "smoothing": smoothing},
            showscale=False,
            showlegend=False,
            hoverinfo="skip",
            name=label,
        )
    # The legend shows it in grey, which is seen on a light and on a dark page.
    line = {"color": theme.NEUTRAL, "dash": dash, "width": width}
    figure.add_scatter(x=[None], y=[None], mode="lines", line=line, name=label)
