"""Links and the sidebar in a real browser."""

import re

import numpy as np
import pytest
from browser.steps import (
    choose_option,
    click,
    expect_address,
    expect_link,
    expect_page,
    number,
    open_app,
    settle,
    slider,
    type_number,
)
from playwright.sync_api import expect
from random_states import random_values

from ui.link import link, presets
from ui.link.keys import MAX_SEED


def notice(page):
    return page.get_by_test_id("stAlert")


@pytest.mark.parametrize("seed", range(6))
def test_a_random_state_survives_the_way_through_a_link_into_a_fresh_browser(app, page, seed):
    values = random_values(np.random.default_rng(seed))
    open_app(page, f"{app}/about?{link.write(values)}")
    expect(notice(page)).to_have_count(0)
    expect_link(page, "/about", values)
    page.reload()
    settle(page)
    expect_link(page, "/about", values)


@pytest.mark.parametrize(
    ("query", "field", "changes"),
    [
        ("p=1.7", "p", {"p": 1.0}),
        ("q=-1", "q", {"q": 0.0}),
        ("n=2001", "N", {}),
        ("n=inf", "N", {}),
        ("n=1e99", "N", {"n": 10**12}),
        ("s=nan", "sigma", {}),
        ("s=0", "sigma", {"s": 0.05}),
        ("m1=abc", "mu1", {}),
        ("m2=", "mu2", {}),
        ("seed=3&seed=4", "seed", {"seed": 3}),
        ("depth=50", "depth", {"depth": 20}),
        ("dmax=12.7", "dmax", {"dmax": 13}),
        ("reading=none", "reading", {}),
        ("v=2", "version", {}),
        ("colour=red&p=0.2", "colour", {"p": 0.2}),
        ("p=**bold**:red[x]$y$<b>z</b>", "**bold**:red[x]$y$<b>z</b>", {}),
        ("q=" + "9" * 10_000, "q", {"q": 1.0}),
        ("a=1&" * 2_500, "too long", {}),
    ],
    ids=lambda case: case[:12] if isinstance(case, str) else "",
)
def test_a_bad_link_gives_one_notice_that_names_the_field_and_the_app_goes_on(app, page, query, field, changes):
    open_app(page, f"{app}/about?{query}")
    expect(notice(page)).to_have_count(1)
    expect(notice(page)).to_contain_text(field)
    expect_link(page, "/about", link.DEFAULTS | changes)


@pytest.mark.wide
def test_keys_of_hosts_and_advertisers_are_ignored_in_silence(app, page):
    open_app(page, f"{app}/about?embed_options=light_theme&utm_source=x&fbclid=1&gclid=2&p=0.2")
    expect(notice(page)).to_have_count(0)
    expect_link(page, "/about", link.DEFAULTS | {"p": 0.2})


@pytest.mark.wide
def test_the_notice_stays_until_it_is_dismissed(app, page):
    open_app(page, f"{app}/about?p=7")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Theory vs simulation").click()
    expect_page(page, "Theory vs simulation")
    expect(notice(page).filter(has_text="0 to 1")).to_have_count(1)
    click(page, "Dismiss this notice")
    expect(notice(page).filter(has_text="0 to 1")).to_have_count(0)


@pytest.mark.wide
def test_the_notice_goes_when_a_parameter_changes(app, page):
    open_app(page, f"{app}/about?p=7")
    expect(notice(page)).to_have_count(1)
    type_number(page, "q", "0.5")
    expect(notice(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "typed", "used"), [("p", "1.5", "1"), ("q", "-2", "0"), ("N", "2001", "2000"), ("N", "0", "2")]
)
def test_a_typed_value_that_is_not_valid_becomes_the_nearest_valid_one_with_a_notice(app, page, label, typed, used):
    open_app(page, f"{app}/about")
    type_number(page, label, typed)
    expect(number(page, label)).to_have_value(used)
    expect(notice(page)).to_have_count(1)
    expect(notice(page)).to_contain_text(label)


@pytest.mark.wide
def test_a_typed_number_is_kept_exactly_and_the_slider_follows_it(app, page):
    open_app(page, f"{app}/about")
    type_number(page, "p", "0.01234567890123")
    expect(slider(page, "p on a logarithmic scale")).to_have_attribute("aria-valuetext", "0.01234567890123")
    type_number(page, "q", "1e-7")
    expect_address(page, {"p": "0.01234567890123", "q": "1e-7"})
    expect_link(page, "/about", link.DEFAULTS | {"p": 0.01234567890123, "q": 1e-7})


@pytest.mark.parametrize(("label", "key", "step_up"), [("p", "p", 0.012), ("q", "q", 0.0039), ("N", "n", 2200)])
def test_the_logarithmic_slider_moves_the_number_to_its_next_stop(app, page, label, key, step_up):
    open_app(page, f"{app}/about")
    slider(page, f"{label} on a logarithmic scale").press("ArrowRight")
    expect(number(page, label)).to_have_value(str(step_up))
    expect_link(page, "/about", link.DEFAULTS | {key: step_up})


@pytest.mark.wide
def test_the_logarithmic_slider_has_0_and_1_at_its_ends(app, page):
    open_app(page, f"{app}/about")
    slider(page, "p on a logarithmic scale").press("Home")
    expect(number(page, "p")).to_have_value("0")
    settle(page)
    slider(page, "p on a logarithmic scale").press("End")
    expect(number(page, "p")).to_have_value("1")


@pytest.mark.wide
def test_a_hand_that_moves_the_slider_fast_loses_no_step(app, page):
    open_app(page, f"{app}/about?p=0.01")
    for _ in range(24):  # 24 stops are one decade
        slider(page, "p on a logarithmic scale").press("ArrowRight")
        page.wait_for_timeout(40)
    settle(page)
    expect(number(page, "p")).to_have_value("0.1")


def test_a_preset_sets_the_parameters_and_reset_brings_the_first_visit_back(app, page):
    open_app(page, f"{app}/about?seed=5&dmax=30&depth=9&axis=linear")
    choose_option(page, "Preset", re.compile("^Case B"))
    expect(number(page, "N")).to_have_value("1000")
    settle(page)
    wanted = {"n": 1000, "p": 0.2, "q": 0.1, "m1": 1.0, "m2": 1.5, "seed": 5, "dmax": 30, "depth": 9, "axis": "linear"}
    expect_link(page, "/about", link.DEFAULTS | wanted | presets.CASE_B.choices)
    click(page, "Reset all")
    expect(number(page, "N")).to_have_value("2000")
    expect_link(page, "/about", link.DEFAULTS)
    expect_address(page, {})


@pytest.mark.wide
def test_draw_another_graph_counts_the_seed_up(app, page):
    open_app(page, f"{app}/about?seed={MAX_SEED - 1}")
    click(page, "Draw another graph")
    expect(number(page, "Seed")).to_have_value(str(MAX_SEED))
    click(page, "Draw another graph")
    expect(number(page, "Seed")).to_have_value("0")


def test_copy_link_takes_the_view_that_the_stage_shows_at_this_moment(app, page):
    open_app(page, f"{app}/about")
    page.evaluate(
        """() => {
            const stage = document.createElement("div");
            const view = {depth: "11", reading: "paper", axis: "linear", zoom: "fixed"};
            Object.assign(stage.dataset, {testid: "stage", ...view});
            document.body.append(stage);
        }"""
    )
    shown = {"depth": 11, "reading": "paper", "axis": "linear", "zoom": "fixed"}
    expect_link(page, "/about", link.DEFAULTS | shown)


@pytest.mark.wide
def test_without_a_clipboard_the_link_is_shown_selected(app, page):
    open_app(page, f"{app}/about?p=0.2")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no clipboard')); }")
    page.get_by_role("button", name="Copy link", exact=True).click()
    field = page.get_by_label("Link to this view")
    expect(field).to_be_visible()
    assert link.write(link.DEFAULTS | {"p": 0.2}, "about") in field.input_value()
    assert field.evaluate("f => f.selectionEnd - f.selectionStart === f.value.length && document.activeElement === f")
