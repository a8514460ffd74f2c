"""A page's own choice as a row of buttons, kept in the link."""

import streamlit as st

from ui import state


def buttons(key, label, options, words, explanation):
    """Draw the choice `key`, one of link.PAGE_KEYS, and return its text.

    options: the texts that are offered now.  words: text -> label.  explanation: shown as help. A text of the link that is
    not offered here shows as the last option, and the link keeps it.
    """
    widget = f"{key}_choice"
    state.follow(widget, state.page(key) if state.page(key) in options else options[-1])
    return st.segmented_control(
        label,
        options,
        key=widget,
        required=True,
        format_func=words,
        help=explanation,
        on_change=lambda: state.set_page(**{key: state.widget(widget)}),
    )
