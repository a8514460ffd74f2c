"""The bound parameters: widgets of the sidebar under the link's keys, which Streamlit keeps in the address bar."""

import streamlit as st

from core.model import divisible
from ui.link import link
from ui.session.choices import locked

BOUND_KEYS = (*link.MODEL_KEYS, "seed", "dmax")


def present():
    """Every bound parameter with its present value, a valid one."""
    found = {name: link.KEYS[name].valid(st.session_state.get(name, link.DEFAULTS[name])) for name in BOUND_KEYS}
    return found | {"n": divisible(found["n"], found["c"])}


def put(**changes):
    """From a callback: set bound parameters, all but those that whoever shared the link has locked."""
    held = locked()[1]
    write(**{name: value for name, value in changes.items() if name not in held})


def write(**changes):
    """Set bound parameters before their widgets are drawn; the address bar follows."""
    if "n" in changes:
        changes["n"] = divisible(
            link.KEYS["n"].valid(changes["n"]), link.KEYS["c"].valid(changes.get("c", present()["c"]))
        )
    for name, value in changes.items():
        st.session_state[name] = float(link.KEYS[name].valid(value))


def take_features(features):
    """From a callback: take over the means and the spread that were set by hand in the stage, {"m1", "m2", "s"}."""
    if isinstance(features, dict):
        given = {name: features.get(name) for name in ("m1", "m2", "s")}
        put(**{name: value for name, value in given.items() if isinstance(value, int | float) and value == value})
