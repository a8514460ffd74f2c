"""What is for two classes only says so, and where to go on."""

import streamlit as st

from ui.link.keys import DEFAULTS
from ui.session import choices, state


def sentence(what, n_classes):
    """One sentence. what: subject and verb, such as "The map is"."""
    return f"{what} for two classes, and the model has {n_classes}: set **classes** to 2 in the sidebar to go on."


def only(model, what):
    """Where the model has more classes: the sentence, a button that sets two, and nothing below."""
    if model.n_classes == DEFAULTS["c"]:
        return
    st.info(sentence(what, model.n_classes))
    obstacle = choices.obstacle("c")
    st.button(
        "Use two classes",
        key="two_classes",
        on_click=lambda: state.put(c=DEFAULTS["c"]),
        disabled=bool(obstacle),
        help=obstacle or None,
    )
    st.stop()
