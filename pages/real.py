"""Real graphs: the same curves on a graph that nobody generated."""

import numpy as np
import pandas as pd
import streamlit as st

from core.model import CSBM
from core.real_curves import class_noise
from core.real_graphs import is_bipartite
from ui import cache, link, real_data, state
from ui.figures import over_depth
from ui.navigation import require_frame
from ui.readings import ratio_sentence
from ui.real_figures import (
    accuracy_panel,
    degree_figure,
    degree_numbers,
    error_panel,
    fit_panel,
    gap_panel,
    noise_panel,
    numbers,
)
from ui.real_words import (
    SOURCES,
    accuracy_words,
    error_words,
    fit_gap_words,
    fit_words,
    gap_words,
    headline,
    oscillation,
    plain,
    spoken,
    weak_theory,
)
from ui.settings import SETTINGS

require_frame()
state.enter_page("real")
st.title("Real graphs")
st.markdown(
    "Nobody generated these graphs, and still: **noise stops falling**, **class means go on drawing near**, and the best depth is small."
)

OWN = "Your own file"
WALKS = {"convolution": "plain", "self_loops": "self loops", "lazy": "lazy"}


def choose_graph():
    chosen = state.widget("graph_choice")
    if chosen != OWN:
        state.forget_own_graph()
        state.set_page(graph=chosen, community=1)


def forget_when_taken_away():
    if not state.widget("graph_files"):
        state.forget_own_graph()


def draw(panel, key, words, axis="linear"):
    """A chart, its reading, and its numbers."""
    st.markdown(f"**{panel.title[:1].upper()}{panel.title[1:]}**")
    st.plotly_chart(
        over_depth(panel, axis=axis), key=key, config={"displaylogo": False}, alt=f"{panel.title}. {spoken(words)}"
    )
    st.markdown(words)
    with st.expander("Numbers"):
        st.dataframe(pd.DataFrame(numbers(panel)), hide_index=True)


own = state.own_graph()
columns = st.columns([2, 2, 2], vertical_alignment="bottom")
if state.widget("graph_choice") != OWN:
    state.follow("graph_choice", OWN if own else state.page("graph"))
columns[0].selectbox(
    "Graph",
    [*link.GRAPHS, OWN],
    key="graph_choice",
    format_func=lambda key: key if key == OWN else real_data.name_of(key),
    on_change=choose_graph,
)
complaint = ""
if state.widget("graph_choice") == OWN:
    files = st.file_uploader(
        f"GML, GraphML, npz, or links and labels as CSV (up to {SETTINGS.max_upload_mb} MB, {SETTINGS.max_upload_nodes:,} nodes, "
        f"{SETTINGS.max_upload_edges:,} links)",
        type=["gml", "graphml", "csv", "npz"],
        accept_multiple_files=True,
        max_upload_size=SETTINGS.max_upload_mb,
        key="graph_files",
        on_change=forget_when_taken_away,
        help="Read in memory for this session alone: it is written nowhere, and no link carries it. What the formats hold stands at the end of this page.",
    )
    if files:
        try:
            own = real_data.read_uploads([(file.name, file.getvalue()) for file in files])
            state.keep_own_graph(*own)
        except ValueError as error:
            own, complaint = None, str(error)
            state.forget_own_graph()


def study_of(key, raw, is_own):
    return real_data.Study(
        key=key,
        raw=raw,
        own=is_own,
        giant=state.page("giant") == "yes",
        depth=state.depth_max(),
        walk=state.page("walk"),
        laziness=state.page("laziness"),
        seed=state.seed(),
    )


study = None
if own:
    try:
        study = study_of(own[0], own[1], True)
        study.graph()
    except ValueError as error:
        study, complaint = None, str(error)
if study is None:
    try:
        study = study_of(state.page("graph"), real_data.raw_graph(state.page("graph")), False)
        study.graph()
    except ValueError as error:
        complaint = str(error)
        study = study_of("karate", real_data.raw_graph("karate"), False)
graph = study.graph()
if complaint:
    st.error(f"{plain(complaint)} {plain(graph.name)} is drawn instead.")
elif state.widget("graph_choice") == OWN and not own:
    st.info(f"Until your file is here, {plain(graph.name)} is drawn.")

names = [f"class {name}" if name.isdigit() else name for name in graph.label_names]
chosen = min(state.page("community"), graph.n_classes) - 1
state.follow("community_choice", chosen)
columns[1].selectbox(
    "Class set against the rest",
    range(graph.n_classes),
    key="community_choice",
    format_func=lambda label: names[label],
    on_change=lambda: state.set_page(community=state.widget("community_choice") + 1),
)
state.follow("walk_choice", study.walk)
columns[2].segmented_control(
    "Convolution",
    list(WALKS),
    key="walk_choice",
    required=True,
    format_func=WALKS.get,
    on_change=lambda: state.set_page(walk=state.widget("walk_choice")),
    help="Plain: the mean over neighbours. Self loops: the node itself counts as one neighbour more. "
    f"Lazy: {study.laziness:.0%} of the old feature is kept; its share is set on the page Remedies.",
)
state.follow("giant_choice", study.giant)
st.checkbox(
    "Only the largest connected component",
    key="giant_choice",
    on_change=lambda: state.set_page(giant="yes" if state.widget("giant_choice") else "no"),
)
sizes = ", ".join(
    f"{plain(name)} ({count:,})" for name, count in zip(names, np.bincount(graph.labels).tolist(), strict=True)
)
st.markdown(
    f"**{plain(graph.name)}**: {graph.n_nodes:,} nodes, {graph.n_edges:,} links. Nodes in each class: {sizes}.  \n"
    f":small[{' '.join(plain(note) for note in graph.notes)} N, p and q of the sidebar play no part here; the means, sigma, the range of depths and the seed do.]"
)

state.follow("depth_choice", state.view()["depth"])
st.slider(
    "Depth marked",
    0,
    study.depth,
    key="depth_choice",
    on_change=lambda: state.change_view(depth=state.widget("depth_choice")),
    help="The same depth as on the other pages; the sentences under the charts speak of it.",
)

# Step by step, with the place in the queue shown; what is done is drawn at once.
progress = st.empty()
steps = 5 if graph.features is not None else 4
model, mark = state.model(), state.view()["depth"]
strength = abs(model.gap) / (2 * model.sigma)

progress.progress(0.05, f"Noise: every node's row of Pⁿ (1 of {steps})")
rows = study.rows()
variance, floor = class_noise(rows, graph.labels)
oscillates = is_bipartite(graph.adjacency)
progress.progress(1 / steps, f"Class means and errors (2 of {steps})")
means, errors = study.means(), study.errors(strength)

st.markdown(headline(graph.name, variance, floor, errors, oscillates and study.walk == "convolution"))
if oscillates:
    st.info(oscillation(study.walk))
st.header("Denoising: noise saturates")
route = (
    "Exact for this graph, from every row of Pⁿ."
    if rows.route == "exact"
    else "Exact to depth 1 or 2 and in the leading directions, estimated from random probes in the rest."
)
draw(
    noise_panel(variance, floor, names, chosen, mark),
    "noise",
    "Each node starts with independent noise of variance 1; a convolution averages it over neighbours. Once the walk has been everywhere there is nobody new to ask, and the "
    f"variance stops at Σ πⱼ², the sum over a component of squared shares of the degrees. {route}",
    axis="log",
)
st.header("Mixing: class means draw near")
draw(gap_panel(means.gap, names, chosen, mark), "gap", gap_words(means.gap, names, chosen, mark))

st.header("The error")
st.markdown(
    f"Drawn features on the real links: any two classes are Δ = {abs(model.gap):.3g} apart, with noise σ = {model.sigma:.3g} (means and sigma of the sidebar). Each class counts the "
    "same, however small it is; the rule knows the means, and on which side two classes are. Exact for this graph: an average over all features that could have been drawn."
)
pair = study.errors(strength, chosen)
if graph.n_classes > 2:
    left, right = st.columns(2)
    with left:
        title = f"error, {graph.n_classes} classes at once"
        draw(error_panel(title, errors, graph.n_classes, mark), "error_all", error_words(errors, graph.n_classes))
    with right:
        draw(error_panel("error, the chosen class against the rest", pair, 2, mark), "error_pair", error_words(pair, 2))
else:
    draw(error_panel("error", errors, 2, mark), "error_all", error_words(errors, 2))

if graph.features is not None:
    progress.progress(2 / steps, f"The file's own features (3 of {steps})")
    accuracy, given = study.accuracy()
    st.header("The file's own features")
    draw(
        accuracy_panel(accuracy, mark),
        "accuracy",
        f"A linear classifier (ridge regression) on h⁽ⁿ⁾ of the {graph.features.shape[1]:,} features that came with the graph, fitted anew at each depth. "
        + accuracy_words(accuracy, given)
        + " A classifier fitted on the same graph reads through much of what a fixed threshold loses, so its curve bends less.",
    )

progress.progress((steps - 1) / steps, f"Fitted blocks and a rewired copy ({steps} of {steps})")
fit = study.fit(chosen)
fitted = CSBM(fit.model.n_nodes, fit.model.p_within, fit.model.q_across, model.mean_1, model.mean_2, model.sigma)
theory = cache.predict(fitted, study.depth, study.walk, **study.options)
rewired_noise, rewired_gap = study.rewired(chosen)
progress.empty()

st.header("Is it like the model?")
against = plain(names[1 - chosen]) if graph.n_classes == 2 else "the rest"
st.markdown(
    f"**{plain(names[chosen])}** against {against} as two blocks: p = {fit.p_within:.3g}, q = {fit.q_across:.3g}, mean degree d = {fit.mean_degree:.3g}, correlation of a link's two classes "
    f"λ = {fit.edge_correlation:.3g}. Walk theory is drawn for two *equal* blocks with this d and λ; here they have {fit.sizes[0]:,} and {fit.sizes[1]:,} nodes."
)
noise, gap = rows.noise.mean(axis=1), study.gap(chosen)
left, right = st.columns(2)
with left:
    panel = fit_panel("noise: its variance, mean over all nodes", noise, rewired_noise, theory.variance, mark)
    draw(panel, "fit_noise", fit_words(fit, noise, rewired_noise, theory.variance, mark), "log")
with right:
    curves = [np.abs(values) for values in (gap, rewired_gap, theory.mean_gap)]
    panel = fit_panel("gap: distance of the class means (absolute value)", *curves, mark)
    draw(panel, "fit_gap", fit_gap_words(*curves, mark))
st.markdown(
    "  \n".join(
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
    + "  \n"
    + weak_theory(graph.n_nodes, fit.mean_degree)
)
st.markdown("**Share of nodes with k neighbours or more**")
st.plotly_chart(
    degree_figure(graph.degrees, fit.mean_degree),
    key="degrees",
    config={"displaylogo": False},
    alt=f"Degrees from {graph.degrees.min()} to {graph.degrees.max()}, mean {fit.mean_degree:.3g}, beside a Poisson distribution of that mean.",
)
st.markdown(
    f"Degrees run from {graph.degrees.min()} to {graph.degrees.max()} about a mean of {fit.mean_degree:.3g}; on average over linked nodes 1/D is {fit.inverse_degree:.3g}, "
    f"which is their noise after one plain convolution. One over the mean degree would be {1 / fit.mean_degree:.3g}."
)

with st.expander("Numbers"):
    st.dataframe(pd.DataFrame(degree_numbers(graph.degrees, fit.mean_degree)), hide_index=True)

st.header("More graphs")
st.markdown(SOURCES)
