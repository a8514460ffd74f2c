"""Widgets that no link binds: how they follow the session, and the one door by which they change it."""

import streamlit as st

from ui.link import link
from ui.link.keys import VIEW_KEYS
from ui.session.choices import set_page
from ui.session.parameters import BOUND_KEYS, put
from ui.session.views import change_view, set_depth

_NOTHING = object()


def follow(key, value, *domain):
    """Let an unbound widget show `value`, and return the key to draw it under.

    One that shows it already is left alone, so that no hand on it is disturbed. domain: all that its options or its range
    depend on, which becomes part of the key. Under one key for all of them a browser sends back the label of an option that
    is gone, and a slider whose range has changed falls back to its start.
    """
    key = "_".join(map(str, (key, *domain)))
    if st.session_state.get(key, _NOTHING) != value:
        st.session_state[key] = value
    return key


def widget(key):
    """The present value of an unbound widget."""
    return st.session_state.get(key)


def take(name, key, read=lambda value: value):
    """From the callback of the widget `key`: let the link's key `name` have its value, put by `read` as the link has it.

    A browser may send what the widget no longer offers: what is not valid changes nothing, and the widget follows again.
    """
    value = link.KEYS[name].taken(read(widget(key)))
    if value is None:
        return
    if name == "depth":
        set_depth(value)
    else:
        change = change_view if name in VIEW_KEYS else put if name in BOUND_KEYS else set_page
        change(**{name: value})
