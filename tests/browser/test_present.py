"""The other layouts: on a projector everything is large and a clicker is enough; in a frame nothing scrolls; help is everywhere."""

import re

import pytest
from browser.stage_steps import assert_nothing_broken, expect_depth, open_stage, stage_of
from browser.steps import choose_option, eventually, expect_address, expect_link, let_pass, open_app, place_of, settle
from playwright.sync_api import expect

from ui.frame import qr
from ui.frame.navigation import PAGES
from ui.inside.parts import PARTS
from ui.link import link

SMALLEST_LABEL = 20
_SIZES = """() => [".stage-picture text", ".stage-controls label", ".stage-controls select", ".stage-reading"]
    .flatMap(name => [...document.querySelectorAll(name)])
    .filter(node => node.textContent && node.getClientRects().length)
    .map(node => [node.textContent, parseFloat(getComputedStyle(node).fontSize)])"""
_OVERFLOW = """() => ["html", "body", "[data-testid=stApp]", "[data-testid=stMain]"].map(name => document.querySelector(name))
    .filter(node => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1).length"""
_INSIDE = """() => [...document.querySelectorAll(".stage-root :is(button, select, input), .stage-reading, .stage-picture")]
    .every(node => { const box = node.getBoundingClientRect();
        return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth; })"""


def expect_whole(page):
    """Wait until everything of the stage is on the screen, and nothing scrolls: a size is taken up within a few frames."""
    page.wait_for_function(_INSIDE)
    eventually(page, lambda page: page.evaluate(_OVERFLOW), 0)


def small_letters(page):
    return [(text, size) for text, size in page.evaluate(_SIZES) if size < SMALLEST_LABEL]


def leave_focus(page):
    """Put the focus nowhere."""
    page.evaluate("document.activeElement.blur()")


def test_on_a_projector_the_stage_fills_the_screen_in_large_type_without_the_sidebar(app, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    open_stage(page, f"{app}/?view=present")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_text("Guess first, then press")).to_be_hidden()
    eventually(page, small_letters, [])
    expect_whole(page)
    boxes = [picture.bounding_box() for picture in page.locator(".stage-picture").all()]
    assert sum(box["width"] * box["height"] for box in boxes) > 0.6 * 1280 * 800
    assert_nothing_broken(page)


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1920, 1080)])
def test_all_four_views_are_on_any_projector_in_large_type(app, page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    open_stage(page, f"{app}/?view=present&depth=3")
    eventually(page, small_letters, [])
    expect_whole(page)
    for part in (
        page.locator(".stage-line-1").first,
        *map(page.get_by_test_id, ("true-size", "nodes", "layers")),
        page.locator(".stage-curve"),
    ):
        box = part.bounding_box()
        assert box["height"] > 20 and box["y"] >= 0 and box["y"] + box["height"] <= height, part


def test_a_clicker_space_and_arrows_drive_the_stage_wherever_the_focus_is(app, page):
    open_stage(page, f"{app}/?view=present&depth=2")
    leave_focus(page)
    for key, depth in (("PageDown", 3), ("PageDown", 4), ("PageUp", 3), ("ArrowRight", 4), ("ArrowLeft", 3)):
        page.keyboard.press(key)
        expect_depth(page, depth)
    page.keyboard.press("End")
    expect_depth(page, 20)
    page.keyboard.press("Home")
    expect_depth(page, 0)
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Play")).to_be_visible()
    for hidden in (True, False):
        page.keyboard.press("c")
        expect(page.locator(".stage-curtain")).to_be_visible(visible=hidden)
    # A list that has the focus keeps its arrows, and gives the clicker's keys away. The lists are put away until wanted.
    stage_of(page).get_by_role("button", name="More").click()
    stage_of(page).get_by_role("combobox", name="Reading").focus()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    depth = int(stage_of(page).get_attribute("data-depth"))
    page.keyboard.press("PageDown")
    expect_depth(page, depth + 1)


@pytest.mark.parametrize("way", ["Escape", "Leave"])
def test_the_presentation_is_entered_from_the_sidebar_and_left_again(app, page, way):
    open_stage(page, f"{app}/?depth=3")
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    settle(page)
    expect_address(page, {"depth": "3", "view": "present"})
    if way == "Escape":
        leave_focus(page)
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Leave").click()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    settle(page)
    expect_depth(page, 3)
    expect_address(page, {"depth": "3"})


@pytest.mark.wide
def test_the_scenes_of_a_lesson_can_be_presented_by_keys_alone(app, page):
    open_app(page, f"{app}/lesson?view=present&step=2")
    titles = [page.get_by_role("heading", level=1).inner_text()]
    expect(page.get_by_role("button", name="Next")).to_be_in_viewport()
    for key in ("Shift+PageDown", "Shift+PageUp"):
        leave_focus(page)
        page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).not_to_have_text(titles[-1])
        settle(page)
        titles.append(page.get_by_role("heading", level=1).inner_text())
    assert titles[0] == titles[2] != titles[1]
    # An arrow steps the hills where no depth is to be marked.
    leave_focus(page)
    page.keyboard.press("ArrowRight")
    expect_depth(page, 1)


@pytest.mark.wide
def test_the_line_above_a_presentation_says_the_model_and_changes_it(app, page):
    open_stage(page, f"{app}/?view=present")
    line = page.locator(".st-key-present_bar")
    expect(line).to_contain_text("N = 2,000 · p = 0.0114 · q = 0.0038 · μ = −1, 1 · σ = 1")
    choose_option(page, "Preset", re.compile("^Case B"), line)
    expect(line).to_contain_text("N = 1,000 · p = 0.2 · q = 0.1 · μ = 1, 1.5 · σ = 1")
    settle(page)
    case = {"n": "1000", "p": "0.2", "q": "0.1", "m1": "1", "m2": "1.5", "over": "residual"}
    expect_address(page, case | {"view": "present"})
    page.wait_for_function(_INSIDE)
    open_app(page, f"{app}/?view=present&lock=presets")
    expect(line).to_contain_text("N = 2,000")
    expect(line.get_by_role("combobox")).to_have_count(0)


@pytest.mark.wide
def test_a_clicker_moves_the_marked_depth_on_a_page_without_a_stage_and_no_press_is_lost(app, page):
    open_app(page, f"{app}/theory?view=present&dmax=6")
    mark = page.get_by_text(re.compile(r"leaves out neighbourhood noise: at depth \d+"))
    expect(mark).to_contain_text("at depth 2 it gives")
    leave_focus(page)
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(mark).to_contain_text("at depth 5 it gives")
    page.keyboard.press("Home")
    expect(mark).to_contain_text("at depth 0 it gives")
    # Playing ends by itself at the last depth.
    page.keyboard.press("Space")
    expect(mark).to_contain_text("at depth 6 it gives")
    page.keyboard.press("ArrowLeft")
    expect(mark).to_contain_text("at depth 5 it gives")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect_link(page, "/theory", link.DEFAULTS | {"dmax": 6, "depth": 5})


@pytest.mark.parametrize("depth", [0, 20])
def test_an_embedded_figure_fits_its_frame_without_scrollbars(app, page, depth):
    page.set_viewport_size({"width": 800, "height": 450})
    open_stage(page, f"{app}/?embed=true&view=figure&depth={depth}")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("reading")).to_be_visible()
    expect_whole(page)
    for part in (page.locator(".stage-line-1").first, page.get_by_test_id("true-size"), page.locator(".stage-curve")):
        assert part.bounding_box()["height"] > 60
    assert_nothing_broken(page)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("view", ["present", "figure"])
def test_every_page_can_be_presented_and_embedded(app, page, entry, view):
    open_app(page, f"{app}{place_of(entry)}?view={view}")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.length > 100")
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    assert_nothing_broken(page)


@pytest.mark.wide
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_every_page_has_its_list_of_keys(app, page, entry):
    open_app(page, f"{app}{place_of(entry)}")
    dialog = page.get_by_role("dialog", name="Keys and how to use it")
    page.get_by_role("button", name="Keys", exact=True).click()
    expect(dialog).to_contain_text("Page Up, Page Down")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    leave_focus(page)
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    # The one key of a single character can be switched off.
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    let_pass(page, 400)
    expect(dialog).to_be_hidden()


@pytest.mark.wide
def test_a_question_mark_that_is_typed_opens_nothing(app, page):
    open_app(page, f"{app}/about")
    page.get_by_role("spinbutton", name="N", exact=True).focus()
    page.keyboard.press("?")
    let_pass(page, 400)
    assert page.get_by_role("dialog").count() == 0
    # Control: the same key opens the list where nothing is typed.
    leave_focus(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


INSIDE = tuple(f"inside?part={name}" for name in PARTS)
_CHART_FITS = """([height, smallest]) => {
    const box = document.querySelector("[data-testid=stMain] .js-plotly-plot")?.getBoundingClientRect();
    const letters = [...document.querySelectorAll(".js-plotly-plot text")].filter(node => node.textContent.trim())
        .map(node => parseFloat(getComputedStyle(node).fontSize));
    return box && height - box.top > 0.7 * box.height && letters.length && Math.min(...letters) >= smallest; }"""


@pytest.mark.parametrize(
    "name",
    [
        "remedies",
        "map",
        *(pytest.param(name, marks=pytest.mark.wide) for name in ("theory", "real", "training", *INSIDE)),
    ],
)
def test_a_chart_in_large_letters_is_on_the_first_screen_of_every_other_page(app, page, name):
    for width, height in ((1920, 1080), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{app}/{name}{'&' if '?' in name else '?'}view=present")
        expect(page.locator("[data-testid=stMain] .js-plotly-plot").first).to_be_visible(timeout=60_000)
        settle(page)
        page.wait_for_function(_CHART_FITS, arg=[height, SMALLEST_LABEL])


def test_one_key_shows_the_code_of_this_view_as_large_as_the_screen_and_takes_it_away(app, page):
    open_stage(page, f"{app}/?view=present&p=0.03&depth=2")
    settle(page)
    page.keyboard.press("PageDown")
    page.keyboard.press("q")  # before the stage has told the server, and before the step is there
    screen = page.get_by_role("dialog", name="QR code of this view")
    expect(screen).to_be_visible()
    box = screen.locator("svg").bounding_box()
    assert box["height"] > 0.75 * page.viewport_size["height"]
    query = link.write(link.DEFAULTS | {"p": 0.03, "depth": 3}, "mixing")
    drawing = qr.drawing(f"{app}/play?{query}")
    eventually(page, lambda _: screen.locator("path").last.get_attribute("d") in drawing, True)
    expect_depth(page, 3)
    expect(screen).to_contain_text(f"{app}/play")
    # A clicker takes it away and does nothing else.
    page.keyboard.press("PageDown")
    expect(screen).to_be_hidden()
    expect_depth(page, 3)
    expect_address(page, {"view": "present", "p": "0.03", "depth": "3"})
    page.keyboard.press("q")
    expect(screen).to_be_visible()
    page.keyboard.press("Escape")
    expect(screen).to_be_hidden()
    expect_address(page, {"view": "present", "p": "0.03", "depth": "3"})
