"""The question that the page begins with: why an accuracy may stay high at depth 20. Two thresholds, simulated and by theory."""

import numpy as np
import streamlit as st

from core.accuracy.walks import measured
from core.estimate import Estimate, estimate
from core.training.tasks import N_FEATURES
from ui.charts import chart_slot, theme
from ui.charts.figures import Dots, Panel
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import state
from ui.settings import SETTINGS
from ui.theory import panels
from ui.training.plan import trainable
from ui.training.words import deep_network
from ui.words import accuracy, missing
from ui.words.readings import cut
from ui.words.stayed import (
    DEEP,
    QUESTION,
    answer_words,
    measured_words,
    more_words,
    trained_words,
    untrained_words,
    why_words,
)

DRAWN = 32  # as deep as the stored networks
NAMES = ("fixed", "fitted")
TRAINED_AT = (2, 8, DEEP, DRAWN)


def show():
    """The question, what theory answers, and the chart with theory alone. Returns the places that `deliver` fills."""
    model, depth = state.model(), drawn()
    prediction = cache.predict(model, depth)
    st.header(QUESTION, anchor="stayed")
    st.markdown(answer_words(model, prediction, asked()))
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        chart = st.empty()
    with words:
        if plain(model) and (why := why_words(model, cache.common_share(model, depth), prediction, asked())):
            st.markdown(why)
        told = st.empty()
        if untrained := untrained_words(model, trainable(model) == model):
            st.caption(untrained)
        if deep := deep_network(cache.stored_training()[0], asked()):
            st.markdown(deep)
        if few := accuracy.mark(measured(), model) if plain(model) else missing.approximate(model):
            st.caption(few)
    places = chart, told
    _fill(places, waiting=experiment.obstacle(model) is None)
    return places


def deliver(places):
    """Sample graphs, train the classifier, and put both into their places."""
    model, seed = state.model(), state.seed()
    if experiment.obstacle(model):
        return
    with awaited(lambda: _fill(places)):
        simulation = experiment.simulation(model, drawn(), seed, "convolution")
        _fill(places, simulation)
        # A model that is too large to train on while somebody waits has dots alone.
        if plain(model) and trainable(model) == model:
            depths = tuple(sorted({min(depth, drawn()) for depth in TRAINED_AT}))
            _fill(places, simulation, experiment.classifier(model, depths, seed))


def asked():
    """The depth of the question, or the deepest there is."""
    return min(DEEP, drawn())


def drawn():
    """How deep the curves go: to the depth of the stored networks, or as deep as the sidebar says."""
    return min(SETTINGS.max_depth, max(state.depth_max(), DRAWN))


def plain(model):
    """Two classes with a feature at every node: what the shift, and a classifier, are computed for."""
    return model.n_classes == 2 and model.known == 1


def _fill(places, simulation=None, found=None, waiting=False):
    chart, told = places
    model, depth = state.model(), asked()
    prediction, errors = cache.predict(model, drawn()), _errors(simulation)
    stage = "waiting" if waiting else "alone" if simulation is None else "simulated" if found is None else "trained"
    dots = f"dots: {experiment.N_GRAPHS} sampled graphs, bars one standard error over graphs"
    caption = f":small[Lines: walk theory of plain convolution; {dots if errors else 'graphs are being sampled …' if waiting else 'no graph is sampled'}.]"
    drawing = panel(model, prediction, depth, errors, found)
    chart_slot.fill(chart, drawing, "stayed", stage, "linear", caption, height=400)
    said = [measured_words(model, prediction, errors, depth)]
    if found is not None:
        curves = [getattr(prediction, f"error_{name}") for name in NAMES] + [dots.value for dots in errors.values()]
        reached = [curve[depth] for curve in curves]
        said += [trained_words(found, depth), more_words(model, found, N_FEATURES, reached, depth)]
    if any(said):
        told.markdown("\n\n".join(filter(None, said)))


def _errors(simulation):
    """Both thresholds' errors on the sampled graphs, name -> Estimate; none without a simulation."""
    return {name: estimate(getattr(simulation, f"error_{name}")) for name in NAMES if simulation is not None}


def panel(model, prediction, mark, errors, found=None):
    """Both thresholds over depth, theory and dots. errors: name -> Estimate, those that are there; found: TrainedErrors, or None."""
    labels = {name: f"{name.capitalize()} {cut(model)}" for name in NAMES}
    lines, dots = panels.readings(prediction, errors, labels)
    if found is not None:
        dots += (
            Dots("trained classifier, other nodes", _spread(found, lines[0].values.size), theme.CLASS_2, "diamond"),
        )
    limits = (0, 1.04 * (1 - 1 / model.n_classes))
    return Panel("share of wrong answers", lines, dots, limits=limits, mark=mark, percent=True)


def _spread(found, size):
    """An Estimate over all depths of what was trained at some; NaN elsewhere."""
    value, error = np.full((2, size), np.nan)
    value[list(found.depths)], error[list(found.depths)] = found.held_out.value, found.held_out.standard_error
    return Estimate(value, error, found.held_out.n_graphs)
