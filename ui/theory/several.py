"""Theory vs simulation beyond the paper: more than two classes, or features at a share of the nodes. Walk theory and sampled graphs."""

import numpy as np
import streamlit as st

from core.estimate import estimate
from ui.charts import chart_slot, theme
from ui.charts.figures import Dots, Line, Panel
from ui.frame import page_choice
from ui.frame.marker import marked
from ui.frame.navigation import lead, links
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.theory import panels
from ui.words import accuracy, missing
from ui.words.curve import course_words
from ui.words.readings import percent, ratio_sentence, share
from ui.words.stayed import QUESTION

HEADINGS = {
    "gap": "Mixing: the distance between the class means",
    "variance": "Denoising: the variance of a node's feature",
    "noise": "Neighbourhood noise: nodes of one class differ in their own means",
    "error": "The error, in three readings",
}
# name of the chart: (curve, what it is called, title of the axis, colour, whether in per cent)
_CURVES = {
    "gap": ("mean_gap", "distance of the means, as a share of |Δ|", theme.MIXING, True),
    "variance": ("variance", "variance, as a share of σ²", theme.DENOISING, True),
    "noise": (
        "neighbourhood_noise",
        "variance of the nodes' own means over all directions, in units of their squared distance from the centre",
        theme.CLASS_2,
        False,
    ),
}
LABELS = {name: label.replace("threshold", "rule") for name, label in theme.READING_LABELS.items()}


def section(model, depth, seed):
    """All charts, theory at once and dots when they are there."""
    several = model.n_classes > 2
    of, theirs = (
        (f"of {model.n_classes} classes", "two classes")
        if several
        else (f"where {share(model.known)} of the nodes have a feature", "a feature at every node")
    )
    st.markdown(
        f"Two routes to the same curves {of}: **walk theory** (solid) and **{experiment.N_GRAPHS} sampled graphs** "
        f"(dots; bars are one standard error over graphs). The paper's theorems are about {theirs} and are left out."
    )
    prediction = cache.predict(model, depth)
    if few := missing.approximate(model) or accuracy.several_mark(model, prediction):
        st.caption(few)
    axis, mark = page_choice.axis_buttons(), marked(model, depth)
    slots = {}
    for name, heading in HEADINGS.items():
        st.header(heading)
        slots[name] = st.empty()

    def draw(simulation=None, waiting=False):
        stage = "waiting" if waiting else "alone" if simulation is None else "simulated"
        for name, slot in slots.items():
            panel = (
                error_panel(model, prediction, mark, simulation)
                if name == "error"
                else part_panel(name, prediction, mark, simulation)
            )
            said = (
                error_words(model, prediction, simulation)
                if name == "error"
                else part_words(name, prediction, simulation)
            )
            chart_slot.fill(slot, panel, name, stage, axis, "Simulating …" if waiting else said)

    reason = experiment.obstacle(model)
    draw(waiting=not reason)
    if reason:
        st.info(reason)
    else:
        with awaited(draw):
            found = experiment.simulation(model, depth, seed, "convolution")
        draw(found)
    lead("training", QUESTION)
    links("mixing", "remedies")


def part_panel(name, prediction, mark, simulation=None):
    """One ingredient of the error over depth."""
    curve, title, colour, shares = _CURVES[name]
    dots = () if simulation is None else (Dots("simulation", _simulated(simulation, curve), theme.CLASS_1),)
    limits = (0, 1.05) if shares else None
    return Panel(
        title,
        (Line("walk theory", np.abs(getattr(prediction, curve)), colour),),
        dots,
        limits=limits,
        mark=mark,
        percent=shares,
    )


def error_panel(model, prediction, mark, simulation=None):
    """The error in three readings; its axis ends above guessing, 1 - 1/C."""
    found = {name: _simulated(simulation, f"error_{name}") for name in LABELS if simulation is not None}
    lines, dots = panels.readings(prediction, found, LABELS)
    return Panel(
        "share of wrong answers", lines, dots, limits=(0, 1.04 * (1 - 1 / model.n_classes)), mark=mark, percent=True
    )


def part_words(name, prediction, simulation=None):
    """How far theory is from simulation, as a sentence; nothing where there is none."""
    curve = _CURVES[name][0]
    if simulation is None:
        return ""
    # With its sign, for the size of noise is never zero on average.
    found = estimate(getattr(simulation, curve))
    theory = np.abs(getattr(prediction, curve))
    return ratio_sentence("Walk theory", theory, np.abs(found.value), 1e-9, error=found.standard_error)


def error_words(model, prediction, simulation=None):
    """What both rules' errors do, what guessing gives, and how far theory is from simulation."""
    guess = percent(1 - 1 / model.n_classes)
    told = [
        f"With the rule fixed in advance the error {course_words(prediction.error_fixed)}; with one fitted on the graph it {course_words(prediction.error_fitted)}. Guessing gives {guess}."
    ]
    for name, label in LABELS.items() if simulation is not None else ():
        found = _simulated(simulation, f"error_{name}").value
        told.append(
            ratio_sentence(f"{label}, walk theory", getattr(prediction, f"error_{name}"), found, 0.005, first=0)
        )
    return "  \n".join(told)


def _simulated(simulation, curve):
    return estimate(np.abs(getattr(simulation, curve)))
