"""How the stage lives with the server: nothing is lost by news, and dots say when they are still to come."""

import re

import pytest
from browser.stage_steps import (
    PENDING,
    assert_nothing_broken,
    await_dots,
    choose,
    dots_seen,
    drawn_error,
    expect_depth,
    fact,
    figure_of,
    open_stage,
    path_of,
    press,
    stage_of,
    watch_dots,
)
from browser.steps import click, settle, slider, type_number
from playwright.sync_api import expect


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
    choose(page, "Speed", "0.5")  # twenty depths last longer than the server's answer
    press(page, "Play")
    page.wait_for_function("document.querySelector('[data-testid=stage]').dataset.depth >= 1")
    error = path_of(page, "curve")
    slider(page, "sigma").press("ArrowRight")
    expect(page.locator("path.stage-curve")).not_to_have_attribute("d", error)
    expect(stage_of(page).get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_after_a_change_theory_is_there_first_and_the_dots_are_visibly_pending_until_they_come(app, page):
    open_stage(page, app)
    watch_dots(page)
    type_number(page, "Seed", "41")
    page.wait_for_function("pending => window.__dots.some(state => state.startsWith(pending))", arg=PENDING)
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
    expect(page.locator("path.stage-dots")).to_have_attribute("d", re.compile("M"))


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
    expect(note).not_to_contain_text(reason)
    await_dots(page)
    expect(page.locator("path.stage-dots")).to_have_attribute("d", re.compile("M"))
