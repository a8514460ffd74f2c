"""Inside the graph: a dense and a sparse region of one graph, and which of them loses its classes first."""

import numpy as np
import streamlit as st

from core.estimate import estimate
from core.inside.regions import BRIDGES
from ui.charts import picture, table, theme
from ui.charts.figures import Dots, Line, Panel, over_depth
from ui.frame.marker import marked
from ui.inside.region_words import Region, explanation, headline
from ui.server import cache, experiment
from ui.session import state
from ui.words.plain import plain

N_GRAPHS = 3
NAMES = ("dense region", "sparse region")
COLOURS, DASHES, SYMBOLS = (theme.SERIES[3], theme.SERIES[5]), ("solid", "dash"), ("circle", "diamond")
TITLES = {
    "gap": "Distance of the class means",
    "spread": "Spread of all features",
    "error": "Error, threshold fixed",
}


def section(model, depth, seed):
    """Draw distance of the means, spread and error of both regions over depth."""
    try:
        graphs = _graphs(model, depth, seed)
    except ValueError as problem:
        st.info(f"Not drawn for this model: {plain(problem)}")
        return
    curves = {name: estimate([getattr(graph, name) for graph in graphs]) for name in TITLES}
    degree = np.mean([graph.degree for graph in graphs], axis=0)
    dense, sparse = (
        Region(*(curves[name].value[:, place] for name in TITLES), float(degree[place])) for place in (0, 1)
    )
    mark = marked(model, depth)
    st.markdown(headline(dense, sparse, mark))
    for column, name in zip(st.columns(len(TITLES), vertical_alignment="bottom"), TITLES, strict=True):
        with column:
            st.markdown(f"**{TITLES[name]}**")
            axis = state.view()["axis"] if name == "error" else "log"
            picture.draw(
                over_depth(_panel(name, graphs, mark), axis=axis), key=f"inside_regions_{name}", alt=TITLES[name]
            )
    st.markdown(explanation(dense, sparse, BRIDGES))
    columns = {"depth": np.arange(depth + 1)}
    for name, title in TITLES.items():
        columns |= table.per_cent({f"{title}, {NAMES[place]}": curves[name].value[:, place] for place in (0, 1)})
    table.numbers(columns)


def _panel(name, graphs, mark):
    """Simulated dots of both regions with bars, joined for the eye."""
    samples = np.abs([getattr(graph, name) for graph in graphs])
    found = [estimate(samples[:, :, place]) for place in (0, 1)]
    lines = tuple(Line(NAMES[place], found[place].value, COLOURS[place], DASHES[place], 1.5) for place in (0, 1))
    dots = tuple(
        Dots(f"{NAMES[place]}, simulated", found[place], COLOURS[place], SYMBOLS[place], listed=False)
        for place in (0, 1)
    )
    return Panel(TITLES[name], lines, dots, limits=(0, 0.52) if name == "error" else None, mark=mark, percent=True)


def _graphs(model, depth, seed):
    """core.inside.regions.Regions of a few graphs, remembered one by one."""
    found = []
    with experiment.turn(model, depth) as give_way:
        for index in range(N_GRAPHS):
            give_way()
            found.append(cache.regions(model, depth, seed, index))
    return found
