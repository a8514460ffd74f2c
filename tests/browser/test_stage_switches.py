"""What is drawn only where it is asked for, words at the curves, the curtain, and hands that need no server."""

import re

import numpy as np
import pytest
from browser.stage_alone import mount
from browser.stage_steps import (
    clock,
    fact,
    handle,
    messages,
    open_stage,
    path_of,
    settled,
    stage_of,
)
from browser.steps import expect_link, let_pass, settle
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from ui.link import link


def switch(page, name):
    return stage_of(page).get_by_role("button", name=name, exact=True)


def test_only_the_chosen_curve_is_drawn_until_others_are_asked_for(page):
    mount(page, depth=2)
    for name, path in (("paper's formula", "other"), ("other threshold", "other"), ("best linear found", "best")):
        assert not path_of(page, path)
        expect(switch(page, name)).to_have_attribute("aria-pressed", "false")
        switch(page, name).click()
        assert path_of(page, path) and path_of(page, "curve")
        switch(page, name).click()
    # Each explains itself in one line, to a pointer and to the focus.
    for name in ("paper's formula", "other threshold", "best linear found", "curtain"):
        hint = switch(page, name).get_attribute("aria-describedby")
        page.mouse.move(0, 0)
        switch(page, name).focus()
        expect(page.locator(f"#{hint}")).to_be_visible()
        assert page.locator(f"#{hint}").inner_text().endswith(".")
    # The best is drawn against its own threshold only, and the paper's formula has none.
    switch(page, "best linear found").click()
    fixed = path_of(page, "best")
    stage_of(page).get_by_role("combobox", name="Reading").select_option("fitted")
    assert path_of(page, "best") not in ("", fixed)
    stage_of(page).get_by_role("combobox", name="Reading").select_option("paper")
    assert not path_of(page, "best")
    expect(switch(page, "best linear found")).to_be_disabled()


def test_the_optimum_is_a_level_with_a_band_drawn_only_where_it_is_asked_for_and_told_of_this_model(page):
    def told(token, value=0.02, error=0.004):
        message = {"token": token, "limit": {"value": value, "error": error}}
        page.evaluate("message => stage.deliver(message)", message)
        return path_of(page, "limit"), path_of(page, "band")

    mount(page, depth=2)
    assert told("t") == ("", "")
    mount(page, depth=2, limit=True)
    assert not path_of(page, "limit") and told("another") == ("", "")
    level, band = told("t")
    heights = {float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", level)}
    top, bottom = (float(y) for y in re.search(r" ([\d.]+)H[\d.]+V([\d.]+)H", band).groups())
    # Two standard errors each way, on a logarithmic axis: log(2.8/2) above and log(2/1.2) below, the same unit.
    (height,) = heights
    assert (height - top) / (bottom - height) == pytest.approx(np.log(1.4) / np.log(2 / 1.2), rel=0.02)
    expect(stage_of(page)).to_contain_text("any method")
    expect(stage_of(page)).to_contain_text("Level: belief propagation on sampled graphs.")
    switch(page, "curtain").click()
    assert not path_of(page, "limit") and not path_of(page, "band")
    switch(page, "curtain").click()
    # What no method gets wrong lies below a logarithmic axis, and says so; without a spread there is a line and no band.
    told("t", 0.0, None)
    expect(stage_of(page)).to_contain_text("any method ↓ 0 %")
    mount(page, depth=2, limit=True, veil=True)
    assert told("t") == ("", "")


def test_the_optimum_is_computed_when_it_is_asked_for_and_stands_in_the_link(app, page):
    open_stage(page, f"{app}/?n=200&p=0.1&q=0.03")
    assert not path_of(page, "limit")
    page.get_by_text("How far could any method go?").click()
    expect(page.locator(".st-key-limit")).to_contain_text("Any method at all: ")
    expect(page.locator("path.stage-limit")).to_have_attribute("d", re.compile("M"))
    expect_link(page, "/", link.DEFAULTS | {"n": 200, "p": 0.1, "q": 0.03, "optimum": "yes"})
    page.get_by_text("How far could any method go?").click()
    expect(page.locator("path.stage-limit")).to_have_attribute("d", "")


def test_the_server_may_ask_for_curves(page):
    mount(page, shown={"paper": True, "other": False, "best": True})
    assert path_of(page, "best") and path_of(page, "other")
    expect(switch(page, "other threshold")).to_have_attribute("aria-pressed", "false")


def test_a_curve_that_leaves_the_frame_says_how_far(page):
    mount(page, CSBM(sigma=1.0))
    lowest = predict(CSBM(), 10).error_paper.min()
    switch(page, "paper's formula").click()
    said = page.locator(".stage-course text", has_text="↓").text_content()
    assert float(re.search(r"↓ ([\d.]+) %", said)[1]) == pytest.approx(100 * lowest, rel=0.05)


@pytest.mark.parametrize(
    "model", [CSBM(), CSBM(sigma=3.0), CSBM(p_within=0.15, q_across=0.05), CSBM(100, 0.2, 0.1, 1.0, 1.5)]
)
def test_the_words_of_the_lowest_error_stand_at_its_circle(page, model):
    mount(page, model, dots=False)
    ring = page.locator("circle.stage-ring").bounding_box()
    words = page.locator(".stage-course text", has_text=re.compile("^lowest")).bounding_box()
    beside = max(words["x"] - ring["x"] - ring["width"], ring["x"] - words["x"] - words["width"], 0)
    below = max(words["y"] - ring["y"] - ring["height"], ring["y"] - words["y"] - words["height"], 0)
    assert beside < 40 and below < 40


def test_the_curtain_hides_error_and_layers_by_key_and_by_button(page):
    mount(page, depth=3)
    layers, error = page.get_by_test_id("layers"), stage_of(page).get_attribute("data-error")
    assert error and "of 120 on the wrong side" in page.get_by_test_id("nodes").text_content()
    page.locator(".stage-figure").focus()
    for lift in (
        lambda: page.keyboard.press("c"),
        lambda: page.locator(".stage-curtain").click(),
        switch(page, "curtain").click,
    ):
        page.keyboard.press("c") if page.locator(".stage-figure:focus").count() else switch(page, "curtain").click()
        expect(stage_of(page)).to_have_attribute("data-error", "")
        expect(layers).to_be_hidden()
        words = page.get_by_test_id("reading").inner_text()
        assert "hidden" in words and "wins" not in words and "error 3" not in words
        assert not path_of(page, "curve") and "wrong" not in page.get_by_test_id("nodes").text_content()
        assert stage_of(page).get_attribute("data-wrong") == ""
        lift()
        expect(stage_of(page)).to_have_attribute("data-error", error)
        expect(layers).to_be_visible()


def test_in_a_lesson_the_veil_hides_the_layers_too_and_has_no_switches(page):
    mount(page, depth=3, veil=True)
    expect(page.get_by_test_id("layers")).to_be_hidden()
    assert "wins" not in page.get_by_test_id("reading").inner_text()
    expect(page.locator(".stage-switches")).to_be_hidden()


def test_what_is_dropped_where_nobody_listens_stays_where_it_was_dropped(page):
    mount(page, depth=1, heard=False)
    box = handle(page, "Mean of class 2").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=3)
    dropped = fact(page, "m2")
    page.mouse.up()
    assert fact(page, "m2") == dropped > 1
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
    assert fact(page, "error") == pytest.approx(predict(CSBM(mean_2=dropped), 10).error_fixed[1], rel=0.01)
    # What belonged to the features before is gone, the nodes are still there.
    assert not path_of(page, "dots")
    expect(page.locator(".stage-dots-note")).to_contain_text("features before")
    assert fact(page, "nodes") == 120


@pytest.mark.wide
def test_a_ring_of_focus_is_for_keys_and_leaves_with_the_pointer(page):
    mount(page, depth=1)
    node = handle(page, "Mean of class 2")
    node.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert node.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    box = node.bounding_box()
    page.mouse.move(box["x"] + 14, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 14)
    page.mouse.up()
    assert node.evaluate("node => getComputedStyle(node).outlineStyle") == "none"


@pytest.mark.wide
@pytest.mark.parametrize(("key", "name"), [("s", "sigma"), ("m2", "mu2")])
def test_a_slider_of_the_sidebar_moves_the_picture_while_it_is_dragged(app, page, key, name):
    start = settled(page, f"{app}/?depth=2")
    track = page.locator(f".st-key-{key} [role=group] > div").first
    track.scroll_into_view_if_needed()
    box, hill = track.bounding_box(), path_of(page, "true-1")
    now, low, high = fact(page, key), *((0.05, 5) if key == "s" else (-5, 5))
    x, y = box["x"] + box["width"] * (now - low) / (high - low), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    seen = set()
    for way in (20, 30, 40):
        page.mouse.move(x + way, y, steps=2)
        page.evaluate(
            "async () => { for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame); }"
        )
        seen.add((fact(page, key), fact(page, "error"), path_of(page, "true-1")))
    assert len(seen) == 3 and hill not in {path for _, _, path in seen}
    assert not messages(page, start)
    expect(stage_of(page)).to_have_attribute("data-stale", "true")
    moved, error = fact(page, key), fact(page, "error")
    released = clock(page)
    page.mouse.up()
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
    settle(page)
    assert messages(page, released) and fact(page, key) == moved
    assert fact(page, "error") == pytest.approx(error, rel=0.01)


@pytest.mark.wide
def test_without_the_sliders_own_words_nothing_is_shown_before_the_server_has_answered(app, page):
    open_stage(page, app)
    page.locator(".st-key-s input[type=range]").evaluate(
        "node => { node.focus(); node.removeAttribute('aria-valuetext'); }"
    )
    page.locator(".st-key-s input[type=range]").dispatch_event("input")
    let_pass(page, 300)
    assert fact(page, "s") == 1
    expect(stage_of(page)).to_have_attribute("data-stale", "false")
