"""The choices at the head of the page of real graphs: which graph, which of its classes, which walk, which depth."""

import numpy as np
import streamlit as st

from ui.frame import page_choice
from ui.link.keys import GRAPHS
from ui.real import data
from ui.real.words import class_names
from ui.server import sessions
from ui.server.room import ROOM
from ui.session import state
from ui.settings import SETTINGS
from ui.words.plain import plain

OWN = "Your own file"
WALKS = {"convolution": "plain", "self_loops": "self loops", "lazy": "lazy"}


def choose():
    """Ask for all of them and say what is drawn. Returns (real_data.Study, number of the class set against the rest)."""
    for_graph, for_class, for_walk = st.columns(3, vertical_alignment="bottom")
    with for_graph:
        own = _ask_graph() == OWN
    complaint = _ask_files() if own else ""
    study, complaint = _study(complaint)
    graph = study.graph()
    if complaint:
        st.error(f"{plain(complaint)} {plain(graph.name)} is drawn instead.")
    elif own and not state.own_graph():
        st.info(f"Until your file is here, {plain(graph.name)} is drawn.")
    with for_class:
        chosen = _ask_class(study, graph)
    with for_walk:
        page_choice.buttons(
            "walk",
            "Convolution",
            WALKS,
            "Plain: the mean over neighbours. Self loops: the node itself counts as one neighbour more. "
            f"Lazy: {study.laziness:.0%} of the old feature is kept; its share is set on the page Remedies.",
        )
    _ask_component(study)
    _describe(graph)
    _ask_depth(study)
    return study, chosen


def _ask_graph():
    if state.widget("graph_choice") != OWN:
        state.follow("graph_choice", OWN if state.own_graph() else state.page("graph"))
    return st.selectbox(
        "Graph",
        [*GRAPHS, OWN],
        key="graph_choice",
        format_func=lambda key: key if key == OWN else data.name_of(key),
        on_change=_take_graph,
    )


def _take_graph():
    chosen = state.widget("graph_choice")
    if chosen != OWN:
        _forget()
        state.set_page(graph=chosen, community=1)


def _ask_files():
    """Read the visitor's own files, which the session keeps; returns what is wrong with them, or nothing."""
    files = st.file_uploader(
        f"GML, GraphML, npz, or links and labels as CSV (up to {SETTINGS.max_upload_mb} MB, {SETTINGS.max_upload_nodes:,} nodes, "
        f"{SETTINGS.max_upload_edges:,} links)",
        type=["gml", "graphml", "csv", "npz"],
        accept_multiple_files=True,
        max_upload_size=SETTINGS.max_upload_mb,
        key="graph_files",
        on_change=_forget_when_taken_away,
        help="Read in memory for this session alone: it is written nowhere, and no link carries it. What the formats hold stands at the end of this page.",
    )
    if files:
        try:
            contents = [(file.name, file.getvalue()) for file in files]
            state.keep_own_graph(*data.read_uploads(contents, sessions.current(), state.own_graph()))
        except ValueError as error:
            _forget()
            return str(error)
    return ""


def _forget():
    state.forget_own_graph()
    ROOM.leave(sessions.current())


def _forget_when_taken_away():
    if not state.widget("graph_files"):
        _forget()


def _study(complaint):
    """(Study, complaint): of the visitor's own graph, else of the one in the link, else of one that is always there."""
    own = state.own_graph()
    for key, raw in ([own] if own else []) + [(state.page("graph"), None)]:
        try:
            study = _study_of(key, raw)
            # Only now it shows whether there is anything to compute on.
            study.graph()
            return study, complaint
        except ValueError as error:
            complaint = str(error)
    return _study_of("karate"), complaint


def _study_of(key, raw=None):
    return data.Study(
        key=key,
        raw=data.raw_graph(key) if raw is None else raw,
        own=raw is not None,
        giant=state.page("giant") == "yes",
        depth=state.depth_max(),
        walk=state.page("walk"),
        laziness=state.page("laziness"),
        seed=state.seed(),
    )


def _ask_class(study, graph):
    chosen, names = min(state.page("community"), graph.n_classes) - 1, class_names(graph)
    # Under one key for every graph a browser sends back the label of a class that the last graph had.
    key = f"community_choice_{study.key}_{study.giant}"
    state.follow(key, chosen)
    st.selectbox(
        "Class set against the rest",
        range(graph.n_classes),
        key=key,
        format_func=lambda label: names[label],
        on_change=_take_class,
        args=(key, graph.n_classes),
    )
    return chosen


def _take_class(key, n_classes):
    if state.widget(key) in range(n_classes):
        state.set_page(community=state.widget(key) + 1)


def _ask_component(study):
    state.follow("giant_choice", study.giant)
    st.checkbox(
        "Only the largest connected component",
        key="giant_choice",
        on_change=lambda: state.set_page(giant="yes" if state.widget("giant_choice") else "no"),
    )


def _describe(graph):
    counts = zip(class_names(graph), np.bincount(graph.labels).tolist(), strict=True)
    sizes = ", ".join(f"{plain(name)} ({count:,})" for name, count in counts)
    st.markdown(
        f"**{plain(graph.name)}**: {graph.n_nodes:,} nodes, {graph.n_edges:,} links. Nodes in each class: {sizes}.  \n"
        f":small[{' '.join(plain(note) for note in graph.notes)} N, p and q of the sidebar play no part here; the means, sigma, the range of depths and the seed do.]"
    )


def _ask_depth(study):
    key = f"depth_choice_{study.depth}"
    state.follow(key, state.marked_depth())
    st.slider(
        "Depth marked",
        0,
        study.depth,
        key=key,
        on_change=lambda: state.set_depth(state.widget(key)),
        help="The same depth as on the other pages; the sentences under the charts speak of it.",
    )
