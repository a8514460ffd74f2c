"""Inside the graph, fourth part: what practitioners plot, when they would stop, and when the error is lowest."""

import numpy as np
import streamlit as st

from core.estimate import Estimate
from core.inside.monitors import N_FEATURES, PLATEAU, decay_rate, plateau_depth, spike_depth
from core.walks import back_probability, second_eigenvalue
from ui.charts import theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.layout import PLAIN
from ui.charts.table import numbers
from ui.frame.marker import marked
from ui.server import cache
from ui.session import state
from ui.words.readings import percent

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
        "lowest error": int(np.argmin(error)),
    }
    theta = second_eigenvalue(model.edge_correlation, back_probability(model.mean_degree))
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
            ),
            "linear",
        ),
        (
            Panel(
                "Distance from consensus and Dirichlet energy, as a share of the first",
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
                    Line("numerical rank", found.rank.astype(float), theme.NEUTRAL, "dot"),
                ),
                limits=(0, N_FEATURES + 1),
                mark=mark,
            ),
            "linear",
        ),
    )
    for row in (panels[:2], panels[2:]):
        for column, (panel, axis) in zip(st.columns(2), row, strict=True):
            with column:
                st.markdown(f"**{panel.title}**")
                figure = over_depth(panel, axis=axis, height=360)
                st.plotly_chart(figure, key=f"inside_{panel.title[:9]}", config=PLAIN, alt=panel.title)
    numbers(
        {
            "depth": layers,
            "cosine, links": found.edge_similarity,
            "cosine, pairs": found.pair_similarity,
            "μ(X)": found.consensus,
            "Dirichlet energy": found.energy,
            "effective rank": found.effective_rank,
            "effective rank, centred": found.centred_rank,
            "rank": found.rank.astype(int),
            "error": error,
        }
    )
    st.markdown(_words(model, found, rate, theta, stops, error, depth))


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


def headline(stops, error):
    """One sentence: what each rule would cost against the lowest error."""
    best, spike, plateau = stops["lowest error"], stops["similarity spikes"], stops["accuracy plateaus"]
    parts = [f"The error is lowest at depth **{best}** ({percent(float(error[best]))})."]
    if spike is None:
        parts.append("Similarity never rises here, so it gives no signal.")
    else:
        parts.append(
            f"Similarity rises most at layer **{spike}**: stopping there gives {percent(float(error[spike]))}{_verdict(spike, best)}."
        )
    parts.append(f"Accuracy plateaus at depth **{plateau}**: {percent(float(error[plateau]))}.")
    return " ".join(parts)


def _verdict(depth, best):
    if depth == best:
        return ", which is right"
    layers = abs(depth - best)
    return f", {layers} layer{'s' if layers > 1 else ''} too {'late' if depth > best else 'early'}"


def _words(model, found, rate, theta, stops, error, depth):
    second = (
        f"walk theory's second eigenvalue is {abs(theta):.3f}"
        if theta
        else "the classes have no eigenvalue of their own here"
    )
    speed = (
        f"- **How fast?** μ(X) falls by **{rate:.3f}** a layer in the second half of its depths (fitted); {second}. In the end it falls at the second eigenvalue of the graph: "
        "exponential decay of μ(X) is the survey's definition of oversmoothing. Before, it falls faster, because that is the noise going."
        if not np.isnan(rate)
        else "- **How fast?** μ(X) is gone, or never falls, within too few layers to fit a rate."
    )
    at = stops["lowest error"]
    alike = found.edge_similarity[at]
    similar = (
        f"- **Similar is not smoothed away.** At the best depth linked nodes have a cosine of only {alike:.2f}; by depth {depth} it is {found.edge_similarity[-1]:.2f}. "
        "Denoising raises similarity just as mixing does: no monitor without labels can tell the two apart. A validation error can."
        if np.isfinite(alike)
        else "- There are no links, so no ends of links to compare."
    )
    return "\n".join(
        (
            speed,
            similar,
            f"- **What stop means here.** *Similarity spikes*: the layer that raises the cosine over links most. *Accuracy plateaus*: the first depth whose next layer gains less than "
            f"{percent(PLATEAU)}. One practitioner's rule says stop at a spike; on this model that is depth {stops['similarity spikes'] if stops['similarity spikes'] is not None else '–'}, the lowest error is at {at}.",
            "- **Where each means nothing.** The cosine (and MAD, one minus it) of a *single* feature is only a sign, so these curves have "
            f"{N_FEATURES} features, the classes apart along one direction; and it depends on where zero is: add a constant to all features and everything looks alike at once. "
            "*Dirichlet energy* counts links, so it is zero on constants only in the form used here, not divided by degrees. *μ(X)* and *energy* shrink when features are merely scaled down, which "
            "costs no accuracy. *Rank* in exact arithmetic stays full for ever: only the effective rank sees the collapse.",
            "- One **simulated** graph and draw of features; the error is **walk theory** (approximate), along the one direction that tells the classes apart.",
        )
    )
