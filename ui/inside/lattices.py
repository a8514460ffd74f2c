"""Inside the graph, second part: the same two communities on graphs without shortcuts. Why not as deep as CNNs?"""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.estimate import Estimate, estimate
from core.lowest import first_lowest
from core.simulation import read
from ui.charts import picture, table, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.frame import present
from ui.frame.marker import marked
from ui.inside.lattice_words import NAMES, NOISIER, World, explanation, headline, peak_words, rows
from ui.server import cache, experiment
from ui.session import state
from ui.words.readings import percent

N_GRAPHS = 3
FEWEST_SHOWN = 0.05
COLOURS = {"torus": theme.DENOISING, "ring": theme.MIXING, "small": theme.CLASS_2, "csbm": theme.CLASS_1}
SYMBOLS = {"torus": "square", "ring": "diamond", "small": "triangle-up", "csbm": "circle"}
DASHES = {"torus": "dash", "ring": "dot", "small": "dashdot", "csbm": "solid"}
WHERE = {"regions": "in two regions, as in an image", "everywhere": "everywhere, as mixed as in the CSBM"}


def section(model, depth, seed):
    """Compare new nodes, denoising and error on a grid, a ring, a small world and the CSBM of one degree."""
    top = st.container()
    with present.fold():
        where, rewire, reading = _controls()
    worlds = _worlds(model, depth, seed, where, rewire, reading)
    with top:
        st.markdown(headline(worlds, depth, where))
    mark = marked(model, depth)
    panels = (
        (_panel("New nodes met at a hop, mean over nodes", worlds, "new", mark), "log"),
        (_panel("Variance of a node's feature, as a share of σ²", worlds, "variance", mark), "log"),
        (_panel(f"Error, {theme.READING_LABELS[reading].lower()}", worlds, "error", mark), state.view()["axis"]),
    )
    for place, (column, (panel, axis)) in enumerate(
        zip(st.columns(3, vertical_alignment="bottom"), panels, strict=True)
    ):
        with column:
            st.markdown(f"**{panel.title}**")
            figure = over_depth(panel, axis=axis, height=400)
            picture.draw(figure, key=f"inside_lattice_{place}", alt=panel.title)
    table.show(table.columns(rows(worlds, depth)), "The four graphs in comparison")
    st.markdown(peak_words(worlds, depth))
    _numbers(worlds, depth)
    st.markdown(f"{_compared(model, where, rewire)}\n\n{explanation(worlds, depth, where)}")


def _controls():
    first, second, third = st.columns([3, 3, 2])
    state.follow("inside_where", state.page("where"))
    first.radio(
        "The two classes lie",
        list(WHERE),
        key="inside_where",
        format_func=WHERE.get,
        on_change=state.take,
        args=("where", "inside_where"),
        help="In regions, neighbours are nearly always of one class, except at the border. Everywhere, each node has as many links across as in the CSBM.",
    )
    state.follow("inside_rewire", float(state.page("rewire")))
    second.slider(
        "Small world: share of links rewired",
        0.0,
        1.0,
        key="inside_rewire",
        step=0.01,
        on_change=state.take,
        args=("rewire", "inside_rewire"),
        help="A ring of which this share of links leads anywhere, drawn as in the CSBM (after Watts and Strogatz 1998). 0 is the ring, 1 is the CSBM.",
    )
    state.follow("inside_reading", state.view()["reading"])
    third.selectbox(
        "Error",
        list(theme.READING_LABELS),
        key="inside_reading",
        format_func=theme.READING_LABELS.get,
        on_change=state.take,
        args=("reading", "inside_reading"),
    )
    return state.page("where"), state.page("rewire"), state.view()["reading"]


def _worlds(model, depth, seed, where, rewire, reading):
    """World of every kind: a few graphs each, remembered one by one."""
    draws = experiment.n_draws(model)
    lattices = {"torus": ("torus", 0.0), "ring": ("ring", 0.0), "small": ("ring", float(rewire))}
    found = {}
    for name, (kind, share) in lattices.items():
        samples = []
        with experiment.turn(model, depth) as give_way:
            for index in range(N_GRAPHS):
                give_way()
                samples.append(cache.lattice_moments(model, depth, seed, index, draws, kind, where, share))
        moments = [moment for moment, _ in samples]
        # The rule knows each kind of graph: the side follows the sign of its mean gap.
        side = np.sign(np.mean([moment.mean_gap for moment in moments], axis=0))
        found[name] = _world(moments, np.where(side == 0, 1.0, side), model, [new for _, new in samples], reading)
    graphs = experiment.graphs(model, depth, seed)[:N_GRAPHS]
    found["csbm"] = _world(graphs, cache.side(model, depth), model, [cache.growth(model, depth, seed)], reading)
    return found


def _world(moments, side, model, new, reading):
    name = f"error_{reading}"
    simulation, noisy = (read(moments, side, replace(model, sigma=times * model.sigma)) for times in (1, NOISIER))
    return World(
        estimate(new),
        estimate(simulation.mean_gap),
        estimate(simulation.variance),
        estimate(getattr(simulation, name)),
        first_lowest(estimate(getattr(noisy, name)).value),
    )


def _panel(title, worlds, name, mark):
    """A chart of one quantity: simulated dots with bars, joined by thin strokes for the eye."""
    curves = {kind: getattr(world, name) for kind, world in worlds.items()}
    if name == "new":
        curves = {
            kind: Estimate(
                np.where(curve.value < FEWEST_SHOWN, np.nan, curve.value), curve.standard_error, curve.n_graphs
            )
            for kind, curve in curves.items()
        }
    lines = tuple(Line(NAMES[kind], curve.value, COLOURS[kind], DASHES[kind], 1.5) for kind, curve in curves.items())
    dots = tuple(
        Dots(f"{NAMES[kind]}, simulated", curve, COLOURS[kind], SYMBOLS[kind], listed=False)
        for kind, curve in curves.items()
    )
    return Panel(title, lines, dots, limits=(0, 0.52) if name == "error" else None, mark=mark, percent=name != "new")


def _numbers(worlds, depth):
    columns = {"depth": np.arange(depth + 1)}
    columns |= {f"new nodes, {NAMES[kind]}": world.new.value for kind, world in worlds.items()}
    for name in ("variance", "error", "gap"):
        columns |= table.per_cent(
            {f"{name}, {NAMES[kind]}": getattr(world, name).value for kind, world in worlds.items()}
        )
    table.numbers(columns)


def _compared(model, where, rewire):
    """What is drawn, in one paragraph."""
    layout = (
        "each class is one half of the lattice"
        if where == "regions"
        else "a node of each class stands at every place of the lattice"
    )
    return (
        f"**What is compared.** Four graphs with {model.n_nodes:,} nodes and mean degree {model.mean_degree:.3g}. On the grid and the ring every link joins near "
        f"neighbours, and {layout}. The small world is the ring with {percent(float(rewire))} of its links leading anywhere. Dots are **simulated**, mean of "
        f"{N_GRAPHS} graphs, bars one standard error over graphs (new nodes of the CSBM: one graph). Thin strokes only join dots."
    )
