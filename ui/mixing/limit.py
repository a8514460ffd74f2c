"""How far any method could go, on the first page: the Bayes-optimal error as a level in the stage, once it is asked for."""

import streamlit as st

from core.optimum.error import optimum_of
from ui.frame import plain_model
from ui.server import experiment
from ui.server.workers import awaited
from ui.session import state
from ui.stage import data, stage
from ui.words.optimum import level_words

NO_LEVEL = "The optimum is computed on sampled graphs, and this model is not simulated."


def asked():
    """Whether the level is asked for."""
    return state.page("optimum") == "yes"


def show():
    """The switch; returns the place for what is said of the level, or None where nobody asks for it."""
    state.follow("optimum_choice", asked())
    with st.container(key="limit", horizontal=True, vertical_alignment="center"):
        st.toggle(
            "How far could any method go?",
            key="optimum_choice",
            on_change=lambda: state.set_page(optimum="yes" if state.widget("optimum_choice") else "no"),
            help="How often any method that knows the model must err, linear or not, deep or not, as far as belief propagation on the sampled "
            "graphs can tell: a level in the picture. It takes a second or two. More about it: page Remedies.",
            width="content",
        )
        return st.empty() if asked() else None


def deliver(model, seed, token, place):
    """Compute the level and hand it to the stage, with its words in their place; nothing where place is None."""
    if place is None:
        return
    if model.n_classes > 2:
        place.markdown(plain_model.classes_sentence("The optimum is", model.n_classes))
        return
    if experiment.obstacle(model):
        place.markdown(NO_LEVEL)
        return
    place.markdown("Belief propagation runs …")
    with awaited(lambda: place.markdown("Belief propagation ended early.")):
        found = optimum_of(experiment.optimum_rows(model, seed))
    place.markdown(level_words(found))
    stage.deliver_limit("stage", data.limit_message(found, token))
