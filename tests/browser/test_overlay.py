"""A second method laid over on the first page: chosen, drawn, kept in the link; the published cases bring it along."""

import re

from browser.stage_steps import assert_nothing_broken, open_stage, path_of, stage_of
from browser.steps import expect_link, settle
from playwright.sync_api import expect

from ui.link import link, presets


def test_a_second_method_is_laid_over_and_stands_in_the_link(app, page):
    open_stage(page, f"{app}/?depth=3")
    assert not path_of(page, "overlay")
    page.get_by_role("combobox", name="Lay a second method over").click()
    page.get_by_role("option", name="Lazy walk (skip connection)").click()
    settle(page)
    expect(page.locator("path.stage-overlay").first).to_have_attribute("d", re.compile("M"))
    expect(stage_of(page)).to_contain_text("lazy 0.5")
    expect(page.locator(".st-key-overlay")).to_contain_text("lazy walk (skip connection) 2.4 %")
    expect_link(page, "/", link.DEFAULTS | {"depth": 3, "over": "lazy"})
    assert_nothing_broken(page)


def test_a_published_case_comes_with_the_residual_laid_over_and_tells_no_winner(app, page):
    open_stage(page, app)
    page.get_by_role("combobox", name="Preset").click()
    page.get_by_role("option", name=re.compile("^Case B")).click()
    settle(page)
    expect(stage_of(page)).to_contain_text("residual 0.1")
    expect(page.get_by_test_id("stSidebar")).to_contain_text("only N differs from case A: is it the same method?")
    expect_link(page, "/", link.DEFAULTS | presets.CASE_B.parameters | {"over": "residual"})
