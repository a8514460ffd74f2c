"""A link to a part of a page, opened on a projector: what it names is on the first screen, and an axis is named in one line."""

import contextlib

import pytest
from browser.steps import click, eventually, open_app, settle
from playwright.sync_api import expect

from ui.link import link
from ui.map.axes import AXIS_LABELS

SCREENS = ((1920, 1080), (1366, 768), (1024, 768))
# A way to the part -> words that stand above its chart.
PARTS = {
    "real?net=8": "Denoising, leave it:",
    "real?net=16": "Optimisation, not smoothing:",
    "remedies?limit=yes": "without a graph, plain convolution",
    "remedies?limit=yes&have=0.5": "without a graph, plain convolution",
    "map?sheet=wins": "residual, alpha = 0.1 wins",
}
_TITLES = """() => [...document.querySelectorAll(".js-plotly-plot :is(.xtitle, .ytitle)")]
    .map(node => [node.textContent, node.querySelectorAll("tspan").length])"""


@pytest.mark.parametrize("address", PARTS)
def test_the_part_that_a_link_names_is_on_the_first_screen_of_any_projector(app, page, address):
    open_app(page, f"{app}/{address}&view=present")
    words = page.get_by_test_id("stMarkdownContainer").filter(has_text=PARTS[address]).first
    chart = page.locator("[data-testid=stMain] .js-plotly-plot").first
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        expect(words).to_be_in_viewport(ratio=1)
        expect(chart).to_be_visible()

        def in_place(_, height=height):
            told, drawn = words.bounding_box(), chart.bounding_box()
            below = told and drawn and drawn["y"] - told["y"] - told["height"]
            # Streamlit draws a paragraph's margin in.
            return bool(below) and height - drawn["y"] > 0.55 * drawn["height"] and -30 < below < 150

        eventually(page, in_place, True)


def test_a_network_is_chosen_above_its_charts_and_the_button_that_trains_stands_in_sight(app, page):
    open_app(page, f"{app}/real?view=present")
    expect(page.get_by_role("heading", name="network: is it oversmoothing")).to_have_count(0)
    page.get_by_text("Choices", exact=True).click()
    first, second = (page.get_by_role("heading", level=2).nth(place) for place in (0, 1))
    for _ in range(5):  # a press while the fold is still opening may fall between two layouts
        page.get_by_text("GCN, 2 layers", exact=True).click()
        settle(page)
        with contextlib.suppress(AssertionError):
            expect(first).to_contain_text("A trained network", timeout=10_000)
            break
        page.get_by_text("not now", exact=True).click()
        settle(page)
    expect(first).to_contain_text("A trained network")
    expect(second).to_contain_text("Denoising: noise and its floor")
    click(page, "Leave")
    # On the page it stands before the real graph, in a box: its graph is another one.
    expect(first).to_contain_text("Your own network")
    expect(second).to_contain_text("A real graph")
    open_app(page, f"{app}/training?tshow=own&view=present")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("pair", link.KEYS["map"].choices)
def test_an_axis_of_the_map_says_in_one_line_what_it_is(app, page, pair):
    page.set_viewport_size({"width": 1024, "height": 768})
    open_app(page, f"{app}/map?view=present&map={pair}")
    expect(page.locator(".js-plotly-plot .xtitle").first).to_be_visible()
    known = {*AXIS_LABELS.values(), "depth", "error"}

    def wrong(page):
        titles = page.evaluate(_TITLES)
        return [(text, lines) for text, lines in titles if text not in known or lines] if titles else None

    eventually(page, wrong, [])
