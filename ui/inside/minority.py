"""Section of the page "Inside the graph": classes of different sizes, and which of them loses first."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.accuracy import classes
from core.estimate import estimate
from ui.charts import picture, table, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.sweep_figures import over_parameter
from ui.frame import present
from ui.frame.marker import marked
from ui.inside.minority_words import (
    EXAMPLE_SHARE,
    RULES,
    accuracy_sentence,
    errors_sentence,
    headline,
    means_sentence,
    rows,
    three_senses,
)
from ui.link import link
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import state

SHARES = tuple(np.round(np.arange(0.05, 0.951, 0.025), 3).tolist())
COLOURS, DASHES = (theme.CLASS_1, theme.CLASS_2), ("solid", "dash")


def section(model, depth, seed):
    """Draw the section. model: with equal blocks; the share of class 1 is this section's own choice.

    depth: deepest layer that is drawn.  seed: of the sampled graphs.
    """
    with present.fold():
        st.markdown(
            "So far both classes had equally many nodes. Here class 1 may be smaller or larger; N, p and q stay as they are."
        )
        share, rule = _controls()
    mark = marked(model, depth)
    model = replace(model, share_1=share)
    prediction = cache.class_prediction(model, depth)
    example = cache.class_prediction(replace(model, share_1=EXAMPLE_SHARE), depth)
    st.markdown(headline(model, prediction, rule, mark, example))

    st.markdown(f"**Error of each class at depth {mark}, against the share of class 1** (theory)")
    errors = cache.class_errors_by_share(model, mark, rule, SHARES)
    lines = [Line(f"class {place + 1}", errors[:, place], COLOURS[place], dash=DASHES[place]) for place in (0, 1)]
    figure = over_parameter(
        np.array(SHARES),
        lines,
        title="share of class 1",
        marks={"here": share},
        limits=_room(errors),
        percent=True,
        height=320,
    )
    picture.draw(figure, key="minority_share", alt="Error of each class against the share of class 1")

    means, wrong = st.columns(2)
    slots = means.empty(), wrong.empty()
    reason = experiment.obstacle(model)
    _draw(slots, model, prediction, None, rule, mark, waiting=reason is None)
    simulation = None
    if reason:
        st.info(reason)
    else:
        with awaited(lambda: _draw(slots, model, prediction, None, rule, mark)):
            simulation = experiment.class_simulation(model, depth, seed)
        _draw(slots, model, prediction, simulation, rule, mark)
    st.markdown(three_senses(model, prediction, mark))
    st.caption(accuracy_sentence(classes.measured(), rule, model) + _simulated(simulation))
    table.numbers(table.columns(rows(prediction, simulation, rule)))


def _controls():
    """The section's two choices: share of class 1 and threshold."""
    key = link.KEYS["frac"]
    left, right = st.columns(2)
    state.follow("minority_share_1", float(state.page("frac")))
    left.slider(
        "Share of class 1",
        key.low,
        key.high,
        step=0.01,
        key="minority_share_1",
        on_change=state.take,
        args=("frac", "minority_share_1"),
        help="Class 1 has this share of the N nodes, class 2 the rest.",
    )
    state.follow("minority_cut", state.page("cut"))
    right.selectbox(
        "Threshold",
        RULES,
        key="minority_cut",
        format_func=RULES.get,
        on_change=state.take,
        args=("cut", "minority_cut"),
        help="All three are known before the graph is seen; m is the midpoint of μ₁ and μ₂.",
    )
    return float(state.page("frac")), state.page("cut")


def _simulated(simulation):
    if simulation is None:
        return ""
    route = "exact from every row of Pⁿ" if simulation.route == "exact" else "estimated from random probes"
    return (
        f" Dots: {len(simulation.mean)} sampled graphs, bars of one standard error; by algebra given the graph, variances {route}; "
        "thresholds other than m are learnt from the other graphs."
    )


def _draw(slots, model, prediction, simulation, rule, mark, waiting=False):
    """Both charts over depth, with dots once there is a simulation."""
    strength = abs(model.gap) / (2 * model.sigma)
    flat = np.ones(prediction.mean.shape[0])
    lines = [_line(place, prediction.mean) for place in (0, 1)]
    lines.append(Line("m", 0 * flat, theme.NEUTRAL, "dot", 1.5))
    if rule != "fixed" and strength > 0:
        threshold = np.clip(prediction.threshold[rule] / strength, -1.5, 1.5)
        lines.append(Line("threshold", threshold, theme.DENOISING, "dashdot", 2))
    errors = [_line(place, prediction.error[rule]) for place in (0, 1)]
    dots = [(), ()]
    if simulation is not None:
        dots = [tuple(_dots(place, values) for place in (0, 1)) for values in (simulation.mean, simulation.error[rule])]
    panels = (
        Panel("Class means, in units of Δ/2 about m", tuple(lines), dots[0], limits=(-1.1, 1.1), mark=mark),
        Panel(
            f"Error of each class, threshold {RULES[rule]}",
            tuple(errors),
            dots[1],
            limits=_room(prediction.error[rule]),
            mark=mark,
            percent=True,
        ),
    )
    readings = means_sentence(model, prediction), errors_sentence(prediction, simulation, rule)
    stage = "waiting" if waiting else "alone" if simulation is None else "simulated"
    for slot, panel, name, reading in zip(slots, panels, ("means", "errors"), readings, strict=True):
        with slot.container():
            st.markdown(f"**{panel.title}**")
            figure = over_depth(panel, axis="linear")
            picture.draw(figure, key=f"minority_{name}_{stage}", alt=panel.title)
            st.markdown("Simulating …" if waiting else reading)


def _room(errors):
    """Limits of an axis for errors: up to one half unless some are above."""
    return (0, 1.02 if np.max(errors) > 0.5 else 0.52)


def _line(place, values):
    return Line(f"class {place + 1}, theory", values[:, place], COLOURS[place], DASHES[place])


def _dots(place, values):
    symbol = ("circle", "diamond")[place]
    return Dots(f"class {place + 1}, simulated", estimate(values[:, :, place]), COLOURS[place], symbol)
