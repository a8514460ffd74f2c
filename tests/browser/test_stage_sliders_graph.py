"""The sidebar's sliders of the graph move every view of the stage while they are dragged; the server hears on release."""

import re

import pytest
from browser.steps import let_pass, open_app, settle, slider
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict

NAMES = {
    "n": "N on a logarithmic scale",
    "p": "p on a logarithmic scale",
    "q": "q on a logarithmic scale",
    "dmax": "Depth range",
}


# The slider hears of the hand in one frame, and the stage of the slider in the next.
_DRAWN = "async () => { for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame); }"


def drag(page, name, steps):
    """Drag a slider by so many of its steps with the pointer, and hold it there; yields after every move."""
    control = slider(page, name)
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    low, high, now = (
        float(control.get_attribute(name) or default) for name, default in (("min", 0), ("max", 1), ("value", 0.5))
    )
    start = box["x"] + box["width"] * (now - low) / (high - low)
    y = box["y"] + box["height"] / 2
    page.mouse.move(start, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(start + 4 * step, y)
        page.evaluate(_DRAWN)
        yield


@pytest.mark.parametrize("key", NAMES)
def test_the_picture_follows_the_hand_without_a_message_and_the_server_agrees_on_release(app, new_page, key):
    page, sent = new_page(), []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    open_app(page, f"{app}/?depth=3")
    let_pass(page, 600)
    settle(page)
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-error", re.compile(r"\d"))

    def told():
        deepest = page.locator(".stage-root input[type=range]").first.get_attribute("max")
        return stage.get_attribute("data-error"), deepest

    before, quiet, seen = told(), len(sent), set()
    for _ in drag(page, NAMES[key], 6):
        seen.add(told())
    previewed = told()
    assert len(sent) == quiet and len(seen | {before}) > 2
    expect(stage).to_have_attribute("data-stale", "true")
    page.mouse.up()
    settle(page)
    expect(stage).to_have_attribute("data-stale", "false")
    error, deepest = told()
    assert deepest == previewed[1] and float(error) == pytest.approx(float(previewed[0]), rel=1e-8)
    model = page.evaluate("document.querySelector('.stage-root').stageData.model")
    wanted = predict(CSBM(model["n"], model["p"], model["q"]), int(deepest)).error_fixed
    assert float(error) == pytest.approx(wanted[3], rel=1e-8)


def test_where_the_markup_is_another_the_preview_stays_away_and_everything_works(app, page):
    open_app(page, f"{app}/?depth=3")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-error", re.compile(r"\d"))
    # As if Streamlit had renamed the attribute in which it says what a slider shows.
    page.evaluate(
        """() => {
            const { getAttribute } = Element.prototype;
            Element.prototype.getAttribute = function (name) {
                return name === "aria-valuetext" && !this.closest(".stage-root") ? null : getAttribute.call(this, name);
            };
        }"""
    )
    stage = page.get_by_test_id("stage")
    before = stage.get_attribute("data-error")
    for _ in drag(page, NAMES["p"], 4):
        assert stage.get_attribute("data-error") == before
    page.mouse.up()
    expect(stage).not_to_have_attribute("data-error", before)
