"""Real graphs, third part: two fitted blocks and a rewired copy beside the graph, and its degrees."""

import numpy as np
import streamlit as st

from core.model import CSBM
from ui.charts import picture, table
from ui.real.chart import draw
from ui.real.errors import errors
from ui.real.figures import degree_figure, degree_numbers, fit_panel
from ui.real.words import blocks_words, class_names, fit_gap_words, fit_words, weak_theory
from ui.server import cache
from ui.session import state
from ui.words.plain import plain
from ui.words.readings import ratio_sentence


def section(study, chosen):
    """Draw noise and gap of the graph, its rewired copy and walk theory of the fitted blocks, then the degrees."""
    graph, model, mark = study.graph(), state.model(), state.marked_depth()
    fit, names = study.fit(chosen), class_names(graph)
    fitted = CSBM(fit.model.n_nodes, fit.model.p_within, fit.model.q_across, model.mean_1, model.mean_2, model.sigma)
    theory = cache.predict(fitted, study.depth, study.walk, **study.options)
    rewired_noise, rewired_gap = study.rewired(chosen)
    noise, gap = study.rows().noise.mean(axis=1), study.gap(chosen)
    st.header("Is it like the model?")
    against = plain(names[1 - chosen]) if graph.n_classes == 2 else "the rest"
    st.markdown(
        f"**{plain(names[chosen])}** against {against} as two blocks: p = {fit.p_within:.3g}, q = {fit.q_across:.3g}, mean degree d = {fit.mean_degree:.3g}, correlation of a link's two classes "
        f"λ = {fit.edge_correlation:.3g}. {blocks_words(fit.sizes)}"
    )
    left, right = st.columns(2)
    with left:
        panel = fit_panel("noise: its variance, mean over all nodes", noise, rewired_noise, theory.variance, mark)
        draw(panel, "fit_noise", fit_words(fit, noise, rewired_noise, theory.variance, mark), "log")
    with right:
        curves = [np.abs(values) for values in (gap, rewired_gap, theory.mean_gap)]
        panel = fit_panel("gap: distance of the class means (absolute value)", *curves, mark)
        draw(panel, "fit_gap", fit_gap_words(*curves, mark))
    st.markdown(
        _ratios(theory, noise, gap, errors(study, chosen)) + "  \n" + weak_theory(graph.n_nodes, fit.mean_degree)
    )
    _degree_chart(graph.degrees, fit)


def _ratios(theory, noise, gap, pair):
    """How far walk theory of the fitted blocks is from the graph, one line a curve."""
    return "  \n".join(
        ratio_sentence(f"{name}: walk theory of the fitted blocks", np.abs(theirs), np.abs(ours), least).replace(
            "simulation", "this graph"
        )
        for name, theirs, ours, least in (
            ("Variance", theory.variance, noise, 0.0),
            ("Gap", theory.mean_gap, gap, 1e-9),
            ("Error, fixed threshold", theory.error_fixed, pair["fixed"], 0.005),
            ("Error, fitted threshold", theory.error_fitted, pair["fitted"], 0.005),
        )
    )


def degrees(study, chosen):
    """Draw the degrees alone, of a graph without classes."""
    st.header("Degrees")
    _degree_chart(study.graph().degrees, study.fit(chosen))


def _degree_chart(degrees, fit):
    span = f"from {degrees.min()} to {degrees.max()}"
    st.markdown("**Share of nodes with k neighbours or more**")
    picture.draw(
        degree_figure(degrees, fit.mean_degree),
        key="degrees",
        alt=f"Degrees {span}, mean {fit.mean_degree:.3g}, beside a Poisson distribution of that mean.",
    )
    st.markdown(
        f"Degrees run {span} about a mean of {fit.mean_degree:.3g}; on average over linked nodes 1/D is {fit.inverse_degree:.3g}, "
        f"which is their noise after one plain convolution. One over the mean degree would be {1 / fit.mean_degree:.3g}."
    )
    table.numbers(degree_numbers(degrees, fit.mean_degree))
