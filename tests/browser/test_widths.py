"""On every page, at every width from a small phone to a large screen: no word is cut off, and nothing scrolls sideways."""

import pytest
from browser.stage_steps import open_stage
from browser.steps import open_app, place_of
from playwright.sync_api import expect

from ui.frame.navigation import PAGES

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

WIDTHS = (320, 360, 390, 520, 640, 700, 769, 820, 900, 1024, 1100, 1280, 1600, 1920)
VIEWS = {entry.name: place_of(entry) for entry in PAGES} | {"a scene": "/lesson?lesson=lecture&step=2"}
# Words that reach out of the window or of a box that cuts them off; tables with a frame of their own may be scrolled.
CUT_OFF = """() => {
    const main = document.querySelector("[data-testid=stMain]"), found = [];
    const sideways = node => node.scrollWidth > node.clientWidth + 1;
    for (const node of [document.documentElement, main])
        if (sideways(node)) found.push(`${node.tagName} scrolls sideways: ${node.scrollWidth} in ${node.clientWidth}`);
    const apart = "svg, .js-plotly-plot, .numbers, [data-testid=stDataFrame], [data-testid=stCode], details:not([open])";
    for (const node of main.querySelectorAll("*")) {
        if (![...node.childNodes].some(child => child.nodeType === 3 && child.data.trim())) continue;
        if (node.closest(apart) || !node.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const words = range.getBoundingClientRect();
        let left = 0, right = innerWidth;
        for (let up = node; up !== main; up = up.parentElement) {
            const style = getComputedStyle(up), box = up.getBoundingClientRect();
            if (style.display === "inline" || style.overflowX === "visible") continue;
            [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        }
        // What is for the ear alone has no width.
        if (words.width < 2 || right - left < 2) continue;
        if (words.left < left - 1.5 || words.right > right + 1.5) found.push(node.textContent.trim().slice(0, 50));
    }
    return found;
}"""


@pytest.mark.parametrize("view", VIEWS)
def test_no_word_is_cut_off_and_nothing_scrolls_sideways_at_any_width(app, page, view):
    open_app(page, f"{app}{VIEWS[view]}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(250)
        found[width] = page.evaluate(CUT_OFF)
    assert not any(found.values()), {width: words[:5] for width, words in found.items() if words}
    # Control: a line that may not break is found.
    page.get_by_role("heading", level=1).evaluate(
        "node => Object.assign(node.style, {whiteSpace: 'nowrap', width: '9999px'}).setProperty('letter-spacing', '99px')"
    )
    assert page.evaluate(CUT_OFF)


@pytest.mark.parametrize(
    ("width", "height"),
    [(400, 600), (320, 568), (600, 400), (730, 450), (800, 450), (844, 390), (390, 844), (768, 1024), (1280, 720)],
)
@pytest.mark.parametrize("view", ["figure", "light", "present"])
def test_the_stage_alone_fits_any_frame_or_scrolls_to_all_of_it(app, page, view, width, height):
    page.set_viewport_size({"width": width, "height": height})
    if view == "light":
        page.goto(f"{app}/figure?depth=3")
        page.locator(".stage-line-1").first.wait_for()
    else:
        open_stage(page, f"{app}/?view={view}&depth=3")
    page.wait_for_timeout(250)
    for part, least in ((".stage-line-1", 30), (".stage-curve", 60), ("[data-testid=true-size]", 60)):
        drawn = page.locator(part).first
        assert drawn.bounding_box()["height"] > least, part
        drawn.scroll_into_view_if_needed()
        expect(drawn).to_be_in_viewport(ratio=0.9)
    for part in (page.locator(".stage-play"), page.locator(".stage-reading")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=0.99)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # A frame need not be scrolled from 400 by 600 up; nothing is presented on so small a wall.
    if view != "present" and width >= 400 and height >= 400:
        body = page.evaluate(
            "(document.querySelector('[data-testid=stMain]') ?? document.documentElement).scrollHeight"
        )
        assert body <= height + 1
