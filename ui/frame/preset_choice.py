"""The choice of a preset: in the sidebar, and in the line above a presentation."""

import streamlit as st

from ui.link import presets
from ui.session import state

OWN_VALUES = "Your own values"
HINT_IN_LESSON = "Each scene of a lesson brings its own values."


def choose(key, **layout):
    """Draw the choice under this key; a preset that is chosen becomes the model before anything is drawn."""
    present = presets.matching(state.values())
    by_name = {preset.name: preset for preset in presets.PRESETS}
    state.follow(key, present.name if present else OWN_VALUES)

    def apply():
        if chosen := by_name.get(state.widget(key)):
            state.put(**chosen.parameters)
            state.set_page(**chosen.choices)

    st.selectbox("Preset", [*by_name] if present else [OWN_VALUES, *by_name], key=key, on_change=apply, **layout)


def hint(page):
    """The line below: what to look for. `page` is the title of the page shown."""
    present = presets.matching(state.values())
    words = present.description if present else "Choose a preset to start from there."
    # What to look for in a preset would tell the answer of a scene.
    return words if page != "Lesson" else HINT_IN_LESSON
