"""Real nodes under the hills: where propagation puts them, counted, moved without the server; one with its neighbours."""

import re

import numpy as np
import pytest
from browser.stage_alone import mount
from browser.stage_steps import fact, open_stage, points, scrub, stage_of
from playwright.sync_api import expect

from core.model import CSBM
from core.propagation import propagate
from core.sampling import block_labels, sample_graph
from core.streams import streams

SMALL, DENSE = CSBM(), CSBM(600, 0.9, 0.7, -1.0, 1.0, 1.0)


def values(model, depth, seed=0):
    """h^(n) of the first graph and the first draw of a seed, (depth+1, N), and the graph."""
    graph_stream, feature_stream, _ = streams(seed, 0)
    adjacency, noise = sample_graph(graph_stream, model), feature_stream.standard_normal((model.n_nodes, 64))[:, :1]
    features = model.midpoint + model.gap / 2 * block_labels(model)[:, None] + model.sigma * noise
    return propagate("convolution", adjacency, features, depth)[:, :, 0], adjacency


def places(page):
    """(numbers, places) of the nodes as the picture has them."""
    dots = page.get_by_test_id("nodes").locator("circle[data-node]")
    found = dots.evaluate_all("dots => dots.map(dot => [Number(dot.dataset.node), Number(dot.dataset.place)])")
    numbers, where = zip(*found, strict=True)
    return list(numbers), np.array(where)


def wrong(page):
    return page.get_by_test_id("nodes").locator("circle.stage-node-wrong").count()


@pytest.mark.parametrize("model", [SMALL, DENSE], ids=["the whole graph is sent", "only the nodes' paths are sent"])
def test_every_dot_is_where_propagation_puts_its_node_and_the_wrong_ones_are_ringed_and_counted(page, model):
    mount(page, model)
    wanted, _ = values(model, 10)
    for depth in (0, 1, 2, 5, 10):
        scrub(page, depth)
        numbers, where = places(page)
        assert len(numbers) == 120 == fact(page, "nodes")
        assert where == pytest.approx(wanted[depth][numbers], abs=1e-6)
        mistaken = np.sum((where > model.midpoint) != (np.array(numbers) >= model.n_nodes // 2))
        assert wrong(page) == mistaken == fact(page, "wrong")
        # Through the lens the same nodes, as far as it shows them.
        strokes = [node.get_attribute("d").count("M") for node in page.locator("path.stage-rug").all()]
        assert sum(strokes) <= 120 and (depth > 2 or strokes[2] == mistaken and sum(strokes) > 110)
        assert f"{mistaken} of 120 on the wrong side" in page.get_by_test_id("nodes").text_content()


def test_other_features_move_the_nodes_without_the_server(page):
    mount(page, depth=2)
    page.locator(".stage-handle-m2").focus()
    for key in ("Shift+ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    page.locator(".stage-handle-s").focus()
    page.keyboard.press("Shift+ArrowRight")
    model = CSBM(mean_2=fact(page, "m2"), sigma=fact(page, "s"))
    assert model.mean_2 == 1.55 and model.sigma == 1.5
    numbers, where = places(page)
    assert where == pytest.approx(values(model, 2)[0][2][numbers], abs=1e-6)
    # With a fitted threshold the same nodes stand about the midpoint of their own class means.
    stage_of(page).get_by_role("combobox", name="Reading").select_option("fitted")
    whole = values(model, 2)[0][2]
    midpoint = (whole[:1000].mean() + whole[1000:].mean()) / 2
    assert places(page)[1] == pytest.approx(whole[numbers] - midpoint + model.midpoint, abs=1e-6)


def test_one_node_is_the_mean_of_its_neighbours_one_layer_before(page):
    mount(page, depth=0)
    whole, adjacency = values(SMALL, 10)
    chooser = stage_of(page).get_by_role("combobox", name="Node")
    chooser.focus()
    page.keyboard.press("ArrowDown")
    chooser.select_option(index=18)
    node = places(page)[0][17]
    near = adjacency.indices[adjacency.indptr[node] : adjacency.indptr[node + 1]]
    own = np.sum((near >= 1000) == (node >= 1000))
    card = page.get_by_role("group", name="One node and its neighbours")
    for depth in (1, 2, 4, 9):
        scrub(page, depth)
        expect(card).to_contain_text(
            f"node {node} becomes the mean of its {near.size} neighbours, {own} of its own class"
        )
        ticks = [x for x, _ in points(page.locator("path.stage-near").get_attribute("d").replace("v6", ""))]
        assert len(ticks) == near.size
        dot = float(page.locator("circle.stage-node-chosen").get_attribute("cx"))
        assert np.mean(ticks) == pytest.approx(dot, abs=0.1)
        assert points(re.sub("m.*", "", page.locator("path.stage-mean").get_attribute("d")))[0][0] == pytest.approx(
            dot, abs=0.1
        )
        # The small drawing: one line from each neighbour, all to one place.
        links = points(card.locator("path.stage-ego-links").get_attribute("d"))
        assert len(links) == 2 * near.size and len(set(links[1::2])) == 1
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.locator("path.stage-near").get_attribute("d") == ""


@pytest.mark.wide
def test_a_node_is_chosen_with_the_pointer_and_left_again(page):
    mount(page, depth=0)
    dot = page.get_by_test_id("nodes").locator("circle[data-node='0']")
    box = dot.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.get_by_role("group", name="One node and its neighbours")
    expect(card).to_contain_text("before any layer")
    chosen = page.locator("circle.stage-node-chosen").get_attribute("data-node")
    assert abs(places(page)[1][places(page)[0].index(int(chosen))] - places(page)[1][0]) < 0.1
    card.get_by_role("button", name="Close the node").click()
    expect(card).to_be_hidden()


def test_of_a_graph_that_is_too_large_to_be_sent_neighbours_are_counted(page):
    mount(page, DENSE, depth=3)
    stage_of(page).get_by_role("combobox", name="Node").select_option(index=3)
    card = page.get_by_role("group", name="One node and its neighbours")
    expect(card).to_contain_text(re.compile(r"becomes the mean of its \d+ neighbours, \d+ of its own class"))
    assert page.locator("path.stage-near").get_attribute("d") == ""


@pytest.mark.wide
def test_without_a_simulation_there_is_nothing_to_follow_and_it_says_so(page):
    mount(page, CSBM(10**6, 2.28e-5, 7.6e-6), dots=False)
    expect(stage_of(page)).to_have_attribute("data-nodes", "0")
    expect(stage_of(page).get_by_role("combobox", name="Node")).to_be_disabled()
    expect(page.get_by_test_id("nodes")).to_contain_text("being sampled")
    page.evaluate("stage.deliver({token: 't', dots: null, message: 'Too many nodes.'})")
    expect(page.get_by_test_id("nodes")).to_contain_text("no node can be followed")


def test_the_app_sends_the_nodes_of_the_seed_in_its_link(app, page):
    open_stage(page, f"{app}/?n=400&p=0.05&q=0.02&seed=8&depth=3")
    model = CSBM(400, 0.05, 0.02)
    expect(stage_of(page)).to_have_attribute("data-nodes", "120")
    numbers, where = places(page)
    assert where == pytest.approx(values(model, 3, seed=8)[0][3][numbers], abs=1e-6)
