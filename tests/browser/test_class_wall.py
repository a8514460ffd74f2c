"""A class on a wall: the lecturer's board and the scene in Present, and its keys."""

# ruff: noqa: F401, F811, fixtures of other files are asked for by name

import pytest
from browser.test_class import CHOSEN, MARKED, PHONE, SCENES, folder, lecture, school
from playwright.sync_api import expect


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
    wall.keyboard.press("a")  # not below a sheet that covers it
    wall.keyboard.press("Escape")
    expect(again).to_be_visible()
    assert lecture.store.find(lecture.code).round == 1
    wall.keyboard.press("a")
    expect(following).to_have_text("Open the question")
    expect(again).to_be_hidden()
    found = lecture.store.find(lecture.code)
    assert (found.round, found.phase) == (2, "waiting")
    expect(wall.locator(".st-key-scene_verdict")).to_have_count(0)


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
