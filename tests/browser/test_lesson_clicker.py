"""A lesson in Present, led by a clicker alone."""

import re

import pytest
from browser.conftest import serve
from browser.stage_steps import stage_of
from browser.steps import eventually, open_app, settle
from browser.test_lesson import CHOSEN, LECTURE, SEVEN
from playwright.sync_api import expect

# What of a scene is not wholly on the screen.
_ONE_SCREEN = """() => [".st-key-scene_head", ".st-key-scene_question", ".st-key-scene_commit", ".stage-figure", ".stage-course",
    ".stage-play", ".stage-reading"].filter(name => [...document.querySelectorAll(name)].some(node => {
        const box = node.getBoundingClientRect();
        return box.height && (box.top < -1 || box.left < -1 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1); }))"""
_NUMBER = re.compile(r"\d[\d.,]*")


def press(page, key, change):
    """Press a key and wait until the text of this place is another."""
    before = change.inner_text()
    page.keyboard.press(key)
    expect(change).not_to_have_text(before)
    settle(page)


def out_of_the_screen(page):
    return page.evaluate(_ONE_SCREEN)


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (1366, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_whole_lecture_runs_by_a_clicker_and_every_scene_is_one_screen(app, page, size):
    run_by_clicker(app, page, size, "lecture", LECTURE)


@pytest.mark.wide
@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_so_do_the_seven_things_said(app, page, size):
    run_by_clicker(app, page, size, "seven", SEVEN)


def run_by_clicker(app, page, size, name, lesson):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_app(page, f"{app}/lesson?lesson={name}&view=present")
    title, box = page.get_by_role("heading", level=1), page.locator(".st-key-scene_question")
    press(page, "PageDown", title)
    for scene in lesson.scenes:
        expect(title).to_have_text(scene.title)
        for place in (box, page.locator("body")):
            eventually(page, lambda _, place=place, scene=scene: place.inner_text().count(scene.question), 1)
        eventually(page, out_of_the_screen, [])
        page.evaluate("document.activeElement.blur()")
        # The last scene's own is gone, and this one's is drawn.
        answers = page.locator(".st-key-scene_choices [data-stale=false] input, .stage-guess-open")
        expect(answers).to_have_count(1 if scene.mark_depth else len(scene.choices))
        if scene.mark_depth:
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
        else:
            page.keyboard.press("2")
        # No waiting: what was chosen is committed even if the server has not heard of it.
        press(page, "PageDown" if scene.mark_depth else "Enter", box)
        expect(box).to_contain_text("You guessed depth 1" if scene.mark_depth else f"You said: {scene.choices[1]}")
        expect(stage_of(page)).to_have_attribute("data-error", re.compile(r"\d"))
        overlay = page.locator(".stage-course path.stage-overlay")
        together = scene.answer in ("residual_wins", "residual_lowers")
        eventually(page, lambda _, overlay=overlay: bool(overlay.get_attribute("d")), together)
        eventually(page, out_of_the_screen, [])
        press(page, "PageDown", title)
    for place, sentence in enumerate(lesson.taken_home):
        said = page.locator(".st-key-scene_home li").nth(place)
        expect(said).to_be_in_viewport()
        # What a trained network gets right differs in its last digits between processors' arithmetic.
        assert _NUMBER.sub("#", said.inner_text()) == _NUMBER.sub("#", sentence)
        assert name != "lecture" or said.inner_text() == sentence
    press(page, "PageUp", title)
    expect(title).to_have_text(lesson.scenes[-1].title)


@pytest.mark.wide
def test_a_key_is_not_lost_while_the_picture_waits_for_the_simulation(new_page, tmp_path):
    scene, step = LECTURE.scenes[-2], len(LECTURE.scenes) - 1
    page, other = new_page(), new_page()
    title, box = page.get_by_role("heading", level=1), page.locator(".st-key-scene_question")
    with serve(tmp_path, SWEETSPOT_MAX_SIMULATIONS="1") as app:
        open_app(page, f"{app}/lesson?view=present&step={step}")
        page.keyboard.press("2")
        expect(page.get_by_role("button", name="Commit", exact=True)).to_be_enabled()
        settle(page)
        # Somebody else has the one turn there is.
        other.goto(f"{app}/?n=100000&p=0.0004&q=0.0001&dmax=64")
        expect(stage_of(other)).to_have_attribute("data-depth", re.compile(r"\d"))
        page.keyboard.press("Enter")
        expect(box).to_contain_text(f"You said: {scene.choices[1]}")
        page.keyboard.press("PageDown")
        expect(title).to_have_text(LECTURE.scenes[-1].title)
        page.keyboard.press("PageDown")
        expect(box).to_contain_text("It is:")


@pytest.mark.wide
def test_a_clicker_alone_reveals_without_a_guess(app, page):
    open_app(page, f"{app}/lesson?view=present&step={CHOSEN}")
    box = page.locator(".st-key-scene_question")
    press(page, "PageDown", box)
    expect(box).to_contain_text(f"It is: {LECTURE.scenes[CHOSEN - 1].answer_words}.")
    press(page, "PageUp", page.get_by_role("heading", level=1))
