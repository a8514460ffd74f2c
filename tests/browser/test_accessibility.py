"""No violation by axe-core on any page, in both themes, on a screen and on a phone; and the way through a lecture by keys."""

import os
import re
import time
from pathlib import Path

import pytest
from browser.stage_steps import await_dots, expect_depth, open_stage, stage_of
from browser.steps import copy_link, open_app, place_of, settle, unfold_all
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from ui.frame.navigation import PAGES
from ui.inside.parts import PARTS
from ui.link import link

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NO_AXE = "axe-core is not installed (node_modules is missing): run `make axe` where npm is found; accessibility was NOT checked."
# What Streamlit itself draws and we cannot mend from our side, by Streamlit's own names; never a node of ours.
STREAMLITS_OWN = (
    "[data-testid=stFileUploaderDropzone]",  # role presentation and a name at once
)
_CHECK = """async excluded => {
    const found = await axe.run({exclude: excluded.map(name => [name])}, {resultTypes: ["violations"]});
    const said = (rule, node) => `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 200)}`;
    return found.violations.flatMap(rule => rule.nodes.map(node => said(rule, node)));
}"""
_BACKGROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
_THEME = """scheme => {
    const [red] = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor.match(/[0-9]+/);
    return (scheme === "dark") === (Number(red) < 128);
}"""
VIEWS = {
    **{entry.name: place_of(entry) for entry in PAGES},
    "a scene": "/lesson?step=2",
    "presenting": "/?view=present",
    "presenting a scene": "/lesson?step=2&view=present",
    "embedded": "/?embed=true&view=figure",
    "locked, with a notice": "/about?lock=graph,chance&p=7",
}


@pytest.fixture(scope="module")
def axe():
    """The checker's script."""
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_AXE)
    return AXE.read_text(encoding="utf-8")


def violations(page, axe):
    page.evaluate(axe)
    return page.evaluate(_CHECK, STREAMLITS_OWN)


def violations_at_rest(page, axe, seconds=20):
    """What stays wrong: while a page is drawn anew, or takes on the other theme, its old parts fade for a while."""
    end = time.monotonic() + seconds
    while (found := violations(page, axe)) and time.monotonic() < end:
        page.wait_for_timeout(500)
    return found


def violations_in_both_themes(page, axe):
    """theme -> what is wrong; the page follows the system's theme while it is open."""
    found, seen = {}, set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(_THEME, arg=scheme)
        found[scheme] = violations_at_rest(page, axe)
        seen.add(page.evaluate(_BACKGROUND))
    assert len(seen) == 2, "the theme did not change"
    return found


@pytest.fixture(scope="module", params=[1280, 390])
def looked_at(request, browser, slow):
    """A page of one width, for many addresses."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    slow(page)
    yield page
    context.close()


@pytest.mark.every_third
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_violation(app, looked_at, axe, view):
    open_app(looked_at, f"{app}{VIEWS[view]}")
    assert violations_in_both_themes(looked_at, axe) == {"light": [], "dark": []}


FURTHER = {
    **{f"seven, scene {step}": f"/lesson?lesson=seven&step={step}" for step in range(1, 10)},
    **{f"inside, {name}": f"/inside?part={name}" for name in PARTS},
    **{f"presenting {entry.name}": f"{place_of(entry)}?view=present" for entry in PAGES},
    "presenting scene 3 of seven": "/lesson?lesson=seven&step=3&view=present",
    "a trained network": "/real?net=8",
    "a trained network, presented": "/real?net=8&view=present",
    "five methods": "/remedies?method=residual,attention,pairnorm,jumping,lazy&limit=yes",
    "one's own training": "/training?tshow=own",
    "who wins": "/map?sheet=wins",
    "growth": "/map?sheet=growth",
}


@pytest.mark.wide
@pytest.mark.parametrize("view", FURTHER)
def test_axe_finds_no_violation_in_any_scene_part_or_presentation_with_everything_unfolded(app, looked_at, axe, view):
    page = looked_at
    open_app(page, f"{app}{FURTHER[view]}")
    unfold_all(page)
    assert violations_in_both_themes(page, axe) == {"light": [], "dark": []}


@pytest.mark.wide
@pytest.mark.parametrize("opened", ["Keys", "Export and Numbers", "QR code, lock, embed"])
def test_axe_finds_no_violation_in_what_opens(app, looked_at, axe, opened):
    page = looked_at
    open_stage(page, app)
    if opened == "QR code, lock, embed":
        # On a phone the sidebar is folded away.
        if page.viewport_size["width"] < 700:
            page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("button", name=opened).click()
        page.locator(".qr-mount svg").wait_for()
    else:
        for name in opened.split(" and "):
            page.get_by_text(name, exact=True).first.click()
    settle(page)
    assert violations_in_both_themes(page, axe) == {"light": [], "dark": []}


def test_axe_would_find_a_violation(app, new_page, axe):
    page = new_page()
    open_app(page, f"{app}/about")
    page.get_by_role("button", name="Keys").evaluate("button => { button.textContent = ''; }")
    assert any(found.startswith("button-name") for found in violations(page, axe))


def tab_to(page, target, most=80):
    """Press Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} was not reached in {most} presses of Tab")


def test_preset_p_play_pause_step_copy_and_export_by_keys_alone(app, new_page):
    page = new_page()
    open_stage(page, f"{app}/?depth=2&dmax=64")  # so that Play is still on its way when it is stopped
    preset = page.get_by_role("combobox", name="Preset")
    tab_to(page, preset)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Opposites")
    page.get_by_role("option", name=re.compile("Opposites")).wait_for()
    page.keyboard.press("Enter")
    p = page.get_by_role("spinbutton", name="p", exact=True)
    expect(p).to_have_value("0.0038")
    settle(page)

    copy = page.get_by_role("button", name="Copy link", exact=True)
    tab_to(page, p)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0.002")
    page.keyboard.press("Enter")
    settle(page)
    model = CSBM(p_within=0.002, q_across=0.0114)
    page.wait_for_function(
        "wanted => Math.abs(document.querySelector('[data-testid=stage]').dataset.error - wanted) < 1e-12",
        arg=predict(model, 64).error_fixed[2],
    )
    await_dots(page)

    tab_to(page, page.locator(".stage-play"))
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Pause")).to_be_focused()
    page.wait_for_function("document.querySelector('[data-testid=stage]').dataset.depth !== '2'")
    page.keyboard.press("Space")
    expect(stage_of(page).get_by_role("button", name="Play")).to_be_focused()
    depth = int(stage_of(page).get_attribute("data-depth"))
    page.keyboard.press("ArrowRight")
    expect_depth(page, depth + 1)

    tab_to(page, page.locator(".export-root summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Numbers (CSV)"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "p = 0.002" in download.value.path().read_text(encoding="utf-8")
    expect(page.locator(".export-status")).to_have_text("Saved as sweet-spot.csv")

    tab_to(page, copy, most=150)
    copied = copy_link(page, lambda: page.keyboard.press("Enter"))
    assert (
        f"{link.write(link.DEFAULTS | {'p': 0.002, 'q': 0.0114, 'dmax': 64, 'depth': depth + 1}, 'mixing')}" in copied
    )
