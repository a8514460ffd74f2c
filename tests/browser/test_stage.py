"""The stage in a browser: it says the engine's numbers, moves only when asked, and never troubles the server."""

import json
import re
from pathlib import Path

import pytest
from browser.stage_steps import (
    PENDING,
    assert_nothing_broken,
    await_dots,
    choose,
    clock,
    dots_seen,
    drawn_error,
    expect_depth,
    fact,
    figure_of,
    messages,
    moves,
    moves_after_press,
    open_stage,
    path_of,
    press,
    scrub,
    stage_of,
    warm_context,
    watch,
    watch_dots,
    watch_playing,
    watch_server,
    watched_page,
)
from browser.steps import click, number, settle, slider, type_number
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import best_possible, predict
from ui.stage_data import READINGS, theory_message

MODEL = CSBM()
THEORY = predict(MODEL, 20)
STAGE_MODEL = Path(__file__).resolve().parents[2] / "ui" / "stage_model.js"


@pytest.fixture(scope="module")
def context(browser):
    yield from warm_context(browser)


@pytest.fixture
def page(context):
    yield from watched_page(context)


def curve(reading):
    return getattr(THEORY, f"error_{reading}")


def status(page):
    return page.get_by_test_id("reading")


# ---- what it says ----


def test_the_root_says_depth_error_and_best_depth_of_the_engine(app, page):
    open_stage(page, app)
    for depth in (2, 0, 1, 7, 20):
        scrub(page, depth)
        assert fact(page, "depth") == depth
        assert fact(page, "error") == pytest.approx(curve("fixed")[depth], abs=1e-12)
        assert fact(page, "best-depth") == curve("fixed").argmin()


def test_the_sentence_is_a_status_and_follows_depth_reading_and_model(app, page):
    open_stage(page, app)
    expect(status(page)).to_have_attribute("role", "status")
    said = set()
    for depth, reading in ((0, "fixed"), (5, "fixed"), (5, "fitted"), (5, "paper")):
        scrub(page, depth)
        choose(page, "Reading", reading)
        words = status(page).inner_text()
        assert words.startswith(f"Depth {depth}:")
        error = float(re.search(r"error ([\d.]+) %", words)[1])
        assert error / 100 == pytest.approx(curve(reading)[depth], rel=0.05)
        assert words == page.locator(".stage-figure svg[role=img]").get_attribute("aria-label")
        said.add(words)
    type_number(page, "p", "0.0038")
    expect(status(page)).to_contain_text("p = q")
    said.add(status(page).inner_text())
    assert len(said) == 5


@pytest.mark.parametrize("reading", READINGS)
def test_half_the_drawn_overlap_is_the_error_on_the_curve(app, page, reading):
    open_stage(page, f"{app}/?reading={reading}")
    for depth in (0, 1, 2, 5, 10):
        scrub(page, depth)
        error = fact(page, "error")
        assert error == pytest.approx(curve(reading)[depth], abs=1e-12)
        assert drawn_error(page) == pytest.approx(error, abs=1e-3), depth


def test_the_stages_own_arithmetic_gives_the_curves_of_the_engine(page):
    # stage_model.js alone, in an empty page: error of the mixture, and overlap of its densities in both zooms.
    models = (MODEL, CSBM(p_within=0.0038, q_across=0.0114), CSBM(100, 0.2, 0.1, 1.0, 1.5), CSBM(10**12, 1e-11, 1e-12))
    page.add_script_tag(content=STAGE_MODEL.read_text(encoding="utf-8"))
    for model in models:
        best = {name: best_possible(model, 10, name) for name in ("fixed", "fitted")}
        message = json.loads(json.dumps(theory_message(model, predict(model, 10), best, "")))
        found = page.evaluate(
            """([data, readings]) => readings.map(reading => [0, 1, 2, 5, 10].map(depth => {
                const mix = createMixture(data.neighbourhoods.weight.length + 1);
                if (!fillMixture(mix, data, reading, depth)) return null;
                const {offset, deviation, side} = momentsOf(mix);
                const half = Math.abs(offset) + 12 * deviation, density = new Float64Array(2400);
                fillDensity(density, mix, half);
                const wrong = side < 0 ? density.slice(1200) : density.slice(0, 1200);
                return [data.curves[reading][depth], errorOf(mix), wrong.reduce((a, b) => a + b, 0) * 2 * half / 2400];
            }))""",
            [message, READINGS],
        )
        for curve_error, by_sum, by_area in (entry for row in found for entry in row):
            assert by_sum == pytest.approx(curve_error, abs=1e-3)
            assert by_area == pytest.approx(by_sum, abs=1e-4)


def test_each_reading_draws_its_own_curve_and_keeps_the_depth(app, page):
    open_stage(page, f"{app}/?depth=5")
    drawn = set()
    for reading in ("paper", "fitted", "fixed"):
        choose(page, "Reading", reading)
        assert fact(page, "depth") == 5
        assert fact(page, "error") == pytest.approx(curve(reading)[5], abs=1e-12)
        assert fact(page, "best-depth") == curve(reading).argmin()
        drawn.add(path_of(page, "curve"))
        assert path_of(page, "dots")
    assert len(drawn) == 3


@pytest.mark.wide
def test_axis_and_zoom_change_the_picture_and_no_number(app, page):
    open_stage(page, f"{app}/?depth=6")
    error, line, hill = fact(page, "error"), path_of(page, "curve"), path_of(page, "line-1")
    choose(page, "Axis", "linear")
    assert path_of(page, "curve") != line
    assert path_of(page, "line-1") == hill
    choose(page, "Zoom", "fixed")
    assert path_of(page, "line-1") != hill
    assert fact(page, "error") == error


# ---- how it moves ----


def test_play_runs_to_the_end_and_stops_without_a_word_to_the_server(app, page):
    watch_server(page)
    open_stage(page, f"{app}/?dmax=6&depth=0")
    choose(page, "Speed", "4")
    page.wait_for_timeout(600)
    settle(page)
    watch_playing(page)
    press(page, "Play")
    expect_depth(page, 6)
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    watch(page)
    page.wait_for_timeout(700)
    assert moves(page) == 0
    settle(page)
    seen, times = zip(*page.evaluate("window.__played"), strict=True)
    assert seen == ("Pause", "1", "2", "3", "4", "5", "6", "Play")
    assert not messages(page, times[0], times[-1])
    assert len(messages(page, times[-1])) == 1  # the depth, once things are quiet


@pytest.mark.wide
def test_play_at_the_end_starts_again_from_the_features(app, page):
    open_stage(page, f"{app}/?dmax=3&depth=3")
    choose(page, "Speed", "0.5")
    press(page, "Play")
    expect_depth(page, 0)


def test_pause_freezes_the_picture_at_once_on_a_whole_depth(app, page):
    open_stage(page, f"{app}/?depth=0")
    for _ in range(3):
        press(page, "Play")
        watch(page)
        page.wait_for_function("window.__moves > 20")
        assert moves_after_press(page, "Pause") == 0
        depth = fact(page, "depth")
        assert fact(page, "error") == pytest.approx(curve("fixed")[int(depth)], abs=1e-12)
        assert drawn_error(page) == pytest.approx(fact(page, "error"), abs=1e-3)


def test_buttons_step_forward_back_first_and_last(app, page):
    watch_server(page)
    open_stage(page, app)
    start = clock(page)
    forward, back = ("Step forward", 1), ("Step back", -1)
    depth = 2
    for name, by in (forward, forward, back, ("Last", 20), forward, back, ("First", -20), back):
        press(page, name)
        depth = max(0, min(20, depth + by))
        expect_depth(page, depth)
    # At an end there is nowhere to go.
    watch(page)
    press(page, "Step back")
    page.wait_for_timeout(400)
    assert moves(page) == 0
    settle(page)
    # Presses in a row tell the server at most once each, after they have stopped.
    assert len(messages(page, start)) <= 8


@pytest.mark.wide
def test_fast_presses_are_all_counted(app, page):
    open_stage(page, f"{app}/?depth=0")
    forward = stage_of(page).get_by_role("button", name="Step forward", exact=True)
    forward.evaluate("button => { for (let k = 0; k < 5; k += 1) button.click(); }")
    expect_depth(page, 5)


def test_scrubbing_answers_at_once_and_tells_the_server_once_after_it_has_stopped(app, page):
    watch_server(page)
    open_stage(page, app)
    start = clock(page)
    # In one task of the page: the picture follows each input at once, and the server hears of the last one only.
    seen = stage_of(page).evaluate(
        """stage => {
            const range = stage.querySelector("input[aria-label=Depth]"), seen = [];
            for (const depth of [4, 9, 14, 11, 7]) {
                range.value = depth;
                range.dispatchEvent(new Event("input", {bubbles: true}));
                seen.push([Number(stage.dataset.depth), stage.querySelector("path.stage-line-1").getAttribute("d")]);
            }
            return seen;
        }"""
    )
    assert [depth for depth, _ in seen] == [4, 9, 14, 11, 7]
    assert len({hill for _, hill in seen}) == 5
    page.wait_for_timeout(600)
    settle(page)
    assert len(messages(page, start)) == 1
    # It was told the depth: the next page marks it.
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Theory vs simulation").click()
    expect(page.get_by_text("ignores neighbourhood noise: at depth 7 it gives")).to_be_visible()


def test_dragging_in_the_curve_moves_the_marker(app, page):
    open_stage(page, app)
    box = page.locator(".stage-touch").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, y)
    page.mouse.down()
    expect_depth(page, 0)
    page.mouse.move(box["x"] + box["width"] / 2, y, steps=4)
    expect_depth(page, 10)
    page.mouse.move(box["x"] + 2 * box["width"], y, steps=4)
    expect_depth(page, 20)
    page.mouse.up()
    page.mouse.move(box["x"] + 12, y)
    expect_depth(page, 20)


def test_keys_inside_the_figure_do_all_that_the_buttons_do(app, page):
    open_stage(page, app)
    figure_of(page).focus()
    for key, depth in (("ArrowRight", 3), ("ArrowLeft", 2), ("PageDown", 3), ("PageUp", 2), ("End", 20), ("Home", 0)):
        page.keyboard.press(key)
        expect_depth(page, depth)
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(figure_of(page)).to_be_focused()


def test_keys_outside_the_figure_do_nothing_to_it(app, page):
    open_stage(page, app)
    number(page, "N").focus()
    for key in ("ArrowRight", "End", "Home"):
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    expect_depth(page, 2)


def test_with_reduced_motion_playing_is_one_picture_per_depth(app, new_page):
    page = new_page(reduced_motion="reduce")
    open_stage(page, f"{app}/?dmax=6&depth=0")
    choose(page, "Speed", "4")
    page.evaluate(
        """() => {
            const hill = document.querySelector("path.stage-line-1");
            window.__pictures = [];
            new MutationObserver(() => window.__pictures.push(hill.getAttribute("d"))).observe(hill, {attributes: true});
        }"""
    )
    press(page, "Play")
    expect_depth(page, 6)
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert 1 <= page.evaluate("window.__pictures.length") <= 6
    press(page, "First")
    expect_depth(page, 0)
    assert page.evaluate("window.__pictures.length") <= 7


def test_nothing_moves_for_three_seconds_unasked(app, page):
    watch_server(page)
    open_stage(page, app)
    start = clock(page)
    watch(page)
    page.wait_for_timeout(3000)
    assert moves(page) == 0
    assert not messages(page, start)


# ---- how it lives with the server ----


def test_node_and_focus_survive_changes_of_the_parameters(app, page):
    open_stage(page, f"{app}/?depth=6")
    page.evaluate("window.__node = document.querySelector('[data-testid=stage]')")
    kept = "window.__node.isConnected && window.__node === document.querySelector('[data-testid=stage]')"
    error = fact(page, "error")
    slider(page, "mu2").press("ArrowRight")
    expect(stage_of(page)).not_to_have_attribute("data-error", str(error))
    type_number(page, "p", "0.02")
    assert page.evaluate(kept)
    figure_of(page).focus()
    error = fact(page, "error")
    # Another hand (a script, so that the focus is not taken away) steps q up.
    page.locator(".st-key-q [data-testid=stNumberInputStepUp]").evaluate("button => button.click()")
    expect(stage_of(page)).not_to_have_attribute("data-error", re.compile(f"^{re.escape(str(error))}"))
    settle(page)
    assert page.evaluate(kept)
    expect(figure_of(page)).to_be_focused()
    expect_depth(page, 6)


def test_playing_goes_on_while_a_parameter_changes(app, page):
    open_stage(page, f"{app}/?depth=0")
    press(page, "Play")
    expect_depth(page, 1)
    error = path_of(page, "curve")
    slider(page, "sigma").press("ArrowRight")
    expect(page.locator("path.stage-curve")).not_to_have_attribute("d", error)
    expect(stage_of(page).get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_after_a_change_theory_is_there_first_and_the_dots_are_visibly_pending_until_they_come(app, page):
    open_stage(page, app)
    watch_dots(page)
    type_number(page, "Seed", "41")
    await_dots(page)
    seen = dots_seen(page)
    assert (PENDING, False) in seen
    assert seen[-1][1] and seen[-1][0].startswith("Dots: simulation, 4 graphs")
    assert not [state for state in seen if state[0] == PENDING and state[1]]


def test_new_means_and_noise_bring_their_dots_with_the_theory(app, page):
    open_stage(page, app)
    before = path_of(page, "dots")
    slider(page, "sigma").press("ArrowRight")
    expect(page.locator("path.stage-dots")).not_to_have_attribute("d", before)
    await_dots(page)
    assert path_of(page, "dots")


@pytest.mark.parametrize(
    ("query", "reason"),
    [("n=1e12&p=1e-11&q=1e-12", "N is 1,000,000,000,000"), ("n=20000&p=0.9&q=0.3", "expected links")],
)
def test_a_model_too_large_to_simulate_shows_its_theory_and_says_why_there_are_no_dots(app, page, query, reason):
    open_stage(page, f"{app}/?{query}")
    note = page.locator(".stage-dots-note")
    expect(note).to_contain_text(reason)
    expect(note).to_contain_text("the nearest model that can be simulated is N = 20,000")
    assert path_of(page, "curve")
    assert not path_of(page, "dots")
    assert drawn_error(page) == pytest.approx(fact(page, "error"), abs=1e-3)
    assert_nothing_broken(page)
    click(page, "Reset all")
    await_dots(page)
    assert path_of(page, "dots")


# ---- how it looks ----


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_text_and_targets_are_large_enough_and_nothing_scrolls_sideways(app, new_page, scheme, width):
    page = new_page(width=width, height=844, color_scheme=scheme)
    open_stage(page, app)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = stage_of(page).evaluate(
        """stage => [...stage.querySelectorAll("*")]
            .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
            .filter(node => parseFloat(getComputedStyle(node).fontSize) < 12).map(node => node.outerHTML)"""
    )
    assert not small
    targets = stage_of(page).evaluate(
        """stage => [...stage.querySelectorAll("button, input, select")].map(node => {
            const {width, height, left, right} = node.getBoundingClientRect();
            return {name: node.getAttribute("aria-label"), width, height, left, right};
        })"""
    )
    assert len(targets) == 11
    for target in targets:
        assert target["width"] >= 24 and target["height"] >= 24, target
        assert target["left"] >= 0 and target["right"] <= width, target
    outside = stage_of(page).evaluate(
        """stage => {
            const frame = stage.querySelector("svg[role=img]").getBoundingClientRect();
            return [...stage.querySelectorAll("svg[role=img] text")].filter(text => text.getComputedTextLength() > 0
                && getComputedStyle(text).display !== "none").filter(text => {
                const {left, right, top, bottom} = text.getBoundingClientRect();
                return left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1;
            }).map(text => text.textContent);
        }"""
    )
    assert not outside


def test_figure_play_and_sentence_are_on_a_projector_without_scrolling(app, new_page):
    page = new_page(width=1280, height=720)
    open_stage(page, app)
    for part in (figure_of(page), stage_of(page).get_by_role("button", name="Play", exact=True)):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 720
    assert status(page).bounding_box()["y"] < 700


def test_nothing_under_the_stage_jumps_while_the_page_is_loading(app, page, new_page):
    open_stage(page, app)
    # A visitor without any of the app's files, and a server that has the answers: the words below come before the stage's script.
    page = new_page()
    # Of the shifts that the browser counts, those up or down in the page's own column; the sidebar's arrival is Streamlit's.
    page.add_init_script(
        """window.__jumps = [];
        new PerformanceObserver(list => list.getEntries().forEach(shift => {
            const column = shift.sources.filter(({node, previousRect: from, currentRect: to}) => {
                const element = node?.closest ? node : node?.parentElement;
                const vertical = from.height && to.height && from.x === to.x && from.y !== to.y;
                return vertical && element?.closest("[data-testid=stMain]");
            });
            if (column.length) window.__jumps.push(shift.value);
        })).observe({type: "layout-shift", buffered: true});"""
    )
    open_stage(page, app)
    assert sum(page.evaluate("window.__jumps")) <= 0.05
