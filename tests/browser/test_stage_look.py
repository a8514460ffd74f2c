"""How the stage looks: large enough, on the first screen, and nothing jumps."""

import pytest
from browser.stage_numbers import message_of
from browser.stage_steps import (
    figure_of,
    open_stage,
    stage_of,
    status,
)
from browser.steps import cold_page

from core.model import CSBM
from ui.stage import stage

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all


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
        """stage => [...stage.querySelectorAll("button, input, select")].filter(node => node.getClientRects().length).map(node => {
            const {width, height, left, right} = node.getBoundingClientRect();
            return {name: node.getAttribute("aria-label"), width, height, left, right};
        })"""
    )
    assert len(targets) == 15
    for target in targets:
        assert target["width"] >= 24 and target["height"] >= 24, target
        assert target["left"] >= 0 and target["right"] <= width, target
    outside = stage_of(page).evaluate(
        """stage => {
            return [...stage.querySelectorAll("svg[role=img] text")].filter(text => text.getComputedTextLength() > 0
                && getComputedStyle(text).display !== "none").filter(text => {
                const frame = text.closest("svg").getBoundingClientRect();
                const {left, right, top, bottom} = text.getBoundingClientRect();
                return left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1;
            }).map(text => text.textContent);
        }"""
    )
    assert not outside


@pytest.mark.parametrize("depth", [0, 3])
def test_all_four_views_play_and_the_sentence_are_on_a_laptop_without_scrolling(app, new_page, depth):
    page = new_page(width=1280, height=800)
    open_stage(page, f"{app}/?depth={depth}")
    views = [page.get_by_test_id(name) for name in ("true-size", "layers", "nodes")]
    for part in (figure_of(page), *views, stage_of(page).get_by_role("button", name="Play", exact=True), status(page)):
        box = part.bounding_box()
        assert box["height"] > 10 and box["y"] >= 0 and box["y"] + box["height"] <= 800


def test_on_a_projector_of_720_lines_the_views_and_play_are_there_without_scrolling(app, new_page):
    page = new_page(width=1280, height=720)
    open_stage(page, app)
    for part in (figure_of(page), stage_of(page).get_by_role("button", name="Play", exact=True)):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 720


def test_nothing_under_the_stage_jumps_while_the_page_is_loading(app, page, browser):
    open_stage(page, app)
    # A visitor without any of the app's files, and a server that has the answers: the words below come before the stage's script.
    with cold_page(browser) as page:
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


def test_on_a_phone_hills_true_size_play_and_the_sentence_come_first(app, new_page):
    page = new_page(width=390, height=844)
    open_stage(page, app)
    play = stage_of(page).get_by_role("button", name="Play", exact=True)
    parts = (
        page.locator(".stage-line-1").first,
        page.get_by_test_id("true-size"),
        play,
        status(page),
        page.locator(".stage-course"),
    )
    boxes = [part.bounding_box() for part in parts]
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
    assert boxes[2]["y"] + boxes[2]["height"] <= 844 and boxes[3]["y"] < 844


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
