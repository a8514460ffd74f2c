"""Theory vs simulation: every ingredient of the error, by the paper, by walk theory and on sampled graphs."""

import numpy as np
import streamlit as st

from core.accuracy.walks import measured
from core.estimate import estimate
from core.simulation import across_nodes, picture_nodes, read
from ui.charts import chart_slot, theme
from ui.frame import page_choice, present
from ui.frame.marker import marked
from ui.frame.more import more
from ui.frame.navigation import lead, links, require_frame
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import state
from ui.theory import panels, several, words
from ui.words import accuracy
from ui.words.routes import routes_words
from ui.words.stayed import QUESTION

require_frame()
state.enter_page("theory")
st.title("Theory vs simulation")
if state.model().n_classes > 2 or state.model().known < 1:
    several.section(state.model(), state.depth_max(), state.seed())
    st.stop()
with present.fold("Choices, and how to read the charts"):
    st.markdown(
        "Three routes to the same curves: the **paper's theorems** (dashed), the **walk theory** of this project (solid), and "
        f"**{experiment.N_GRAPHS} sampled graphs** (dots; bars are one standard error over graphs). Below each chart: how far "
        "apart they are here, and where a curve stops being valid."
    )

    axis = page_choice.axis_buttons()
model, depth, seed = state.model(), state.depth_max(), state.seed()
if few := accuracy.mark(measured(), model):
    st.caption(few)
mark = marked(model, depth)
prediction = cache.predict(model, depth)
strength = abs(model.gap) / (2 * model.sigma)

# Theory goes to the screen first; each slot is drawn again when the simulation is there.
headings = {
    "gap": "Mixing: the distance between the class means",
    "variance": "Denoising: the variance of a node's feature",
    "error": "The error, in three readings",
}
slots = {}


def noise_chart():
    slots["noise"] = st.empty()


for name, heading in headings.items():
    if name == "error":
        st.markdown(words.noise_share_words(prediction, strength, mark))
        more("noise", "neighbourhood noise at every depth", noise_chart)
    st.header(heading)
    slots[name] = st.empty()


def draw(simulation=None, bounds=None, nodes=None, waiting=False):
    """All charts with their sentences, by theory alone or with the simulation; `waiting` for it or not."""
    found, errors, signed = {}, {}, None
    if simulation is not None:
        found = {name: estimate(getattr(simulation, name)) for name in ("variance", "neighbourhood_noise")}
        found["gap"], signed = estimate(np.abs(simulation.mean_gap)), estimate(simulation.mean_gap)
        errors = {name: estimate(getattr(simulation, f"error_{name}")) for name in theme.READING_LABELS}
    gap, noise, sizes = found.get("gap"), found.get("neighbourhood_noise"), np.abs(prediction.mean_gap)
    charts = {
        "gap": (
            panels.gap(model, prediction, mark, gap),
            words.gap_words(model, sizes, panels.paper_gap(model, depth), signed),
        ),
        "variance": (
            panels.variance(model, prediction, mark, found.get("variance"), bounds, nodes),
            words.variance_words(model, prediction, simulation),
            words.bounds_words(model, prediction, simulation, nodes, picture_nodes(model.n_nodes).size),
        ),
        "noise": (panels.noise(model, prediction, mark, noise), words.noise_words(model, prediction, noise)),
        "error": (panels.error(model, prediction, mark, errors), words.error_words(prediction, errors)),
    }
    stage = "waiting" if waiting else "alone" if simulation is None else "simulated"
    for name, slot in slots.items():
        panel, said, *folded = charts[name]
        folded = "" if waiting else "".join(folded)
        chart_slot.fill(slot, panel, name, stage, axis, "Simulating …" if waiting else said, folded=folded)


reason = experiment.obstacle(model)
draw(waiting=not reason)
if reason:
    st.info(reason)
else:
    with awaited(draw):
        graphs = experiment.graphs(model, depth, seed)
        bounds = cache.variance_bounds(model, depth, seed)
    nodes = np.stack([across_nodes(graph) for graph in graphs])
    draw(read(graphs, cache.side(model, depth), model), bounds, nodes)

simulated = None if reason else estimate(read(graphs, cache.side(model, depth), model).error_fixed)
st.markdown(routes_words(mark, prediction.error_fixed, simulated))
links("mixing", "remedies", "map")

st.header("Which error is the right one?")
st.markdown(words.reading_words(prediction, mark))
lead("training", QUESTION)
more(
    "trust",
    "the post's formula, and what links alone tell",
    lambda: st.markdown("\n\n".join((words.slip_words(model), words.trust_words(model)))),
)
