"""Charts of a real graph as data: noise, gaps, errors, accuracy, degrees."""

import html
from collections import Counter

import numpy as np
import plotly.graph_objects as go

from ui.charts import theme
from ui.charts.figures import Line, Panel
from ui.charts.layout import PER_CENT, UNIT, lay_out, log_axis

MAX_LINES = 8
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "10px,3px,3px,3px,3px,3px", "3px,8px")
COLOURS = (theme.CLASS_1, theme.CLASS_2, theme.DENOISING, theme.MIXING, *theme.SERIES[4:])


def safe(name):
    """A class name as Plotly may show it: Plotly reads some HTML."""
    return html.escape(name, quote=False)


def drawn_classes(n_classes, chosen):
    """Numbers of the classes that get a line: all, or the first few with the chosen one among them."""
    if n_classes <= MAX_LINES:
        return list(range(n_classes))
    return sorted({*range(MAX_LINES - 1), chosen})[:MAX_LINES]


def class_lines(values, names, chosen):
    """One line a class, told apart by colour, stroke and name; values (depth+1, C)."""
    return [
        Line(safe(names[label]), values[:, label], COLOURS[place], DASHES[place])
        for place, label in enumerate(drawn_classes(len(names), chosen))
    ]


def noise_panel(variance, floor, names, chosen, mark):
    """Variance of propagated noise of each class against depth, with its floor."""
    lines = class_lines(variance, names, chosen)
    if np.ptp(floor) <= 1e-9 * floor.max():
        lines.append(
            Line("floor: sum of squared degree shares", np.full(len(variance), floor[0]), theme.NEUTRAL, "dot", 1.5)
        )
    else:
        lines += [
            Line(f"floor, {line.label}", np.full(len(variance), floor[label]), line.colour, "dot", 1.5)
            for label, line in zip(drawn_classes(len(names), chosen), list(lines), strict=True)
        ]
    title = "variance of a node's propagated noise, mean over the class (100 % before any convolution)"
    return Panel(title, tuple(lines), limits=(0, 1.05), mark=mark, percent=True)


def gap_panel(gap, names, chosen, mark):
    """Distance of each class's mean from that of all other nodes, with its sign."""
    if gap.shape[1] == 2:
        lines = [Line(f"{safe(names[0])} – {safe(names[1])}", gap[:, 0], theme.MIXING)]
    else:
        lines = class_lines(gap, names, chosen)
    low = min(0.0, float(gap.min())) - 0.05
    title = "distance between the mean of a class and the mean of all others, as a share of the initial one"
    return Panel(title, tuple(lines), limits=(low, 1.05), mark=mark, percent=True)


def error_panel(title, errors, n_classes, mark):
    """Fixed and fitted threshold, with the line of guessing."""
    guess = 1 - 1 / n_classes
    lines = [
        Line(theme.READING_LABELS[name], errors[name], theme.READING_COLOURS[name], theme.READING_DASHES[name])
        for name in ("fixed", "fitted")
    ]
    lines.append(Line("guessing", np.full(errors["fixed"].size, guess), theme.NEUTRAL, "dot", 1.5))
    return Panel(title, tuple(lines), limits=(0, guess + 0.03), mark=mark, percent=True)


def accuracy_panel(accuracy, mark):
    """Accuracy of the linear classifier on the graph's own features."""
    constant = np.full(accuracy.test.size, accuracy.majority)
    lines = (
        Line("test nodes", accuracy.test, theme.CLASS_1),
        Line("training nodes", accuracy.train, theme.CLASS_2, "dash"),
        Line("always the most frequent class", constant, theme.NEUTRAL, "dot", 1.5),
    )
    return Panel("share of nodes told right", lines, limits=(0, 1), mark=mark, percent=True)


def fit_panel(title, real, rewired, theory, mark):
    """A curve of the graph itself, of its rewired copy, and of the fitted model."""
    lines = (
        Line("this graph", real, theme.CLASS_1),
        Line("same degrees and classes, links drawn anew", rewired, theme.CLASS_2, "dash"),
        Line("two fitted blocks, walk theory", theory, theme.NEUTRAL, "dashdot"),
    )
    return Panel(title, lines, limits=(0, 1.05), mark=mark, percent=True)


def degree_shares(degrees, mean_degree):
    """(degree, share of nodes, Poisson share) of every degree from 0 to the largest."""
    values = np.arange(degrees.max() + 1)
    share = np.bincount(degrees) / degrees.size
    logs = values * np.log(mean_degree) - mean_degree - np.array([_log_factorial(k) for k in values])
    return values, share, np.exp(logs)


def degree_numbers(degrees, mean_degree):
    """The degree chart as a table."""
    values, share, poisson = degree_shares(degrees, mean_degree)
    kept = (share > 0) | (poisson > 1e-5)
    return {"neighbours": values[kept], "share of nodes": share[kept], "fitted blocks (Poisson)": poisson[kept]}


def _log_factorial(k):
    return float(np.log(np.arange(1, k + 1)).sum())


def degree_figure(degrees, mean_degree, height=340):
    """Share of nodes with each number of neighbours or more, beside that of the fitted model (Poisson)."""
    values, share, poisson = degree_shares(degrees, mean_degree)
    at_least, expected = np.cumsum(share[::-1])[::-1], np.clip(1 - np.cumsum(poisson) + poisson, 0, 1)
    shown, drawn = values >= 1, (values >= 1) & (expected > 1e-5)
    figure = go.Figure()
    figure.add_scatter(
        x=values[shown],
        y=100 * at_least[shown],
        name="this graph",
        mode="lines",
        line={"shape": "vh", "color": theme.CLASS_1, "width": 2.5},
        hovertemplate="k = %{x} or more: %{y:.3g} % of the nodes<extra>this graph</extra>",
    )
    figure.add_scatter(
        x=values[drawn],
        y=100 * expected[drawn],
        name="fitted blocks (Poisson)",
        mode="lines",
        line={"color": theme.NEUTRAL, "dash": "dashdot", "width": 2.5},
        hovertemplate="k = %{x} or more: %{y:.3g} %<extra>fitted blocks</extra>",
    )
    lay_out(figure, height)
    figure.update_xaxes(type="log", title={"text": "number of neighbours k", "standoff": 6}, showgrid=False)
    figure.update_xaxes(**log_axis(0, np.log10(max(values[-1], 3))))
    low, high = np.log10(70 / degrees.size), 2.05
    figure.update_yaxes(type="log", range=[low, high], **log_axis(low, high, UNIT) | PER_CENT)
    return figure


def columns(panel):
    """A chart's lines as columns {name: (depth+1,)} of a table; classes of one name stay apart."""
    found, times = {}, Counter()
    for line in panel.lines:
        name = html.unescape(line.label)
        times[name] += 1
        found[name if times[name] == 1 else f"{name} ({times[name]})"] = line.values
    return found
