"""How far any method could go: the optimum beside plain convolution and the best linear combination, as a chart and in words."""

import numpy as np
import streamlit as st

from core.optimum.error import optimum_of
from ui.charts import chart, theme
from ui.charts.figures import Band, Line, Panel
from ui.frame import page_choice
from ui.server import experiment
from ui.words.optimum import sentence
from ui.words.readings import cut


def ask():
    """Whether the optimum is computed, "yes" or "no": asked for, because belief propagation takes a second."""
    return page_choice.buttons(
        "limit",
        "The optimum",
        {"no": "not now", "yes": "compute it"},
        "How often any method that knows the model must err, by belief propagation on the sampled graphs. It takes a second or two.",
    )


def show(model, depth, seed, plain, best, axis, asked=None):
    """The part of the page. plain, best: (depth+1,), fixed threshold.

    asked: the answer to `ask` where it was asked above, as on a projector; "no" is then nothing at all.
    """
    if asked == "no":
        return
    st.header("How far could any method go?")
    if experiment.obstacle(model):
        st.markdown("The optimum is computed on sampled graphs, and this model is not simulated.")
        return
    if (asked or ask()) == "no":
        return
    found = optimum_of(experiment.optimum_rows(model, seed))
    st.markdown(sentence(plain, best, found, model.n_nodes))
    chart.show(panel(plain, best, found, model), "limit", axis)
    st.markdown(
        ":small[Belief propagation on the sampled graphs, told p, q, the means and sigma (Decelle et al. 2011; Deshpande et al. 2018; Duranthon "
        "and Zdeborová 2024) stands for any method, linear or not, deep or not, that knows as much. On trees it is exact, elsewhere up to what loops carry. "
        "Band: two standard errors over graphs.]"
    )


def panel(plain, best, found, model):
    """The three errors against depth; the optimum has no depth, so it is one level with a band."""
    level, spread = found.error.value, 2 * np.nan_to_num(found.error.standard_error)
    flat = np.full(plain.size, level)
    return Panel(
        f"error with a fixed {cut(model)}, and the optimum",
        (
            Line("plain convolution", plain, theme.SERIES[0], width=3),
            Line("best linear found", best, theme.DENOISING, "dot"),
            Line("optimum", flat, theme.NEUTRAL, "dash"),
        ),
        bands=(Band("optimum, two standard errors", np.maximum(flat - spread, 0), flat + spread, theme.NEUTRAL),),
        limits=(0, 1.04 * (1 - 1 / model.n_classes)),
        percent=True,
    )
