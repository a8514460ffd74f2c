"""Inside the graph, fourth part: what practitioners plot, when they would stop, and when the error is lowest."""

import numpy as np
import streamlit as st
from scipy.sparse.csgraph import connected_components

from core.estimate import Estimate
from core.inside.monitors import N_FEATURES, decay_rate, plateau_depth, spike_depth
from core.lowest import first_lowest
from ui.charts import picture, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.table import numbers
from ui.frame.marker import marked
from ui.inside.monitor_words import headline, words
from ui.server import cache
from ui.session import state

STOP_MARKS = (
    ("triangle-up-open", theme.MIXING),
    ("square-open", theme.CLASS_2),
    ("circle", theme.DENOISING),
)


def section(model, depth, seed):
    """Draw the monitors of one graph, and the depths at which they say stop beside the best one."""
    found, prediction = cache.monitors(model, depth, seed), cache.predict(model, depth)
    reading = state.view()["reading"] if state.view()["reading"] != "paper" else "fixed"
    error = getattr(prediction, f"error_{reading}")
    stops = {
        "similarity spikes": spike_depth(found.edge_similarity),
        "accuracy plateaus": plateau_depth(error),
        "lowest error": first_lowest(error),
    }
    st.markdown(headline(stops, error))
    rate = decay_rate(found.consensus)
    mark = marked(model, depth)
    layers = np.arange(depth + 1)
    relative = {name: _relative(getattr(found, name)) for name in ("consensus", "energy")}
    fitted = () if np.isnan(rate) else (_fitted(relative["consensus"], rate),)
    panels = (
        (
            Panel(
                "Similarity: mean cosine of two nodes' features",
                (
                    Line("ends of a link", found.edge_similarity, theme.MIXING),
                    Line("any two nodes", found.pair_similarity, theme.CLASS_1, "dashdot"),
                ),
                verticals=_verticals(stops, "similarity spikes"),
                limits=(min(0, float(np.nanmin(found.pair_similarity))) - 0.02, 1.05),
                mark=mark,
            ),
            "linear",
        ),
        (
            Panel(
                f"Error, {theme.READING_LABELS[reading].lower()} (walk theory)",
                (Line("error", error, theme.READING_COLOURS[reading]),),
                _stops(stops, error),
                limits=(0, 0.52),
                mark=mark,
                percent=True,
            ),
            "linear",
        ),
        (
            Panel(
                "Distance from consensus and Dirichlet energy, relative to the input",
                (
                    Line("μ(X), distance from consensus", relative["consensus"], theme.CLASS_1),
                    Line("Dirichlet energy", relative["energy"], theme.CLASS_2, "dashdot"),
                    *fitted,
                ),
                mark=mark,
            ),
            "log",
        ),
        (
            Panel(
                f"Effective rank of the {N_FEATURES} features",
                (
                    Line("as they are", found.effective_rank, theme.DENOISING),
                    Line("less their mean over nodes", found.centred_rank, theme.CLASS_2, "dashdot"),
                    Line("directions above rounding", found.directions.astype(float), theme.NEUTRAL, "dot"),
                ),
                limits=(0, N_FEATURES + 1),
                mark=mark,
            ),
            "linear",
        ),
    )
    for row in (panels[:2], panels[2:]):
        for column, (panel, axis) in zip(st.columns(2, vertical_alignment="bottom"), row, strict=True):
            with column:
                st.markdown(f"**{panel.title}**")
                figure = over_depth(panel, axis=axis, height=360, notes=2)
                picture.draw(figure, key=f"inside_{panel.title[:9]}", alt=panel.title)
    numbers(
        {
            "depth": layers,
            "cosine, links": found.edge_similarity,
            "cosine, pairs": found.pair_similarity,
            "μ(X)": found.consensus,
            "Dirichlet energy": found.energy,
            "effective rank": found.effective_rank,
            "effective rank, centred": found.centred_rank,
            "directions above rounding": found.directions.astype(int),
            "error (%)": 100 * error,
        }
    )
    parts = connected_components(cache.graph(model, seed), directed=False)[0]
    st.markdown(words(model, found, rate, stops, parts))


def _relative(curve):
    return curve / curve[0] if curve[0] > 0 else curve


def _fitted(curve, rate):
    """The fitted c r^n, through the last value that was fitted."""
    usable = np.flatnonzero(curve > 1e-13)
    last = int(usable[-1])
    return Line(
        f"fitted: {rate:.3f} per layer",
        curve[last] * rate ** (np.arange(curve.size) - last),
        theme.NEUTRAL,
        "dash",
        1.5,
    )


def _verticals(stops, name):
    return {} if stops[name] is None else {f"steepest rise: {stops[name]}": stops[name]}


def _stops(stops, error):
    """One marked point on the error curve for every depth at which somebody would stop."""
    points = []
    for (name, place), (symbol, colour) in zip(stops.items(), STOP_MARKS, strict=True):
        if place is not None:
            values = np.where(np.arange(error.size) == place, error, np.nan)
            points.append(Dots(f"{name}: depth {place}", Estimate(values, np.zeros(error.size), 1), colour, symbol))
    return tuple(points)
