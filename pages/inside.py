"""Inside the graph: what a layer does to nodes, why shallow, the spectrum, and what practitioners watch."""

import streamlit as st

from ui import experiment, state
from ui.inside_parts import PARTS
from ui.navigation import require_frame

require_frame()
state.enter_page("inside")
st.title("Inside the graph")

model, depth, seed = state.model(), state.depth_max(), state.seed()
if reason := experiment.obstacle(model):
    st.info(f"{reason} That nearest model is drawn on this page.")
    model = experiment.nearest_simulated(model)
state.follow("inside_part", state.page("part"))
st.segmented_control(
    "What to look at",
    list(PARTS),
    key="inside_part",
    format_func=lambda part: PARTS[part][0],
    required=True,
    on_change=lambda: state.set_page(part=state.widget("inside_part")),
)
# Only the part that is seen is computed.
heading, section = PARTS[state.page("part")]
st.header(heading)
section(model, depth, seed)
