"""Inside the graph, fifth part: one answer for a whole graph, by the mean over its nodes."""

import numpy as np
import streamlit as st

from core.estimate import estimate
from core.inside.readout import pooled_error, predicted_pooled_error, shift_for_error
from ui.charts import theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.layout import PLAIN
from ui.charts.table import numbers
from ui.frame.marker import marked
from ui.server import cache
from ui.session import state
from ui.words.readings import percent

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
    st.markdown(
        f"From depth 0 to depth **{depth}** the error for a **whole graph** goes from {percent(float(whole[0]))} to **{percent(float(whole[-1]))}**; for a **node** "
        f"it goes from its lowest, {percent(float(nodes.min()))}, to **{percent(float(nodes[-1]))}**. Pooling "
        + (
            "hardly minds depth."
            if whole[-1] < 1.5 * whole[0]
            else "minds depth here, because the communities tilt the mean."
        )
    )
    panel = Panel(
        "Probability of a wrong answer",
        (
            Line("which kind of graph? mean over all nodes, theory", theory, theme.DENOISING, "dash"),
            Line("which class is a node? fixed threshold, walk theory", nodes, theme.CLASS_1),
        ),
        (Dots("which kind of graph? simulation", simulated, theme.DENOISING),),
        limits=(0, 0.52),
        mark=marked(model, depth),
    )
    st.markdown(f"**{panel.title}**")
    st.plotly_chart(
        over_depth(panel, axis=state.view()["axis"], height=420),
        key="inside_readout",
        config=PLAIN,
        alt=panel.title,
    )
    noise, label = estimate(pooling.noise), pooling.label.std(axis=0)
    numbers(
        {
            "depth": np.arange(depth + 1),
            "whole graph, simulated": whole,
            "its standard error": simulated.standard_error,
            "whole graph, theory": theory,
            "node, walk theory": nodes,
            "pooled noise, in σ²/N": noise.value,
            "tilt by communities, in Δ/2": label,
        }
    )
    tilt = f"{100 * (1 / model.mean_degree):.2g} %" if model.mean_degree > 0 else "nothing"
    st.markdown(
        f"""
- **The task.** Two kinds of graphs with the same communities and links; in the second kind every feature is higher by {shift:.3g}. The shift is chosen so that the plain mean
  over the input, without any layer, is wrong in {percent(START)} of the graphs. The threshold lies half way.
- **Why depth hardly matters.** A convolution keeps constants, so the shift comes through untouched at every depth. The mean over nodes goes over from equal weights to weights
  proportional to degree: its noise grows once, from 1 to {noise.value[-1]:.3f} times σ²/N (theory: by 1/d, {tilt}), and then stays.
- **What it costs.** These weights do not fall on both classes alike, which tilts the mean a little from graph to graph; that is the rest of the rise.
- A mean over nodes cannot tell graphs apart that differ in their links only. Features that are **averaged** survive depth, features that tell **nodes** apart do not.
- Dots: {n_graphs} **simulated** graphs, **exact** given each graph, bars one standard error. Dashed: theory, to leading order in 1/d. Solid: walk theory.
"""
    )
