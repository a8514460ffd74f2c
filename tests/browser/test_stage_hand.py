"""Hands on the stage: hills that are dragged, by the pointer or by keys."""

import re

import numpy as np
import pytest
from browser.stage_steps import (
    assert_nothing_broken,
    drawn_error,
    fact,
    handle,
    messages,
    open_stage,
    path_of,
    press,
    settled,
    stage_of,
)
from browser.steps import click, copied_values, number, settle
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from ui.link import link

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

COMMIT = 3000  # ms within which anything that the stage wants to tell the server has been told


def centre(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def features(page):
    return tuple(fact(page, name) for name in ("m1", "m2", "s"))


def engine(page, depth=20):
    """Walk theory of the features that the stage shows, with the default graph."""
    return predict(CSBM(2000, 0.0114, 0.0038, *features(page)), depth)


def expect_slider(page, label, value):
    """The slider in the sidebar says this value; its step is coarser than a hand, so the words count, not its thumb."""
    expect(
        page.get_by_role("group", name=label, exact=True).get_by_text(f"{value:g}", exact=True).first
    ).to_be_visible()


@pytest.mark.parametrize("depth", [0, 2, 6])
def test_a_dragged_hill_follows_the_hand_with_every_number_and_the_server_hears_once(app, page, depth):
    start = settled(page, f"{app}/?depth={depth}")
    x, y = centre(handle(page, "Mean of class 2").bounding_box())
    page.mouse.move(x, y)
    page.mouse.down()
    seen = set()
    for way in (8, 16, 30, 44):
        page.mouse.move(x + way, y)
        theory = engine(page)
        if depth < 6:  # deeper the hills meet, and their knobs stand side by side
            assert centre(handle(page, "Mean of class 2").bounding_box())[0] == pytest.approx(x + way, abs=2.5)
        assert fact(page, "error") == pytest.approx(theory.error_fixed[depth], rel=0.01)
        assert fact(page, "best-depth") == theory.error_fixed.argmin()
        assert drawn_error(page) == pytest.approx(fact(page, "error"), abs=3e-3)
        error = float(re.search(r"error ([\d.]+) %", page.get_by_test_id("reading").inner_text())[1])
        assert error / 100 == pytest.approx(fact(page, "error"), rel=0.05)
        seen.add((path_of(page, "curve"), path_of(page, "other")))
    assert len(seen) == 4
    for part in ("best", "dots"):
        assert float(page.locator(f"path.stage-{part}").evaluate("node => getComputedStyle(node).opacity")) < 0.5
    assert not messages(page, start)
    shown = features(page)
    page.mouse.up()
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
    page.wait_for_timeout(COMMIT)
    settle(page)
    assert len(messages(page, start)) == 1
    assert features(page) == shown and shown[1] > 1
    assert fact(page, "error") == pytest.approx(engine(page).error_fixed[depth], abs=1e-12)
    expect_slider(page, "mu2", shown[1])
    assert copied_values(page)[1] == link.DEFAULTS | {"m2": shown[1], "depth": depth}


def test_the_hill_itself_and_either_end_of_a_spread_bar_can_be_dragged(app, page):
    start = settled(page, f"{app}/?depth=1")
    x, y = centre(page.locator("path.stage-line-1").first.bounding_box())
    knob = centre(handle(page, "Mean of class 1").bounding_box())
    page.mouse.move(knob[0], knob[1] - 60)
    page.mouse.down()
    page.mouse.move(knob[0] - 30, y)
    assert features(page)[0] < -1 and features(page)[1:] == (1, 1)
    page.mouse.up()
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
    assert len(messages(page, start)) == 1
    settle(page)
    for grip, way in ((0, -25), (3, -20)):  # the left end of one bar outwards, the right end of the other inwards
        before = features(page)
        x, y = centre(page.locator(".stage-grip").nth(grip).bounding_box())
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + way, y, steps=3)
        assert centre(page.locator(".stage-grip").nth(grip).bounding_box())[0] == pytest.approx(x + way, abs=2.5)
        after = features(page)
        assert after[:2] == before[:2] and (after[2] > before[2]) == (grip == 0)
        page.mouse.up()
        expect(stage_of(page)).to_have_attribute("data-stale", "false")
    expect_slider(page, "sigma", after[2])


@pytest.mark.wide
def test_a_hand_beyond_the_edge_stops_at_the_range_of_the_sliders(app, page):
    open_stage(page, f"{app}/?m1=-4.5&m2=4.5&s=0.1&depth=1")
    x, y = centre(handle(page, "Mean of class 2").bounding_box())
    for _ in range(3):
        page.mouse.move(*centre(handle(page, "Mean of class 2").bounding_box()))
        page.mouse.down()
        page.mouse.move(x + 2000, y)
        page.mouse.up()
        expect(stage_of(page)).to_have_attribute("data-stale", "false")
    assert features(page) == (-4.5, 5, 0.1)
    assert_nothing_broken(page)


def test_escape_while_dragging_puts_everything_back_and_the_server_hears_nothing(app, page):
    start = settled(page, app)
    before = [path_of(page, name) for name in ("curve", "line-1", "wrong-1", "best")]
    x, y = centre(handle(page, "Spread").bounding_box())
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=3)
    assert features(page)[2] > 1
    page.keyboard.press("Escape")
    assert features(page) == (-1, 1, 1)
    page.mouse.move(x + 60, y)
    page.mouse.up()
    assert [path_of(page, name) for name in ("curve", "line-1", "wrong-1", "best")] == before
    page.wait_for_timeout(COMMIT)
    assert not messages(page, start)


def test_handles_are_sliders_for_the_keyboard_and_commit_once_after_the_last_key(app, page):
    start = settled(page, f"{app}/?depth=2")
    for name, value in (("Mean of class 1", "-1"), ("Mean of class 2", "1"), ("Spread", "1")):
        node = handle(page, name)
        expect(node).to_have_attribute("aria-valuenow", value)
        expect(node).to_have_attribute("aria-valuetext", re.compile(r"= [−\d.]+; at depth 2 "))
        low, high = ("0.05", "5") if name == "Spread" else ("-5", "5")
        expect(node).to_have_attribute("aria-valuemin", low)
        expect(node).to_have_attribute("aria-valuemax", high)
        box = node.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24
    node = handle(page, "Mean of class 2")
    node.focus()
    assert node.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    depth = fact(page, "depth")
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert features(page) == (-1, 1.55, 1)
    assert fact(page, "depth") == depth
    assert fact(page, "error") == pytest.approx(engine(page).error_fixed[2], rel=0.01)
    assert not messages(page, start)
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
    page.wait_for_timeout(COMMIT)
    assert len(messages(page, start)) == 1
    expect(node).to_be_focused()
    expect_slider(page, "mu2", 1.55)
    # Escape before the commit takes the keys back.
    page.keyboard.press("Home")
    assert features(page) == (-1, -5, 1)
    page.keyboard.press("Escape")
    assert features(page) == (-1, 1.55, 1)
    page.wait_for_timeout(COMMIT)
    assert len(messages(page, start)) == 1
    assert_nothing_broken(page)


def test_dragging_stops_the_play_and_survives_news_from_the_server(app, page):
    open_stage(page, f"{app}/?depth=0")
    press(page, "Play")
    expect(stage_of(page)).to_have_attribute("data-depth", "1")
    x, y = centre(handle(page, "Mean of class 1").bounding_box())
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 25, y)
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    mine = features(page)
    assert mine[0] < -1
    # Another hand (a script) draws another graph meanwhile.
    page.get_by_role("button", name="Draw another graph").evaluate("button => button.click()")
    expect(number(page, "Seed")).to_have_value("1")
    settle(page)
    assert features(page) == mine
    page.mouse.up()
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
    assert features(page) == mine
    click(page, "Reset all")
    expect(stage_of(page)).to_have_attribute("data-m1", "-1")


def test_after_a_drag_to_any_depth_the_next_frame_is_there_in_time(app, page):
    open_stage(page, f"{app}/?depth=4")
    x, y = centre(handle(page, "Mean of class 2").bounding_box())
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 1, y)
    own, work = page.evaluate(
        """async ([x, y]) => {
            const node = document.querySelector(".stage-handle-m2"), work = [], own = [];
            for (let k = 0; k < 60; k += 1) {
                await new Promise(requestAnimationFrame);
                const move = {clientX: x + 40 * Math.sin(k / 5), clientY: y, pointerId: 1, bubbles: true};
                const start = performance.now();
                node.dispatchEvent(new PointerEvent("pointermove", move));
                own.push(performance.now() - start);
                await new Promise(resolve => requestAnimationFrame(() => {
                    const drawn = new MessageChannel();
                    drawn.port1.onmessage = resolve;
                    drawn.port2.postMessage(0);
                }));
                work.push(performance.now() - start);
            }
            return [own, work];
        }""",
        [x, y],
    )
    page.mouse.up()
    for name, times in (("drawing", own), ("input -> next frame", work)):
        print(f"{name}: median {np.median(times):.1f} ms, p95 {np.percentile(times, 95):.1f} ms")
    # The target is 16 ms to the frame at the 95th percentile; a test shares its processor, so the drawing's median counts here.
    assert np.median(own) <= 16
