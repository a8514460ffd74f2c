"""Hands on the stage: hills that are dragged, a state that is pinned, and symbols that light together."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from browser.stage_steps import (
    assert_nothing_broken,
    choose,
    clock,
    drawn_error,
    fact,
    messages,
    open_stage,
    path_of,
    press,
    scrub,
    stage_of,
    warm_context,
    watch_server,
    watched_page,
)
from browser.steps import click, copied_values, number, settle, type_number
from playwright.sync_api import expect

from core.model import CSBM
from core.theorems import mean_gap, simple_variance_bounds
from core.walks import best_possible, predict
from ui import link, stage
from ui.stage_data import READINGS, theory_message

UI = Path(__file__).resolve().parents[2] / "ui"
MODELS = (CSBM(), CSBM(p_within=0.0038, q_across=0.0114), CSBM(100, 0.2, 0.1, 1.0, 1.5), CSBM(10**12, 1e-11, 1e-12))
COMMIT = 3000  # ms within which anything that the stage wants to tell the server has been told


@pytest.fixture(scope="module")
def context(browser):
    yield from warm_context(browser)


@pytest.fixture
def page(context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield from watched_page(context)


def message_of(model, depth=10):
    best = {name: best_possible(model, depth, name) for name in ("fixed", "fitted")}
    return json.loads(json.dumps(theory_message(model, predict(model, depth), best, "")))


def handle(page, name):
    return stage_of(page).get_by_role("slider", name=name, exact=True)


def centre(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def features(page):
    return tuple(fact(page, name) for name in ("m1", "m2", "s"))


def engine(page, depth=20):
    """Walk theory of the features that the stage shows, with the default graph."""
    return predict(CSBM(2000, 0.0114, 0.0038, *features(page)), depth)


def settled(page, address):
    """Open the stage, and wait until it has nothing left to tell the server."""
    watch_server(page)
    open_stage(page, address)
    page.wait_for_timeout(600)
    settle(page)
    return clock(page)


def expect_slider(page, label, value):
    """The slider in the sidebar says this value; its step is coarser than a hand, so the words count, not its thumb."""
    expect(
        page.get_by_role("group", name=label, exact=True).get_by_text(f"{value:g}", exact=True).first
    ).to_be_visible()


def comparison(page):
    return page.get_by_test_id("comparison")


# ---- the algebra ----


def test_curves_of_other_features_are_those_of_the_engine(page):
    page.add_script_tag(content=(UI / "stage_model.js").read_text(encoding="utf-8"))
    for model in MODELS:
        for m1, m2, s in ((-2.0, 0.5, 0.4), (1.0, 1.5, 3.0), (2.0, -1.0, 1.0), (1.0, 1.0, 1.0)):
            changed = {"m1": m1, "m2": m2, "s": s}
            found = page.evaluate("([data, to]) => withFeatures(data, to).curves", [message_of(model), changed])
            wanted = predict(CSBM(model.n_nodes, model.p_within, model.q_across, m1, m2, s), 10)
            for reading in READINGS:
                error = getattr(wanted, f"error_{reading}")
                assert found[reading] == pytest.approx(error, rel=0.01, abs=1e-6), (model, changed, reading)


def test_what_is_dragged_stays_under_the_pointer(page):
    # Means and deviation of the hills as they are drawn, after the features behind a drag have been found and put in.
    page.add_script_tag(content=(UI / "stage_model.js").read_text(encoding="utf-8"))
    for model in MODELS:
        for reading, depth in ((r, d) for r in READINGS for d in (0, 1, 2, 6, 10)):
            mean, response, deviation, share = page.evaluate(
                """([data, reading, depth]) => {
                    const {m1, m2, s} = data.model, response = responseOf(data, reading, depth), half = (m2 - m1) / 2;
                    const from = (m1 + m2) / 2 + half * response.gap, hill = (features) => {
                        const mix = createMixture(data.neighbourhoods.weight.length + 1);
                        fillMixture(mix, withFeatures(data, features), reading, depth);
                        return momentsOf(mix);
                    };
                    const moved = meanBehind(response, m2, m1, from, from + 0.3);
                    const wide = hill(data.model).deviation, sigma = spreadBehind(response, half, s, wide, 1.3 * wide);
                    const share = spreadShare(response, half, s);
                    const mean = (m1 + moved) / 2 + hill({m1, m2: moved, s}).offset;
                    return [mean, response.gap, hill({m1, m2, s: sigma}).deviation / wide, share];
                }""",
                [message_of(model), reading, depth],
            )
            middle, half = (model.mean_1 + model.mean_2) / 2, (model.mean_2 - model.mean_1) / 2
            case = (model, reading, depth)
            if response > -0.75:
                assert mean == pytest.approx(middle + half * response + 0.3, abs=1e-9), case
            assert np.isfinite(mean)
            if share > 0.1:
                assert deviation == pytest.approx(1.3, abs=1e-9), case
            assert np.isfinite(deviation) and deviation >= 1


# ---- dragging ----


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
    start = settled(page, app)
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


# ---- a pinned state ----


def test_a_pinned_state_stays_as_a_ghost_and_is_compared_in_words(app, page):
    open_stage(page, f"{app}/?depth=5")
    expect(comparison(page)).to_be_hidden()
    press(page, "Pin A")
    expect(comparison(page)).to_contain_text("A is pinned")
    ghost, hill = path_of(page, "curve"), path_of(page, "line-1")
    assert page.locator("g > path.stage-ghost").last.get_attribute("d") == ghost
    assert hill in [node.get_attribute("d") for node in page.locator("path.stage-ghost").all()]
    type_number(page, "p", "0.015")
    expect(comparison(page)).to_contain_text("p = 0.015")
    a, b = (predict(CSBM(2000, p, 0.0038), 20).error_fixed for p in (0.0114, 0.015))
    words = comparison(page).inner_text()
    for curve in (a, b):
        best = int(curve.argmin())
        assert f" % at depth {best}" in words
        found = [float(text) / 100 for text in re.findall(r"([\d.]+) %", words)]
        for wanted in (curve[best], curve[5]):
            assert min(abs(value / wanted - 1) for value in found) < 0.05, (wanted, words)
    assert path_of(page, "curve") != ghost
    # The sentence follows the hand, the reading and the depth without the server.
    before = words
    choose(page, "Reading", "fitted")
    assert comparison(page).inner_text() != before
    choose(page, "Reading", "fixed")
    scrub(page, 1)
    assert "marked depth 1" in comparison(page).inner_text()
    press(page, "Unpin")
    expect(comparison(page)).to_be_hidden()
    expect(stage_of(page).get_by_role("button", name="Pin A")).to_be_visible()
    assert not [text for text in copied_values(page)[1].items() if text[0].startswith("a.") and text[1] is not None]


def test_a_link_restores_what_is_pinned(app, page, new_page):
    open_stage(page, f"{app}/?p=0.02&m1=-0.5")
    press(page, "Pin A")
    expect(comparison(page)).to_be_visible()
    type_number(page, "q", "0.001")
    values = copied_values(page)[1]
    assert {name: values[name] for name in link.PIN_KEYS} == {
        "a.n": 2000, "a.p": 0.02, "a.q": 0.0038, "a.m1": -0.5, "a.m2": 1.0, "a.s": 1.0,
    }  # fmt: skip
    query = link.write(values)
    assert len(query) <= 600
    words, ghost = comparison(page).inner_text(), page.locator("path.stage-ghost").last.get_attribute("d")
    fresh = new_page()
    open_stage(fresh, f"{app}/?{query}")
    expect(comparison(fresh)).to_have_text(words)
    assert fresh.locator("path.stage-ghost").last.get_attribute("d") == ghost
    # It survives another page, and goes with a reset.
    navigation = fresh.get_by_test_id("stSidebarNav")
    navigation.get_by_role("link", name="About").click()
    expect(fresh).to_have_title(re.compile("About"))
    navigation.get_by_role("link", name="Mixing vs denoising").click()
    expect(comparison(fresh)).to_have_text(words)
    click(fresh, "Reset all")
    expect(comparison(fresh)).to_be_hidden()


@pytest.mark.wide
def test_a_bad_pin_in_a_link_is_named_and_the_rest_is_drawn(app, page):
    open_stage(page, f"{app}/?a.s=2&a.p=7")
    notice = page.get_by_test_id("stAlert")
    expect(notice).to_contain_text("a.p (pinned A: probability of a link inside a class) is 7")
    expect(notice).to_contain_text("incomplete in the link")
    expect(comparison(page)).to_contain_text("A (grey, p = 1, sigma = 2)")
    assert_nothing_broken(page)


# ---- symbols ----


@pytest.mark.parametrize(
    ("symbol", "control", "mark"),
    [
        ("p", ".st-key-p", "path.stage-gap"),
        ("delta", ".st-key-m1", ".stage-handle-m2"),
        ("sigma", ".st-key-s", ".stage-handle-s"),
        ("N", ".st-key-n", "path.stage-spread >> nth=0"),
        ("n", ".st-key-dmax", "circle.stage-marker"),
    ],
)
def test_a_symbol_in_a_formula_its_slider_and_its_mark_light_together(app, page, symbol, control, mark):
    start = settled(page, app)
    button, lit = page.locator(f"button.symbol[data-symbol={symbol}]").first, re.compile("symbol-lit")
    assert re.search(r", \w", button.get_attribute("aria-label"))
    button.focus()
    for part in (control, mark):
        expect(page.locator(part).first).to_have_class(lit)
    page.get_by_role("heading", name="Guess first").click()
    button.blur()
    expect(page.locator(".symbol-lit")).to_have_count(0)
    button.hover()
    expect(page.locator(control).first).to_have_class(lit)
    expect(page.locator(mark).first).to_have_class(lit)
    assert not messages(page, start)
    # Pressed, it leads to its control.
    button.click()
    assert page.evaluate("control => document.querySelector(control).contains(document.activeElement)", control)


@pytest.mark.wide
def test_a_handle_lights_its_symbol(app, page):
    open_stage(page, app)
    handle(page, "Spread").hover()
    expect(page.locator("button.symbol[data-symbol=sigma]")).to_have_class(re.compile("symbol-lit"))
    expect(page.locator(".st-key-s")).to_have_class(re.compile("symbol-lit"))


def test_the_formulas_are_filled_with_the_numbers_of_the_moment(app, page):
    open_stage(page, app)
    filled = page.locator("[data-fill=mixing]")
    expect(filled).to_have_text("Δ2 ≈ ((0.0114 − 0.0038) / (0.0114 + 0.0038))2 × 2 = 0.5")
    for depth in (0, 3, 7):
        scrub(page, depth)
        result = float(filled.inner_text().split("= ")[-1])
        assert result == pytest.approx(mean_gap(CSBM(), depth)[depth], rel=0.005)
        # The floor, the variance at this depth by walk theory, and the ceiling.
        texts = page.locator("[data-fill=denoising]").inner_text()
        floor, now, ceiling = (float(text) for text in re.findall(r"(?:= |≈ )([\d.]+)", texts))
        low, high = simple_variance_bounds(CSBM(), depth)
        assert (floor, ceiling) == pytest.approx((low[depth], high[depth]), rel=0.005)
        assert now == pytest.approx(predict(CSBM(), depth).variance[depth], rel=0.01)
        errors = [
            float(text) / 100 for text in re.findall(r"([\d.]+) %", page.locator("[data-fill=balance]").inner_text())
        ]
        theory = predict(CSBM(), depth)
        assert errors == pytest.approx([theory.error_paper[depth], theory.error_fixed[depth]], rel=0.05)
    # They follow a hand as well.
    node = handle(page, "Mean of class 2")
    node.focus()
    node.press("Shift+ArrowRight")
    expect(filled).to_contain_text("× 2.5 =")


# ---- room on the screen ----


def test_play_is_on_the_first_screen_of_a_phone(app, new_page):
    page = new_page(width=390, height=844)
    open_stage(page, app)
    box = stage_of(page).get_by_role("button", name="Play", exact=True).bounding_box()
    assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("width", [820, 358])
def test_the_words_of_a_guess_and_of_the_lowest_point_never_lie_upon_each_other(page, width):
    page.set_content(f'<style>{stage.STYLE}</style><div class="stage-mount" style="width: {width}px"></div>')
    page.add_script_tag(content=stage.SCRIPT.replace("export default ", ""))
    for model in (CSBM(), CSBM(sigma=3.0), CSBM(p_within=0.03)):
        clashes = page.evaluate(
            """async data => {
                const mount = document.querySelector(".stage-mount"), clashes = [];
                mount.replaceChildren();
                const stage = createStage(mount), look = {depth: 2, reading: "fixed", axis: "log", zoom: "follow"};
                for (let guess = 0; guess <= data.depth_max; guess += 1) {
                    stage.update({...data, guess, view: {stamp: guess + 1, ...look}});
                    await new Promise(requestAnimationFrame);
                    const lowest = [...mount.querySelectorAll("text")].find(text => text.textContent.startsWith("lowest"));
                    const [a, b] = [mount.querySelector(".stage-guess-label"), lowest].map(node => node.getBoundingClientRect());
                    const beside = a.right <= b.left || b.right <= a.left, apart = a.bottom - 3 <= b.top || b.bottom - 3 <= a.top;
                    if (!beside && !apart) clashes.push(guess);
                }
                stage.destroy();
                return clashes;
            }""",
            message_of(model, 20),
        )
        assert not clashes, (model, clashes)
