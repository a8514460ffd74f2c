"""A choice as a row of buttons, kept in the link: a page's own, or one of the view that all pages share."""

import streamlit as st

from ui.session import state


def buttons(key, label, words, explanation=None, label_visibility="visible"):
    """Draw the choice `key`, one of PAGE_KEYS, and return its text.

    words: text of the link -> what the button says, for all that is offered now.  explanation: shown as help.  label_visibility:
    Streamlit's. A text of the link that is not offered here shows as the last one, and the link keeps it.
    """
    chosen = state.page(key) if state.page(key) in words else list(words)[-1]
    return _row(key, f"{key}_choice", chosen, label, words, explanation, label_visibility)


def menu(key, label, words, label_visibility="visible"):
    """The same choice as a list that opens, for more than fit on one line; every text of the link is offered.

    label_visibility: Streamlit's; a label that is not visible is still read out.
    """
    widget = state.follow(f"{key}_choice", state.page(key), *words)
    return st.selectbox(
        label,
        list(words),
        key=widget,
        format_func=lambda text: words[text],
        on_change=state.take,
        args=(key, widget),
        label_visibility=label_visibility,
    )


def view_buttons(key, label, words, explanation=None):
    """The same for a choice of the view, one of VIEW_KEYS."""
    # A widget belongs to its page: under one name for all it would forget its value on the way to another page.
    widget = f"{state.here()}_{key}"
    return _row(key, widget, state.view()[key], label, words, explanation)


def axis_buttons():
    """The vertical axis of the errors, "log" or "linear"."""
    return view_buttons("axis", "Vertical axis", {"log": "log", "linear": "linear"})


def _row(key, widget, chosen, label, words, explanation, label_visibility="visible"):
    widget = state.follow(widget, chosen, *words)
    return st.segmented_control(
        label,
        list(words),
        key=widget,
        required=True,
        format_func=lambda text: words[text],
        help=explanation,
        label_visibility=label_visibility,
        on_change=state.take,
        args=(key, widget),
    )
