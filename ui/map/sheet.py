"""Map of the sweet spot, first part: the best depth over a whole plane of models, a way through it, and its checks."""

import numpy as np
import streamlit as st

from core.maps.sweet_spot import DEPTH, trust
from ui.charts import picture
from ui.charts.layout import BARE
from ui.frame import page_choice, present
from ui.frame.marker import marked
from ui.frame.navigation import links
from ui.link.keys import MODEL_KEYS
from ui.map import check, cut, one_more, sweep
from ui.map import words as map_words
from ui.map.axes import AXIS_LABELS
from ui.map.heat import SHOWN_LABELS, heat_map
from ui.map.model import PAIR_LABELS, coordinates, fixed_values, load_cell, nearest
from ui.server import cache
from ui.session import choices, state

SIDE = 60


def section(model):
    """Draw the map about the present model, the cross-section through it, and what was simulated."""
    left, right = present.fold("Axes and colour").columns([2, 3])
    with left:
        pair = page_choice.buttons("map", "Axes", PAIR_LABELS)
    with right:
        shown = page_choice.buttons("shown", "Colour", SHOWN_LABELS)
        depth = min(marked(model, state.depth_max()), DEPTH - 1)
        if shown == "more":
            one_more.depth_control(depth, state.depth_max())
    slot, words = (st.empty(), st.empty()) if present.presenting() else (st.empty(), st.empty())[::-1]
    progress = st.empty()
    plane, found = _map(slot, progress, model, pair, shown, depth)
    error = cache.predict(model, DEPTH).error_fixed
    with words.container():
        here = one_more.present_sentence(error, depth) if shown == "more" else map_words.present_sentence(error)
        st.markdown(f"{_headline(plane, found, shown, depth)}  \n{here}")
        st.markdown(":small[By walk theory, as on the first page; what sampled graphs of your model say:]")
        links("theory", "remedies")
    fixed = map_words.fixed_words(pair, model.n_nodes, *fixed_values(pair, model)[1:])
    st.markdown(map_words.explanation(plane, trust(plane, found), fixed))
    _pick_cell(plane, pair, model)
    cells = cut.section(plane, found, model)
    check.section(plane, found, cells, model)
    sweep.section(shown, depth)


def _headline(plane, found, shown, depth):
    return one_more.headline(plane, found, depth) if shown == "more" else map_words.headline(plane, found)


def _map(slot, progress, model, pair, shown, depth):
    """The map as soon as there is a rough one, then with the first step exact; returns (plane, SweetSpot)."""
    steps = cache.map_steps(pair, *fixed_values(pair, model), SIDE)
    for step, (plane, done, total, found) in enumerate(steps):
        if step == 0 and done < total:
            _heat(slot, plane, found, model, pair, shown, depth, "rough")
        if done < total:
            progress.progress(
                done / total, f"Taking the first step exactly where nodes have few neighbours: {done} of {total} cells"
            )
    progress.empty()
    _heat(slot, plane, found, model, pair, shown, depth, "exact")
    return plane, found


def _heat(slot, plane, found, model, pair, shown, depth, stage):
    """The heat map; a click on a cell loads its model."""
    figure = heat_map(
        plane,
        found,
        shown,
        depth=depth,
        reasons=trust(plane, found),
        mark=coordinates(plane, model),
        checked=check.checked_cells(plane, model),
    )
    key = f"heat_{stage}_{pair}"
    with slot.container():
        picture.draw(
            figure,
            key=key,
            on_select=lambda: _load_clicked(plane, key),
            selection_mode="points",
            config=BARE,
            alt=f"{SHOWN_LABELS[shown]} over {PAIR_LABELS[pair]}. {_headline(plane, found, shown, depth)}",
        )


def _load_clicked(plane, key):
    points = [point for point in state.widget(key)["selection"]["points"] if point.get("curve_number") == 0]
    if points:
        load_cell(plane, *np.unravel_index(points[0]["point_number"], plane.shape))


def _pick_cell(plane, pair, model):
    """The keyboard's way to a cell: its two values, and a button."""
    st.markdown("**Load a model**: tap or click on a cell, or choose its two values here.")
    left, right, button = st.columns([2, 2, 2], vertical_alignment="bottom")
    here = nearest(plane, coordinates(plane, model))
    column, row = (
        place.selectbox(
            AXIS_LABELS[axis.name],
            range(axis.values.size),
            index=index,
            format_func=lambda index, axis=axis: f"{axis.values[index]:.4g}",
            # The model's own cell is chosen; on another map, or for another model, it is another box.
            key=f"cell_{pair}_{axis.name}_{axis.values[0]:g}_{axis.values[-1]:g}_{index}",
        )
        for place, axis, index in ((left, plane.x, here[1]), (right, plane.y, here[0]))
    )
    obstacle = choices.obstacle(*MODEL_KEYS) or ("" if plane.possible[row, column] else "p or q would exceed 1.")
    button.button(
        "Load this model",
        on_click=load_cell,
        args=(plane, row, column),
        disabled=bool(obstacle),
        help=obstacle or "Sets N, p, q, mu1 and mu2 in the sidebar, on every page, and in the link.",
        width="stretch",
    )
