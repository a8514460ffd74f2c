"""A class on a wall: the lecturer's board and the scene in Present, and its keys."""

# ruff: noqa: F401, F811, fixtures of other files are asked for by name

import re

import pytest
from browser.steps import eventually, settle
from browser.test_class import CHOSEN, MARKED, PHONE, SCENES, folder, lecture, school
from playwright.sync_api import expect

# What of the wall is not wholly on the screen.
_ONE_SCREEN = """() => [
    ".st-key-scene_ways", ".board", ".st-key-scene_question", ".stage-figure", ".stage-course", ".stage-play",
].filter(name => {
    const box = document.querySelector(name).getBoundingClientRect();
    const ways = document.querySelector(".st-key-scene_next button").getBoundingClientRect();
    return !box.height || box.top < -1 || box.left < -1 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1
      || (name === ".board" && box.top < ways.bottom); })"""

# Heights of the hills through the lens and at true size, how many nodes are drawn, and which words of the picture lie over others.
_HILLS = """() => {
    const high = name => Math.round(document.querySelector(name).getBBox().height);
    const words = [...document.querySelectorAll(".stage-figure svg[role=img] text, .stage-course text")]
        .filter(node => node.textContent && node.checkVisibility() && node.getBoundingClientRect().width)
        .map(node => [node.textContent, node.getBoundingClientRect()]);
    const lie = words.flatMap(([one, a], k) => words.slice(k + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * a.height)
        .map(([other]) => `${one} / ${other}`));
    const seen = [...document.querySelectorAll("[data-node]")].filter(node => node.checkVisibility()).length;
    return [high("[clip-path] > .stage-line-1"), high(".stage-true-1"), seen, lie]; }"""
_SIZES = ((1024, 768), (1366, 768), (1920, 1080))

# Middles and heights of a round's bars, in pixels.
_BARS = r"""name => [...(document.querySelector(name).getAttribute("d") ?? "").matchAll(/M([\d.]+) [\d.]+v-([\d.]+)h([\d.]+)/g)]
    .map(([, left, height, wide]) => [Number(left) + Number(wide) / 2, Number(height)])"""


@pytest.fixture
def wall(school, lecture, new_page):
    """The lecturer's own link in Present."""
    screen = new_page(1920, 1080)
    screen.goto(f"{school}/lesson?lesson=lecture&room={lecture.code}.{lecture.secret}&view=present")
    expect(screen.locator(".board-following")).to_have_text("First scene")
    expect(screen.get_by_role("button", name="Start", exact=True)).to_have_count(0)  # one way on
    return screen


def test_a_closed_question_is_asked_again_by_key_before_its_answer_is_on_the_wall(lecture, wall):
    again, following = wall.get_by_role("button", name="Ask again after discussion"), wall.locator(".board-following")
    lecture.drive(step=CHOSEN)
    lecture.drive(phase="open")
    expect(following).to_have_text("Close the question")
    wall.keyboard.press("a")  # nothing is asked again while it is open
    wall.keyboard.press("PageDown")
    expect(again).to_be_visible()
    assert lecture.store.find(lecture.code).round == 1
    keys = wall.get_by_role("button", name="Keys")
    keys.click()
    expect(wall.get_by_text("ask again after discussion", exact=False).last).to_be_visible()
    wall.locator(".help-switch").uncheck()
    wall.locator(".help-close").click()
    wall.keyboard.press("a")
    wall.wait_for_timeout(500)
    assert lecture.store.find(lecture.code).round == 1, "keys of one character are switched off"
    keys.click()
    wall.locator(".help-switch").check()
    wall.locator(".help-close").click()
    wall.get_by_role("button", name="Show the QR code").click()
    sheet = wall.get_by_role("dialog", name="How to join")
    expect(sheet).to_be_visible()
    wall.keyboard.press("a")  # not below a sheet that covers it
    wall.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(again).to_be_visible()
    assert lecture.store.find(lecture.code).round == 1
    wall.keyboard.press("a")
    expect(following).to_have_text("Open the question")
    expect(again).to_be_hidden()
    found = lecture.store.find(lecture.code)
    assert (found.round, found.phase) == (2, "waiting")
    expect(wall.get_by_text("Second round: talk it over, then open the question again.")).to_be_visible()
    lecture.drive(phase="revealed")
    expect(wall.get_by_role("button", name="Asked twice")).to_be_disabled()
    wall.set_viewport_size({"width": 1024, "height": 768})
    expect(wall.locator(".board-door")).to_contain_text(f"class/{lecture.code}")
    expect(wall.locator(".board-door .board-code")).to_be_visible()
    lecture.drive(phase="closed")
    expect(wall.locator(".st-key-scene_verdict")).to_have_count(0)


def test_previous_leads_back_to_a_scene_as_it_was_left_and_shows_its_answer_on_wall_and_phones(
    school, lecture, wall, new_page
):
    phone, following, verdict = (
        new_page(**PHONE),
        wall.locator(".board-following"),
        wall.locator(".st-key-scene_verdict"),
    )
    phone.goto(f"{school}/class/{lecture.code}")
    lecture.drive(step=CHOSEN)
    lecture.drive(phase="open")
    lecture.others(CHOSEN, (0, 1, 1))
    lecture.drive(phase="revealed")
    expect(verdict).to_be_visible()
    expect(following).to_have_text("Next scene")
    wall.keyboard.press("PageDown")
    expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[CHOSEN].title)
    expect(following).to_have_text("Open the question")
    settle(wall)
    wall.get_by_role("button", name="Previous", exact=True).click()
    expect(following).to_have_text("Next scene")
    expect(verdict).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[CHOSEN - 1].title)
    expect(phone.get_by_text("Play with this model yourself")).to_be_visible()
    found = lecture.store.find(lecture.code)
    assert (found.step, found.round, found.phase) == (CHOSEN, 1, "revealed")


def test_after_the_last_scene_a_clicker_leads_to_what_is_taken_home_and_there_the_room_is_ended(
    school, lecture, wall, new_page
):
    phone, board, last = new_page(**PHONE), wall.get_by_role("region", name="The class"), len(SCENES)
    phone.goto(f"{school}/class/{lecture.code}")
    lecture.drive(step=last, phase="revealed")
    expect(board.locator(".board-following")).to_have_text("To take home")
    expect(wall.get_by_role("heading", level=1)).to_have_text(SCENES[-1].title)
    expect(board.get_by_role("button", name="End the room")).to_be_hidden()
    wall.keyboard.press("PageDown")
    expect(wall.get_by_role("heading", level=1)).to_have_text("To take home")
    expect(phone.get_by_role("heading", level=1)).to_have_text("To take home")
    expect(phone.locator("#home p")).to_have_count(3)
    expect(board.locator(".board-result")).to_be_hidden()
    expect(board.locator(".board-following")).to_be_hidden()
    for name in ("Results (CSV)", "Results to print"):
        expect(wall.get_by_role("button", name=name)).to_be_visible()
    wall.keyboard.press("PageDown")  # a press too many
    wall.locator(".st-key-scene_previous button").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text(SCENES[-1].title)
    expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[-1].title)
    expect(phone.get_by_role("link", name="Play with the model yourself")).to_be_hidden()
    lecture.drive(step=last + 1)
    expect(wall.get_by_role("heading", level=1)).to_have_text("To take home")
    wall.once("dialog", lambda dialog: dialog.accept())
    board.get_by_role("button", name="End the room").click()
    expect(phone.get_by_text("The room has ended.")).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_have_text("To take home")
    expect(phone.locator("#home p")).to_have_count(3)
    expect(wall.get_by_text("The room has ended, and everything about it is deleted.")).to_be_visible()


def test_on_a_wall_room_guesses_and_stage_are_one_screen_and_the_guesses_stand_on_the_curves_own_depth_axis(
    school, lecture, new_page
):
    screen, truth = new_page(1920, 1080), SCENES[MARKED - 1].truth
    screen.goto(f"{school}/lesson?lesson=lecture&room={lecture.code}.{lecture.secret}&view=present")
    now, before = ".stage-class-guesses:not(.stage-class-before)", ".stage-class-before"
    lecture.drive(step=MARKED)
    expect(screen.get_by_role("heading", level=1)).to_have_text(SCENES[MARKED - 1].title)
    lecture.drive(phase="open")
    lecture.others(MARKED, (truth, truth + 4, truth + 4))
    expect(screen.get_by_text("3 of 3 answered")).to_be_visible()
    assert screen.evaluate(_BARS, now) == []
    lecture.drive(phase="revealed")
    lowest = screen.locator(".stage-ring")
    expect(lowest).to_be_visible()
    stage = screen.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-depth", str(truth))

    def stand_on_the_axis(screen):
        bars, where = screen.evaluate(_BARS, now), float(lowest.get_attribute("cx"))
        if len(bars) != 2:
            return bars
        one, two = bars
        return abs(one[0] - where) < 0.5 and abs(two[1] - 2 * one[1]) < 0.5 and two[0] > one[0]

    eventually(screen, stand_on_the_axis, True)
    assert screen.evaluate(_BARS, before) == []
    expect(screen.get_by_role("img", name=re.compile(rf"most often depth {truth + 4} \(2 of 3\)"))).to_be_visible()
    lecture.drive(round=2)
    lecture.drive(phase="open")
    expect(screen.locator(".board-following")).to_have_text("Close the question")
    eventually(screen, lambda page: page.evaluate(_BARS, now), [])
    expect(stage).to_have_attribute("data-depth", "0")
    lecture.store.guess(lecture.code, lecture.store.join(lecture.code), MARKED, 2, truth)
    lecture.drive(phase="revealed")
    expect(lowest).to_be_visible()
    eventually(screen, lambda page: [len(page.evaluate(_BARS, name)) for name in (now, before)], [1, 2])
    for step, phase in ((MARKED, "open"), (MARKED, "revealed"), (CHOSEN, "open"), (CHOSEN, "revealed")):
        scene = SCENES[step - 1]
        lecture.drive(step=step, phase=phase)
        expect(screen.get_by_role("heading", level=1)).to_have_text(scene.title)
        expect(screen.locator(".st-key-scene_verdict")).to_have_count(int(phase == "revealed"))
        for words in ("Watch:", "on a phone", *scene.choices) if phase == "open" else ():
            expect(screen.locator(".st-key-scene_question")).to_contain_text(words)
        for width, height in _SIZES:
            screen.set_viewport_size({"width": width, "height": height})
            eventually(screen, lambda page: page.evaluate(_ONE_SCREEN), [])


@pytest.mark.parametrize("step", [1, 2])
def test_what_is_to_be_watched_is_seen_before_and_after_the_answer_and_its_words_stand_apart(lecture, wall, step):
    lecture.drive(step=step, phase="open")
    for phase in ("open", "revealed"):
        lecture.drive(phase=phase)
        expect(wall.get_by_role("heading", level=1)).to_have_text(SCENES[step - 1].title)
        expect(wall.locator(".st-key-scene_verdict")).to_have_count(int(phase == "revealed"))
        for size in _SIZES:
            wall.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))

            def seen(page):
                hills, _, nodes, lie = page.evaluate(_HILLS)
                return hills >= 55, nodes > 0, lie

            eventually(wall, seen, (True, True, []))
        if step == 2:
            wall.set_viewport_size({"width": 1366, "height": 768})
            wall.get_by_role("button", name="First").click()
            wall.get_by_role("button", name="Step forward").click()
            expect(wall.get_by_test_id("stage")).to_have_attribute("data-depth", "1")
            eventually(wall, lambda page: page.evaluate(_HILLS)[1] >= 38, True)


def test_what_the_lecturer_answered_while_rehearsing_shows_a_class_nothing(school, page):
    scene = SCENES[CHOSEN - 1]
    page.goto(f"{school}/lesson?step={CHOSEN}")
    page.get_by_text(scene.choices[0], exact=True).click()
    page.get_by_role("button", name="Commit", exact=True).click()
    expect(page.locator(".st-key-scene_verdict")).to_contain_text("You said")
    for step in reversed(range(CHOSEN)):
        page.locator(".st-key-scene_previous button").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(SCENES[step].title)
    page.get_by_role("button", name="Teach a class").click()
    following = page.get_by_role("region", name="The class").locator(".board-following")
    expect(following).to_have_text("First scene")
    following.click()
    expect(following).to_have_text("Open the question")
    expect(page.get_by_text("Everybody answers on a phone")).to_be_visible()
    expect(page.get_by_test_id("stage")).to_have_attribute("data-error", "")
    for words in ("Close the question", "Reveal"):
        following.click()
        expect(following).to_have_text(words)
    following.click()
    expect(page.locator(".st-key-scene_verdict")).to_contain_text(f"It is: {scene.answer_words}.")
