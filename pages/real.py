"""Real graphs: the same curves on a graph that nobody generated."""

import streamlit as st

from ui.frame import present
from ui.frame.navigation import require_frame
from ui.real import choice, errors, fit, smoothing
from ui.real.words import SOURCES
from ui.session import state
from ui.trained import section as trained

require_frame()
state.enter_page("real")
st.title("Real graphs")
with present.fold():
    if not present.presenting():
        # First, because who trains networks comes for it; in a box, because its graph is not the one below.
        with st.container(border=True, key="network"):
            trained.section()
        st.header("A real graph")
    st.markdown(
        "Nobody generated these graphs. Does **noise** still stop falling, do **class means** go on drawing near, and how small is the **best depth**?"
    )
    if state.values()["have"] < 1:
        st.markdown(":small[Every node has a feature here: the share in the sidebar is not used.]")
    if state.values()["c"] > 2:
        st.markdown(":small[The classes here are the graph's own: the number of classes in the sidebar is not used.]")
    study, chosen = choice.choose()
    # On a projector what a link leads to is not below a scroll: all choices stand here.
    network = trained.ask() if present.presenting() else "none"
trained.section(network)

graph = study.graph()
contents = [("Noise, from every node's row of Pⁿ, and class means", smoothing.section)]
if graph.n_classes > 1:
    contents.append(("Errors", errors.section))
    if graph.features is not None and study.split():
        contents.append(("The file's own features", errors.own_features))
contents.append(("Fitted blocks and a rewired copy", fit.section) if graph.n_classes > 1 else ("Degrees", fit.degrees))
# Step by step, with the place shown; what is done is drawn at once.
progress = st.empty()
for place, (words, section) in enumerate(contents):
    progress.progress(max(place, 0.2) / len(contents), f"{words} ({place + 1} of {len(contents)})")
    section(study, chosen)
progress.empty()

st.header("More graphs")
st.markdown(SOURCES)
