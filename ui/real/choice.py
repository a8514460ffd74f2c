"""The choices at the head of the page of real graphs: which graph, which of its classes, which walk, which depth."""

import streamlit as st

from core.real.columns import NONE
from ui.frame import page_choice, upload
from ui.link.keys import GRAPHS
from ui.real import data
from ui.real.words import class_names, not_here, option_words, summary
from ui.server import sessions
from ui.server.room import ROOM
from ui.session import state
from ui.settings import SETTINGS
from ui.words.plain import plain

OWN = "Your own file"
WALKS = {"convolution": "plain", "self_loops": "self loops", "lazy": "lazy"}


def choose():
    """Ask for all of them and say what is drawn. Returns (real_data.Study, number of the class set against the rest)."""
    for_graph, for_attribute = st.columns(2, vertical_alignment="bottom")
    with for_graph:
        own = _ask_graph() == OWN
    complaint = _ask_files() if own else ""
    study, complaint = _study(complaint)
    graph = study.graph()
    if complaint:
        st.error(f"{plain(complaint)} {plain(graph.name)} is drawn instead.")
    elif own and not state.own_graph():
        st.info(f"Until your file is here, {plain(graph.name)} is drawn.")
    with for_attribute:
        _ask_attribute(study)
    chosen, places = 0, st.columns(min(graph.n_classes, 2), vertical_alignment="bottom")
    if graph.n_classes > 1:
        with places[0]:
            chosen = _ask_class(study, graph)
    with places[-1]:
        page_choice.buttons(
            "walk",
            "Convolution",
            WALKS,
            "Plain: the mean over neighbours. Self loops: the node itself counts as one neighbour more. "
            f"Lazy: {study.laziness:.0%} of the old feature is kept; its share is set on the page Remedies.",
        )
    _ask_component(study)
    # An attribute that a link names may be one of a file that is still to come.
    for sentence in not_here(study, state.page("attribute") if not own or study.own else "", state.page("community")):
        st.warning(sentence)
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
        state.set_page(graph=chosen, attribute="", community=1)


def _ask_files():
    """Read the visitor's own files, which the session keeps; returns what is wrong with them, or nothing."""
    files = upload.ask(
        f"One graph, or a table of links with tables of labels (up to {SETTINGS.max_upload_mb} MB, {SETTINGS.max_upload_nodes:,} nodes, "
        f"{SETTINGS.max_upload_edges:,} links)",
        accept_multiple_files=True,
        max_upload_size=SETTINGS.max_upload_mb,
        key="graph_files",
        on_change=_take_files,
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


def _take_files():
    """Other files are another graph, whose attributes and classes are others; the first ones may be what a link speaks of."""
    if state.own_graph():
        state.set_page(attribute="", community=1)
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
    own, raw = raw is not None, data.raw_graph(key) if raw is None else raw
    asked = state.page("attribute")
    return data.Study(
        key=key,
        raw=raw,
        own=own,
        giant=state.page("giant") == "yes",
        by=asked if asked == NONE or raw.column(asked) else raw.likely or NONE,
        depth=state.depth_max(),
        walk=state.page("walk"),
        laziness=state.page("laziness"),
        seed=state.seed(),
    )


def _ask_attribute(study):
    columns = {column.name: column for column in study.raw.columns}
    key = state.follow("attribute_choice", study.by, study.key)
    st.selectbox(
        "The nodes' classes",
        [*columns, NONE],
        key=key,
        format_func=lambda name: option_words(name, columns.get(name)),
        on_change=_take_attribute,
        args=(key,),
        help="Every attribute of the nodes, or column of their table, with 2 to 30 values. Nodes without a value stay in the graph and are left out of class means and errors.",
    )


def _take_attribute(key):
    state.take("attribute", key)
    state.set_page(community=1)


def _ask_class(study, graph):
    chosen, names = min(state.page("community"), graph.n_classes) - 1, class_names(graph)
    key = state.follow("community_choice", chosen, study.key, study.giant, study.by)
    st.selectbox(
        "Class set against the rest",
        range(graph.n_classes),
        key=key,
        format_func=lambda label: names[label],
        on_change=state.take,
        args=("community", key, lambda label: label + 1 if isinstance(label, int) else None),
    )
    return chosen


def _ask_component(study):
    state.follow("giant_choice", study.giant)
    st.checkbox(
        "Only the largest connected component",
        key="giant_choice",
        on_change=state.take,
        args=("giant", "giant_choice", lambda ticked: "yes" if ticked else "no"),
    )


def _describe(graph):
    st.markdown(
        f"{summary(graph)}  \n"
        f":small[{' '.join(plain(note) for note in graph.notes)} N, p and q of the sidebar play no part here; the means, sigma, the range of depths and the seed do.]"
    )


def _ask_depth(study):
    key = state.follow("depth_choice", state.marked_depth(), study.depth)
    st.slider(
        "Depth marked",
        0,
        study.depth,
        key=key,
        on_change=state.take,
        args=("depth", key),
        help="The same depth as on the other pages; the sentences under the charts speak of it.",
    )
