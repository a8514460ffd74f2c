"""Real graphs, first part: noise of each class falls to its floor, and the class means draw near."""

import streamlit as st

from core.real.curves import class_noise
from core.real.graphs import is_bipartite
from ui.real.chart import draw
from ui.real.errors import errors
from ui.real.figures import gap_panel, noise_panel
from ui.real.words import class_names, floor_words, gap_words, headline, oscillation
from ui.session import state


def section(study, chosen):
    """Draw variance and gap of each class. study: real_data.Study.  chosen: number of the class that is spoken of."""
    graph, rows, mark = study.graph(), study.rows(), state.marked_depth()
    names = class_names(graph)
    variance, floor = class_noise(rows, graph.labels)
    oscillates = is_bipartite(graph.adjacency)
    told = errors(study) if graph.n_classes > 1 else None
    st.markdown(headline(graph.name, variance, floor, told, oscillates and study.walk == "convolution"))
    if oscillates:
        st.info(oscillation(study.walk))
    st.header("Denoising: noise and its floor")
    draw(noise_panel(variance, floor, names, chosen, mark), "noise", floor_words(oscillates, rows.route), axis="log")
    if graph.n_classes < 2:
        return
    st.header("Mixing: the distance of the class means")
    gap = study.means().gap
    draw(gap_panel(gap, names, chosen, mark), "gap", gap_words(gap, names, chosen, mark))
