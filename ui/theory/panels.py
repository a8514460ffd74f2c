"""The four charts of the page Theory vs simulation, as ui.charts.figures.Panels of named data."""

import numpy as np

from core import theorems
from core.estimate import estimate
from ui.charts import theme
from ui.charts.figures import Band, Dots, Line, Panel


def gap(model, prediction, mark, simulated=None):
    """Distance of the class means by walk theory, by Theorem 1, and simulated (Estimate); None where there is no distance at all."""
    if not model.gap:
        return None
    lines = (
        Line("walk theory", np.abs(prediction.mean_gap), theme.MIXING),
        Line("paper, Theorem 1: λⁿ", paper_gap(model, prediction.mean_gap.size - 1), theme.NEUTRAL, "dash"),
    )
    title = "distance of the means, as a share of the initial one (absolute value)"
    return Panel(title, lines, _dots(simulated, theme.CLASS_1), limits=(0, 1.05), mark=mark, percent=True)


def paper_gap(model, depth):
    """Size of the gap by Theorem 1, as a share of the first one, (depth+1,)."""
    return np.abs(theorems.label_correlation(model) ** np.arange(depth + 1))


def variance(model, prediction, mark, simulated=None, bounds=None, nodes=None):
    """Variance across draws with the paper's bounds and, simulated, with those of one graph and across its nodes."""
    depth = prediction.variance.size - 1
    lower, upper = (bound / model.sigma**2 for bound in theorems.variance_bounds(model, depth))
    floor = theorems.simple_variance_bounds(model, depth)[0] / model.sigma**2
    lines = [
        Line("walk theory, across draws", prediction.variance, theme.DENOISING),
        Line("Lemma 3: σ²/N and σ²", floor, theme.NEUTRAL, "dash"),
    ]
    if theorems.refined_bounds_hold(model):
        inside = np.where(theorems.refined_regime(model, depth), upper, np.nan)
        lines += [
            Line("refined upper bound, inside its regime", inside, theme.CLASS_2, "dash"),
            Line("refined lower bound", lower, theme.CLASS_1, "dash"),
        ]
    bands, dots = (), ()
    if simulated is not None:
        bands = (Band("between the bounds that hold on this graph", bounds.lower, bounds.upper, theme.NEUTRAL),)
        dots = (
            Dots("simulation, across draws", simulated, theme.DENOISING),
            Dots("simulation, across nodes of one graph", estimate(nodes), theme.CLASS_2, "circle-open"),
        )
    saturation = theorems.saturation_depth(model)
    verticals = {"saturation, log N / log log N": saturation} if saturation else {}
    title = "variance, as a share of σ²"
    return Panel(title, tuple(lines), dots, bands, verticals, limits=(0, 1.05), mark=mark, percent=True)


def noise(model, prediction, mark, simulated=None):
    """Neighbourhood noise by walk theory and simulated, in units of a distance; None where there is none."""
    if not model.gap:
        return None
    lines = (Line("walk theory", prediction.neighbourhood_noise, theme.CLASS_2),)
    return Panel(
        "variance of the nodes' own means, in units of (Δ/2)²", lines, _dots(simulated, theme.CLASS_1), mark=mark
    )


def error(model, prediction, mark, simulated=None):
    """The error in three readings. simulated: name of the reading -> Estimate."""
    depth = prediction.variance.size - 1
    lower, upper = theorems.variance_bounds(model, depth)
    upper = np.where(theorems.refined_regime(model, depth), upper, model.sigma**2)
    if not theorems.refined_bounds_hold(model):
        lower = theorems.simple_variance_bounds(model, depth)[0]
    distance = theorems.mean_gap(model, depth)
    lowest, highest = (theorems.bayes_error(distance, np.sqrt(bound)) for bound in (lower, upper))
    lines, dots = readings(prediction, simulated or {})
    bands = (Band("paper's Bayes error between its variance bounds", lowest, highest, theme.NEUTRAL),)
    return Panel("share of wrong answers", lines, dots, bands, limits=(0, 0.52), mark=mark, percent=True)


def readings(prediction, simulated, labels=theme.READING_LABELS):
    """Lines and dots of readings of the error. simulated: name of the reading -> Estimate, those that are there; labels: name -> label."""
    lines = tuple(
        Line(
            f"{label}, walk theory",
            getattr(prediction, f"error_{name}"),
            theme.READING_COLOURS[name],
            theme.READING_DASHES[name],
        )
        for name, label in labels.items()
    )
    dots = tuple(
        Dots(f"{labels[name]}, simulation", found, theme.READING_COLOURS[name]) for name, found in simulated.items()
    )
    return lines, dots


def _dots(simulated, colour):
    return () if simulated is None else (Dots("simulation", simulated, colour),)
