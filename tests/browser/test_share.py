"""QR code, lock and embed line: the link that is shared carries what its receiver shall see."""

import html
import re

import pytest
from browser.stage_steps import open_stage
from browser.steps import (
    click,
    copied_values,
    eventually,
    expect_address,
    expect_link,
    number,
    open_app,
    settle,
    slider,
    type_number,
)
from playwright.sync_api import expect

from ui.frame import qr
from ui.link import link
from ui.link.keys import LOCKABLE

CONTROLS = {"n": "N", "p": "p", "q": "q", "seed": "Seed"}
SLIDERS = {
    "m1": "mu1",
    "m2": "mu2",
    "s": "sigma",
    "dmax": "Depth range",
    "c": "classes",
    "have": "share with a feature",
}


def control(page, key):
    if key == "preset":
        return page.get_by_role("combobox", name="Preset")
    return number(page, CONTROLS[key]) if key in CONTROLS else slider(page, SLIDERS[key])


def open_sharing(page):
    page.get_by_role("button", name="QR code, lock, embed").click()
    page.locator(".qr-mount svg").wait_for()
    settle(page)
    return page.get_by_test_id("stPopoverBody")


def test_the_code_holds_the_whole_link_with_the_view_of_this_moment(app, page):
    open_stage(page, f"{app}/?p=0.03&seed=5&depth=2")
    page.get_by_role("button", name="Step forward").click()
    page.wait_for_function("new URLSearchParams(location.search).get('depth') === '3'")
    settle(page)
    body = open_sharing(page)
    address = f"{app}/play?{link.write(link.DEFAULTS | {'p': 0.03, 'seed': 5, 'depth': 3}, 'mixing')}"
    expect(body).to_contain_text(address)
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    code = page.locator(".qr-mount svg path").last
    eventually(page, lambda _: code.get_attribute("d") in qr.drawing(address), True)
    assert code.get_attribute("d") not in qr.drawing(address.replace("depth=3", "depth=4"))


@pytest.mark.parametrize("group", LOCKABLE)
def test_a_locked_group_is_hidden_while_its_values_stay_in_force(app, page, group):
    values = {"n": 300, "p": 0.11, "q": 0.05, "m1": -0.5, "m2": 1.5, "s": 1.25, "dmax": 9, "seed": 4}
    open_app(page, f"{app}/about?{link.write(link.DEFAULTS | values | {'lock': (group,)})}")
    hidden = {*LOCKABLE[group], *(("preset",) if group in ("graph", "features") else ())}
    for key in {*CONTROLS, *SLIDERS, "preset"}:
        expect(control(page, key)).to_have_count(0 if key in hidden else 1)
    noun = "control" if len(hidden) == 1 else "controls"
    expect(page.get_by_test_id("stSidebar")).to_contain_text(f"{len(hidden)} {noun} hidden by whoever shared this")
    expect_link(page, "/about", link.DEFAULTS | values | {"lock": (group,)})
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Theory vs simulation").click()
    settle(page)
    expect_link(page, "/theory", link.DEFAULTS | values | {"lock": (group,)})
    page.reload()
    settle(page)
    expect_link(page, "/theory", link.DEFAULTS | values | {"lock": (group,)})
    click(page, "Reset all")
    kept = {key: values[key] for key in LOCKABLE[group] if key in values}
    expect_link(page, "/theory", link.DEFAULTS | kept | {"lock": (group,)})
    click(page, "Show all controls")
    for key in hidden:
        expect(control(page, key)).to_have_count(1)
    expect_link(page, "/theory", link.DEFAULTS | kept)
    expect_address(page, link.changed(kept))


@pytest.mark.wide
def test_a_control_that_was_shown_again_works(app, page):
    open_app(page, f"{app}/about?p=0.2&lock=graph")
    click(page, "Show all controls")
    expect(number(page, "p")).to_have_value("0.2")
    type_number(page, "p", "0.3")
    expect_link(page, "/about", link.DEFAULTS | {"p": 0.3})


def test_ticked_groups_are_locked_in_the_copied_link_and_not_here(app, page):
    open_app(page, f"{app}/about")
    body = open_sharing(page)
    for name in ("the graph (N, p, q)", "presets"):
        body.get_by_text(name).click()
        settle(page)
    expect(body).to_contain_text("lock=graph%2Cpresets")
    expect(body).to_contain_text("/figure?")
    expect(number(page, "p")).to_have_count(1)
    page.keyboard.press("Escape")
    _, values = copied_values(page)
    assert values["lock"] == ("graph", "presets")


def test_the_line_that_embeds_the_stage_holds_the_stage_and_its_parameters_on_whatever_page_it_is_copied(app, page):
    open_app(page, f"{app}/about?p=0.03&seed=5")
    line = open_sharing(page).get_by_text("<iframe src=").inner_text()
    address = html.unescape(re.search(r'src="([^"]+)"', line)[1])
    assert address.startswith(f"{app}/figure?") and "p=0.03" in address and "seed=5" in address
    page.goto(address)
    expect(page.get_by_test_id("stage")).to_be_visible()
    page.wait_for_function("document.querySelector('.stage-root').stageData?.model.p === 0.03")
    expect(page.get_by_test_id("notice")).to_be_hidden()


@pytest.mark.wide
def test_the_code_for_phones_opens_the_light_page_with_the_same_model_and_the_full_app_is_one_choice_away(app, page):
    open_app(page, f"{app}/?p=0.03&depth=3")
    body = open_sharing(page)
    address = body.get_by_text(f"{app}/play?").inner_text()
    body.get_by_text("the full app").click()
    settle(page)
    expect(body.get_by_text(f"{app}/?v=1")).to_be_visible()
    error = page.get_by_test_id("stage").get_attribute("data-error")
    page.goto(address)
    found = page.get_by_test_id("stage").get_attribute("data-error")
    assert float(found) == pytest.approx(float(error), rel=1e-8)
    expect(page.get_by_test_id("notice")).to_be_hidden()


@pytest.mark.wide
def test_an_unknown_lock_is_named_in_the_notice(app, page):
    open_app(page, f"{app}/about?lock=graph,doors")
    expect(page.get_by_test_id("stAlert")).to_contain_text("lock")
    expect_link(page, "/about", link.DEFAULTS | {"lock": ("graph",)})


@pytest.mark.wide
def test_who_locks_the_features_takes_the_handles_of_the_hills_away(app, page):
    open_stage(page, f"{app}/?lock=features")
    expect(page.locator(".stage-root").get_by_role("slider", name="Mean of class 1")).to_have_count(0)
    # Control: without the lock they are there.
    click(page, "Show all controls")
    expect(page.locator(".stage-root").get_by_role("slider", name="Mean of class 1")).to_be_visible()
