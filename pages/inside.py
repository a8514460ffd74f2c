"""Inside the graph: what a layer does to nodes, why shallow, the spectrum, and what practitioners watch."""

import streamlit as st

from ui.frame import page_choice, plain_model, present
from ui.frame.navigation import require_frame
from ui.inside.parts import PARTS
from ui.server import experiment
from ui.session import state

require_frame()
state.enter_page("inside")
st.title("Inside the graph")
plain_model.only(state.model(), "This page is")

model, depth, seed = state.model(), state.depth_max(), state.seed()
if reason := experiment.obstacle(model):
    st.info(f"{reason} That nearest model is drawn on this page.")
    model = experiment.nearest_simulated(model)
# On a projector the list itself is the heading: a line more for the chart.
projected = present.presenting()
names = {name: heading for name, (heading, _) in PARTS.items()}
part = page_choice.menu("part", "What to look at", names, "collapsed" if projected else "visible")
# Only the part that is seen is computed.
heading, section = PARTS[part]
if not projected:
    st.header(heading)
section(model, depth, seed)
