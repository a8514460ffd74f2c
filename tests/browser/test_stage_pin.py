"""A pinned state stays on the stage as a ghost, in words, and in the link."""

import re

import pytest
from browser.stage_steps import (
    assert_nothing_broken,
    choose,
    open_stage,
    path_of,
    press,
    scrub,
    stage_of,
)
from browser.steps import click, copied_values, eventually, type_number
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from ui.link import link


def comparison(page):
    return page.get_by_test_id("comparison")


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
    eventually(page, lambda page: {copied_values(page)[1][name] for name in link.PIN_KEYS}, {None})


def test_a_link_restores_what_is_pinned(app, page, new_page):
    open_stage(page, f"{app}/?p=0.02&m1=-0.5")
    press(page, "Pin A")
    expect(comparison(page)).to_be_visible()
    type_number(page, "q", "0.001")
    values = copied_values(page)[1]
    assert {name: values[name] for name in link.PIN_KEYS} == {
        "a.n": 2000, "a.p": 0.02, "a.q": 0.0038, "a.m1": -0.5, "a.m2": 1.0, "a.s": 1.0, "a.c": None, "a.have": None,
    }  # fmt: skip
    query = link.write(values, "mixing")
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
