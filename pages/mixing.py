"""Mixing vs denoising: the stage, what it shows in words, and four questions to guess at."""

import numpy as np
import streamlit as st

from core.accuracy.walks import measured
from core.walk_theory.new_nodes import expected_new_nodes
from ui.charts import chart
from ui.frame import export, navigation
from ui.frame.navigation import require_frame
from ui.link import link
from ui.mixing import cards, formulas, limit, overlay
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import choices, state
from ui.stage import data, stage
from ui.words import accuracy, missing, stayed
from ui.words.first_page import balance_words, denoising_words, mixing_words, opening, small_print

require_frame()
state.enter_page("mixing")
st.title("Mixing vs denoising")
model, depth, seed, token = state.model(), state.depth_max(), state.seed(), state.token()
st.markdown(opening(model))
prediction = cache.predict(model, depth)
if model.known < 1:
    st.markdown(missing.opening(model, prediction))
reached = np.cumsum(expected_new_nodes(model, depth)) / model.n_nodes


@st.fragment
def show_stage():
    """The stage with its theory; what the reader does in it redraws this part alone."""
    best = cache.best(model, depth)
    message = cache.message(data.theory_message, model, prediction, best, token=token)
    pinned = state.pinned()
    ghost = pinned and data.ghost_message(pinned, cache.predict(pinned, depth))
    # Who locked the features has taken the handles away with their sliders.
    ranges = {name: [link.KEYS[name].low, link.KEYS[name].high] for name in ("m1", "m2", "s")}
    # A hand's own curves are those of a feature at every node.
    hand = None if "features" in choices.locked()[0] or model.known < 1 else ranges
    over = overlay.message(model, depth)
    # A second method that is laid over has been found as well.
    best = data.best_message(cache.best(model, depth, *overlay.predictions(model, depth)))
    # A question that was tried out below is answered up here.
    part = {"scene": "", "step": cards.count()}
    more = {"view": state.stamped_view(), "hand": hand, "ghost": ghost, "part": part, "overlay": over} | best
    more["limit"] = limit.asked()
    stage.show("stage", message | more, state.set_view)


show_stage()
simulated = experiment.obstacle(model) is None
trust = accuracy.mark(measured(), model) or accuracy.low_words(model, prediction, simulated)
if few := missing.approximate(model) or (model.known == 1 and trust):
    st.caption(few)
overlay.show(model, depth)
said = limit.show()
cards.show_answer(model, depth)
export.show()
numbers_place, side = st.empty(), cache.side(model, depth)
best = cache.best(model, depth)
with numbers_place:
    # With the theory at once, so that nothing moves when the simulation comes.
    chart.numbers("stage_theory", export.columns(model, prediction, best, (), side))

with st.container(key="lead"):
    if stayed.leads(model, cache.predict(model, stayed.DEEP)):
        navigation.lead("training", stayed.LEAD)

told = st.container(key="told")
for column, (name, heading, words) in zip(
    told.columns(3),
    (
        ("mixing", "Mixing", mixing_words(model, prediction)),
        ("denoising", "Denoising", denoising_words(model, prediction, reached)),
        ("balance", "The sweet spot", balance_words(model, prediction)),
    ),
    strict=True,
):
    with column, st.container(border=True, height="stretch"):
        st.markdown(f"## {heading}")
        formulas.show(name, model.n_classes)
        st.markdown(words)

if model.known == 1:
    cards.show(model)
good = accuracy.sentence(measured(), model) if model.known == 1 else missing.trust()
st.markdown(f":small[{small_print(experiment.N_GRAPHS if simulated else 0, good)}]")

stage.listen("stage", state.take_features, state.pin)


def show_dots():
    """Sample graphs and put their dots into the stage and the table. A function, so that the page does not keep the graphs."""
    reason = experiment.obstacle(model)
    if reason:
        graphs = ()
        stage.deliver("stage", data.absence_message(reason, token))
    else:
        with awaited(lambda: stage.deliver("stage", data.absence_message("The simulation ended early.", token))):
            graphs, crowd = experiment.graphs(model, depth, seed), experiment.crowd(model, depth, seed)
        stage.deliver("stage", cache.message(data.simulation_message, model, graphs, side, crowd, token=token))
    with numbers_place:
        chart.numbers("stage", export.columns(model, prediction, best, graphs, side))


# Last, because it takes longest: everything above is on the screen while graphs are sampled.
show_dots()
limit.deliver(model, seed, token, said)
export.prepare()
