"""Inside the graph in a browser: the linked depth, the node that was chosen, the parts and their links."""

import pytest
from browser.steps import (
    address_values,
    assert_healthy,
    choose_option,
    copied_values,
    eventually,
    expect_page,
    open_app,
    settle,
    slider,
    type_number,
)
from playwright.sync_api import expect

SMALL = "n=200&p=0.1&q=0.03&dmax=6"


def open_inside(page, app, query=SMALL):
    open_app(page, f"{app}/inside?{query}")
    expect(page.get_by_role("heading", name="Inside the graph")).to_be_visible()


def headline(page):
    """The sentence under the heading of the part, once its chart is there."""
    expect(page.locator("[data-testid=stMain] .js-plotly-plot").first).to_be_visible(timeout=60_000)
    return page.locator("[data-testid=stMain] [data-testid=stMarkdownContainer] p")


def choose(page, name):
    """Choose a part from the list."""
    choose_option(page, "What to look at", name)
    page.wait_for_timeout(100)
    settle(page)


def test_the_depth_is_that_of_the_first_page_in_both_directions(app, page):
    open_inside(page, app, f"{SMALL}&depth=3")
    expect(headline(page).filter(has_text="After 3 layers node 1")).to_be_visible()
    handle = slider(page, "Depth (number of convolutions)")
    handle.press("ArrowRight")
    expect(headline(page).filter(has_text="After 4 layers node 1")).to_be_visible()
    eventually(page, lambda page: copied_values(page)[1]["depth"], 4)
    page.get_by_role("link", name="Mixing vs denoising").click()
    expect_page(page, "Mixing vs denoising")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-depth", "4", timeout=60_000)
    page.get_by_role("button", name="Step forward").click()
    expect(page.get_by_test_id("stage")).to_have_attribute("data-depth", "5")
    # The stage tells the server once it has been quiet for a while, and then the address bar.
    eventually(page, lambda page: address_values(page).get("depth"), "5")
    settle(page)
    page.get_by_role("link", name="Inside the graph").click()
    expect_page(page, "Inside the graph")
    expect(headline(page).filter(has_text="After 5 layers node 1")).to_be_visible(timeout=60_000)


def test_a_chosen_node_is_named_drawn_and_kept_in_the_link(app, page):
    open_inside(page, app)
    type_number(page, "Node, 1 to 200", "150")
    expect(headline(page).filter(has_text="node 150 has heard from")).to_be_visible()
    eventually(page, lambda page: copied_values(page)[1]["node"], 150)
    names = (
        """() => document.querySelector("[data-testid=stMain] .js-plotly-plot")?.data?.map(trace => trace.name) ?? []"""
    )
    eventually(page, lambda page: "node 150, class 2" in page.evaluate(names), True)
    assert_healthy(page)


def test_every_part_opens_with_its_picture_and_is_kept_in_the_link(app, page):
    open_inside(page, app)
    parts = {
        "Why not as deep as CNNs?": ("lattices", "With as many links a node"),
        "A task that needs depth": ("range", "With fewer than k layers"),
        "Dense and sparse regions": ("regions", "One graph, two regions"),
        "Spectrum": ("spectrum", "the direction of the classes keeps"),
        "Monitors": ("monitors", "The error is lowest at depth"),
        "Whole graphs": ("readout", "the error for a whole graph goes from"),
    }
    for name, (part, sentence) in parts.items():
        choose(page, name)
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=60_000)
        expect(headline(page).filter(has_text=sentence)).to_be_visible(timeout=60_000)
        eventually(page, lambda page: copied_values(page)[1]["part"], part)
        assert_healthy(page)


@pytest.mark.wide
def test_a_link_opens_a_part_with_its_own_choices(app, page):
    open_inside(page, app, f"{SMALL}&part=lattices&where=everywhere&rewire=0.25")
    expect(headline(page).filter(has_text="The lowest error is")).to_be_visible(timeout=60_000)
    values = copied_values(page)[1]
    assert (values["part"], values["where"], values["rewire"]) == ("lattices", "everywhere", 0.25)
    open_inside(page, app, f"{SMALL}&part=spectrum&filter=lazy&laziness=0.3&depth=2")
    expect(page.get_by_text("what lazy walk (skip connection) leaves of each at depth 2")).to_be_visible(timeout=60_000)
    assert copied_values(page)[1]["laziness"] == 0.3


@pytest.mark.wide
def test_a_model_too_large_to_be_sampled_is_replaced_by_the_nearest_and_said_so(app, page):
    open_inside(page, app, "n=1e9&p=1e-8&q=1e-9&dmax=4")
    expect(page.get_by_test_id("stAlert")).to_contain_text("That nearest model is drawn on this page", timeout=60_000)
    expect(headline(page).filter(has_text="Most new nodes come at hop")).to_be_visible(timeout=60_000)
    assert_healthy(page)


@pytest.mark.wide
def test_a_part_or_a_node_that_is_not_there_is_named_in_the_notice(app, page):
    open_inside(page, app, f"{SMALL}&part=magic&node=0")
    notice = page.get_by_test_id("stAlert").first
    expect(notice).to_contain_text("magic")
    expect(notice).to_contain_text("node")
    # A node beyond the graph is valid in a link, because N may change: the last node stands in.
    open_inside(page, app, f"{SMALL}&node=5000")
    expect(headline(page).filter(has_text="node 200 has heard from")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Node 5,000 is asked for")).to_be_visible()
