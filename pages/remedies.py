"""Remedies: every method on the same graph, against the best linear method found."""

import numpy as np
import streamlit as st

from core.accuracy.walks import measured
from core.estimate import estimate
from core.propagation import METHODS
from ui.charts import chart_slot, table, theme
from ui.charts.figures import Line, Panel
from ui.frame import page_choice, present
from ui.frame.marker import marked
from ui.frame.more import more
from ui.frame.navigation import links, require_frame
from ui.link import presets
from ui.remedies import attention, limit, several, strengths
from ui.remedies.panel import error_panel
from ui.remedies.words import ELSEWHERE, Result, advice, pairnorm_facts, spread, table_rows, verdict
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import choices, state
from ui.words import accuracy
from ui.words.readings import percent
from ui.words.routes import routes_words

require_frame()
state.enter_page("remedies")
st.title("Remedies")
if state.model().n_classes > 2 or state.model().known < 1:
    several.section(state.model(), state.depth_max(), state.seed())
    st.stop()

CASES = {
    "Case A: small graph": presets.CASE_A,
    "Case B: large graph": presets.CASE_B,
    "Case C: strong communities": presets.CASE_C,
    "Large, strong features": presets.DEFAULT,
}
TITLES = {"fixed": "Threshold fixed in advance", "fitted": "Threshold fitted on the same graph"}


def show_case(preset):
    state.put(**preset.parameters)
    state.set_page(method=("residual",), alpha=0.1)


model, depth, seed = state.model(), state.depth_max(), state.seed()
strength = abs(model.gap) / (2 * model.sigma)
options = {}
with present.fold("Cases and methods"):
    st.markdown(
        "Does it cure oversmoothing? Choose one remedy or several; each runs on the very same graphs, beside **plain convolution** "
        "and the **best linear** method found. Lines are theory, dots are simulation."
    )

    st.markdown(
        "**Plain or residual: which is better? Guess, then press.** A, B and C are the cases of Wu et al. 2023."
    )
    for column, (name, preset) in zip(st.columns(len(CASES)), CASES.items(), strict=True):
        kept = choices.obstacle(*preset.parameters)
        column.button(
            name,
            on_click=show_case,
            args=(preset,),
            disabled=bool(kept),
            help=kept or preset.description,
            width="stretch",
        )

    keys = [key for key in METHODS if key != "convolution"]
    state.follow("method_choice", list(state.page("method")))
    st.multiselect(
        "Methods",
        keys,
        key="method_choice",
        format_func=lambda key: METHODS[key].label,
        on_change=state.take,
        args=("method", "method_choice"),
        help="Any number of them; each is drawn in both charts below.",
    )
    chosen = list(state.page("method"))
    for key in chosen:
        with st.expander(METHODS[key].label, expanded=len(chosen) <= 2):
            options[key] = strengths.choose(key)
    # On a projector what a link leads to is not below a scroll: all choices stand here, and the optimum comes first.
    optimum = None
    if present.presenting():
        axis, optimum = page_choice.axis_buttons(), limit.ask()
run = {"convolution": {}} | {key: options[key] for key in chosen}
theories = {
    key: cache.predict(model, depth, key, **chosen_options) if METHODS[key].has_theory else None
    for key, chosen_options in run.items()
}
# The linear methods drawn here have been found as well, and so has the residual of the advice below.
linear = [theory for key, theory in theories.items() if theory is not None and METHODS[key].linear]
linear.append(cache.predict(model, depth, "residual"))
best = cache.best(model, depth, *linear)
colours = dict(zip(run, theme.SERIES, strict=False))
levels = (cache.predict(model, depth).error_fixed, best["fixed"])
if optimum:
    limit.show(model, depth, seed, *levels, axis, optimum)

st.header("Error against depth")
if few := accuracy.mark(measured(), model):
    st.caption(few)
if not present.presenting():
    axis = page_choice.axis_buttons()
left, right = st.columns(2)
slots = {"fixed": left.empty(), "fitted": right.empty()}
progress = st.empty()


def parts_chart():
    slots["parts"] = st.empty()


more("parts", "what it does to mixing, and to denoising", parts_chart)


def colour(key):
    return colours.get(key, theme.NEUTRAL)


def parts_panel(simulations):
    lines = []
    for key in run:
        curves = theories[key] or simulations.get(key)
        if curves is None:
            continue
        parts = (curves.mean_gap, curves.variance, curves.neighbourhood_noise)
        gap, variance, noise = (np.mean(part, axis=0) if part.ndim > 1 else part for part in parts)
        label = METHODS[key].label
        lines.append(Line(f"gap, {label}", np.abs(gap) * 2 * strength, colour(key)))
        lines.append(Line(f"spread, {label}", spread(variance, noise, strength), colour(key), "dash"))
    return Panel("gap between the means (solid) and standard deviation of a hill (dashed), in units of σ", tuple(lines))


def draw(simulations, stage):
    for threshold, title in TITLES.items():
        panel = error_panel(model, title, threshold, best[threshold], theories, simulations, marked(model, depth))
        chart_slot.fill(slots[threshold], panel, threshold, stage, axis, height=440)
    if "parts" in slots:
        chart_slot.fill(slots["parts"], parts_panel(simulations), "parts", stage, "log", height=420)


reason = experiment.obstacle(model)
simulations = {}
draw(simulations, "theory")
if reason:
    st.info(reason)
else:
    with awaited(progress.empty):
        for place, (key, chosen_options) in enumerate(run.items()):
            progress.progress(place / len(run), f"Simulating: {METHODS[key].label} ({place + 1} of {len(run)})")
            simulations[key] = experiment.simulation(model, depth, seed, key, **chosen_options)
    progress.empty()
    draw(simulations, "simulated")

results = {key: Result(key, run[key], theories[key], simulations.get(key)) for key in run}
plain = results["convolution"]
plain_depth, plain_error = plain.best("error_fixed")
source = "By walk theory" if reason else "On the sampled graphs"
lines = [
    f"{source}:",
    f"- **Plain convolution** is best at depth {plain_depth}: {percent(plain_error)} with a fixed threshold.",
]
for key in chosen:
    words = verdict(results[key], plain, strength)
    note = "" if METHODS[key].has_theory else f" {METHODS[key].theory_note}"
    if words:
        lines.append(f"- **{results[key].label}**: {words}{note}")
    else:
        lines.append(f"- **{results[key].label}**: only simulation could tell, and this model is not simulated.{note}")
wide = [METHODS[key].label for key in run if METHODS[key].n_features > 1]
if wide:
    lines.append(
        f"- {', '.join(wide)}: every node has {METHODS['attention'].n_features} features here, with the class means apart along one "
        "direction; the error is that of projecting on the line between the two class means."
    )
st.markdown("\n".join(lines))
found = None if reason else estimate(simulations["convolution"].error_fixed)
st.markdown(routes_words(marked(model, depth), theories["convolution"].error_fixed, found))
links("mixing", "theory", "map")

if not optimum:
    limit.show(model, depth, seed, *levels, axis)

if "pairnorm" in chosen and not reason:
    with st.expander("PairNorm: three facts", expanded=True):
        st.markdown(pairnorm_facts(plain, results["pairnorm"]))

st.header("Which should I use?")
untreated = cache.predict(model, depth)
remedied = [cache.predict(model, depth, key).error_fixed for key in ("residual", "corrected")]
st.markdown(advice(depth, best["fixed"], untreated.error_fixed, untreated.error_fitted, *remedied))


def methods_table():
    st.markdown(f"For each threshold: the depth of the lowest error, that error, and the error at depth {depth}.")
    table.show(table.columns(table_rows(results.values(), depth)), "Table of the methods")


more("table", "a table of the methods chosen", methods_table)
if not reason:
    beta = options.get("attention", {}).get("beta", METHODS["attention"].options["beta"].default)
    # A link that chooses attention may lead to its heading.
    asked = "attention" in chosen
    more("attention", "attention and the speed of mixing", attention.show, model, depth, seed, beta, opened=asked)
more("elsewhere", "what is not on this page, and sources", st.markdown, ELSEWHERE)
