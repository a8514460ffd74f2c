"""Widgets that no link binds: how they follow the session, and how their callbacks read them."""

import streamlit as st

_NOTHING = object()


def follow(key, value):
    """Let an unbound widget show `value`; one that does already is left alone, so that no hand on it is disturbed."""
    if st.session_state.get(key, _NOTHING) != value:
        st.session_state[key] = value


def widget(key):
    """The present value of an unbound widget."""
    return st.session_state.get(key)
