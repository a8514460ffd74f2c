"""Inside the graph: a task that needs depth. A label k hops away, by plain convolution and by a residual connection."""

import numpy as np
import streamlit as st

from core.estimate import estimate
from core.inside.long_range import HOPS
from core.lowest import first_lowest
from core.propagation import METHODS
from ui.charts import picture, table, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.frame.marker import marked
from ui.inside.long_range_words import Task, comparison, explanation, headline, rows
from ui.server import cache, experiment

N_GRAPHS = 3
COLOURS = (theme.CLASS_1, theme.CLASS_2, theme.DENOISING)
DASHES = ("solid", "dash", "dashdot")
SYMBOLS = ("circle", "diamond", "square")


def section(model, depth, seed):
    """Draw the errors on labels 1, 2 and 3 hops away over depth, beside those on a node's own class."""
    alpha = METHODS["residual"].options["alpha"].default
    found = {key: _graphs(model, depth, seed, key) for key in ("convolution", "residual")}
    shares = np.array([graph.share for graph in found["convolution"]])
    exact = {key: estimate([graph.exact for graph in graphs]).value for key, graphs in found.items()}
    tasks = [
        Task(hop, float(shares[:, place].mean()), exact["convolution"][:, place], exact["residual"][:, place])
        for place, hop in enumerate(HOPS)
        if (shares[:, place] > 0).all()
    ]
    own = cache.predict(model, depth).error_fixed
    if not tasks:
        st.info(headline(tasks))
        return
    st.markdown(headline(tasks))
    mark = marked(model, depth)
    titles = {
        "convolution": "Error on a label k hops away, plain convolution",
        "residual": f"The same, residual with alpha = {alpha:g}",
    }
    for column, (key, title) in zip(st.columns(2, vertical_alignment="bottom"), titles.items(), strict=True):
        lines = [
            Line(f"k = {task.hop}", exact[key][:, task.hop - 1], COLOURS[task.hop - 1], DASHES[task.hop - 1])
            for task in tasks
        ]
        if key == "convolution":
            lines.append(Line("own class, walk theory", own, theme.NEUTRAL, "dot", 1.5))
        dots = tuple(
            Dots(
                f"k = {task.hop}, simulated",
                estimate([graph.counted[:, task.hop - 1] for graph in found[key]]),
                COLOURS[task.hop - 1],
                SYMBOLS[task.hop - 1],
                listed=False,
            )
            for task in tasks
        )
        panel = Panel(title, tuple(lines), dots, limits=(0, 0.52), mark=mark, percent=True)
        with column:
            st.markdown(f"**{title}**")
            picture.draw(over_depth(panel, axis="linear"), key=f"inside_range_{key}", alt=title)
    st.markdown(comparison(tasks, alpha))
    table.show(table.columns(rows(tasks)), "Labels k hops away")
    st.markdown(explanation(tasks, first_lowest(own)))


def _graphs(model, depth, seed, method):
    """core.inside.long_range.LongRange of a few graphs, remembered one by one."""
    found = []
    with experiment.turn(model, depth) as give_way:
        for index in range(N_GRAPHS):
            give_way()
            found.append(cache.long_range(model, depth, seed, index, method))
    return found
