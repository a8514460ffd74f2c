"""A second method laid over on the first page: chosen, drawn, kept in the link; the published cases bring it along."""

import re

import pytest
from browser.stage_steps import assert_nothing_broken, open_stage, path_of, stage_of
from browser.steps import choose_option, expect_link, settle
from playwright.sync_api import expect

from core.model import CSBM
from core.propagation import METHODS
from core.walks import predict
from ui.link import link, presets
from ui.mixing.overlay import overlay_words

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all


def test_a_second_method_is_laid_over_and_stands_in_the_link(app, page):
    open_stage(page, f"{app}/?depth=3")
    settle(page)
    assert not path_of(page, "overlay")
    choose_option(page, "Lay a second method over", "Lazy walk (skip connection)")
    settle(page)
    expect(page.locator("path.stage-overlay").first).to_have_attribute("d", re.compile("M"))
    expect(stage_of(page)).to_contain_text("lazy 0.5")
    words = overlay_words(CSBM(), METHODS["lazy"].label, predict(CSBM(), 20), predict(CSBM(), 20, "lazy")).replace(
        "**", ""
    )
    expect(page.locator(".st-key-overlay")).to_contain_text(words)
    expect_link(page, "/", link.DEFAULTS | {"depth": 3, "over": "lazy"})
    assert_nothing_broken(page)


def test_a_published_case_comes_with_the_residual_laid_over_and_tells_no_winner(app, page):
    open_stage(page, app)
    choose_option(page, "Preset", re.compile("^Case B"))
    settle(page)
    expect(stage_of(page)).to_contain_text("residual 0.1")
    expect(page.get_by_test_id("stSidebar")).to_contain_text("only N differs from case A: is it the same method?")
    expect_link(page, "/", link.DEFAULTS | presets.CASE_B.parameters | {"over": "residual"})


def test_what_the_curtain_hides_the_words_below_do_not_tell(app, page):
    open_stage(page, f"{app}/?over=residual")
    settle(page)
    told = page.locator(".st-key-told")
    expect(told).to_contain_text("falls from")
    expect(told).to_be_visible()
    stage_of(page).get_by_role("button", name="curtain", exact=True).click()
    expect(told.get_by_text("falls from")).to_be_hidden()
    expect(page.locator(".st-key-overlay strong").first).to_be_hidden()
    stage_of(page).get_by_role("button", name="curtain", exact=True).click()
    expect(told.get_by_text("falls from")).to_be_visible()
