"""Map of the sweet spot: the best depth of every graph at once, how it grows, and who beats plain convolution where."""

import numpy as np
import streamlit as st

from core.map_check import check_cells
from core.sweep_results import read_results
from core.sweet_spot import EXACT_BELOW, trust
from core.who_wins import ALPHAS
from ui import cache, map_figures, map_words, state, theme
from ui.map_model import FIXED_WORDS, GROWTH_LABELS, PAIR_LABELS, RIVALS, coordinates, fixed_values, load_cell, nearest
from ui.navigation import require_frame
from ui.settings import SETTINGS

require_frame()
state.enter_page("map")
st.title("Map of the sweet spot")
st.markdown(
    "Why so shallow? Here is the answer for every graph at once, from 10 nodes to a trillion: **walk theory** of plain convolution "
    "with a threshold fixed in advance. Nothing is sampled until you ask."
)
SIDE, CHECKED_CELLS = 60, 8
CONFIG = {"displaylogo": False, "displayModeBar": False}
model = state.model()


def choose(name, label, labels, **options):
    """A segmented control bound to one of the page's keys in the link."""
    widget = f"map_{name}"
    state.follow(widget, state.page(name))
    return st.segmented_control(
        label,
        list(labels),
        key=widget,
        format_func=lambda key: labels[key],
        required=True,
        on_change=lambda: state.set_page(**{name: state.widget(widget)}),
        **options,
    )


part = choose("sheet", "Part", {"map": "Map", "growth": "Growth with N", "wins": "Who wins"})


def draw_map(slot, progress):
    """The map as soon as there is a rough one, then with the first step exact; returns (plane, SweetSpot)."""
    pair, shown = state.page("map"), state.page("shown")
    fixed = fixed_values(pair, model)
    for step, (plane, done, total, found) in enumerate(cache.map_steps(pair, *fixed, SIDE)):
        if step == 0 and done < total:
            draw_heat(slot, plane, found, shown, "rough")
        if done < total:
            progress.progress(
                done / total, f"Taking the first step exactly where nodes have few neighbours: {done} of {total} cells"
            )
    progress.empty()
    draw_heat(slot, plane, found, shown, "exact")
    return plane, found


def draw_heat(slot, plane, found, shown, stage):
    """The heat map; a click on a cell loads its model."""
    checked = checked_cells(plane)
    figure = map_figures.heat_map(
        plane, found, shown, reasons=trust(plane, found), mark=coordinates(plane, model), checked=checked
    )
    key = f"heat_{stage}_{state.page('map')}"
    with slot.container():
        st.plotly_chart(
            figure,
            key=key,
            on_select=lambda: load_clicked(plane, key),
            selection_mode="points",
            config=CONFIG,
            alt=f"{map_figures.SHOWN_LABELS[shown]} over {PAIR_LABELS[state.page('map')]}. {map_words.headline(plane, found)}",
        )


def load_clicked(plane, key):
    points = [point for point in state.widget(key)["selection"]["points"] if point.get("curve_number") == 0]
    if points:
        load_cell(plane, *np.unravel_index(points[0]["point_number"], plane.shape))


def check_token(plane):
    """What the cells that were simulated belong to."""
    return (state.page("map"), *fixed_values(state.page("map"), model), plane.shape)


def checked_cells(plane):
    kept = state.kept("check")
    return kept["found"] if kept and kept["token"] == check_token(plane) else []


def pick_cell(plane):
    """The keyboard's way to a cell: its two values, and a button."""
    st.markdown("**Load a model**: click on a cell, or choose its two values here.")
    left, right, button = st.columns([2, 2, 2], vertical_alignment="bottom")
    here = nearest(plane, coordinates(plane, model))
    places = []
    for column, axis, place in ((left, plane.x, here[1]), (right, plane.y, here[0])):
        key = f"cell_{state.page('map')}_{axis.name}"
        places.append(
            column.selectbox(
                map_figures.AXIS_LABELS[axis.name],
                range(axis.values.size),
                index=place,
                format_func=lambda index, axis=axis: f"{axis.values[index]:.4g}",
                key=f"{key}_{place}",
            )
        )
    column, row = places
    possible = bool(plane.possible[row, column])
    button.button(
        "Load this model",
        on_click=load_cell,
        args=(plane, row, column),
        disabled=not possible,
        help="Sets N, p, q, mu1 and mu2 in the sidebar, on every page, and in the link."
        if possible
        else "p or q would exceed 1.",
        width="stretch",
    )


def show_cut(plane, found):
    """A cross-section of the map through the present model; returns its cells."""
    st.header("Cross-section through your model")
    cut = choose(
        "across",
        "Along",
        {
            "row": f"a row: {map_figures.SHORT[plane.x.name]} varies",
            "column": f"a column: {map_figures.SHORT[plane.y.name]} varies",
        },
    )
    row, column = nearest(plane, coordinates(plane, model))
    if cut == "row":
        axis, other, cells = plane.x, (plane.y, row), [(row, place) for place in range(plane.shape[1])]
    else:
        axis, other, cells = plane.y, (plane.x, column), [(place, column) for place in range(plane.shape[0])]
    index = tuple(np.transpose(cells))
    st.markdown(f"At {map_figures.SHORT[other[0].name]} = {other[0].values[other[1]]:.4g}:")
    checked = [cell for cell in checked_cells(plane) if cell.n_graphs and cell.cell in cells]
    at = np.array([axis.values[cell.cell[1 if cut == "row" else 0]] for cell in checked])
    depths, errors = st.columns(2)
    mark = coordinates(plane, model)[0 if cut == "row" else 1]
    common = {"x_label": map_figures.AXIS_LABELS[axis.name], "x_log": axis.log, "mark": mark}
    dots = (
        [
            (
                "simulated best depth",
                at,
                np.array([cell.best_depth for cell in checked]),
                np.zeros(at.size),
                theme.CLASS_2,
            )
        ]
        if checked
        else []
    )
    figure = map_figures.curves(
        axis.values,
        [
            ("best depth n*", found.best_depth[index], theme.CLASS_1, "solid", "hvh"),
            ("error back at n₀", found.return_depth[index], theme.NEUTRAL, "dash", "hvh"),
        ],
        title="depth",
        dots=dots,
        **common,
    )
    depths.plotly_chart(figure, key="cut_depths", config=CONFIG, alt="Best depth along the cross-section")
    dots = (
        [
            (
                "simulated error there",
                at,
                np.array([cell.error for cell in checked]),
                np.array([cell.standard_error for cell in checked]),
                theme.CLASS_2,
            )
        ]
        if checked
        else []
    )
    figure = map_figures.curves(
        axis.values,
        [
            ("lowest error", np.maximum(found.best_error[index], 1e-6), theme.CLASS_1, "solid", "linear"),
            ("without convolution", np.maximum(found.first_error[index], 1e-6), theme.NEUTRAL, "dash", "linear"),
        ],
        title="error",
        y_log=True,
        limit=(1e-4, 0.7),
        dots=dots,
        **common,
    )
    errors.plotly_chart(figure, key="cut_errors", config=CONFIG, alt="Lowest error along the cross-section")
    with st.expander("Numbers"):
        st.dataframe(map_words.cut_rows(plane, found, trust(plane, found), cells), hide_index=True)
    return cells


def start_check(plane, cells):
    state.keep("check", {"token": check_token(plane), "cells": cells, "found": [], "running": True})


def stop_check():
    state.keep("check", {**state.kept("check"), "running": False})


def check_by_simulation(plane, found, cells):
    """Simulate a few cells of the cross-section, with progress and stop; whatever else is clicked meanwhile, it goes on."""
    st.header("Check by simulation")
    possible = [cell for cell in cells if plane.possible[cell]]
    chosen = (
        [possible[place] for place in np.unique(np.linspace(0, len(possible) - 1, CHECKED_CELLS).astype(int))]
        if possible
        else []
    )
    st.markdown(
        f"{len(chosen)} cells spread over the cross-section, 16 sampled graphs each; dots appear on the map and in the charts."
    )
    kept = state.kept("check")
    mine = kept and kept["token"] == check_token(plane)
    if not (mine and kept["running"]):
        st.button("Check the cross-section", on_click=start_check, args=(plane, chosen), disabled=not chosen)
    else:
        st.button("Stop checking", on_click=stop_check)
        done = len(kept["found"])
        bar = st.progress(0.0, "Simulating …")
        missing = kept["cells"][done:]
        steps = check_cells(plane, found, missing, max_nodes=SETTINGS.max_nodes, max_edges=SETTINGS.max_edges)
        for graphs, total, cell in steps:
            share = (done + len(missing) * graphs / max(total, 1)) / len(kept["cells"])
            bar.progress(min(share, 1.0), f"Simulating: {len(kept['found'])} of {len(kept['cells'])} cells")
            if cell is not None:
                kept["found"].append(cell)
        state.keep("check", {**kept, "running": False})
        st.rerun()
    checked = checked_cells(plane)
    if checked:
        st.markdown(map_words.check_sentence(checked))
        with st.expander("Simulated cells", expanded=True):
            st.dataframe(map_words.check_rows(plane, checked), hide_index=True)


def open_results():
    """A sweep's CSV file, opened as a map."""
    st.header("Open a sweep")
    st.markdown(
        "`python -m core sweep --grid grid.toml --out results.csv` runs any grid of models; open its file here (docs/sweeps.md)."
    )
    file = st.file_uploader("Results of a sweep (CSV)", type="csv")
    if file is None:
        return
    try:
        results = read_results(file.getvalue())
    except ValueError as problem:
        st.error(f"{problem} Nothing is drawn from it.")
        return
    label = st.selectbox("Method of the sweep", [result.label for result in results])
    result = next(result for result in results if result.label == label)
    shown = state.page("shown")
    st.plotly_chart(
        map_figures.heat_map(result.plane, result.found, shown, height=520),
        key="sweep_map",
        config=CONFIG,
        alt=f"{map_figures.SHOWN_LABELS[shown]} from a sweep, {label}",
    )
    st.markdown(f"**{label}**, {result.n_seeds} graph(s) a cell. {map_words.headline(result.plane, result.found)}")


def show_map():
    left, right = st.columns(2)
    with left:
        pair = choose("map", "Axes", PAIR_LABELS)
    with right:
        choose("shown", "Colour", map_figures.SHOWN_LABELS)
    words, slot, progress = st.empty(), st.empty(), st.empty()
    plane, found = draw_map(slot, progress)
    words.markdown(
        f"{map_words.headline(plane, found)}  \n{map_words.present_sentence(cache.predict(model, 64).error_fixed)}"
    )
    st.markdown(
        "\n".join(
            [
                FIXED_WORDS[pair].format(
                    n=model.n_nodes, strength=fixed_values(pair, model)[2], correlation=fixed_values(pair, model)[1]
                )
                + " The map is an **approximation**, walk theory, with the first step taken exactly where nodes have fewer than "
                f"{EXACT_BELOW:.0f} neighbours; **simulated** are the dots, once you ask for them.",
                "",
                "- solid line: d λ² = 1, below it the links alone tell nothing (Kesten–Stigum); dashed: d = log N, above it the graph is connected.",
                *map_words.distrust(trust(plane, found)),
            ]
        )
    )
    pick_cell(plane)
    cells = show_cut(plane, found)
    check_by_simulation(plane, found, cells)
    open_results()


def show_growth():
    st.markdown(
        "Does a larger graph want a deeper network? The paper: denoising is over after about log N / log log N layers."
    )
    regime = choose("regime", "While N grows", GROWTH_LABELS)
    if model.mean_degree == 0:
        st.info("p and q are 0, so there is no graph to grow; give it some links in the sidebar.")
        return
    with st.spinner("Computing the best depth for 61 sizes …"):
        law = cache.growth_law(model, regime)
    if law.n_nodes.size == 0:
        st.info("No graph from 100 nodes on has this mean degree.")
        return
    st.markdown("  \n".join(map_words.growth_sentences(law, regime)))
    figure = map_figures.curves(
        law.n_nodes,
        [
            ("best depth n*", law.best_depth.astype(float), theme.CLASS_1, "solid", "hvh"),
            ("error back at n₀", law.return_depth, theme.CLASS_2, "solid", "hvh"),
            ("log N / log log N", law.loglog, theme.NEUTRAL, "dash", "linear"),
            ("log N / log d", law.logd, theme.MIXING, "dot", "linear"),
        ],
        title="depth",
        x_label=map_figures.AXIS_LABELS["N"],
        mark=model.n_nodes if 100 <= model.n_nodes <= 10**12 else None,
        height=460,
    )
    st.plotly_chart(figure, key="growth", config=CONFIG, alt="Best depth and return depth against the number of nodes")
    st.markdown(":small[Solid: walk theory. Dashed and dotted: the orders named in the literature, with constant 1.]")
    with st.expander("Numbers"):
        st.dataframe(map_words.growth_rows(law), hide_index=True)


def show_wins():
    rival = choose("rival", "Against plain convolution", {key: label for key, (label, _, _) in RIVALS.items()})
    label, name, strength = RIVALS[rival]
    fixed = fixed_values("sd", model)
    st.markdown(
        f"Each method at its own best depth (up to 24), N = {model.n_nodes:,}, λ = {fixed[1]:g}. Blue: {label} errs less; vermillion: plain "
        "convolution does. Change N in the sidebar and watch the border move."
        + (
            f" Alpha runs from {ALPHAS[0]:g} to {ALPHAS[-1]:g}; 0 would be plain convolution itself."
            if rival == "residual_best"
            else ""
        )
    )
    progress = st.empty()
    for done, total, duel in cache.duel_steps(fixed[0], fixed[1]):  # noqa: B007 the last one stays
        if done < total:
            progress.progress(done / total, f"Comparing: {done} of {total} mean degrees")
    progress.empty()
    margin = duel.margin(name, strength)
    st.markdown(map_words.wins_sentence(duel, margin, label))
    figure = map_figures.margin_map(duel.plane, margin, names=("plain", label), mark=coordinates(duel.plane, model))
    st.plotly_chart(
        figure,
        key="wins",
        config=CONFIG,
        alt=f"{label} against plain convolution over feature strength and mean degree",
    )
    row, column = nearest(duel.plane, coordinates(duel.plane, model))
    if duel.plane.possible[row, column]:
        st.markdown(map_words.duel_sentence(duel, row, column, label, margin))
    with st.expander("Numbers"):
        st.dataframe(map_words.duel_rows(duel, margin, label), hide_index=True)


{"map": show_map, "growth": show_growth, "wins": show_wins}[part]()
