"""Attention mixes exponentially all the same: shown whether or not it is chosen, beside its own self loops."""

import streamlit as st
from scipy.sparse.csgraph import connected_components

from ui.charts import chart, theme
from ui.charts.figures import Line, Panel
from ui.remedies.words import loops_words, similarity_words
from ui.server import cache, experiment


def show(model, depth, seed, beta):
    """The part of the page: the distance of all features from their common mean under attention, and what self loops alone gain."""
    st.header("Attention and the speed of mixing")
    panel = Panel(
        "μ(X): distance of all features from their common mean",
        (
            Line(f"Gaussian kernel, beta = {beta:g}", experiment.similarity(model, depth, seed, beta), theme.SERIES[1]),
            Line(
                "equal weights, beta = 0: self loops",
                experiment.similarity(model, depth, seed, 0.0),
                theme.SERIES[0],
                "dash",
            ),
        ),
    )
    chart.show(panel, "similarity", "log")
    plain, loops = (cache.predict(model, depth, key).error_fixed for key in ("convolution", "self_loops"))
    parts = connected_components(cache.graph(model, seed), directed=False)[0]
    st.markdown(f"{similarity_words(parts)} {loops_words(plain, loops)}")
