"""Features at a share of the nodes, in the browser: what the stage says at depth 0, and where the light page sends the reader."""

from browser.stage_steps import await_dots
from browser.steps import eventually
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict


def test_at_depth_0_the_others_guess_and_every_error_is_the_engines(app, page):
    page.goto(f"{app}/?have=0.2")
    await_dots(page)
    stage = page.get_by_test_id("stage")
    expect(page.get_by_test_id("reading")).to_contain_text(
        "20 % of the nodes have a feature, the others stand at the threshold"
    )
    error = predict(CSBM(known=0.2), 20).error_fixed
    eventually(page, lambda _: abs(float(stage.get_attribute("data-error") or "nan") - error[0]) < 1e-9, True)
    expect(stage).to_have_attribute("data-best-depth", str(error.argmin()))
    expect(stage).to_contain_text("undecided")


def test_the_light_page_says_what_it_needs_and_the_code_leads_to_the_app(app, page):
    page.goto(f"{app}/play?have=0.2&depth=1")
    expect(page.get_by_test_id("notice")).to_have_text(
        "This page draws a feature at every node, and the link has them at 20 %: open it in the full app."
    )
    page.get_by_role("link", name="open it in the full app").click()
    expect(page.get_by_text("20 % of the nodes have a feature.")).to_be_visible()
    page.get_by_role("button", name="QR code, lock, embed").click()
    code = page.get_by_test_id("stCode").first
    expect(code).to_contain_text("have=0.2")
    expect(code).not_to_contain_text("play?")
