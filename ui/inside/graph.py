"""The drawn graph and the growth of one neighbourhood: pure functions from arrays to Plotly figures."""

import numpy as np
import plotly.graph_objects as go

from ui.charts import theme
from ui.charts.layout import lay_out

MAX_DRAWN = 300
MAX_DRAWN_EDGES = 4000
LANE, MAX_LANES = 36, 4
DIVERGING = ((0.0, theme.CLASS_1), (0.5, "#F2F2F2"), (1.0, theme.CLASS_2))
SYMBOLS = {-1: "circle", 1: "diamond"}


def ring_places(hops, labels):
    """Places (k, 2) on rings about the start, one ring a hop; class 1 on the left half, class 2 on the right.

    hops: (k,) hops from the start, -1 for nodes without a path, which stand outside.  labels: (k,) of -1, +1.
    """
    ring = np.where(hops < 0, hops.max() + 1, hops)
    angle, radius = np.zeros(hops.size), ring.astype(float)
    for hop in np.unique(ring[ring > 0]):
        lanes = int(np.clip(np.sum(ring == hop) // (LANE * hop) + 1, 1, MAX_LANES))
        for label, first in ((-1, np.pi / 2), (1, -np.pi / 2)):
            own = np.flatnonzero((ring == hop) & (labels == label))
            place = np.arange(own.size)
            angle[own] = first + np.pi * (place + 0.5) / max(own.size, 1)
            # A crowded ring becomes a band of a few lanes.
            radius[own] += 0.17 * (place % lanes - (lanes - 1) / 2)
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def graph_figure(*, places, edges, values, labels, hops, depth, centre, reach, numbers, height=560):
    """Nodes coloured by their feature h^(n), those not yet heard from faded. Returns a go.Figure.

    places: (k, 2).  edges: (2, E) positions in places.  values, labels, hops, numbers: (k,); hops -1 without a path.
    depth: n, which is also how many hops have been heard from.  centre, reach: middle and half range of the colours.
    """
    figure = go.Figure()
    lines = np.full((2, 3 * edges.shape[1]), np.nan)
    for axis in (0, 1):
        lines[axis, 0::3], lines[axis, 1::3] = places[edges[0], axis], places[edges[1], axis]
    figure.add_scatter(
        x=_gaps(lines[0]),
        y=_gaps(lines[1]),
        mode="lines",
        line={"width": 0.5, "color": "rgba(128, 128, 128, 0.25)"},
        hoverinfo="skip",
        showlegend=False,
    )
    heard = (hops >= 0) & (hops <= depth)
    for label, name in ((-1, "class 1"), (1, "class 2")):
        for inside, words in ((True, ""), (False, ", not heard from yet")):
            own = (labels == label) & (heard == inside) & (hops != 0)
            if own.any():
                figure.add_scatter(**_nodes(own, name + words, SYMBOLS[label], inside))
                figure.data[-1].update(_coloured(places, values, hops, numbers, own, depth, centre, reach))
    start = hops == 0
    figure.add_scatter(
        **_nodes(start, f"node {numbers[start][0]}, class {1 if labels[start][0] < 0 else 2}", "star", True)
    )
    figure.data[-1].update(_coloured(places, values, hops, numbers, start, depth, centre, reach))
    figure.data[-1].marker.update(size=22, showscale=True, colorbar=_bar(depth))
    lay_out(figure, height, top=8, hovermode="closest")
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    return figure


def _nodes(own, name, symbol, inside):
    return {
        "x": [None] * int(own.sum()),
        "name": name,
        "mode": "markers",
        "marker": {"symbol": symbol, "size": 9 if inside else 6, "opacity": 1 if inside else 0.3},
    }


def _coloured(places, values, hops, numbers, own, depth, centre, reach):
    """Places, colours and hover texts of the nodes `own`; those met at this very hop have a dark rim."""
    newest = (hops[own] == depth) & (depth > 0)
    return {
        "x": places[own, 0],
        "y": places[own, 1],
        "marker": {
            "color": values[own],
            "colorscale": DIVERGING,
            "cmin": centre - reach,
            "cmax": centre + reach,
            "line": {"width": np.where(newest, 1.2, 0.6), "color": np.where(newest, "#333333", "#A0A0A0")},
        },
        "customdata": np.stack([numbers[own], hops[own], values[own]], axis=1),
        "hovertemplate": "node %{customdata[0]:.0f}, at hop %{customdata[1]:.0f}: %{customdata[2]:.3g}<extra></extra>",
    }


def _bar(depth):
    title = {"text": f"feature at depth {depth}", "side": "right"}
    return {"title": title, "thickness": 10, "len": 0.85, "exponentformat": "power", "nticks": 5}


def _gaps(values):
    return [None if gap else float(value) for value, gap in zip(values, np.isnan(values), strict=True)]


def hops_figure(*, node_new, mean_new, depth, label, height=300):
    """Nodes met first at each hop: bars for one node, open dots for the mean node; the marked hop stands out."""
    hop = np.arange(node_new.size)
    figure = go.Figure()
    figure.add_bar(
        x=hop[1:],
        y=node_new[1:],
        name=label,
        marker={
            "color": [theme.DENOISING if n == depth else "#8CC9B8" for n in hop[1:]],
            "line": {"width": 1, "color": theme.DENOISING},
        },
        hovertemplate="hop %{x}: %{y} new<extra></extra>",
    )
    figure.add_scatter(
        x=hop[1:],
        y=mean_new[1:],
        name="mean node of this graph",
        mode="markers",
        marker={"symbol": "circle-open", "size": 9, "color": theme.CLASS_2, "line": {"width": 2}},
        hovertemplate="hop %{x}: %{y:.4g} on average<extra></extra>",
    )
    lay_out(figure, height, top=8)
    last = int(np.flatnonzero((mean_new > 0.5) | (node_new > 0))[-1]) if node_new.size > 1 else 1
    figure.update_xaxes(
        title={"text": "hop", "standoff": 6},
        range=[0.4, max(last + 2, depth + 1, 4) + 0.6],
        dtick=1 if last < 16 else 5,
    )
    figure.update_yaxes(title={"text": "new nodes"})
    return figure
