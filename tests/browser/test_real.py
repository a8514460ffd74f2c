"""The page of real graphs in a browser: what it opens on, uploads good and bad, the link, and the bipartite graph."""

import pytest
from browser.steps import (
    assert_healthy,
    choose_option,
    copied_values,
    eventually,
    expect_address,
    open_app,
    settle,
    slider,
)
from playwright.sync_api import expect

from core.moments.row_norms import RowNorms
from core.real.graphs import karate_club, simplify
from ui.words.readings import percent

LINKS = {"name": "links.csv", "mimeType": "text/csv", "buffer": b"source,target\n0,1\n1,2\n2,0\n2,3\n3,4\n4,5\n5,3\n"}
LABELS = {
    "name": "labels.csv",
    "mimeType": "text/csv",
    "buffer": b"node,label\n0,<b>a\n1,<b>a\n2,<b>a\n3,*b*\n4,*b*\n5,*b*\n",
}
BAD = {
    "broken GML": ("a.gml", b"graph [\n node [ id 1", "a.gml, line 2: the file ends too early"),
    "entities": ("a.graphml", b'<!DOCTYPE x [<!ENTITY a "b">]><graphml/>', "a document type or entity stands here"),
    "not an archive": ("a.npz", b"PK\x03\x04" + b"\xff" * 99, "not an npz archive"),
    "links missing": ("labels.csv", LABELS["buffer"], "the table of links (source,target) is missing beside it"),
    "unknown ending": ("a.exe", b"MZ", "this ending is not known; give one graph"),
}


def open_real(page, app, query=""):
    open_app(page, f"{app}/real?{query}")
    await_end(page)


def await_end(page):
    """The page is drawn to its last heading, and nothing is being computed any more."""
    expect(page.get_by_role("heading", name="More graphs")).to_be_visible(timeout=240_000)
    settle(page)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    assert_healthy(page)


def main(page):
    return page.get_by_test_id("stMain")


def choose(page, label, option):
    choose_option(page, label, option)
    page.wait_for_timeout(150)
    settle(page)


def give(page, *files):
    """Hand files to the uploader, in place of those it holds."""
    page.locator("input[type=file]").set_input_files([dict(file) for file in files])
    page.wait_for_timeout(300)
    settle(page)


def test_the_page_opens_on_the_karate_club_with_the_engines_numbers_in_its_headline(app, page):
    open_real(page, app)
    graph = simplify(karate_club())
    # Both classes have 17 nodes, so their mean is the mean of all.
    first = RowNorms(graph.adjacency, 20).noise[1].mean()
    expect(main(page)).to_contain_text("34 nodes, 78 links")
    expect(main(page)).to_contain_text(f"takes the noise down to {percent(first)}")
    expect(main(page)).to_contain_text("more depth removes hardly anything")


def test_a_link_restores_graph_class_component_convolution_and_depth(app, page):
    open_real(page, app, "graph=lesmis&community=3&giant=no&walk=lazy&depth=7")
    expect(main(page)).to_contain_text("77 nodes, 254 links")
    expect(main(page)).to_contain_text("community 3 against all other nodes")
    expect(main(page).get_by_text("depth 7", exact=True).first).to_be_visible()
    values = copied_values(page)[1]
    assert (values["graph"], values["community"], values["giant"], values["walk"]) == ("lesmis", 3, "no", "lazy")


@pytest.mark.wide
def test_the_marked_depth_moves_with_its_slider_and_is_that_of_the_other_pages(app, page):
    open_real(page, app, "depth=7")
    expect(main(page)).to_contain_text("of the initial distance at depth 7")
    slider(page, "Depth marked").press("ArrowLeft")
    expect(main(page)).to_contain_text("of the initial distance at depth 6")
    await_end(page)
    eventually(page, lambda page: copied_values(page)[1]["depth"], 6)


def test_on_the_bipartite_graph_the_page_says_why_it_oscillates_and_self_loops_cure_it(app, page):
    open_real(page, app, "graph=davis")
    expect(main(page)).to_contain_text("P has the eigenvalue −1")
    page.get_by_role("radio", name="self loops").click()
    expect(main(page)).to_contain_text("a walker may stay where it is, and that cures it")
    await_end(page)
    expect_address(page, {"graph": "davis", "walk": "self_loops"})


@pytest.mark.wide
def test_an_unknown_graph_in_the_link_is_named_and_the_default_is_drawn(app, page):
    open_real(page, app, "graph=facebook&community=31")
    expect(page.get_by_test_id("stAlert")).to_have_count(2)
    first, second = page.get_by_test_id("stAlert").all()
    expect(first).to_contain_text("facebook")
    expect(first).to_contain_text("community")
    # What is valid by itself, and not on this graph.
    expect(second).to_contain_text("is 30, but Karate club has 2 classes here: 2 is used instead.")
    expect(main(page)).to_contain_text("34 nodes, 78 links")


def test_an_uploaded_graph_is_drawn_survives_another_page_and_stays_out_of_the_link(app, page):
    open_real(page, app)
    choose(page, "Graph", "Your own file")
    expect(main(page)).to_contain_text("Until your file is here, Karate club is drawn.")
    give(page, LINKS, LABELS)
    expect(main(page)).to_contain_text("6 nodes, 7 links")
    # Names from the file are shown as they are, and neither HTML nor Markdown comes of them.
    expect(main(page)).to_contain_text("*b* (3), <b>a (3)")
    await_end(page)
    assert copied_values(page)[1]["graph"] == "karate"
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About", level=1)).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Real graphs").click()
    await_end(page)
    expect(main(page)).to_contain_text("6 nodes, 7 links")
    choose(page, "Graph", "Les Misérables")
    expect(main(page)).to_contain_text("77 nodes, 254 links")
    await_end(page)


@pytest.mark.parametrize(("name", "content", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_a_sentence_and_the_session_lives_on(app, page, name, content, sentence):
    open_real(page, app)
    choose(page, "Graph", "Your own file")
    give(page, {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    expect(page.get_by_test_id("stAlert")).to_contain_text(sentence)
    expect(page.get_by_test_id("stAlert")).to_contain_text("Karate club is drawn instead.")
    await_end(page)
    choose(page, "Graph", "Davis women")
    expect(main(page)).to_contain_text("32 nodes, 89 links")
