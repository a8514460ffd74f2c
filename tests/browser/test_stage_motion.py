"""How the stage moves: by its buttons, keys and slider, only when asked, and without troubling the server."""

import pytest
from browser.stage_numbers import curve
from browser.stage_steps import (
    choose,
    clock,
    drawn_error,
    expect_depth,
    fact,
    figure_of,
    messages,
    moves,
    moves_after_press,
    open_stage,
    press,
    settled,
    stage_of,
    watch,
    watch_playing,
    watch_server,
)
from browser.steps import let_pass, number, settle
from playwright.sync_api import expect


def test_play_runs_to_the_end_and_stops_without_a_word_to_the_server(app, page):
    settled(page, f"{app}/?dmax=6&depth=0")
    choose(page, "Speed", "4")
    let_pass(page, 600)
    settle(page)
    watch_playing(page)
    press(page, "Play")
    expect_depth(page, 6)
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    watch(page)
    let_pass(page, 700)
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


@pytest.mark.wide
def test_buttons_step_forward_back_first_and_last(app, page):
    watch_server(page)
    open_stage(page, f"{app}/?depth=2")
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
    let_pass(page, 400)
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
    start = settled(page, app)
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
    let_pass(page, 600)
    settle(page)
    assert len(messages(page, start)) == 1
    # It was told the depth: the next page marks it.
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Theory vs simulation").click()
    expect(page.get_by_text("at depth 7 it gives")).to_be_visible()


@pytest.mark.wide
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
    open_stage(page, f"{app}/?depth=2")
    figure_of(page).focus()
    for key, depth in (("ArrowRight", 3), ("ArrowLeft", 2), ("PageDown", 3), ("PageUp", 2), ("End", 20), ("Home", 0)):
        page.keyboard.press(key)
        expect_depth(page, depth)
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(figure_of(page)).to_be_focused()


def test_space_plays_as_soon_as_the_page_is_open_and_leaves_other_controls_alone(app, page):
    open_stage(page, f"{app}/?dmax=20&depth=0")
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.get_by_role("button", name="Reset all", exact=True).focus()
    page.keyboard.press("Space")
    expect_depth(page, 0)
    expect(stage_of(page).get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_keys_outside_the_figure_do_nothing_to_it(app, page):
    open_stage(page, f"{app}/?depth=2")
    number(page, "N").focus()
    for key in ("ArrowRight", "End", "Home"):
        page.keyboard.press(key)
    let_pass(page, 400)
    expect_depth(page, 2)


@pytest.mark.wide
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
    start = settled(page, app)
    watch(page)
    let_pass(page, 3000)
    assert moves(page) == 0
    assert not messages(page, start)
