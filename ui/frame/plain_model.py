"""What is for two classes with a feature at every node only says so, and where to go on."""

import streamlit as st

from ui.link.keys import DEFAULTS
from ui.session import choices, state
from ui.words import missing


def only(model, what):
    """Where the model is another one: the sentence, a button that leads on, and nothing below. what: "The map is"."""
    if model.n_classes != DEFAULTS["c"]:
        _stop("c", classes_sentence(what, model.n_classes), "Use two classes")
    if model.known != DEFAULTS["have"]:
        _stop("have", missing.not_used(what, model.known), "Give every node a feature")


def classes_sentence(what, n_classes):
    """One sentence. what: subject and verb, such as "The map is"."""
    return f"{what} for two classes, and the model has {n_classes}: set **classes** to 2 in the sidebar to go on."


def _stop(key, sentence, label):
    st.info(sentence)
    obstacle = choices.obstacle(key)
    st.button(
        label,
        key=f"plain_{key}",
        on_click=lambda: state.put(**{key: DEFAULTS[key]}),
        disabled=bool(obstacle),
        help=obstacle or None,
    )
    st.stop()
