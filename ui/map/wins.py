"""Map of the sweet spot, third part: who beats plain convolution where."""

import numpy as np
import streamlit as st

from core.maps.who_wins import ALPHAS, DEPTH, DRAW
from ui.charts import picture, table
from ui.charts.layout import BARE
from ui.frame import page_choice, present
from ui.map.margin import margin_map
from ui.map.model import RIVALS, coordinates, fixed_values, nearest
from ui.server import cache
from ui.words.readings import percent

PLACES = 24
NOWHERE = "{} wins nowhere"


def section(model):
    """Draw where a rival at its own best depth errs less than plain convolution at its own."""
    choice = present.fold("The rival")
    with choice:
        rival = page_choice.buttons(
            "rival", "Against plain convolution", {key: label for key, (label, _, _) in RIVALS.items()}
        )
    label, name, strength = RIVALS[rival]
    fixed = fixed_values("sd", model)
    choice.markdown(
        f"Each method at its own best depth (up to {DEPTH}), N = {model.n_nodes:,}, λ = {fixed[1]:g} ({percent((1 + fixed[1]) / 2)} of the links stay inside a class). Blue: {label} errs less; orange: plain "
        "convolution does. Change N in the sidebar and watch the border move."
        + (
            f" Alpha runs from {ALPHAS[0]:g} to {ALPHAS[-1]:g}; 0 would be plain convolution itself."
            if rival == "residual_best"
            else ""
        )
    )
    progress = st.empty()
    # What another part of the page left below would stand under this one's heading while it computes.
    said, drawn, here, listed, *_ = [st.empty() for _ in range(PLACES)]
    for done, total, duel in cache.duel_steps(fixed[0], fixed[1]):  # noqa: B007 the last one stays
        if done < total:
            progress.progress(done / total, f"Comparing: {done} of {total} mean degrees")
    progress.empty()
    margin = duel.margin(name, strength)
    said.markdown(shares_sentence(margin, label))
    figure = margin_map(duel.plane, margin, names=("plain", label), mark=coordinates(duel.plane, model))
    with drawn.container():
        st.markdown(f"**Error of {label} / error of plain convolution**")
        picture.draw(
            figure,
            key="wins",
            config=BARE,
            alt=f"{label} against plain convolution over feature strength and mean degree",
        )
    row, column = nearest(duel.plane, coordinates(duel.plane, model))
    words = [border_words(duel.plane, margin)] if rival.startswith("residual") else []
    if duel.plane.possible[row, column]:
        words.append(duel_sentence(duel, row, column, label, margin))
    here.markdown("\n\n".join(filter(None, words)))
    with listed:
        table.numbers(table.columns(duel_rows(duel, margin, label)))


def shares_sentence(margin, rival):
    """Who wins on how much of the plane, in words."""
    shown = np.isfinite(margin)
    if not shown.any():
        return "No cell of this map is a graph that exists."
    rival_wins, plain_wins = float(np.mean(margin[shown] < -DRAW)), float(np.mean(margin[shown] > DRAW))
    return (
        f"**{rival}** wins on **{percent(rival_wins)}** of this plane, **plain convolution** on **{percent(plain_wins)}**; "
        f"on the rest they are within {percent(DRAW)} of each other."
    )


def border_words(plane, margin):
    """Where features decide who wins, and who does not win elsewhere; "" where the whole plane is not as simple as that."""
    plain, rival = margin > DRAW, margin < -DRAW
    both = np.flatnonzero(plain.any(axis=1) & rival.any(axis=1))
    # With several stretches, or sides that alternate inside a row, there is no one border to speak of.
    if both.size < 3 or both[-1] - both[0] >= both.size:
        return ""
    firsts = [int(np.flatnonzero(rival[row])[0]) for row in both]
    if any(plain[row, first:].any() for row, first in zip(both, firsts, strict=True)):
        return ""
    degrees, strengths = plane.y.values[both], plane.x.values[firsts]
    elsewhere = _elsewhere(plain[: both[0]], rival[: both[0]], f"At any smaller d of this map {NOWHERE}")
    beyond = _elsewhere(plain[both[-1] + 1 :], rival[both[-1] + 1 :], f"at any larger d {NOWHERE}")
    if elsewhere is None or beyond is None:
        return ""
    rest = "; ".join(part for part in (elsewhere, beyond) if part)
    return (
        f"From d = {degrees[0]:.3g} to d = {degrees[-1]:.3g} the features decide: with weaker ones plain convolution wins, because averaging over "
        "many nodes is what counts; with stronger ones the residual connection wins, or neither: neighbourhood noise is what hurts, and a share of "
        "a node's own feature keeps it small. "
        f"This border runs from Δ/σ = {strengths[0]:.2g} to {strengths[-1]:.2g}."
        + (f" {rest[0].upper()}{rest[1:]}." if rest else "")
    )


def _elsewhere(plain, rival, words):
    """Who wins nowhere in these rows, in words; "" without rows, None where both win somewhere."""
    if not plain.size:
        return ""
    if not rival.any() and not plain.any():
        return words.format("neither of the two")
    if plain.any() and rival.any():
        return None
    return words.format("the residual connection" if plain.any() else "plain convolution")


def duel_sentence(duel, row, column, label, margin):
    """Margin at the cell nearest to the present model."""
    cell = (row, column)
    alpha = duel.best_alpha()[cell]
    strength = (
        f"The best alpha there is {alpha:g}."
        if alpha > 0
        else f"No alpha beats plain convolution there by more than {100 * DRAW:g} %."
    )
    return (
        f"At the cell nearest to your model (Δ/σ = {duel.plane.x.values[column]:.3g}, d = {duel.plane.y.values[row]:.3g}): plain convolution: "
        f"{percent(float(duel.plain[cell]))}; {label}: {percent(float(duel.plain[cell] * (1 + margin[cell])))} ({signed(margin[cell])}); best linear found: "
        f"{percent(float(duel.best[cell]))}. {strength}"
    )


def duel_rows(duel, margin, label):
    """Table rows: every fourth cell of the plane each way."""
    alpha = duel.best_alpha()
    return [
        {
            "Δ/σ": f"{duel.plane.x.values[column]:.3g}",
            "d": f"{duel.plane.y.values[row]:.3g}",
            "plain": percent(float(duel.plain[row, column])),
            label: percent(float(duel.plain[row, column] * (1 + margin[row, column]))),
            "margin": signed(margin[row, column]),
            "best alpha": "plain is as good" if alpha[row, column] == 0 else f"{alpha[row, column]:g}",
            "best linear found": percent(float(duel.best[row, column])),
        }
        for row in range(0, duel.plane.shape[0], 4)
        for column in range(0, duel.plane.shape[1], 4)
        if duel.plane.possible[row, column]
    ]


def signed(share):
    """A relative difference as +12 % or −15 %; from double on as a factor."""
    if share >= 1:
        return f"× {1 + share:.3g}"
    return f"{100 * share:+.0f} %".replace("-", "−")
