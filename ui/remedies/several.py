"""Remedies for more than two classes, or features at a share of the nodes: linear methods that are polynomials of one graph's walk."""

import streamlit as st

from core.estimate import estimate
from core.lowest import first_lowest
from core.propagation import METHODS
from ui.charts import chart_slot
from ui.frame import page_choice, present
from ui.frame.marker import marked
from ui.frame.navigation import links
from ui.link.keys import REMEDIES
from ui.remedies import limit, strengths
from ui.remedies.panel import error_panel
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import state
from ui.words import accuracy, missing
from ui.words.readings import percent, share

KNOWN = tuple(key for key in REMEDIES if METHODS[key].polynomial and not METHODS[key].combines_depths)
TITLES = {"fixed": "Rule fixed in advance", "fitted": "Nearest class mean of the same graph"}


def section(model, depth, seed):
    """Choice, both charts, and the lowest error of each method."""
    several = model.n_classes > 2
    where = f"With {model.n_classes} classes" if several else f"Where {share(model.known)} of the nodes have a feature"
    place = present.fold("Methods")
    place.markdown(
        f"{where} these are the **linear methods**, each on the very same graphs, beside **plain convolution** and the **best linear** found; the "
        f"others are drawn for {'two classes' if several else 'a feature at every node'}. Lines are theory, dots are simulation."
    )
    if few := missing.approximate(model) or accuracy.several_mark(model, cache.predict(model, depth)):
        st.caption(few)
    key = state.follow("method_several", [key for key in state.page("method") if key in KNOWN])
    place.multiselect(
        "Methods",
        KNOWN,
        key=key,
        format_func=lambda name: METHODS[name].label,
        on_change=state.take,
        args=("method", key),
    )
    run = {"convolution": {}}
    for name in [name for name in state.page("method") if name in KNOWN]:
        with place.expander(METHODS[name].label):
            run[name] = strengths.choose(name)
    theories = {
        name: cache.predict(model, depth, name, **options) if METHODS[name].has_theory else None
        for name, options in run.items()
    }
    best = cache.best(model, depth, *(theory for theory in theories.values() if theory is not None))
    levels, optimum = (theories["convolution"].error_fixed, best["fixed"]), None
    if present.presenting():
        with place:
            axis, optimum = page_choice.axis_buttons(), "no" if several else limit.ask()
        limit.show(model, depth, seed, *levels, axis, optimum)
    st.header("Error against depth")
    if not optimum:
        axis = page_choice.axis_buttons()
    left, right = st.columns(2)
    slots, said = {"fixed": left.empty(), "fitted": right.empty()}, st.empty()

    def draw(simulations, stage):
        for threshold, slot in slots.items():
            panel = error_panel(
                model, TITLES[threshold], threshold, best[threshold], theories, simulations, marked(model, depth)
            )
            chart_slot.fill(slot, panel, threshold, stage, axis, height=440)
        said.markdown(lowest_words(model, theories, simulations))

    reason = experiment.obstacle(model)
    draw({}, "theory")
    if reason:
        st.info(reason)
    else:
        with awaited(lambda: None):
            simulations = {
                name: experiment.simulation(model, depth, seed, name, **options) for name, options in run.items()
            }
        draw(simulations, "simulated")
    if not several and not optimum:
        limit.show(model, depth, seed, *levels, axis)
    links("mixing", "theory")


def lowest_words(model, theories, simulations):
    """The lowest error of each method with the rule fixed in advance, from simulation where there is one, as a list."""
    lines = [
        f"{'On the sampled graphs' if simulations else 'By walk theory'}, with the rule fixed in advance (guessing gives {percent(1 - 1 / model.n_classes)}):"
    ]
    for key, theory in theories.items():
        if simulations:
            error = estimate(simulations[key].error_fixed).value
        elif theory is not None:
            error = theory.error_fixed
        else:
            lines.append(f"- **{METHODS[key].label}**: only simulation could tell.")
            continue
        lines.append(
            f"- **{METHODS[key].label}**: lowest {percent(error.min())} at depth {first_lowest(error)}, {percent(error[-1])} at depth {error.size - 1}."
        )
    return "\n".join(lines)
