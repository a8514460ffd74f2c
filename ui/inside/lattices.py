"""Inside the graph, second part: the same two communities on graphs without shortcuts. Why not as deep as CNNs?"""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.estimate import Estimate, estimate
from core.simulation import read
from ui.charts import table, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.charts.layout import PLAIN
from ui.frame.marker import marked
from ui.server import cache, experiment
from ui.session import state
from ui.words.readings import percent

N_GRAPHS = 3
NOISIER = 4
FEWEST_SHOWN = 0.05
NAMES = {"torus": "grid (torus)", "ring": "ring", "small": "small world", "csbm": "random graph (CSBM)"}
COLOURS = {"torus": theme.DENOISING, "ring": theme.MIXING, "small": theme.CLASS_2, "csbm": theme.CLASS_1}
SYMBOLS = {"torus": "square", "ring": "diamond", "small": "triangle-up", "csbm": "circle"}
DASHES = {"torus": "dash", "ring": "dot", "small": "dashdot", "csbm": "solid"}
WHERE = {"regions": "in two regions, as in an image", "everywhere": "everywhere, as mixed as in the CSBM"}


@dataclass(frozen=True)
class World:
    """One kind of graph over its samples: estimates over depth 0..n of new nodes, mean gap, variance and one error.

    noisy_best: the depth of the lowest error if sigma were NOISIER times as large.
    """

    new: Estimate
    gap: Estimate
    variance: Estimate
    error: Estimate
    noisy_best: int

    @property
    def best(self):
        """Depth of the lowest error."""
        return int(np.argmin(self.error.value))

    @property
    def harmless(self):
        """Deepest depth from the best one on at which the error is still at most twice the lowest."""
        above = self.error.value[self.best :] > 2 * self.error.value[self.best]
        return self.best + (int(np.argmax(above)) - 1 if above.any() else above.size - 1)


def section(model, depth, seed):
    """Compare new nodes, denoising and error on a grid, a ring, a small world and the CSBM of one degree."""
    top = st.container()
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
    for place, (column, (panel, axis)) in enumerate(zip(st.columns(3), panels, strict=True)):
        with column:
            st.markdown(f"**{panel.title}**")
            figure = over_depth(panel, axis=axis, height=400)
            st.plotly_chart(figure, key=f"inside_lattice_{place}", config=PLAIN, alt=panel.title)
    table.show(table.columns(_rows(worlds, depth)), "The four graphs in comparison")
    _numbers(worlds, depth)
    st.markdown(_explanation(model, worlds, depth, where, rewire))


def _controls():
    first, second, third = st.columns([3, 3, 2])
    state.follow("inside_where", state.page("where"))
    first.radio(
        "The two classes lie",
        list(WHERE),
        key="inside_where",
        format_func=WHERE.get,
        on_change=lambda: state.set_page(where=state.widget("inside_where")),
        help="In regions, neighbours are nearly always of one class, except at the border. Everywhere, each node has as many links across as in the CSBM.",
    )
    state.follow("inside_rewire", float(state.page("rewire")))
    second.slider(
        "Small world: share of links rewired",
        0.0,
        1.0,
        key="inside_rewire",
        step=0.01,
        on_change=lambda: state.set_page(rewire=state.widget("inside_rewire")),
        help="A ring of which this share of links leads anywhere, drawn as in the CSBM (after Watts and Strogatz 1998). 0 is the ring, 1 is the CSBM.",
    )
    state.follow("inside_reading", state.view()["reading"])
    third.selectbox(
        "Error",
        list(theme.READING_LABELS),
        key="inside_reading",
        format_func=theme.READING_LABELS.get,
        on_change=lambda: state.change_view(reading=state.widget("inside_reading")),
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
        int(np.argmin(estimate(getattr(noisy, name)).value)),
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
    return Panel(title, lines, dots, limits=(0, 0.52) if name == "error" else None, mark=mark)


def headline(worlds, depth, where):
    """One sentence with computed numbers: what the grid does at the deepest layer where the random graph fails."""
    grid, random = worlds["torus"], worlds["csbm"]
    last = _last_hop(grid.new.value)
    new = f"The random graph runs out of new nodes after hop {_last_hop(random.new.value)}, the grid " + (
        f"after hop {last}." if last < depth else f"still meets them at hop {depth}."
    )
    start = (
        f"With the same number of links, at depth **{depth}** the grid errs on **{percent(float(grid.error.value[-1]))}** and the random graph "
        f"on **{percent(float(random.error.value[-1]))}**. {new}"
    )
    if where == "everywhere":
        return f"{start} Where the classes are mixed this thoroughly, new nodes alone do not help."
    return (
        f"{start} With {NOISIER} times the noise the best depth would be **{_deep(grid.noisy_best, depth)}** on the grid and "
        f"**{_deep(random.noisy_best, depth)}** on the random graph."
    )


def _last_hop(new):
    """The last hop that brings a node on average."""
    return int(np.flatnonzero(new >= 0.5)[-1])


def _rows(worlds, depth):
    rows = []
    for kind, world in worlds.items():
        rows.append(
            {
                "graph": NAMES[kind],
                "best depth": str(world.best) if world.best < depth else f"{depth} or more",
                "error there": percent(float(world.error.value[world.best])),
                "at most double to depth": str(world.harmless) if world.harmless < depth else f"{depth} or more",
                f"at depth {depth}": percent(float(world.error.value[-1])),
                "new nodes to hop": str(_last_hop(world.new.value))
                if _last_hop(world.new.value) < depth
                else f"{depth} or more",
            }
        )
    return rows


def _numbers(worlds, depth):
    columns = {"depth": np.arange(depth + 1)}
    for name, words in (("new", "new nodes"), ("variance", "variance"), ("error", "error"), ("gap", "gap")):
        columns |= {f"{words}, {NAMES[kind]}": getattr(world, name).value for kind, world in worlds.items()}
    table.numbers(columns)


def _explanation(model, worlds, depth, where, rewire):
    grid, random = worlds["torus"], worlds["csbm"]
    layout = (
        "each class is one half of the lattice"
        if where == "regions"
        else "a node of each class stands at every place of the lattice"
    )
    first = (
        f"**What is compared.** Four graphs with {model.n_nodes:,} nodes and mean degree {model.mean_degree:.3g}. On the grid and the ring every link joins near "
        f"neighbours, and {layout}. The small world is the ring with {percent(float(rewire))} of its links leading anywhere. Dots are **simulated**, mean of "
        f"{N_GRAPHS} graphs, bars one standard error over graphs (new nodes of the CSBM: one graph). Thin strokes only join dots."
    )
    noisier = (
        f"**The best depth** is {grid.best} on the grid and {random.best} on the random graph. The more there is to denoise, the deeper one wants to go, and the grid lets one: "
        f"with {NOISIER} times the noise {_deep(grid.noisy_best, depth)} against {_deep(random.noisy_best, depth)}."
    )
    if where == "regions":
        return (
            f"{first}\n\n**Why a deep network can work on an image.** Two things differ. *Denoising lasts*: on the grid the variance still falls by "
            f"{percent(float(1 - grid.variance.value[-1] / grid.variance.value[-2]))} in the last layer drawn, on the random graph by {percent(max(0.0, float(1 - random.variance.value[-1] / random.variance.value[-2])))}. "
            f"*Mixing is slow*: things in an image are regions, only their borders mix, and at depth {depth} {percent(abs(float(grid.gap.value[-1])))} of the gap is left, against "
            f"{percent(abs(float(random.gap.value[-1])))}. Slow mixing makes depth harmless, lasting denoising makes it worth while; it takes both: choose *everywhere* to take the regions away and keep the grid. The grid's error is made at the border; "
            f"the ring, whose regions touch in two places only, has less of it.\n\n{noisier}"
        )
    second = min(2, depth)
    return (
        f"{first}\n\n**New nodes are not enough.** Here every layer of the grid multiplies the gap by λ = {model.edge_correlation:.3g}, so it mixes as fast as the random graph. It denoises for longer, "
        f"but more slowly: at depth {second} its variance is {grid.variance.value[second] / random.variance.value[second]:.2g} times that of the random graph, because the second "
        "hop of a grid meets few new nodes. So depth pays even less. What lets networks on images be deep is slow mixing *and* lasting denoising: choose *in two regions*."
    )


def _deep(best, depth):
    return str(best) if best < depth else f"{depth} or more"
