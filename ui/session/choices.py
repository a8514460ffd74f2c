"""The choices of single pages, plain data because a page's own widgets are forgotten with it, and what is locked."""

import streamlit as st

from ui.link import link
from ui.link.keys import LOCKABLE

_CHOICES = "_choices"
_LOCK_TO_SHARE = "_lock_to_share"


def page(name):
    """The present value of a page's own choice, one of link.PAGE_KEYS."""
    return st.session_state.get(_CHOICES, {}).get(name, link.DEFAULTS[name])


def all_choices():
    """Every choice that was made or read from the link."""
    return dict(st.session_state.get(_CHOICES, {}))


def forget_choices():
    """Back to the defaults."""
    st.session_state.pop(_CHOICES, None)


def set_page(**changes):
    """Change choices of a page, from a callback."""
    st.session_state[_CHOICES] = st.session_state.get(_CHOICES, {}) | changes


def locked():
    """The groups of controls that are hidden, and the link's keys whose controls are in them."""
    groups = page("lock")
    # A preset sets graph and features at once: it goes with either.
    if {"graph", "features"} & set(groups):
        groups = tuple(dict.fromkeys((*groups, "presets")))
    return groups, tuple(name for group in groups for name in LOCKABLE[group])


def obstacle(*names):
    """Why these keys of the link cannot be changed here, or nothing: whoever shared the link has locked one of them."""
    return "Whoever shared this link keeps these values as they are." if {*names} & {*locked()[1]} else ""


def lock_to_share():
    """The groups ticked to be hidden for who opens the copied link; those hidden here, before anything was ticked."""
    return st.session_state.get(_LOCK_TO_SHARE, page("lock"))


def tick_lock(group, ticked):
    """Tick a group of controls to be hidden for who opens the copied link, or untick it."""
    groups = {*lock_to_share(), group} if ticked else {*lock_to_share()} - {group}
    st.session_state[_LOCK_TO_SHARE] = tuple(name for name in LOCKABLE if name in groups)
