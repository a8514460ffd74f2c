"""A second method laid over plain convolution: its hills as a ghost, its curve and its layers beside those of the stage."""

import streamlit as st

from core.propagation import METHODS
from core.walks import predict_layers
from ui.frame.strength import strength_slider, within
from ui.link.keys import OVERLAYS
from ui.server import cache
from ui.session import state
from ui.stage import data
from ui.words.curve import Course
from ui.words.readings import cut, percent


def chosen():
    """(key of the method, its options), or (None, {})."""
    key = state.page("over")
    if key == "none":
        return None, {}
    return key, {name: within(option, state.page(name)) for name, option in METHODS[key].options.items()}


def message(model, depth):
    """What the stage draws of it, ui.stage.data.overlay_message, or None."""
    key, options = chosen()
    if key is None:
        return None
    layers = predict_layers(model, depth, key, **options)
    return data.overlay_message(name_of(key, options), model, layers, cache.predict(model, depth, key, **options))


def predictions(model, depth):
    """Its walk theory in a list, which is empty where none is laid over."""
    key, options = chosen()
    return [] if key is None else [cache.predict(model, depth, key, **options)]


def name_of(key, options):
    """A name short enough for the picture, with its strength: "residual 0.1"."""
    return " ".join((key.replace("_", " "), *(f"{value:g}" for value in options.values())))


def show(model, depth):
    """The choice of the method and of its strength, and both lowest points in a sentence."""
    state.follow("over_choice", state.page("over"))
    with st.container(key="overlay", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Lay a second method over",
            ["none", *OVERLAYS],
            key="over_choice",
            format_func=lambda key: "none" if key == "none" else METHODS[key].label,
            on_change=lambda: state.set_page(over=state.widget("over_choice")),
            help="Its hills are drawn as a ghost, its error as a dashed curve, its layers as outlines. More methods: page Remedies.",
            width=300,
        )
        key, options = chosen()
        for name, value in options.items():
            place = state.follow(f"over_{name}", value)
            strength_slider(
                METHODS[key].options[name], name, key=place, on_change=state.take, args=(name, place), width=300
            )
        if key is not None:
            st.markdown(
                overlay_words(
                    model, METHODS[key].label, cache.predict(model, depth), cache.predict(model, depth, key, **options)
                )
            )


def overlay_words(model, label, plain, other):
    """The lowest points of two methods with the threshold fixed in advance. plain, other: their walk theory (Prediction)."""
    own, laid = Course(plain.error_fixed), Course(other.error_fixed)
    return (
        f"Lowest error with the {cut(model)} fixed in advance: plain convolution **{percent(own.lowest)}** at depth {own.best}, "
        f"{label[0].lower()}{label[1:]} **{percent(laid.lowest)}** at depth {laid.best}."
    )
