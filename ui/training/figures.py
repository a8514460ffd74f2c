"""Figures of trained networks, as pure functions of named data."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT, over_seeds
from ui.charts import theme
from ui.charts.layout import NOTE, PER_CENT, error_bars, lay_out, log_axis, note_above
from ui.training.values import by_depth, by_layer

LOOKS = {
    "classifier": (theme.CLASS_1, "circle", "solid"),
    "classifier_adam": (theme.CLASS_1, "circle-open", "dot"),
    "linear": (theme.CLASS_2, "square", "solid"),
    "gcn": (theme.MIXING, "diamond", "solid"),
    "gcnii": (theme.DENOISING, "triangle-up", "solid"),
    "pairnorm": ("#A6611A", "x", "solid"),
}
# Quantities that are shares of nodes: drawn in per cent, on an axis that ends at all of them.
ACCURACIES = (HELD_OUT, FRESH, "train_accuracy")
# The fitted threshold's line is wide and pale: the networks that do as well lie on it, and it is seen behind them.
CEILING_DASHES = {"fixed": "dash", "fitted": "solid", "best": "dot"}
WIDE, PALE = 12, 0.6


@dataclass(frozen=True)
class Ceiling:
    """An accuracy over every depth 0.. that theory gives; kind "fixed", "fitted" or "best"."""

    label: str
    kind: str
    accuracy: np.ndarray


def place(depth):
    """Where a depth stands on the axis: log2(1 + depth), so that 0, 1, 2, 4 ... 32 are about evenly apart."""
    return np.log2(1 + np.asarray(depth, dtype=float))


def over_depths(results, name, width, labels, *, ceilings=(), mark=None, axis="linear", title="", height=440):
    """One quantity of every network over depth: mean over seeds with bars of one standard error. labels: key -> label.

    name: of results.arrays, (depths, seeds); or, of quantities per layer, (depths, seeds, layers): then the last layer's is drawn.
    """
    figure, depths, scale = go.Figure(), results.plan.depths, 100 if name in ACCURACIES else 1
    for ceiling in ceilings:
        every = np.arange(ceiling.accuracy.size)
        figure.add_scatter(
            x=place(every),
            y=scale * ceiling.accuracy,
            customdata=every,
            name=ceiling.label,
            mode="lines",
            line={
                "color": theme.NEUTRAL,
                "dash": CEILING_DASHES[ceiling.kind],
                "width": WIDE if ceiling.kind == "fitted" else 2,
            },
            opacity=PALE if ceiling.kind == "fitted" else 1,
            hovertemplate=f"depth %{{customdata}}: %{{y:.3g}} %<extra>{ceiling.label}</extra>",
        )
    for key in results.plan.networks:
        found = by_depth(results, name, key, width)
        _add_network(figure, key, labels[key], place(depths), depths, found, "depth", axis, scale=scale)
    if mark is not None:
        figure.add_vline(
            x=float(place(mark)),
            line={"width": 1, "color": "#808080"},
            annotation=note_above(f"depth {mark}", depths.index(mark) / max(len(depths) - 1, 1)),
        )
    _frame(figure, axis, title, height)
    if name in ACCURACIES:
        figure.update_yaxes(maxallowed=100, autorangeoptions={"include": [100]}, **PER_CENT)
    figure.update_xaxes(
        title={"text": "depth (convolutions)", "standoff": 6},
        tickvals=list(place(depths)),
        ticktext=[str(depth) for depth in depths],
        range=[float(place(min(depths))) - 0.15, float(place(max(depths))) + 0.15],
        showgrid=False,
    )
    return figure


def gradients(results, width, depth, labels, *, height=400):
    """Size of the gradient by the weights of each layer, at the start (dotted, open) and in the end (solid), mean over seeds."""
    figure = go.Figure()
    for key in results.plan.networks:
        for name, word in (("gradient_start", "start"), ("gradient_end", "end")):
            found = by_layer(results, name, key, width, depth)
            if key.startswith("classifier") or not found.count.any():
                continue
            layers = np.arange(1, depth + 2)
            _add_network(figure, key, f"{labels[key]}, {word}", layers, layers, found, "matrix", "log", word == "start")
    _frame(figure, "log", "norm of the gradient", height)
    # Half a layer is none: ticks at whole ones.
    title = {"text": f"layer ({depth + 1} is the read-out)", "standoff": 6}
    figure.update_xaxes(title=title, showgrid=False, tick0=1, dtick=1 if depth <= 8 else 2)
    return figure


def over_layers(results, ruler, width, depth, labels, *, height=400):
    """A ruler of core.training.rulers over the layers 0.. of the networks of one depth, untrained (open) and trained (filled)."""
    figure, axis = go.Figure(), "linear" if ruler == "rank" else "log"
    layers, row = np.arange(depth + 1), results.plan.depths.index(depth)
    for key in results.plan.networks:
        # Without weights there is nothing to train in the layers.
        for when, word in (("start", ", untrained"), ("end", ""))[not NETWORKS[key].weights :]:
            found = over_seeds(results.of(f"{ruler}_{when}", key, width)[row].T[: depth + 1])
            if key == "classifier_adam" or not found.count.any():
                continue
            _add_network(figure, key, labels[key] + word, layers, layers, found, "layer", axis, bool(word))
            # Open and filled are the same in all, so the legend names each network once.
            figure.data[-1].showlegend = not word
    _frame(figure, axis, "", height)
    title = {"text": "layer (0 is the input)", "standoff": 6}
    figure.update_xaxes(title=title, showgrid=False, tick0=0, dtick=1 if depth <= 8 else 4)
    if axis == "linear":
        figure.update_yaxes(rangemode="tozero")
    return figure


def _add_network(figure, key, label, x, named, found, word, axis, pale=False, scale=1):
    colour, symbol, dash = LOOKS[key]
    value = scale * np.where((found.value > 0) | (axis == "linear"), found.value, np.nan)
    error, unit = scale * np.nan_to_num(found.standard_error), " %" if scale == 100 else ""
    figure.add_scatter(
        x=x,
        y=value,
        error_y=error_bars(np.nan_to_num(value), error, axis),
        name=label,
        mode="lines+markers",
        line={"color": colour, "dash": "dot" if pale else dash, "width": 1.5},
        marker={
            "color": colour,
            "size": 9,
            "symbol": symbol + ("-open" if pale and "open" not in symbol else ""),
            "line": {"width": 1.5, "color": colour},
        },
        customdata=np.column_stack([named, error, found.count]),
        hovertemplate=f"{word} %{{customdata[0]}}: %{{y:.3g}}{unit} ± %{{customdata[1]:.2g}}{unit} (seeds: %{{customdata[2]}})"
        f"<extra>{label}</extra>",
        connectgaps=False,
        cliponaxis=False,
    )


def _frame(figure, axis, title, height):
    lay_out(figure, height, top=1.5 * NOTE, hovermode="closest")
    figure.update_yaxes(type=axis, exponentformat="power", title={"text": title})
    heights = np.concatenate([np.asarray(trace.y, dtype=float) for trace in figure.data] or [np.empty(0)])
    if axis == "log" and np.isfinite(heights).any():
        low, high = np.log10([np.nanmin(heights), np.nanmax(heights)]) + (-0.1, 0.1)
        figure.update_yaxes(range=[low, high], **log_axis(low, high))
