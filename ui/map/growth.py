"""Map of the sweet spot, second part: how the best depth grows with the number of nodes."""

import numpy as np
import streamlit as st

from core.maps.growth_law import SIZES
from ui.charts import table, theme
from ui.charts.layout import BARE
from ui.frame import page_choice
from ui.map.axes import AXIS_LABELS
from ui.map.curves import curves
from ui.map.model import GROWTH_LABELS
from ui.server import cache
from ui.words.readings import percent, readable


def section(model):
    """Draw best depth and return depth against N, beside the orders that the literature names."""
    st.markdown(
        "Does a larger graph want a deeper network? The paper: denoising is over after about log N / log log N layers."
    )
    regime = page_choice.buttons("regime", "While N grows", GROWTH_LABELS)
    if model.mean_degree == 0:
        st.info("p and q are 0, so there is no graph to grow; give it some links in the sidebar.")
        return
    with st.spinner(f"Computing the best depth for {SIZES.size} sizes …"):
        law = cache.growth_law(model, regime)
    if law.n_nodes.size == 0:
        st.info(f"No graph from {SIZES[0]:.0f} nodes on has this mean degree.")
        return
    st.markdown("  \n".join(growth_sentences(law)))
    figure = curves(
        law.n_nodes,
        [
            ("best depth n*", law.best_depth.astype(float), theme.CLASS_1, "solid", "hvh"),
            ("error back at n₀", law.return_depth, theme.CLASS_2, "solid", "hvh"),
            ("log N / log log N", law.loglog, theme.NEUTRAL, "dash", "linear"),
            ("log N / log d", law.logd, theme.MIXING, "dot", "linear"),
        ],
        title="depth",
        x_label=AXIS_LABELS["N"],
        mark=model.n_nodes if SIZES[0] <= model.n_nodes <= SIZES[-1] else None,
        height=460,
    )
    st.plotly_chart(figure, key="growth", config=BARE, alt="Best depth and return depth against the number of nodes")
    st.markdown(":small[Solid: walk theory. Dashed and dotted: the orders named in the literature, with constant 1.]")
    table.numbers(table.columns(growth_rows(law)))


def growth_sentences(law):
    """What the growth of n* and n0 says, as Markdown lines."""
    first, last = law.n_nodes[0], law.n_nodes[-1]
    lines = [
        f"From N = {first:,.0f} to {readable(last)} the best depth goes from **{law.best_depth[0]}** to **{law.best_depth[-1]}**"
        + (
            f", while the depth where the error is back goes from {law.return_depth[0]:.0f} to {law.return_depth[-1]:.0f}."
            if np.isfinite(law.return_depth[[0, -1]]).all()
            else "."
        )
    ]
    share = percent(float(law.noise_share[-1]))
    if law.growing_until is not None:
        lines.append(
            f"It stops growing at about N = {readable(law.growing_until)}: there {percent(float(law.noise_share[np.searchsorted(law.n_nodes, law.growing_until)]))} of a "
            "hill's variance at the best depth is **neighbourhood noise**, which more nodes do not remove. Even without any floor "
            f"of order 1/N the best depth would be {law.limit}."
        )
    elif law.best_depth[-1] - law.best_depth[len(law.best_depth) // 2] > 1:
        lines.append(f"It is still growing at the end, towards {law.limit}: the floor σ²/N sinks, and more layers pay.")
    else:
        lines.append(
            f"It hardly moves for large N, although without any floor of order 1/N depth {law.limit} would be best by a hair: "
            f"{share} of a hill's variance at the best depth is **neighbourhood noise** by then, which more nodes do not remove."
        )
    names = {"loglog": "log N / log log N", "logd": "log N / log d"}
    for curve, symbol in (("best", "n*"), ("return", "n₀")):
        fits = [
            f"{law.fits[curve, name].constant:.2f} × {label} (off by {law.fits[curve, name].misfit:.1f} layers)"
            for name, label in names.items()
            if np.isfinite(law.fits[curve, name].constant)
        ]
        if fits:
            lines.append(f"Fitted constants in front: {symbol} ≈ " + ", or ".join(fits) + ".")
    return lines


def growth_rows(law):
    """Table rows of the growth law."""
    return [
        {
            "N": readable(n),
            "mean degree d": f"{degree:.4g}",
            "best depth n*": int(best),
            "lowest error": percent(float(error)),
            "back at n₀": f"{back:.0f}" if np.isfinite(back) else f"beyond {law.depth}",
            "neighbourhood noise in the variance": percent(float(share)),
        }
        for n, degree, best, error, back, share in zip(
            law.n_nodes, law.degree, law.best_depth, law.best_error, law.return_depth, law.noise_share, strict=True
        )
    ]
