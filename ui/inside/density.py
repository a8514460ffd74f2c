"""Section of the page "Inside the graph": the same two communities with few links or with many."""

import numpy as np
import streamlit as st

from core.accuracy.walks import measured
from core.estimate import estimate
from core.lowest import first_lowest
from core.maps.density import SEARCHED_DEPTH, landmarks, of_degree
from core.number_of import number_of
from core.simulation import read
from ui.charts import picture, table, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.sweep_figures import over_parameter
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.words.curve import below
from ui.words.readings import amount, percent, ratio_sentence

PANEL_DEPTH = 12
N_GRAPHS = 3
N_DRAWS = 16
# Denser graphs would keep a reader waiting for longer than a second.
DOTTED_EDGES = 250_000
SMALLEST = 0.005


def section(model, depth, seed):
    """Draw the section. model: with equal blocks; its mean degree is changed, N and lam stay.

    depth: deepest layer of the small charts, at most PANEL_DEPTH.  seed: of the sampled graphs.
    """
    st.markdown(
        f"From few links to many at the same N and the same label correlation λ = {model.edge_correlation:.3g}: mean degree d from log N to N/2. "
        "The threshold is fixed at m."
    )
    try:
        marks = landmarks(model)
        curves = cache.density_curves(model)
    except ValueError as problem:
        st.info(f"Not drawn for this model: {problem}")
        return
    st.markdown(headline(curves))
    left, right = st.columns(2)
    with left:
        st.markdown("**Best depth, and depth at which nothing is left of the gain**")
        lines = [
            Line("best depth", curves.best_depth, theme.DENOISING),
            Line("error back at that without convolution", curves.return_depth, theme.MIXING, "dash"),
        ]
        _show(over_parameter(curves.degree, lines, title="mean degree d", x_axis="log", marks=marks), "density_depths")
    with right:
        st.markdown("**Lowest error over all depths** (theory)")
        start = cache.predict(model, 0).error_fixed[0]
        lines = [
            Line("lowest error", curves.lowest_error, theme.CLASS_1),
            Line("without convolution", np.full(curves.degree.size, start), theme.NEUTRAL, "dash"),
        ]
        figure = over_parameter(
            curves.degree, lines, title="mean degree d", axis="log", x_axis="log", marks=marks, percent=True
        )
        _show(figure, "density_errors")
    st.markdown(
        "A dense graph shows a node so many others in one hop that hardly anybody is left to meet in the next: denoising is done at once, and further layers mix, by a factor "
        "λ each. A sparse one needs a few hops, and because walkers turn back it mixes less than λⁿ says."
    )
    stored = measured()
    within = stored["curves"]["error_fixed"]
    slots = [column.empty() for _ in range(2) for column in st.columns(2)]
    st.caption(
        f"Lines are walk theory, dots {N_GRAPHS} sampled graphs with bars of one standard error. On other models, up to mean degree {stored['degrees'][1]}, "
        f"theory was within {percent(within['median'])} of the error (median; nine in ten within {percent(within['ninety'])}), for errors above "
        f"{percent(SMALLEST)}. Errors below 10⁻¹² % are not drawn."
    )
    table.numbers(table.columns(rows(curves)))
    _small_multiples(slots, model, marks, min(depth, PANEL_DEPTH), seed)


def headline(curves):
    """One sentence from sparse to dense, with computed numbers."""
    best, lowest = curves.best_depth.astype(int), curves.lowest_error
    ends = f"From {number_of(amount(curves.degree[0]), 'neighbour')} to {amount(curves.degree[-1])}"
    if not best.any():
        return f"**No depth helps here, sparse or dense**: without convolution the error is {percent(lowest[0])}, and no layer lowers it."
    change = f"goes from {best[0]} to {best[-1]}" if best[0] != best[-1] else f"is {best[0]} at both ends"
    verb = "falls" if below(lowest[-1], lowest[0]) else "goes"
    lost = [_lost(*end) for end in zip(best[[0, -1]], curves.return_depth[[0, -1]], strict=True)]
    return (
        f"{ends} the best depth **{change}** and the lowest error {verb} from **{percent(lowest[0])}** to **{percent(lowest[-1])}**. In the sparse graph {lost[0]}; "
        f"in the dense one {lost[1]}."
    )


def _lost(best, back):
    """What becomes of the gain of the best depth."""
    if best == 0:
        return "no layer gains anything"
    return (
        f"the whole gain is lost by depth {back:.0f}"
        if np.isfinite(back)
        else f"some of the gain is left at depth {SEARCHED_DEPTH}"
    )


def rows(curves):
    """Rows of the table of numbers, one a mean degree."""
    columns = zip(curves.degree, curves.best_depth, curves.lowest_error, curves.return_depth, strict=True)
    return [
        {
            "mean degree": f"{degree:,.4g}",
            "best depth": int(best),
            "lowest error": percent(error),
            "back at the start": "" if np.isnan(back) else str(int(back)),
        }
        for degree, best, error, back in columns
    ]


def _small_multiples(slots, model, marks, depth, seed):
    """Error against depth at the four landmarks: theory in all of them first, then dots where the graph is not too dense."""
    models = {name: of_degree(model, degree) for name, degree in marks.items()}
    sampled = {
        name: experiment.obstacle(here) is None and here.expected_edges <= DOTTED_EDGES for name, here in models.items()
    }
    for slot, (name, here) in zip(slots, models.items(), strict=True):
        alone = f"Theory alone: above {DOTTED_EDGES:,} expected links, or the app's caps, no graph is sampled here."
        _panel(slot, name, here, depth, "theory", "Simulating …" if sampled[name] else alone)
    for slot, (name, here) in zip(slots, models.items(), strict=True):
        if sampled[name]:
            with awaited(lambda: _alone(slots, models, depth)):
                found = _graphs(here, depth, seed)
            simulated = estimate(read(found, cache.side(here, depth), here).error_fixed)
            theory = cache.predict(here, depth).error_fixed
            words = ratio_sentence("Theory", theory, simulated.value, SMALLEST, error=simulated.standard_error)
            _panel(slot, name, here, depth, "simulated", words, simulated)


def _alone(slots, models, depth):
    """All panels without dots, when none will come."""
    for slot, (name, here) in zip(slots, models.items(), strict=True):
        _panel(slot, name, here, depth, "alone", "Theory alone.")


def _graphs(model, depth, seed):
    """Moments of a few sampled graphs."""
    found = []
    with experiment.turn(model, depth) as give_way:
        for index in range(N_GRAPHS):
            give_way()
            found.append(cache.graph_moments(model, depth, seed, index, N_DRAWS))
    return found


def _panel(slot, name, model, depth, stage, words, simulated=None):
    theory = cache.predict(model, depth).error_fixed
    dots = () if simulated is None else (Dots("simulation", simulated, theme.CLASS_1),)
    title = f"Error against depth at mean degree {name}"
    panel = Panel(title, (Line("theory", theory, theme.CLASS_1),), dots, limits=(0, 0.52), percent=True)
    best = f"best at depth {first_lowest(theory)}, {percent(theory.min())}"
    with slot.container():
        st.markdown(f"**d = {name} = {model.mean_degree:,.4g}** · {best}")
        _show(over_depth(panel, axis="linear", height=280), f"density_{name}_{stage}", title)
        st.markdown(f":small[{words}]")


def _show(figure, key, alt="Walk theory against mean degree"):
    picture.draw(figure, key=key, alt=alt)
