"""Mixing vs denoising: the stage, what it shows in words, and four questions to guess at."""

import numpy as np
import streamlit as st

from core.theorems import label_correlation
from core.walks import back_probability, second_eigenvalue
from ui.charts import chart
from ui.frame import export
from ui.frame.navigation import require_frame
from ui.link import link
from ui.server import cache, experiment
from ui.session import state
from ui.stage import data, stage
from ui.words.readings import percent

require_frame()
state.enter_page("mixing")
st.title("Mixing vs denoising")
# Short, so that on a phone Play is on the first screen.
st.markdown(
    "Each convolution averages over neighbours: the hills **close in** (mixing, which hurts) and **sharpen** (denoising, "
    "which helps). Press play, or drag a hill."
)

model, depth, seed, token = state.model(), state.depth_max(), state.seed(), state.token()
prediction = cache.predict(model, depth)


@st.fragment
def show_stage():
    """The stage with its theory; what the reader does in it redraws this part alone."""
    best = {name: cache.best_possible(model, depth, name) for name in ("fixed", "fitted")}
    message = cache.message(data.theory_message, model, prediction, best, token=token)
    pinned = state.pinned()
    ghost = pinned and data.ghost_message(pinned, cache.predict(pinned, depth))
    hand = {name: [link.KEYS[name].low, link.KEYS[name].high] for name in ("m1", "m2", "s")}
    # A question that was tried out below is answered up here.
    part = {"scene": "", "step": state.kept("tried") or 0}
    more = {"view": state.stamped_view(), "hand": hand, "ghost": ghost, "part": part}
    stage.show("stage", message | more, state.set_view)


show_stage()
export.show()
numbers_place, side = st.empty(), cache.side(model, depth)
best = {name: cache.best_possible(model, depth, name) for name in ("fixed", "fitted")}
with numbers_place:
    # With the theory at once, so that nothing moves when the simulation comes.
    chart.numbers("stage_theory", export.columns(model, prediction, best, (), side))

rate = second_eigenvalue(model.edge_correlation, back_probability(model.mean_degree))
error, variance = prediction.error_fixed, prediction.variance
best_depth = int(np.argmin(error))
floor = 1 / model.n_nodes
settled = np.flatnonzero(variance <= 2 * variance.min())
worse = np.flatnonzero(error[best_depth:] >= error[0])


SYMBOLS = {
    "p": ("p", link.KEYS["p"].meaning),
    "q": ("q", link.KEYS["q"].meaning),
    "Δ": ("delta", "distance of the two means, mu2 − mu1"),
    "σ": ("sigma", link.KEYS["s"].meaning),
    "N": ("N", "number of nodes"),
    "n": ("n", "depth, the number of graph convolutions"),
}


def formula(name, text):
    """A short formula as plain HTML, each {symbol} tied to its control and its mark, and below it the same in numbers.

    The stage's script (symbols.js) lights the symbols and fills in the numbers, at the depth that it shows. The
    typesetter for formulas would add a tenth to what this page loads.
    """
    buttons = {
        symbol: f'<button type="button" class="symbol" data-symbol="{tied}" aria-label="{symbol}, {meaning}" '
        f'title="{meaning}">{symbol}</button>'
        for symbol, (tied, meaning) in SYMBOLS.items()
    }
    st.html(
        f'<p style="font-size: 1.15rem; font-style: italic; margin: 0.25rem 0">{text.format(**buttons)}</p>'
        f'<p data-fill="{name}" style="min-height: 2.8em; margin: 0"></p>'
    )


mixing, denoising, balance = st.columns(3)
with mixing, st.container(border=True):
    st.markdown("## Mixing")
    formula("mixing", "Δ<sub>n</sub> ≈ ( ({p} − {q}) / (p + q) )<sup>{n}</sup> {Δ}")
    st.markdown(
        f"The first layer leaves about **{percent(abs(label_correlation(model)))}** of the distance Δ between the means"
        + (", and swaps their sides" if label_correlation(model) < 0 else "")
        + (
            f"; later ones about **{percent(abs(rate))}** each, because walks also turn back, which the formula leaves out."
            if rate
            else "."
        )
        + " It never stops."
    )
with denoising, st.container(border=True):
    st.markdown("## Denoising")
    formula("denoising", "{σ}² / {N} ≤ σ<sub>{n}</sub>² ≤ σ²")
    st.markdown(
        f"Over draws of the features a node's variance cannot fall below **{percent(floor)}** of where it began. At depth **{settled[0]}** it is already "
        "within twice its lowest value: no new nodes are left to average over. A hill is wider than that, because nodes of a class have different neighbours."
    )
with balance, st.container(border=True):
    st.markdown("## The sweet spot")
    formula("balance", "error = mean of Φ( − m<sub>i</sub> / s<sub>i</sub> )")
    if best_depth == 0:
        words = f"Here no convolution helps: the error is lowest, **{percent(error[0])}**, at depth 0."
    else:
        words = (
            f"With the threshold fixed in advance the error falls from {percent(error[0])} to **{percent(error[best_depth])}** "
            f"at depth **{best_depth}**"
        )
        words += (
            f", and from depth **{best_depth + worse[0]}** on it is worse than without any graph."
            if worse.size
            else f"; at depth {depth} it is {percent(error[-1])}."
        )
    st.markdown(f"{words} (Over nodes i: distance mᵢ of a node's own mean from the threshold, spread sᵢ.)")


def try_out(**parameters):
    """Change the model, to twelve digits; where classes swap sides, at a depth that shows it."""
    state.put(**{name: float(f"{value:.12g}") for name, value in parameters.items()})
    state.keep("tried", (state.kept("tried") or 0) + 1)
    if {"p", "q"} == set(parameters) and parameters["p"] < parameters["q"]:
        state.change_view(depth=1)


st.markdown("## Guess first, then press")
questions = st.columns(4)
scale = 10 * model.n_nodes
changes = (
    (
        "Ten times more nodes",
        "Same mean degree. Where will the lowest point be: deeper, much deeper, or where it is?",
        {"n": scale, "p": model.p_within / 10, "q": model.q_across / 10},
        scale <= 10**12,
    ),
    (
        "Twice as many links",
        "p and q doubled. Do the hills melt sooner or later? And is the lowest error lower?",
        {"p": 2 * model.p_within, "q": 2 * model.q_across},
        2 * max(model.p_within, model.q_across) <= 1,
    ),
    (
        "Swap p and q",
        "Now the classes avoid (or seek) each other. What happens to the hills at odd depths?",
        {"p": model.q_across, "q": model.p_within},
        model.p_within != model.q_across,
    ),
    (
        "Noisier features",
        "sigma doubled. Is a deeper network worth it when each node knows less?",
        {"s": 2 * model.sigma},
        2 * model.sigma <= 5,
    ),
)
for column, (name, question, parameters, possible) in zip(questions, changes, strict=True):
    with column, st.container(border=True):
        st.markdown(question)
        st.button(name, on_click=try_out, kwargs=parameters, disabled=not possible, width="stretch")
st.markdown(
    ":small[A zigzag of odd and even depths comes from walks that return to where they began. "
    "Theory: walk theory of this project, see About for its accuracy. Dots: "
    f"{experiment.N_GRAPHS} sampled graphs, bars are one standard error over graphs.]"
)

stage.listen("stage", state.take_features, state.pin)


def show_dots():
    """Sample graphs and put their dots into the stage and the table. A function, so that the page does not keep the graphs."""
    reason = experiment.obstacle(model)
    if reason:
        graphs = ()
        stage.deliver("stage", data.absence_message(reason, token))
    else:
        graphs, crowd = experiment.graphs(model, depth, seed), experiment.crowd(model, depth, seed)
        stage.deliver("stage", cache.message(data.simulation_message, model, graphs, side, crowd, token=token))
    with numbers_place:
        chart.numbers("stage", export.columns(model, prediction, best, graphs, side))


# Last, because it takes longest: everything above is on the screen while graphs are sampled.
show_dots()
export.prepare()
