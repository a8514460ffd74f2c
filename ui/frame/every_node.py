"""What is for a feature at every node only says so, and where to go on."""

import streamlit as st

from ui.link.keys import DEFAULTS
from ui.session import choices, state
from ui.words.missing import not_used


def only(model, what):
    """Where only a share of the nodes has a feature: the sentence, a button that gives one to every node, and nothing below."""
    if model.known == DEFAULTS["have"]:
        return
    st.info(not_used(what, model.known))
    obstacle = choices.obstacle("have")
    st.button(
        "Give every node a feature",
        key="every_node",
        on_click=lambda: state.put(have=DEFAULTS["have"]),
        disabled=bool(obstacle),
        help=obstacle or None,
    )
    st.stop()
