"""Map of the sweet spot, second part: how the best depth grows with the number of nodes."""

import numpy as np
import streamlit as st

from core.maps.growth_law import SIZES
from ui.charts import picture, table, theme
from ui.charts.layout import BARE
from ui.frame import page_choice, present
from ui.map.axes import AXIS_LABELS
from ui.map.curves import curves
from ui.map.model import GROWTH_LABELS
from ui.server import cache
from ui.words.readings import about, percent, readable

MOST = 0.5


def section(model):
    """Draw best depth and return depth against N, beside the orders that the literature names."""
    with present.fold("How N grows"):
        st.markdown(
            "Does a larger graph want a deeper network? The paper: denoising is over after a number of layers of the order of log N / log log N."
        )
        regime = page_choice.buttons("regime", "While N grows", GROWTH_LABELS)
    chart = st.container() if present.presenting() else None
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
    with chart or st.container():
        picture.draw(figure, key="growth", config=BARE, alt="Best depth and return depth against the number of nodes")
    st.markdown(":small[Solid: walk theory. Dashed and dotted: the orders named in the literature, with constant 1.]")
    table.numbers(table.columns(growth_rows(law)))


def growth_sentences(law):
    """What the growth of n* and n0 says, as Markdown lines."""
    best, back = law.best_depth, law.return_depth
    change = f"goes from **{best[0]}** to **{best[-1]}**" if best[0] != best[-1] else f"is **{best[0]}** at both ends"
    lines = [f"While N grows from {about(law.n_nodes[0])} to {readable(law.n_nodes[-1])}, the best depth {change}"]
    if best.max() >= law.depth:
        lines[0] += f"; {law.depth} is the deepest that was computed"
    elif best[[0, -1]].all() and np.isfinite(back[[0, -1]]).all():
        lines[0] += f", and the depth at which the error is back goes from {back[0]:.0f} to {back[-1]:.0f}"
    lines[0] += "."
    lines += [sentence for sentence in (_settled(law), _noise(law)) if sentence]
    names = {"loglog": "log N / log log N", "logd": "log N / log d"}
    for curve, symbol in (("best", "n*"), ("return", "n₀")):
        fits = [
            f"{law.fits[curve, name].constant:.2f} × {label} (off by {law.fits[curve, name].misfit:.1f} layers, root mean square)"
            for name, label in names.items()
            if np.isfinite(law.fits[curve, name].constant)
        ]
        if fits:
            lines.append(f"Fitted constants in front: {symbol} ≈ " + ", or ".join(fits) + ".")
    return lines


def _settled(law):
    """From which N on the best depth hardly moves, or that it still grows."""
    best, middle = law.best_depth, law.best_depth.size // 2
    moving = np.flatnonzero(np.abs(best - best[-1]) > 1)
    if best[-1] - best[middle] > 1:
        return "It is still growing at the end: with N the floor σ²/N sinks, and more layers pay."
    if moving.size and moving[-1] + 1 < best.size - 1:
        return f"From a size of {about(law.n_nodes[moving[-1] + 1])} on it stays within one layer of its last value."
    return "" if moving.size else "It stays within one layer of its last value throughout."


def _noise(law):
    """Why more nodes end to help, where neighbourhood noise is the reason."""
    share = float(law.noise_share[-1])
    if not law.best_depth[-1] or share < MOST:
        return ""
    without = (
        f" Without anything of order 1/N depth {law.limit} would be the first within one percent of the lowest error."
        if law.limit > law.best_depth[-1] + 1
        else ""
    )
    return f"At the largest N **{percent(share)}** of a hill's variance at the best depth is **neighbourhood noise**, which more nodes do not remove.{without}"


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
