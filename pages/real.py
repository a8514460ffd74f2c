"""Real graphs: the same curves on a graph that nobody generated."""

import streamlit as st

from ui import real_choice, real_errors, real_fit, real_smoothing, state
from ui.navigation import require_frame
from ui.real_words import SOURCES

require_frame()
state.enter_page("real")
st.title("Real graphs")
st.markdown(
    "Nobody generated these graphs, and still: **noise stops falling**, **class means go on drawing near**, and the best depth is small."
)
study, chosen = real_choice.choose()

contents = [
    ("Noise, from every node's row of Pⁿ, and class means", real_smoothing.section),
    ("Errors", real_errors.section),
    ("The file's own features", real_errors.own_features),
    ("Fitted blocks and a rewired copy", real_fit.section),
]
if study.graph().features is None:
    del contents[2]
# Step by step, with the place shown; what is done is drawn at once.
progress = st.empty()
for place, (words, section) in enumerate(contents):
    progress.progress(max(place, 0.2) / len(contents), f"{words} ({place + 1} of {len(contents)})")
    section(study, chosen)
progress.empty()

st.header("More graphs")
st.markdown(SOURCES)
