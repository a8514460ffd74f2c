"""Inside the graph, fifth part: one answer for a whole graph, by the mean over its nodes."""

import numpy as np
import streamlit as st

from core.estimate import estimate
from core.inside.readout import pooled_error, predicted_pooled_error, shift_for_error
from ui.charts import picture, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.table import numbers, per_cent
from ui.frame.marker import marked
from ui.inside.readout_words import headline, words
from ui.server import cache
from ui.session import state

MANY, FEW, FEW_ENTRIES = 32, 8, 2_000_000
START = 0.1


def section(model, depth, seed):
    """Draw the error of telling two kinds of graphs apart beside that of telling nodes apart, against depth."""
    n_graphs = MANY if MANY * model.expected_edges <= FEW_ENTRIES else FEW
    shift = shift_for_error(model, START)
    pooling = cache.pooling(model, depth, n_graphs, seed)
    simulated = estimate(pooled_error(pooling, model, shift))
    theory = predicted_pooled_error(model, depth, shift)
    nodes = cache.predict(model, depth).error_fixed
    whole = simulated.value
    st.markdown(headline(model, pooling, whole, nodes))
    panel = Panel(
        "Probability of a wrong answer",
        (
            Line("which kind of graph? mean over all nodes, theory", theory, theme.DENOISING, "dash"),
            Line("which class is a node? fixed threshold, walk theory", nodes, theme.CLASS_1),
        ),
        (Dots("which kind of graph? simulation", simulated, theme.DENOISING),),
        limits=(0, 0.52),
        mark=marked(model, depth),
        percent=True,
    )
    st.markdown(f"**{panel.title}**")
    picture.draw(
        over_depth(panel, axis=state.view()["axis"], height=420),
        key="inside_readout",
        alt=panel.title,
    )
    noise, label = estimate(pooling.noise), pooling.label.std(axis=0)
    numbers(
        {
            "depth": np.arange(depth + 1),
            **per_cent(
                {
                    "whole graph, simulated": whole,
                    "its standard error": simulated.standard_error,
                    "whole graph, theory": theory,
                    "node, walk theory": nodes,
                }
            ),
            "pooled noise, in σ²/N": noise.value,
            "tilt by communities, in Δ/2": label,
        }
    )
    st.markdown(words(model, shift, START, n_graphs, noise.value, whole))
