"""Training: is it oversmoothing, or hard optimisation? A classifier on h^(n) against weights in each layer."""

import streamlit as st

from core.training import learning_rates
from core.training.experiment import experiment
from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT
from core.training.train import LEARNT
from ui.frame import page_choice, plain_model, present
from ui.frame.navigation import require_frame
from ui.server import cache, jobs
from ui.session import state
from ui.training import plan as training_plan
from ui.training import stayed
from ui.training.picture import LABELS, picture

require_frame()
state.enter_page("training")
st.title("Training")
# On a projector what a link leads to is not below a scroll: one's own run comes first.
late = present.presenting() and state.page("tshow") == "own"
places = None if late else stayed.show()
st.header("Is it oversmoothing, or hard optimisation?")
with present.fold("Choices, and what is compared"):
    st.markdown(
        "Real networks have weights, and weights must be found. A **linear classifier on h⁽ⁿ⁾** has none in between; a **linear GNN** has a "
        "weight matrix in each layer and, multiplied out, is the very same kind of classifier. So where it fits even its training nodes worse, it is not smoothing "
        "but **optimisation**; where it fits them as well and errs more on others, what it learnt does not carry over."
    )
    stored, about = cache.stored_training()
    left, middle, right = st.columns([3, 3, 2])
    with left:
        words = {"stored": "Stored experiment", "own": "Your own run"}
        own = (
            page_choice.buttons("tshow", "Show", words, "What was trained beforehand, or a smaller run on your graph.")
            == "own"
        )
    # The names of networks are long: their menu has a row of its own.
    row = st.container()

if own:
    available = training_plan.graphs()
    with left:
        graph = page_choice.buttons("tgraph", "Graph", available, "The model in the sidebar, or a real graph.")
    if graph == "csbm":
        if places and not stayed.plain(state.model()):
            stayed.deliver(places)
        plain_model.only(state.model(), "Training on the model of the sidebar is")
# Choices that a model cannot use are not offered.
with middle:
    words = {"held": "Held-out nodes", "fresh": "A fresh graph"}
    tested = page_choice.buttons(
        "ttest",
        "Tested on",
        words,
        "Other nodes of the graph it learned on, or another graph of the same model.",
    )
    tested = {"held": HELD_OUT, "fresh": FRESH}[tested]
with right:
    widths = training_plan.WIDTHS if own else stored.plan.widths
    chosen_width = int(
        page_choice.buttons(
            "twidth",
            "Width",
            {str(width): str(width) for width in widths},
            "Number of features in each layer of a network with weights.",
        )
    )


def method(plan):
    """How the networks were trained, for whoever wants to know."""
    with st.expander("How it was trained, and what is exact, approximate and simulated"):
        for network in NETWORKS.values():
            if network.key in plan.networks and network.key != "classifier_adam":
                st.markdown(f"**{network.label}** :small[({network.source})]")
                st.latex(network.formula)
        rates = sorted({rate for *_, rate in plan.rates})
        st.markdown(
            f"""
- *Simulated*: every mark, the mean over {plan.n_seeds} seeds with one standard error; each seed has its own graph, features, split and first weights.
  *Approximate*: the grey lines, walk theory for a rule that knows the direction of the classes. *Exact*: the classifier, up to rounding, is at its optimum.
- Half the nodes of a graph are learned from, the other half are held out; a fresh graph comes from the same model. Of a model's graph the features have
  {plan.n_features} entries, with the class means apart by Δ along one direction only, so that the theory of one feature holds along it.
- Every network ends in a linear read-out with a bias; at depth 0 there is nothing else. Layers have no bias. Weights start after Glorot and Bengio (2010).
- Cross-entropy, Adam, full batches, {plan.epochs} epochs; no weight decay, no dropout. One rule ends a run early: a loss below {LEARNT:g}.
- Learning rates ({rates[0]:g} to {rates[-1]:g}) and the number of epochs were chosen once, on held-out nodes of two other graphs at depths {" and ".join(map(str, learning_rates.DEPTHS))}, for each
  network and width up to {learning_rates.WIDEST}; of wider ones for the linear network alone, the others keep the rate of width {learning_rates.WIDEST}.
- The **linear classifier on h⁽ⁿ⁾** is put at the optimum of its convex loss, so that its curve shows smoothing alone. Open circles: the same classifier trained
  by Adam on h⁽ⁿ⁾ as it is. Where the signal in h⁽ⁿ⁾ has become tiny that fails too: part of the difficulty is scale, not the number of weights.
- PairNorm uses the mean and the size of the graph it is given, also of a fresh one.
"""
        )


if own:
    state.follow("tnets_choice", list(state.page("tnets")))
    with row:
        st.multiselect(
            "Networks",
            list(NETWORKS),
            key="tnets_choice",
            format_func=LABELS.get,
            on_change=state.take,
            args=("tnets", "tnets_choice"),
        )
    plan = training_plan.plan(
        state.model(),
        graph,
        state.page("tnets"),
        chosen_width,
        state.seed(),
        stored.plan.epochs,
        stored.plan.rates,
        state.page("wscale"),
    )
    with middle:
        state.follow("wscale_choice", float(state.page("wscale")))
        st.slider(
            "Weight scale σ_w",
            0.25,
            4.0,
            step=0.25,
            key="wscale_choice",
            on_change=state.take,
            args=("wscale", "wscale_choice"),
            help="Size of the first weights in the layers, in units of the usual start, for which the learning rates were chosen: a weight of a "
            "square layer has standard deviation σ_w/√width.",
        )
    # On a projector the button stands by the words that speak of it, not in the fold.
    with st.container() if present.presenting() else row:
        st.button(
            "Train",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not plan.networks,
            on_click=jobs.submit,
            args=("training", experiment, plan),
        )
    if graph == "csbm" and plan.model != state.model():
        st.info(
            f"The model is too large to train on here; the nearest one that is small enough is used: {training_plan.in_words(plan)}."
        )

    def draw(job):
        if job is None:
            st.markdown(
                f"Press **Train**: {training_plan.in_words(plan)}; depths {', '.join(map(str, plan.depths))}. These are {training_plan.n_trainings(plan)} trainings, "
                "drawn as they come; a large graph takes minutes, and you can stop at any time."
            )
            return
        if not job.asks_for(plan):
            st.info(
                f"Below are the results for {training_plan.in_words(job.arguments[0])}. Press **Train** for the present choices."
            )
        if job.result is not None:
            picture(job.result, "own", tested, chosen_width, complete=not job.active)

    jobs.show("training", draw)
    method(plan)
else:
    st.markdown(
        f":small[Stored: {training_plan.in_words(stored.plan)}. The sidebar changes what stands above, and *Your own run*, not this.]"
    )
    picture(stored, "stored", tested, chosen_width)
    method(stored.plan)

# Last, because it takes longest.
stayed.deliver(places or stayed.show())
