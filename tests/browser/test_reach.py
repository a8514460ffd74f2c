"""For keys and ears: the ways to the parts of a page, where the focus goes, what is announced, and what charts are called."""

import pytest
from browser.stage_steps import choose, expect_depth, figure_of, open_stage, press, stage_of
from browser.steps import expect_page, open_app, place_of, settle
from playwright.sync_api import expect

from ui.frame.navigation import PAGES

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

CHARTED = [entry for entry in PAGES if entry.name in ("map", "theory", "remedies", "inside", "training")]
# Every change of a live region, counted from now on as window.__said.
_LISTEN = """() => {
    window.__said = [];
    const hear = records => records.forEach(({target}) => {
        const node = target.nodeType === 1 ? target : target.parentElement;
        const region = node?.closest("[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]");
        if (region) window.__said.push(region.textContent);
    });
    new MutationObserver(hear).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
_AFTER_THE_STAGE = """() => Node.DOCUMENT_POSITION_FOLLOWING ===
    document.querySelector(".stage-root").compareDocumentPosition(document.activeElement)"""
_BACKGROUNDS = """() => [...document.querySelectorAll("[data-testid=stMain] [data-testid=stButtonGroup] [role=radio]")]
    .map(button => [button.getAttribute("aria-checked"), getComputedStyle(button).backgroundColor])"""


def way(page, name):
    return page.get_by_role("navigation", name="Parts of the page").get_by_role("button", name=name, exact=True)


def test_the_first_key_leads_to_picture_controls_and_link(app, page):
    open_stage(page, app)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(way(page, "To the picture")).to_be_focused()
    expect(way(page, "To the picture")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(figure_of(page)).to_be_focused()
    for name, goal in (
        ("To the controls", page.get_by_role("combobox", name="Preset")),
        ("To Copy link", page.get_by_role("button", name="Copy link", exact=True)),
    ):
        way(page, name).focus()
        page.keyboard.press("Enter")
        expect(goal).to_be_focused()
    way(page, "To what follows the picture").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(_AFTER_THE_STAGE)


def test_after_a_page_change_the_focus_is_on_the_title(app, page):
    open_app(page, app)
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name="About")
    page.evaluate("document.activeElement.blur()")
    link.focus()
    # Control: what has the focus in the menu shows it.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect_page(page, "About")
    expect(page.get_by_role("heading", name="About", level=1)).to_be_focused()


def test_playing_is_announced_once_when_it_has_come_to_rest(app, page):
    open_stage(page, f"{app}/?dmax=6&depth=0")
    choose(page, "Speed", "4")
    page.wait_for_timeout(600)
    settle(page)
    page.evaluate(_LISTEN)
    press(page, "Play")
    expect_depth(page, 6)
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.wait_for_timeout(800)
    said = page.evaluate("window.__said")
    assert len(said) == 1 and said[0].startswith("Depth 6:"), said
    # The words for the eye are the same.
    assert said[0].startswith(page.get_by_test_id("reading").inner_text())


@pytest.mark.parametrize("entry", CHARTED, ids=lambda entry: entry.name)
def test_every_chart_has_a_name_and_its_reading(app, page, entry):
    open_app(page, f"{app}{place_of(entry)}")
    charts = page.get_by_test_id("stPlotlyChart")
    charts.first.wait_for()
    for name in charts.evaluate_all("found => found.map(chart => chart.getAttribute('aria-label'))"):
        title, _, reading = name.partition(". ")
        assert title and len(reading) > 20 and "**" not in name, name


def test_in_the_systems_own_colours_what_is_chosen_is_told_apart(app, new_page):
    page = new_page(forced_colors="active")
    open_app(page, f"{app}/inside")
    page.get_by_role("radio", name="Spectrum").wait_for()
    found = page.evaluate(_BACKGROUNDS)
    chosen, others = ({colour for checked, colour in found if (checked == "true") == yes} for yes in (True, False))
    assert chosen and others and not chosen & others
    thumb = page.locator("[data-testid=stSlider] [role=group] > [data-rac] > [data-rac]").first
    assert thumb.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


def test_what_is_said_of_a_guess_has_the_focus_is_announced_and_in_view(app, new_page):
    page = new_page(width=390, height=844)
    open_app(page, f"{app}/lesson?lesson=lecture")
    page.get_by_role("button", name="Start", exact=True).click()
    title = page.get_by_role("heading", name="Features alone", level=1)
    expect(title).to_be_focused()
    page.get_by_test_id("stRadioOption").first.click()
    expect(page.get_by_role("button", name="Commit", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Commit", exact=True).click()
    verdict = page.locator(".st-key-scene_verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_be_in_viewport(ratio=1)
    expect(page.locator("[aria-live=polite]").filter(has_text="You said:")).to_have_count(1)
