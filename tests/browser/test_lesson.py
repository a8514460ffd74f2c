"""The Lesson page: predict first, then look, then read why."""

import json
import re

import pytest
from browser.stage_steps import (
    assert_nothing_broken,
    await_dots,
    fact,
    path_of,
    stage_of,
)
from browser.steps import click, eventually, expect_link, expect_page, number, open_app, settle, slider, type_number
from playwright.sync_api import expect

from ui.lessons import lessons
from ui.lessons.rules import FACTS
from ui.link import link
from ui.link.lesson_names import FILES, OWN

LECTURE = lessons.load(OWN / "lecture.toml")[0]
SEVEN = lessons.load(OWN / "seven.toml")[0]
SCENES = [
    (name, step)
    for name in ("lecture", "homework", "seven")
    for step in range(1, len(lessons.load(FILES[name])[0].scenes) + 1)
]
MARKED = next(step for step, scene in enumerate(LECTURE.scenes, 1) if scene.mark_depth)
CHOSEN = next(step for step, scene in enumerate(LECTURE.scenes, 1) if scene.choices)


def open_scene(page, app, step, name="lecture"):
    open_app(page, f"{app}/lesson?lesson={name}&step={step}")
    expect(stage_of(page)).to_have_attribute("data-depth", re.compile(r"\d"))


def guess_handle(page):
    return page.get_by_role("slider", name="Your guess", exact=True)


def commit(page):
    expect(page.get_by_role("button", name="Commit", exact=True)).to_be_enabled()
    click(page, "Commit")
    expect(page.get_by_role("button", name="Predict again", exact=True)).to_be_visible()


def assert_veiled(page):
    expect(stage_of(page)).to_have_attribute("data-error", "")
    expect(stage_of(page)).to_have_attribute("data-best-depth", "")
    for name in ("curve", "best", "dots", "other"):
        assert not path_of(page, name)
    expect(page.get_by_test_id("reading")).to_contain_text("the error is still hidden")
    expect(page.get_by_role("button", name="Commit", exact=True)).to_be_disabled()


@pytest.mark.parametrize(("name", "step"), SCENES)
def test_every_scene_opens_from_its_short_link_with_its_values_and_nothing_revealed(app, page, name, step):
    scene = lessons.load(FILES[name])[0].scenes[step - 1]
    open_scene(page, app, step, name)
    assert_veiled(page)
    expect(page.get_by_role("heading", name=scene.title, exact=True)).to_be_visible()
    expect_link(page, "/lesson", link.DEFAULTS | scene.values | {"lesson": name, "step": step})
    await_dots(page)
    assert_veiled(page)
    assert_nothing_broken(page)


def test_a_depth_is_guessed_by_keyboard_alone_and_compared_in_words(app, page):
    scene = LECTURE.scenes[MARKED - 1]
    open_scene(page, app, MARKED)
    handle = guess_handle(page)
    handle.focus()
    handle.press("Home")
    # The server has heard of a guess and is told of the last one by the press alone.
    expect(page.get_by_role("button", name="Commit", exact=True)).to_be_enabled()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "depth 6")
    assert fact(page, "depth") == 0, "the guess has its own keys: the hills stay where they are"
    commit(page)
    expect(stage_of(page)).to_have_attribute("data-best-depth", str(scene.truth))
    expect(page.locator(".stage-guess-label")).to_have_text("your guess: depth 6")
    expect(guess_handle(page)).to_have_count(0)
    expect(page.get_by_text(f"You guessed depth 6; it turns at {scene.truth}")).to_be_visible()
    assert path_of(page, "curve")
    click(page, "Predict again")
    assert_veiled(page)


@pytest.mark.wide
def test_a_click_into_the_empty_axes_sets_the_guess_and_the_committed_mark_lets_the_depth_be_scrubbed(app, page):
    open_scene(page, app, MARKED)
    box = guess_handle(page).bounding_box()
    page.mouse.click(box["x"] + 10 + (box["width"] - 20) * 0.25, box["y"] + 40)
    expect(page.locator(".stage-guess-label")).to_have_text("your guess: depth 5")
    commit(page)
    touch = page.locator(".stage-touch")
    touch.scroll_into_view_if_needed()
    box = touch.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(stage_of(page)).to_have_attribute("data-depth", "10")


def test_a_choice_is_committed_and_the_truth_is_said(app, page):
    scene = LECTURE.scenes[CHOSEN - 1]
    open_scene(page, app, CHOSEN)
    wrong = next(choice for index, choice in enumerate(scene.choices) if index != scene.truth)
    page.get_by_text(wrong, exact=True).click()
    commit(page)
    expect(page.get_by_text(f"You said: {wrong}. The answer is: {scene.answer_words}.")).to_be_visible()


@pytest.mark.wide
def test_next_and_previous_bring_each_scene_with_its_values_and_predictions_are_kept(app, page):
    open_app(page, f"{app}/lesson")
    click(page, "Start")
    assert_veiled(page)
    page.get_by_text(LECTURE.scenes[0].choices[0], exact=True).click()
    commit(page)
    for step in (2, 3):
        click(page, "Next")
        expect(page.get_by_text(f"{step} of {len(LECTURE.scenes)}")).to_be_visible()
        wanted = link.DEFAULTS | LECTURE.scenes[step - 1].values | {"step": step}
        expect_link(page, "/lesson", wanted)
        assert_veiled(page)
    click(page, "Previous")
    click(page, "Previous")
    expect(page.get_by_role("button", name="Predict again", exact=True)).to_be_visible()


@pytest.mark.parametrize("name", ["lecture", "seven"])
def test_on_a_laptop_play_is_seen_without_scrolling(app, page, name):
    page.set_viewport_size({"width": 1280, "height": 800})
    open_scene(page, app, 3, name)
    expect(page.locator(".stage-play").first).to_be_in_viewport(ratio=1)


def test_where_else_an_answer_is_seen_is_a_link_that_opens_there_with_the_same_numbers(app, page):
    scene, step = SEVEN.scenes[-1], len(SEVEN.scenes)
    open_scene(page, app, step, "seven")
    expect(page.get_by_role("link", name="Real graphs", exact=True)).to_have_count(1)  # the menu's own
    page.get_by_text(scene.choices[0], exact=True).click()
    commit(page)
    said = page.locator(".st-key-scene_verdict")
    expect(said).to_contain_text("The probe reads")
    readable = re.search(r"The probe reads ([\d.]+ %)", said.inner_text())[1]
    address = said.get_by_role("link", name="Real graphs").get_attribute("href")
    assert address.startswith(f"{app}/real?net=16#")
    open_app(page, address)
    expect(page.get_by_text(f"a linear probe still reads {readable} of the test nodes right")).to_be_in_viewport()


def test_an_answer_is_read_above_its_picture_and_the_next_scene_from_its_top(app, page):
    def scrolled():
        return page.get_by_test_id("stMain").evaluate("node => node.scrollTop")

    def from_the_top(place):
        return place.evaluate("node => node.getBoundingClientRect().top")

    page.set_viewport_size({"width": 1280, "height": 600})
    open_scene(page, app, CHOSEN)
    page.get_by_text(LECTURE.scenes[CHOSEN - 1].choices[0], exact=True).click()
    commit(page)
    eventually(page, lambda _: 0 <= from_the_top(page.locator(".st-key-scene_question")) < 100, True)
    eventually(page, lambda _: scrolled() > 0 and from_the_top(stage_of(page)) < 400, True)
    click(page, "Next")
    eventually(page, lambda _: scrolled(), 0)


@pytest.mark.wide
def test_sliders_may_be_moved_and_go_back_to_the_scene(app, page):
    open_scene(page, app, MARKED)
    slider(page, "sigma").press("ArrowRight")
    settle(page)
    type_number(page, "p", "0.02")
    expect(page.get_by_text("no longer at the scene's values")).to_be_visible()
    assert_veiled(page)
    click(page, "Back to the scene's values")
    expect(number(page, "p")).to_have_value("0.0114")
    expect(page.get_by_text("no longer at the scene's values")).to_have_count(0)


@pytest.mark.wide
def test_a_full_link_keeps_the_values_it_names_and_a_reload_the_scene(app, page):
    open_app(page, f"{app}/lesson?lesson=lecture&step=3&p=0.03&depth=1")
    expect_link(page, "/lesson", link.DEFAULTS | {"p": 0.03, "depth": 1, "step": 3})
    page.reload()
    settle(page)
    expect_link(page, "/lesson", link.DEFAULTS | {"p": 0.03, "depth": 1, "step": 3})


@pytest.mark.wide
def test_an_unknown_lesson_is_named_in_a_notice_and_a_step_beyond_the_end_is_the_last_scene(app, page):
    open_app(page, f"{app}/lesson?lesson=nowhere")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("nowhere")
    open_app(page, f"{app}/lesson?lesson=lecture&step=39")
    expect(page.get_by_role("heading", name=LECTURE.scenes[-1].title, exact=True)).to_be_visible()


@pytest.mark.wide
def test_visiting_the_lesson_page_changes_no_parameter_before_it_is_started(app, page):
    open_app(page, f"{app}/lesson?p=0.02")
    expect_link(page, "/lesson", link.DEFAULTS | {"p": 0.02})
    # What a page changes while it is drawn, the next page shows.
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="About").click()
    expect_page(page, "About")
    settle(page)
    expect_link(page, "/about", link.DEFAULTS | {"p": 0.02})


@pytest.mark.wide
def test_the_answer_key_is_shown_only_on_demand_and_the_hand_out_prints_without_the_sidebar(app, page):
    open_app(page, f"{app}/lesson?lesson=homework")
    expect(page.get_by_text("Answer key")).to_have_count(0)
    page.get_by_text("Hand-out").click()
    scenes = len(lessons.load(OWN / "homework.toml")[0].scenes)
    expect(page.locator(".handout section")).to_have_count(scenes)
    assert page.locator(".handout section svg path.class-2").first.bounding_box()["width"] > 50
    expect(page.locator(".handout").get_by_role("img", name=re.compile("QR code"))).to_have_count(scenes)
    address = page.locator(".handout a").first.get_attribute("href")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator(".handout")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_text("For teachers").click()
    expect(page.get_by_text("Answer key")).to_be_visible()
    page.goto(address)
    settle(page)
    assert_veiled(page)


@pytest.mark.wide
def test_the_saved_view_is_the_view_on_the_stage(app, page):
    open_scene(page, app, MARKED)
    stage_of(page).get_by_role("button", name="Step forward", exact=True).click()
    expect(stage_of(page)).to_have_attribute("data-depth", "1")
    page.get_by_text("Save this view as a scene").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("depth = 1")


def test_the_hand_out_of_the_lecture_is_two_pages(app, page):
    open_app(page, f"{app}/lesson")
    page.get_by_text("Hand-out").click()
    expect(page.locator(".handout section")).to_have_count(len(LECTURE.scenes))
    settle(page)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2


@pytest.mark.wide
def test_scenes_are_links_and_homework_stays_done_with_its_reasons_when_the_page_is_loaded_again(app, page):
    homework = lessons.load(OWN / "homework.toml")[0]
    open_app(page, f"{app}/lesson?lesson=homework")
    scene = page.get_by_role("link", name=homework.scenes[1].title)
    assert scene.get_attribute("href") == "?lesson=homework&step=2"
    scene.click()
    expect(page.get_by_role("heading", name=homework.scenes[1].title)).to_be_visible()
    settle(page)
    page.get_by_role("textbox", name="Your reason").fill("links <b>hardly</b> cross")
    page.get_by_text(homework.scenes[1].choices[0], exact=True).click()
    commit(page)
    expect(page.get_by_text("Your reason: links <b>hardly</b> cross")).to_be_visible()
    page.wait_for_function("localStorage.getItem('sweet-spot-answers-homework')?.includes('hardly')")
    open_app(page, f"{app}/lesson?lesson=homework")
    expect(page.locator(".contents-done")).to_have_count(1)
    open_app(page, f"{app}/lesson?lesson=homework&step={len(homework.scenes) + 1}")
    expect(page.locator(".answers section")).to_have_count(len(homework.scenes))
    name = page.get_by_text("Name: ____", exact=False)
    expect(name).to_be_hidden()  # it is written on paper alone
    page.emulate_media(media="print")
    expect(name).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator(".answers")).to_contain_text("Reason: links <b>hardly</b> cross")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as JSON").click()
    assert json.loads(download.value.path().read_text())["scenes"][1]["answer"] == homework.scenes[1].choices[0]
    click(page, "To the overview")
    click(page, "Forget my answers")
    expect(page.locator(".contents-done")).to_have_count(0)
    page.wait_for_function("localStorage.getItem('sweet-spot-answers-homework') === '{}'")


def test_the_numbers_of_who_pays_are_those_of_the_sentence_under_the_hills(app, page):
    step = next(step for step, scene in enumerate(LECTURE.scenes, 1) if scene.answer == "faster_loss")
    scene = LECTURE.scenes[step - 1]
    open_scene(page, app, step)
    for depth, name in ((scene.setting.best, "best"), (scene.setting.depth, "end")):
        page.get_by_role("slider", name="Depth", exact=True).fill(str(depth))
        for part in ("gap", "width"):
            expect(page.get_by_test_id("reading")).to_contain_text(
                f" to {FACTS[f'{part}_at_{name}'](scene.setting, scene.setting_before)} of"
            )
