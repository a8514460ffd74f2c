"""What is secondary on a page: folded away, and computed once somebody opens it."""

import streamlit as st


def more(key, label, draw, *arguments, opened=False):
    """A fold "More: label" that calls draw(*arguments) while it is open. key: unique on the page.

    opened: true where the link asks for what is inside, which is then seen at once.
    """
    place = st.expander(f"More: {label}", expanded=opened, key=f"more_{key}_{opened}", on_change="rerun")
    if place.open:
        with place:
            draw(*arguments)
