"""With a finger: a swipe scrolls wherever it begins and changes nothing; a tap and a sideways drag do what they say."""

import pytest
from browser.stage_steps import expect_depth, open_stage
from browser.steps import open_app, place_of
from playwright.sync_api import expect

from ui.frame.navigation import PAGES
from ui.lessons import lessons
from ui.link.lesson_names import FILES

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
CHARTED = [entry for entry in PAGES if entry.name in ("theory", "remedies", "map", "inside", "training")]
_SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
_RANGES = """() => [...document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")].map(plot =>
    JSON.stringify([plot._fullLayout.xaxis?.range, plot._fullLayout.yaxis?.range]))"""
_OVERLAPS = """name => {
    const button = document.querySelector(name), box = button.getBoundingClientRect();
    const places = [.1, .5, .9].flatMap(x => [.1, .5, .9].map(y => [box.left + x * box.width, box.top + y * box.height]));
    return places.filter(([x, y]) => !document.elementFromPoint(x, y)?.closest(name)).length;
}"""


@pytest.fixture
def phone(new_page):
    return new_page(**PHONE)


def drag(page, start, end, steps=12):
    """One finger from here to there."""
    session = page.context.new_cdp_session(page)
    points = [
        [from_ + (to - from_) * k / steps for from_, to in zip(start, end, strict=True)] for k in range(steps + 1)
    ]
    for kind, touched in [
        ("touchStart", points[0]),
        *(("touchMove", point) for point in points[1:]),
        ("touchEnd", None),
    ]:
        held = [{"x": touched[0], "y": touched[1]}] if touched else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": held})
        page.wait_for_timeout(16)
    session.detach()


def middle(part, across=0.5, down=0.5):
    """A place in a part of the page, scrolled to the middle of the screen."""
    part.evaluate("node => node.scrollIntoView({block: 'center'})")
    box = part.bounding_box()
    return [box["x"] + across * box["width"], box["y"] + down * box["height"]]


def scrolled_by_swipe(page, part, across=0.5, down=0.5):
    """How far a straight swipe upwards that begins in the middle of this part scrolls the page."""
    x, y = middle(part, across, down)
    before = page.evaluate(_SCROLLED)
    drag(page, [x, y], [x, y - 160])
    page.wait_for_timeout(100)
    return page.evaluate(_SCROLLED) - before


@pytest.mark.parametrize("entry", CHARTED, ids=lambda entry: entry.name)
def test_a_swipe_that_begins_on_a_chart_scrolls_the_page_and_leaves_the_chart(app, phone, entry):
    open_app(phone, f"{app}{place_of(entry)}")
    charts = phone.locator("[data-testid=stMain] .js-plotly-plot:visible")
    charts.first.wait_for()
    before = phone.evaluate(_RANGES)
    for place in range(charts.count()):
        assert scrolled_by_swipe(phone, charts.nth(place)) > 60, f"chart {place}"
    assert phone.evaluate(_RANGES) == before


def test_a_chart_shows_a_finger_its_button_to_reset(app, phone):
    open_app(phone, f"{app}/theory")
    chart = phone.locator(".js-plotly-plot").first
    chart.wait_for()
    middle(chart)
    before = phone.evaluate(_RANGES)[0]
    chart.get_by_role("button", name="Zoom in").tap()
    phone.wait_for_timeout(400)
    assert phone.evaluate(_RANGES)[0] != before
    reset = chart.get_by_role("button", name="Reset axes")
    expect(reset).to_be_visible()
    assert float(chart.locator(".modebar").evaluate("bar => getComputedStyle(bar).opacity")) == 1
    reset.tap()
    phone.wait_for_timeout(400)
    assert phone.evaluate(_RANGES)[0] == before


def test_in_the_error_curve_a_tap_and_a_sideways_drag_set_the_depth_and_a_swipe_does_not(app, phone):
    open_stage(phone, f"{app}/?depth=5")
    curve = phone.locator(".stage-touch")
    assert scrolled_by_swipe(phone, curve, 0.8) > 60
    phone.wait_for_timeout(300)
    expect_depth(phone, 5)
    phone.touchscreen.tap(*middle(curve, 0.5))
    expect_depth(phone, 10)
    x, y = middle(curve, 0.3)
    drag(phone, [x, y], [x + 0.7 * curve.bounding_box()["width"], y + 20])
    expect_depth(phone, 20)


def test_a_guess_is_set_by_a_tap_and_not_by_a_swipe(app, phone):
    scenes = lessons.load(FILES["lecture"])[0].scenes
    step = next(step for step, scene in enumerate(scenes, 1) if scene.mark_depth)
    open_app(phone, f"{app}/lesson?lesson=lecture&step={step}")
    guess = phone.get_by_role("slider", name="Your guess")
    guess.wait_for()
    assert scrolled_by_swipe(phone, guess) > 60
    phone.wait_for_timeout(300)
    expect(guess).to_have_attribute("aria-valuetext", "no guess yet")
    phone.touchscreen.tap(*middle(guess, 0.5))
    expect(guess).not_to_have_attribute("aria-valuetext", "no guess yet")


def test_a_slanted_drag_of_a_handle_is_not_cancelled_and_a_swipe_beside_it_scrolls(app, phone):
    open_stage(phone, f"{app}/?depth=0")
    handle = phone.locator(".stage-handle-m2 .stage-hit")
    x, y = middle(handle)
    drag(phone, [x, y], [x + 40, y - 90])
    expect(phone.get_by_test_id("stage")).not_to_have_attribute("data-m2", "1")
    assert scrolled_by_swipe(phone, phone.locator(".stage-figure"), 0.5, 0.85) > 60


@pytest.mark.parametrize("width", [390, 375, 360])
def test_the_sidebar_of_a_phone_can_be_closed_and_leaves_the_picture_in_view_of_its_sliders(app, phone, width):
    phone.set_viewport_size({"width": width, "height": 844})
    open_stage(phone, app)
    phone.locator(".stage-figure").evaluate("node => node.scrollIntoView({block: 'start'})")
    phone.get_by_test_id("stExpandSidebarButton").tap()
    close = phone.get_by_role("button", name="Collapse sidebar")
    expect(close).to_be_in_viewport(ratio=1)
    phone.wait_for_timeout(500)
    assert phone.evaluate(_OVERLAPS, "[data-testid=stSidebarCollapseButton] button") == 0
    for label in ("p on a logarithmic scale", "q on a logarithmic scale", "sigma"):
        slider = phone.get_by_role("group", name=label, exact=True)
        slider.evaluate("node => node.scrollIntoView({block: 'center'})")
        expect(slider).to_be_in_viewport(ratio=1)
        expect(phone.locator(".stage-line-1").first).to_be_in_viewport(ratio=0.9)
    close.tap()
    expect(close).not_to_be_in_viewport()


# Whatever is seen of "Keys" while the page is being built: where it lies, and whether it covers the button that closes the sidebar.
_WATCH_KEYS = """() => {
    window.__keys = [];
    const look = () => {
        const root = document.querySelector(".help-root"), box = root?.getBoundingClientRect();
        if (box?.width) window.__keys.push([getComputedStyle(root).position, Math.round(box.right), Math.round(box.top)].join(" "));
        requestAnimationFrame(look);
    };
    look();
}"""


@pytest.mark.parametrize("width", [360, 375, 390])
def test_the_list_of_keys_has_its_place_from_its_first_frame_on(app, phone, width):
    phone.set_viewport_size({"width": width, "height": 844})
    phone.add_init_script(f"({_WATCH_KEYS})()")
    open_stage(phone, app)
    assert set(phone.evaluate("window.__keys")) == {f"fixed {width - 64} 12"}
    # Its place does not hang on the component's own style.
    for style in phone.locator("style").filter(has_text=".help-dialog").all():
        style.evaluate("node => node.remove()")
    assert phone.locator(".help-root").evaluate("node => getComputedStyle(node).position") == "fixed"
    phone.get_by_test_id("stExpandSidebarButton").tap()
    phone.wait_for_timeout(500)
    assert phone.evaluate(_OVERLAPS, "[data-testid=stSidebarCollapseButton] button") == 0
