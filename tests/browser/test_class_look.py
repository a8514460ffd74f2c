"""No violation by axe-core in any state of a room: on a phone and on the lecturer's board, in both themes."""

# ruff: noqa: F401, F811, fixtures of other files are asked for by name

import pytest
from browser.test_accessibility import axe, violations_at_rest, violations_in_both_themes
from browser.test_class import CHOSEN, MARKED, PHONE, SCENES, folder, lecture, school
from playwright.sync_api import expect

GUESSES = {CHOSEN: (0, 1, 1, 2), MARKED: (2, 3, 6, 6, 12)}


@pytest.fixture
def wrong(axe):
    """A list that grows: wrong.look(page, state) adds what axe finds there in light and dark."""

    class Wrong(list):
        def look(self, page, state):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                self.extend(f"{state}, {scheme}: {found}" for found in violations_at_rest(page, axe))

    return Wrong()


def test_a_phone_in_every_state(school, lecture, new_page, wrong):
    phone = new_page(**PHONE)
    phone.route("**/light/class.js", lambda route: route.fulfill(body=""), times=1)
    phone.goto(f"{school}/class/{lecture.code}")
    wrong.look(phone, "joining")
    phone.goto(f"{school}/class/QQQQQ")
    expect(phone.get_by_text("There is no room")).to_be_visible()
    wrong.look(phone, "unknown")
    phone.route("**/join", lambda route: route.fulfill(status=502, body="away"))
    phone.goto(f"{school}/class/{lecture.code}")
    expect(phone.get_by_text("The network is away")).to_be_visible()
    wrong.look(phone, "away")
    phone.unroute("**/join")
    expect(phone.get_by_text("You are in.")).to_be_visible()
    wrong.look(phone, "in")
    for step in (CHOSEN, MARKED):
        lecture.drive(step=step)
        expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[step - 1].title)
        wrong.look(phone, f"{step} waiting")
        lecture.drive(phase="open")
        button = phone.get_by_role("button", name="Send my guess" if step == MARKED else SCENES[step - 1].choices[0])
        expect(button).to_be_visible()
        wrong.look(phone, f"{step} open")
        if step == MARKED:
            phone.get_by_role("button", name="One layer less").click()
        button.click()
        expect(phone.get_by_text("You said")).to_be_visible()
        wrong.look(phone, f"{step} answered")
        lecture.others(step, GUESSES[step])
        lecture.drive(phase="closed")
        expect(phone.get_by_text("Look at the screen.")).to_be_visible()
        wrong.look(phone, f"{step} closed")
        lecture.drive(phase="revealed")
        expect(phone.locator("#verdict b")).to_be_visible()
        wrong.look(phone, f"{step} revealed")
        lecture.drive(round=2, phase="open")
        expect(phone.get_by_text("after discussion")).to_be_visible()
        wrong.look(phone, f"{step} again")
        lecture.drive(phase="revealed")
        expect(phone.get_by_text("You have not answered this one.")).to_be_visible()
        wrong.look(phone, f"{step} revealed again")
    lecture.drive(step=len(SCENES) + 1)
    expect(phone.get_by_role("heading", level=1)).to_have_text("To take home")
    wrong.look(phone, "at the end")
    lecture.store.end(lecture.code, lecture.secret)
    expect(phone.get_by_text("The room has ended.")).to_be_visible()
    wrong.look(phone, "ended")
    assert wrong == []
    phone.get_by_role("link", name="Play with the model yourself").click()
    expect(phone.get_by_test_id("stage")).to_be_visible()


@pytest.mark.wide
@pytest.mark.parametrize("view", ["page", "present"])
def test_the_lecturers_board_in_every_state(school, lecture, new_page, axe, view):
    screen = new_page(1920, 1080)
    screen.goto(f"{school}/lesson?lesson=lecture&room={lecture.code}.{lecture.secret}&view={view}")
    board = screen.get_by_role("region", name="The class")
    states = {}

    def look(state):
        states[state] = violations_in_both_themes(screen, axe)

    expect(board.locator(".board-following")).to_have_text("First scene")
    look("empty")
    board.get_by_role("button", name="Show the QR code").click()
    look("code")
    screen.keyboard.press("Escape")
    for step in (CHOSEN, MARKED):
        lecture.drive(step=step)
        expect(screen.get_by_role("heading", level=1)).to_have_text(SCENES[step - 1].title)
        look(f"{step} waiting")
        lecture.drive(phase="open")
        lecture.others(step, GUESSES[step])
        expect(board.get_by_text(f"{len(GUESSES[step])} of")).to_be_visible()
        look(f"{step} open")
        lecture.drive(phase="closed")
        expect(board.locator(".board-following")).to_have_text("Reveal")
        look(f"{step} closed")
        lecture.drive(phase="revealed")
        expect(board.locator(".board-sentence")).to_contain_text("said")
        look(f"{step} revealed")
    lecture.drive(step=len(SCENES) + 1)
    expect(screen.get_by_role("heading", level=1)).to_have_text("To take home")
    look("end")
    assert set(map(str, states.values())) == {"{'light': [], 'dark': []}"}, states
