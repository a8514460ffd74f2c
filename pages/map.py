"""Map of the sweet spot: the best depth of every graph at once, how it grows, and who beats plain convolution where."""

import streamlit as st

from ui.frame import page_choice, plain_model, present
from ui.frame.navigation import require_frame
from ui.link import link
from ui.map.parts import PARTS
from ui.session import state
from ui.words.readings import readable

require_frame()
state.enter_page("map")
st.title("Map of the sweet spot")
plain_model.only(state.model(), "The map is")
sizes = link.KEYS["n"]
projected = present.presenting()
if not projected:
    st.markdown(
        f"Why so shallow? Here is an answer for all graphs at once, from {readable(sizes.low)} to {readable(sizes.high)} nodes: **walk theory** of "
        "plain convolution with a threshold fixed in advance. Nothing is sampled until you ask."
    )
names = {name: heading for name, (heading, _) in PARTS.items()}
part = page_choice.buttons("sheet", "Part", names, label_visibility="collapsed" if projected else "visible")
# Only the part that is seen is computed.
_, section = PARTS[part]
section(state.model())
