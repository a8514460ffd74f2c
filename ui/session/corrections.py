"""Typed values that are not valid: noted while the widget is drawn, put right before it is drawn again."""

import streamlit as st

from core.model import divisible
from ui.link import classes, complaints, link
from ui.link.key import shortest
from ui.session.notices import post_notice
from ui.session.parameters import present, write

_CORRECTIONS = "_corrections"


def check(name, typed):
    """Note a bound value that is not valid; it can only be put right before its widget is drawn again."""
    used = link.KEYS[name].valid(typed)
    if name == "n":
        used = divisible(used, present()["c"])
    if used != typed:
        st.session_state.setdefault(_CORRECTIONS, {})[name] = (typed, used)


def needs_correction():
    """True when a value drawn in this run was not valid: run again, and apply_corrections puts it right."""
    return _CORRECTIONS in st.session_state


def apply_corrections():
    """Replace what `check` noted by the nearest valid value, and say so; call before the widgets are drawn."""
    corrections = st.session_state.pop(_CORRECTIONS, {})
    sentences = []
    for name, (typed, used) in corrections.items():
        write(**{name: used})
        if name == "n" and link.KEYS[name].valid(typed) == typed:
            sentences.append(classes.not_divisible(link.KEYS[name], int(typed), present()["c"]))
        else:
            sentences.append(complaints.not_valid(link.KEYS[name], shortest(typed), used))
    if sentences:
        post_notice(sentences)
