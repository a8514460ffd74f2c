"""The strength of a method: a slider for each of its options, which a link keeps."""

import streamlit as st

from core.propagation import METHODS
from ui.frame.strength import strength_slider, within
from ui.session import state


def choose(key):
    """Draw a method's formula and sliders. Returns its options {name: value}."""
    method, options = METHODS[key], {}
    st.latex(method.formula)
    st.markdown(f"{method.touches}  \n:small[Source: {method.source}. {method.theory_note}]")
    for name, option in method.options.items():
        value = within(option, state.page(name))
        place = state.follow(key, value, name)
        strength_slider(option, name, key=place, on_change=state.take, args=(name, place))
        options[name] = value
    return options
