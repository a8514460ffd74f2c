"""Every page in a browser: it opens, holds its charts, and stays whole for the strangest models a link can ask for."""

import re

import pytest
from browser.stage_steps import (
    assert_nothing_broken,
    await_dots,
    expect_depth,
    fact,
    open_stage,
    path_of,
    stage_of,
)
from browser.steps import choose_option, click, eventually, expect_link, number, open_app, settle, slider
from playwright.sync_api import expect

from core.model import CSBM, probabilities_at
from core.walks import predict
from ui.frame.navigation import PAGES
from ui.link import link
from ui.words.guesses import GUESSES, answer_words
from ui.words.readings import percent

CHARTS = 3

STRANGE = {
    "no communities": "n=400&p=0.03&q=0.03",
    "classes avoid each other": "n=400&p=0.01&q=0.04",
    "no edges": "n=400&p=0&q=0",
    "two closed parts": "n=400&p=0.04&q=0",
    "complete, ten nodes": "n=10&p=1&q=0.5",
    "ten nodes": "n=10",
    "two nodes": "n=2&p=0.5&q=0.5",
    "little noise": "n=400&s=0.05",
    "equal means": "n=400&m1=1&m2=1",
    "means swapped": "n=400&m1=2&m2=-1",
    "less than one neighbour": "n=400&p=0.002&q=0.001",
    "one layer": "n=400&dmax=1",
    "64 layers": "n=400&dmax=64&depth=64",
    "too large to simulate": "n=1e12&p=1e-11&q=1e-12",
}


def expect_charts(page, holds):
    """Wait until this holds of all charts, given as JavaScript of a plot; one that is being drawn anew has to be asked again."""
    page.wait_for_function(
        f"""count => {{
            const plots = [...document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")];
            return plots.length === count && plots.every(plot => plot._fullLayout && plot.data?.length && ({holds}));
        }}""",
        arg=CHARTS,
    )


def await_charts(page):
    """Wait until all charts are drawn, with the simulation."""
    expect_charts(page, "true")
    settle(page)


def go_to(page, title):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    settle(page)


def expect_error(page, model, depth):
    """Wait until the stage says the engine's error of this model."""
    page.wait_for_function(
        "wanted => Math.abs(document.querySelector('[data-testid=stage]').dataset.error - wanted) < 1e-12",
        arg=predict(model, 20).error_fixed[depth],
    )


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_page_opens_whole_under_its_title(app, page, entry):
    open_app(page, f"{app}/{entry.name}")
    expect(page.get_by_role("heading", name=entry.title, level=1)).to_be_visible()
    assert_nothing_broken(page)
    if entry.name == "theory":
        await_charts(page)


@pytest.mark.parametrize("query", STRANGE.values(), ids=STRANGE)
def test_a_strange_model_is_drawn_without_a_fault_on_both_pages(app, page, query):
    open_stage(page, f"{app}/?{query}")
    assert 0 <= fact(page, "error") <= 0.5
    assert path_of(page, "curve")
    assert_nothing_broken(page)
    go_to(page, "Theory vs simulation")
    await_charts(page)
    expect_charts(page, "plot.data.some(trace => trace.mode === 'lines')")
    assert_nothing_broken(page)


def test_theory_page_has_its_charts_and_their_dots_arrive(app, page):
    open_app(page, f"{app}/theory?seed=77")
    await_charts(page)
    dots = "plot.data.filter(trace => trace.mode === 'markers')"
    expect_charts(page, f"{dots}.length === 1 + plots.indexOf(plot)")
    expect_charts(page, f"{dots}.some(trace => trace.name.includes('simulation'))")
    expect(page.get_by_text("Simulating …")).to_have_count(0)
    # A measured ratio under every chart.
    expect(page.get_by_text("/ simulation =")).to_have_count(CHARTS)


@pytest.mark.wide
def test_pages_of_analysis_mark_the_best_depth_until_somebody_marks_one_and_0_is_a_depth_too(app, page):
    best = int(predict(CSBM(), 20).error_fixed.argmin())
    open_app(page, f"{app}/theory")
    expect(page.get_by_text(f"leaves out neighbourhood noise: at depth {best} it gives")).to_be_visible()
    expect_link(page, "/theory", link.DEFAULTS)
    go_to(page, "Inside the graph")
    expect(slider(page, "Depth (number of convolutions)")).to_have_attribute("aria-valuetext", str(best))
    slider(page, "Depth (number of convolutions)").press("Home")
    settle(page)
    expect(page.get_by_text("Each node's feature after 0 layers")).to_be_visible()
    go_to(page, "Theory vs simulation")
    expect(page.get_by_text("leaves out neighbourhood noise: at depth 0 it gives")).to_be_visible()


def test_the_axis_switches_all_charts_between_logarithmic_and_linear_and_is_kept(app, page):
    open_app(page, f"{app}/theory")
    await_charts(page)
    for wanted in ("linear", "log"):
        page.get_by_test_id("stMain").get_by_role("radio", name=wanted).click()
        expect_charts(page, f"plot._fullLayout.yaxis.type === '{wanted}'")
        settle(page)
        if wanted == "linear":
            go_to(page, "Mixing vs denoising")
            expect(stage_of(page)).to_have_attribute("data-axis", "linear")
            go_to(page, "Theory vs simulation")
            expect_charts(page, "plot._fullLayout.yaxis.type === 'linear'")


def test_the_words_of_the_first_page_carry_the_numbers_of_the_engine(app, page):
    open_stage(page, app)
    error = predict(CSBM(), 20).error_fixed
    best = int(error.argmin())
    expect(page.get_by_test_id("stMain")).to_contain_text(
        f"falls from {percent(error[0])} to {percent(error[best])} at depth {best}"
    )
    expect(stage_of(page)).to_have_attribute("data-best-depth", str(best))


def test_the_questions_of_the_first_page_change_the_model_and_the_stage_follows(app, page):
    open_stage(page, f"{app}/?n=200&p=0.1&q=0.04&depth=2")
    page.get_by_test_id("stRadio").last.get_by_text("Deeper").click()
    settle(page)
    click(page, "Noisier features")
    before, after = CSBM(200, 0.1, 0.04), CSBM(200, 0.1, 0.04, sigma=2.0)
    expect_error(page, after, 2)
    # The answer is up in the picture, with A pinned beside B: the page goes there.
    eventually(page, lambda _: 0 <= stage_of(page).evaluate("node => node.getBoundingClientRect().top") < 200, True)
    words = answer_words(GUESSES[3], 2, predict(before, 20), predict(after, 20))
    expect(page.locator(".st-key-answer")).to_contain_text(words)
    expect(page.locator("path.stage-ghost").first).to_have_attribute("d", re.compile("M"))
    click(page, "Ten times N")
    expect(number(page, "N")).to_have_value("2000")
    p, q = (float(f"{value:.12g}") for value in probabilities_at(after, 2000))
    expect_error(page, CSBM(2000, p, q, sigma=2.0), 2)
    await_dots(page)
    assert_nothing_broken(page)


@pytest.mark.wide
def test_a_question_that_was_tried_is_undone_with_what_was_pinned(app, page):
    pinned = {"a.n": 200, "a.p": 0.1, "a.q": 0.05, "a.m1": -1.0, "a.m2": 1.0, "a.s": 1.0}
    start = link.DEFAULTS | pinned
    open_stage(page, f"{app}/?{link.write(start, 'mixing')}")
    click(page, "Swap p and q")
    expect(page.locator(".st-key-answer")).to_contain_text("At every odd depth each hill is on the other side")
    swapped = {"p": 0.0038, "q": 0.0114, "depth": 1} | link.pin(link.DEFAULTS)
    expect_link(page, "/", link.DEFAULTS | swapped)
    click(page, "Undo")
    expect(page.locator(".st-key-answer")).to_have_count(0)
    expect_link(page, "/", start | {"depth": 1})


@pytest.mark.wide
def test_a_preset_moves_the_stage_and_keeps_its_depth(app, page):
    open_stage(page, f"{app}/?depth=4")
    choose_option(page, "Preset", re.compile("^Opposites attract"))
    expect_error(page, CSBM(p_within=0.0038, q_across=0.0114), 4)
    expect_depth(page, 4)
