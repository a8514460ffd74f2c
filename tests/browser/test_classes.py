"""The number of classes: one control, N that follows, a picture of two of them, and light pages that know two."""

import re

from browser.stage_steps import (
    assert_nothing_broken,
    await_dots,
    expect_depth,
    fact,
    open_stage,
    press,
    stage_of,
    status,
)
from browser.steps import copied_values, eventually, open_app, settle, slider
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from ui.lessons import lessons
from ui.link.lesson_names import FILES


def test_more_classes_change_n_the_picture_and_the_link_and_nothing_is_drawn_of_two(app, page):
    open_stage(page, app)
    slider(page, "classes").press("ArrowRight")
    expect(page.get_by_text("N was 2,000 and is now 1,998, the nearest multiple of 6.")).to_be_visible()
    settle(page)
    expect(page.get_by_text("2 of 3 classes, depth 0")).to_be_visible()
    expect(page.get_by_test_id("nodes")).to_be_hidden()
    error = predict(CSBM(1998, n_classes=3), 20).error_fixed
    press(page, "Step forward")
    expect_depth(page, 1)
    assert float(fact(page, "error")) == error[1] and int(fact(page, "best-depth")) == error.argmin()
    expect(status(page)).to_contain_text("fixed rule")
    assert stage_of(page).get_by_label("Reading").locator("option").all_inner_texts() == [
        "Paper's formula",
        "Fixed rule",
        "Fitted rule",
    ]
    values = copied_values(page)[1]
    assert (values["c"], values["n"]) == (3, 1998)
    # A hand on a slider waits for the server instead of drawing two classes.
    slider(page, "sigma").press("ArrowRight")
    noisier = predict(CSBM(1998, sigma=1.05, n_classes=3), 20).error_fixed[1]
    eventually(page, lambda shown: float(fact(shown, "error")), noisier)
    await_dots(page)
    assert_nothing_broken(page)


def test_the_light_page_says_that_it_knows_two_and_leads_to_the_app(app, page):
    page.goto(f"{app}/play?n=1998&c=3&depth=2")
    expect(page.get_by_test_id("notice")).to_have_text(
        "This page draws two classes, and the link has 3: open it in the full app."
    )
    expect(page.locator(".stage-mount")).to_be_hidden()
    page.get_by_role("link", name="open it in the full app").click()
    expect(page.get_by_text("2 of 3 classes, depth 2")).to_be_visible()


def test_the_code_of_a_lesson_of_several_classes_leads_to_the_app_and_that_of_two_to_the_light_page(app, page):
    for lesson, place in (("classes", "/lesson?"), ("lecture", "/play?")):
        page.goto(f"{app}/lesson?lesson={lesson}")
        page.get_by_role("button", name="QR code, lock, embed").click()
        expect(page.get_by_test_id("stCode").first).to_contain_text(place)


def test_a_question_about_the_gap_keeps_the_picture_at_depth_0_until_it_is_answered(app, page):
    scene = lessons.load(FILES["classes"])[0].scenes[0]
    open_app(page, f"{app}/lesson?lesson=classes&step=1")
    await_dots(page)
    press(page, "Step forward")
    expect(page.get_by_text("The picture stays at depth 0 until then")).to_be_visible()
    expect_depth(page, 0)
    expect(status(page)).not_to_contain_text("brought")
    page.get_by_text(scene.choices[0], exact=True).click()
    page.get_by_role("button", name="Commit", exact=True).click()
    expect(page.get_by_text("they land at only 25 % of their distance")).to_be_visible()
    expect(stage_of(page)).to_have_attribute("data-error", re.compile(r"\d"))
    press(page, "Step forward")
    expect_depth(page, 1)
    expect(status(page)).to_contain_text("mixing has brought the means to 25 %")
    assert_nothing_broken(page)
