"""Who wins over a plane of models: the rival's error against that of plain convolution. Pure functions."""

import numpy as np
import plotly.graph_objects as go

from ui.charts import theme
from ui.map.axes import DARK, add_mark, add_zero_line, edges_of, lay_out_plane


def margin_map(plane, margin, *, names, mark=None, height=560):
    """Who wins: log2 of the rival's error over plain convolution's, with the border where they are equal.

    Its title, the ratio that the colours stand for, is the page's: beside the bar it would leave a phone no plot.
    names: (plain, rival) when pointed at; margin: rival / plain - 1, as of who_wins.Duel.
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
        # Blue where the rival wins, vermillion where plain convolution does.
        colorscale=theme.FALLS_RISES,
        colorbar={
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
        strokes = (("white", 5), (DARK, 2.5))
        add_zero_line(figure, plane, ratio + 0.015, "border: equal errors", strokes, smoothing=0.6, width=2.5)
    add_mark(figure, mark, DARK)
    lay_out_plane(figure, plane, height)
    return figure
