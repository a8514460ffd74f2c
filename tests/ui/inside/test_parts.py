"""Every part of the page Inside the graph on models at the edge: drawn, in words, and without a number that is none."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.inside.growth import distances, snowball
from core.inside.lattices import sample_lattice
from core.methods.operators import with_isolated_loops
from core.model import CSBM
from core.propagation import METHODS
from ui.inside import graph as inside_graph
from ui.inside.parts import PARTS
from ui.link.keys import FILTERS, INSIDE_PARTS

MODELS = {
    "ordinary": CSBM(320, 0.06, 0.02),
    "no links": CSBM(50, 0, 0),
    "two nodes": CSBM(2, 0, 1),
    "two cliques": CSBM(10, 1, 0),
    "complete": CSBM(12, 1, 1),
    "bipartite": CSBM(60, 0, 0.3),
    "heterophily": CSBM(200, 0.03, 0.09),
    "nothing to learn": CSBM(200, 0.1, 0.1, 1.0, 1.0),
    "mostly isolated": CSBM(200, 0.002, 0.002),
    "hardly any noise": CSBM(200, 0.1, 0.05, -1, 1, 0.05),
    "swapped": CSBM(200, 0.1, 0.05, 3, -2, 5),
}


def run_part(part, model, depth, **choices):
    """The part drawn by Streamlit's own test runner. Returns the AppTest."""

    def script(part, numbers, depth, choices):
        from core.model import CSBM
        from ui.inside.parts import PARTS
        from ui.session import state

        state.put(dmax=depth)
        state.set_page(part=part, **choices)
        PARTS[part][1](CSBM(*numbers), depth, 0)

    numbers = (model.n_nodes, model.p_within, model.q_across, model.mean_1, model.mean_2, model.sigma)
    app = AppTest.from_function(script, kwargs={"part": part, "numbers": numbers, "depth": depth, "choices": choices})
    return app.run(timeout=60)


def assert_sound(app):
    assert not app.exception, app.exception[0]
    words = " ".join(element.value for kind in ("markdown", "caption", "info") for element in app.get(kind))
    words += " ".join(metric.value for metric in app.metric)
    assert words and not re.search(r"\b(?:nan|inf|none)\b", words.lower()), words
    charts = app.get("plotly_chart")
    assert charts or app.info, "a part draws something, or says why not"
    for chart in charts:
        json.loads(chart.proto.spec, parse_constant=lambda text: pytest.fail(f"{text} in a figure"))


def test_every_part_has_its_name_in_the_link():
    assert tuple(PARTS) == INSIDE_PARTS


@pytest.mark.parametrize("part", INSIDE_PARTS)
@pytest.mark.parametrize("name", MODELS)
def test_every_part_is_drawn_and_put_into_words_on_models_at_the_edge(part, name):
    assert_sound(run_part(part, MODELS[name], 5))


@pytest.mark.parametrize("part", INSIDE_PARTS)
@pytest.mark.parametrize("depth", [1, 24])
def test_every_part_is_drawn_at_the_smallest_and_at_a_large_range_of_depths(part, depth):
    assert_sound(run_part(part, MODELS["ordinary"], depth))


@pytest.mark.parametrize("key", FILTERS)
def test_every_filter_is_a_polynomial_of_the_walk_and_is_drawn(key):
    assert METHODS[key].weights is with_isolated_loops
    assert_sound(run_part("spectrum", MODELS["ordinary"], 4, filter=key))


@pytest.mark.parametrize(("where", "rewire"), [("everywhere", 0.0), ("everywhere", 1.0), ("regions", 1.0)])
def test_lattices_are_compared_wherever_the_classes_lie_and_however_many_links_are_rewired(where, rewire):
    assert_sound(run_part("lattices", MODELS["ordinary"], 6, where=where, rewire=rewire))


def test_the_headline_counts_the_nodes_that_were_heard_from():
    app = run_part("growth", CSBM(12, 1, 1), 4)
    assert "has heard from **100.0 %** of the graph" in app.markdown[0].value
    assert "hop **1** (11 of 12)" in app.markdown[0].value
    lonely = run_part("growth", CSBM(10, 0, 0), 4)
    assert "no neighbours" in lonely.markdown[0].value


def test_a_snowball_takes_whole_hops_and_a_part_of_the_last_one():
    graph = sample_lattice(np.random.default_rng(0), CSBM(500, 0.01, 0.01), "ring")
    hops = distances(graph, 7)
    drawn = snowball(np.random.default_rng(1), hops, 40)
    assert drawn.size == 40 and 7 in drawn
    deepest = hops[drawn].max()
    assert set(np.flatnonzero((hops >= 0) & (hops < deepest))) <= set(drawn)
    assert snowball(np.random.default_rng(1), hops, 10_000).size == 500


def test_rings_put_classes_on_their_sides_and_hops_at_their_distance():
    hops, labels = np.repeat([0, 1, 2, -1], [1, 10, 80, 3]), np.tile([-1, 1], 47)
    places = inside_graph.ring_places(hops, labels)
    away = hops != 0
    assert (np.sign(places[away, 0]) == labels[away]).all()
    distance = np.linalg.norm(places, axis=1)
    assert (
        distance[hops == 0].max() < distance[hops == 1].min() < distance[hops == 2].min() < distance[hops == -1].min()
    )
    assert np.abs(distance[hops == 2] - 2).max() < 0.5


def test_nodes_met_at_this_hop_have_a_rim_and_those_not_heard_from_are_faded():
    hops = np.array([0, 1, 1, 2, 2, -1])
    figure = inside_graph.graph_figure(
        places=np.random.default_rng(0).random((6, 2)),
        edges=np.array([[0, 0, 1], [1, 2, 3]]),
        values=np.linspace(-1, 1, 6),
        labels=np.array([-1, -1, 1, -1, 1, 1]),
        hops=hops,
        depth=1,
        centre=0.0,
        reach=1.0,
        numbers=np.arange(1, 7),
    )
    by_name = {trace.name: trace for trace in figure.data if trace.name}
    assert by_name["class 1"].marker.opacity > by_name["class 1, not heard from yet"].marker.opacity
    assert by_name["class 1"].marker.line.width[0] > by_name["class 1, not heard from yet"].marker.line.width[0]
    assert [int(row[0]) for row in by_name["class 2, not heard from yet"].customdata] == [5, 6]
    assert by_name["node 1, class 1"].marker.symbol == "star"
