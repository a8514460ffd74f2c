"""Theory vs simulation: every ingredient of the error, by the paper, by walk theory and on sampled graphs."""

import numpy as np
import streamlit as st

from core import theorems
from core.estimate import estimate
from core.simulation import across_nodes, read
from core.walks import detection_strength
from ui.charts import chart_slot, theme
from ui.charts.figures import Band, Dots, Line, Panel
from ui.frame import page_choice
from ui.frame.navigation import require_frame
from ui.server import cache, experiment
from ui.session import state
from ui.words.readings import percent, ratio_sentence

require_frame()
state.enter_page("theory")
st.title("Theory vs simulation")
st.markdown(
    "Three routes to the same curves: the **paper's theorems** (dashed), the **walk theory** of this project (solid), and "
    f"**{experiment.N_GRAPHS} sampled graphs** (dots; bars are one standard error over graphs). Under each chart stands how "
    "far they are apart here, and where a curve stops being valid."
)

model, depth, seed = state.model(), state.depth_max(), state.seed()
axis = page_choice.axis_buttons()
mark = state.view()["depth"]
prediction = cache.predict(model, depth)
layers = np.arange(depth + 1)

# Theory goes to the screen first; each slot is drawn again when the simulation is there.
headings = {
    "gap": "Mixing: the distance between the class means",
    "variance": "Denoising: the variance of a node's feature",
    "noise": "Neighbourhood noise: nodes of one class differ in their own means",
    "error": "The error, in three readings",
}
slots = {}
for name, heading in headings.items():
    st.header(heading)
    slots[name] = st.empty()


def draw(name, panel, words, pending):
    """One chart with its sentences; while dots are pending the place says so."""
    stage, said = ("theory", "Simulating …") if pending else ("simulated", words)
    chart_slot.fill(slots[name], panel, name, stage, axis, said)


def gap_panel(simulation):
    paper = theorems.mean_gap(model, depth) / model.gap if model.gap else theorems.label_correlation(model) ** layers
    lines = (
        Line("walk theory", np.abs(prediction.mean_gap), theme.MIXING),
        Line("paper, Theorem 1: λⁿ", np.abs(paper), theme.NEUTRAL, "dash"),
    )
    panel = Panel("distance of the means, as a share of the first (absolute value)", lines, limits=(0, 1.05), mark=mark)
    if simulation is None:
        return panel, ""
    simulated = estimate(np.abs(simulation.mean_gap))
    words = "  \n".join(
        (
            ratio_sentence("Walk theory", np.abs(prediction.mean_gap), simulated.value, 1e-9),
            ratio_sentence("Paper, leading order", np.abs(paper), simulated.value, 1e-9)
            + " It leaves out that a walker can turn back, which matters from depth 2 on.",
            "The dots are exact for each sampled graph; their bars show how much graphs differ.",
        )
    )
    return Panel(
        panel.title, lines, (Dots("simulation", simulated, theme.CLASS_1),), limits=(0, 1.05), mark=mark
    ), words


def variance_panel(simulation, bounds, nodes):
    lower, upper = (bound / model.sigma**2 for bound in theorems.variance_bounds(model, depth))
    simple = [bound / model.sigma**2 for bound in theorems.simple_variance_bounds(model, depth)]
    regime = theorems.refined_regime(model, depth)
    lines = [
        Line("walk theory, across draws", prediction.variance, theme.DENOISING),
        Line("Lemma 3: σ²/N and σ²", simple[0], theme.NEUTRAL, "dash"),
    ]
    if theorems.refined_bounds_hold(model):
        lines += [
            Line("refined upper bound, inside its regime", np.where(regime, upper, np.nan), theme.CLASS_2, "dash"),
            Line("refined lower bound", lower, theme.CLASS_1, "dash"),
        ]
    bands, dots, words = (), (), ""
    if simulation is not None:
        simulated = estimate(simulation.variance)
        bands = (Band("between the bounds that hold on this graph", bounds.lower, bounds.upper, theme.NEUTRAL),)
        dots = (
            Dots("simulation, across draws", simulated, theme.DENOISING),
            Dots("simulation, across nodes of one graph", estimate(nodes), theme.CLASS_2, "circle-open"),
        )
        words = "  \n".join(
            (
                ratio_sentence("Walk theory", prediction.variance, simulated.value),
                _refined_sentence(regime, upper),
                "The shaded space lies between two bounds that hold on every graph at every depth: 1/(nodes that a walk of "
                "exactly n steps can reach) below, the largest entry of the node's row of Pⁿ above (mean over a few dozen nodes of "
                "the first graph).",
                "Across draws the variance stops at a floor near σ²/N. Across the nodes of one graph it goes on to zero: the "
                "floor is one shift that all nodes share.",
                f"Simulated variances are {_route(simulation)}.",
            )
        )
    saturation = theorems.saturation_depth(model)
    verticals = {"saturation, log N / log log N": saturation} if saturation else {}
    title = "variance, as a share of σ²"
    return Panel(title, tuple(lines), dots, bands, verticals, limits=(0, 1.05), mark=mark), words


def _refined_sentence(regime, upper):
    """Where the paper's refined bounds are drawn, and why not elsewhere."""
    if not theorems.refined_bounds_hold(model):
        return (
            "The paper's refined bounds are not drawn: Theorem 2 asks for p > q > 0 and a mean degree of at least "
            f"log N = {np.log(model.n_nodes):.3g}, and this model is outside."
        )
    deepest = int(np.flatnonzero(regime)[-1])
    below = upper < prediction.variance
    below[: deepest + 1] = False
    return (
        f"The refined upper bound is asymptotic: it is drawn to depth {deepest}, beyond that it is outside its regime"
        + (f" (at depth {int(np.argmax(below))} it would lie below the true value)." if below.any() else ".")
    )


def _route(simulation):
    if simulation.variance_route == "exact":
        return "exact, from every row of Pⁿ"
    return f"exact to depth 2 and in the leading directions, and estimated from {simulation.n_draws} random probes in the rest"


def noise_panel(simulation):
    lines = (Line("walk theory", prediction.neighbourhood_noise, theme.CLASS_2),)
    title = "variance of the nodes' own means, in units of (Δ/2)²"
    if simulation is None:
        return Panel(title, lines, mark=mark), ""
    simulated = estimate(simulation.neighbourhood_noise)
    share = model.gap**2 / 4 * prediction.neighbourhood_noise
    share = share / (share + model.sigma**2 * prediction.variance)
    words = "  \n".join(
        (
            ratio_sentence("Walk theory", prediction.neighbourhood_noise, simulated.value, 1e-15),
            "The paper has no curve for it. A node with many neighbours of the other class ends up on the wrong side whatever "
            f"its features are. At depth {mark} these differing means make up **{percent(float(share[mark]))}** of a hill's variance here.",
        )
    )
    return Panel(title, lines, (Dots("simulation", simulated, theme.CLASS_1),), mark=mark), words


def error_panel(simulation):
    lower, upper = theorems.variance_bounds(model, depth)
    upper = np.where(theorems.refined_regime(model, depth), upper, model.sigma**2)
    if not theorems.refined_bounds_hold(model):
        lower = theorems.simple_variance_bounds(model, depth)[0]
    gap = theorems.mean_gap(model, depth)
    lowest, highest = (theorems.bayes_error(gap, np.sqrt(bound)) for bound in (lower, upper))
    curves = {name: getattr(prediction, f"error_{name}") for name in theme.READING_LABELS}
    lines = tuple(
        Line(f"{label}, walk theory", curves[name], theme.READING_COLOURS[name], theme.READING_DASHES[name])
        for name, label in theme.READING_LABELS.items()
    )
    bands = (Band("paper's Bayes error between its variance bounds", lowest, highest, theme.NEUTRAL),)
    title = "probability of a wrong answer"
    if simulation is None:
        return Panel(title, lines, bands=bands, limits=(0, 0.52), mark=mark), ""
    simulated = {name: estimate(getattr(simulation, f"error_{name}")) for name in curves}
    dots = tuple(
        Dots(f"{label}, simulation", simulated[name], theme.READING_COLOURS[name])
        for name, label in theme.READING_LABELS.items()
    )
    words = "  \n".join(
        ratio_sentence(
            f"{theme.READING_LABELS[name]}, walk theory", curves[name], simulated[name].value, 0.005, first=0
        )
        for name in curves
    )
    return Panel(title, lines, dots, bands, limits=(0, 0.52), mark=mark), words


reason = experiment.obstacle(model)
draw("gap", *gap_panel(None), pending=not reason)
draw("variance", *variance_panel(None, None, None), pending=not reason)
draw("noise", *noise_panel(None), pending=not reason)
draw("error", *error_panel(None), pending=not reason)
if reason:
    st.info(reason)
else:
    graphs = experiment.graphs(model, depth, seed)
    simulation = read(graphs, cache.side(model, depth), model)
    draw("gap", *gap_panel(simulation), pending=False)
    nodes = np.stack([across_nodes(graph) for graph in graphs])
    draw("variance", *variance_panel(simulation, cache.variance_bounds(model, depth, seed), nodes), pending=False)
    draw("noise", *noise_panel(simulation), pending=False)
    draw("error", *error_panel(simulation), pending=False)

st.header("Which error is the right one?")
st.markdown(
    f"""
- **Paper's formula** treats every class as one Gaussian. It ignores neighbourhood noise: at depth {mark} it gives
  {percent(prediction.error_paper[mark])}, where the rule it describes really errs on {percent(prediction.error_fixed[mark])} of the nodes.
- **Fixed threshold** is that rule: the midpoint of μ₁ and μ₂, chosen before the graph is seen, on a fresh graph with fresh
  features. It falls, then comes back up to one half.
- **Fitted threshold** puts the threshold at the midpoint of the class means of this very graph. The floor σ²/N is one shift common
  to all nodes, so this error does *not* come back up: at depth {depth} it is {percent(prediction.error_fitted[-1])}, against
  {percent(prediction.error_fixed[-1])} with the fixed threshold.

The blog post on the paper (see About) prints the Bayes error without the factor ½ inside Φ. That is a slip of the pen: without convolution it would give
{percent(float(theorems.bayes_error(2 * model.gap, model.sigma)))} here instead of the true {percent(float(theorems.bayes_error(model.gap, model.sigma)))}.
"""
)
strength = detection_strength(model)
st.markdown(
    f"**Can the graph be trusted at all?** d λ² = {strength:.3g}, "
    + (
        "above the Kesten–Stigum threshold 1: the class signal stands out of the graph's spectrum."
        if strength > 1
        else "not above the Kesten–Stigum threshold 1: the class signal drowns in the bulk of the graph's spectrum."
    )
)
