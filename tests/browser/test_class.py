"""A room as phones see it: join, answer, change, wait, see what the room thought; come back after whatever happens."""

import json
import re
import signal
import subprocess
import urllib.error
import urllib.request

import pytest
from browser.conftest import serve
from browser.steps import eventually, settle
from playwright.sync_api import expect

from ui.lessons import lessons
from ui.link.lesson_names import FILES
from ui.rooms.sqlite_store import SQLiteStore

SCENES = lessons.load(FILES["lecture"])[0].scenes
MARKED = next(number for number, scene in enumerate(SCENES, 1) if scene.mark_depth)
CHOSEN = next(number for number, scene in enumerate(SCENES, 1) if scene.choices)
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rooms")


@pytest.fixture(scope="module")
def school(folder, tmp_path_factory):
    """Address of an app whose rooms the test can reach too, as a second process of the same machine."""
    with serve(tmp_path_factory.mktemp("school"), SWEETSPOT_ROOMS=str(folder)) as address:
        yield address


class Lecture:
    """A room and who drives it."""

    def __init__(self, folder, lesson="lecture"):
        self.store = SQLiteStore(folder, max_rooms=200, max_phones=1000, pause=0)
        room, self.secret = self.store.create(lesson)
        self.code = room.code

    def drive(self, **change):
        return self.store.drive(self.code, self.secret, len(SCENES), **change)

    def others(self, step, values):
        for value in values:
            self.store.guess(self.code, self.store.join(self.code), step, 1, value)


@pytest.fixture
def lecture(folder):
    return Lecture(folder)


@pytest.fixture
def phone(new_page):
    """A phone, under the page's own strict policy."""
    return new_page(**PHONE, bypass_csp=False)


def test_a_phone_takes_as_few_bytes_as_the_readme_says(school, lecture, phone):
    lecture.drive(step=MARKED)
    lecture.drive(phase="open")
    client, taken = phone.context.new_cdp_session(phone), []
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    phone.goto(f"{school}/class/{lecture.code}")
    expect(phone.get_by_text(SCENES[MARKED - 1].question)).to_be_visible()
    eventually(phone, lambda _: sum(taken) > 5_000, True)
    assert sum(taken) <= 15_000


def say(address, path, body, token="", method="POST"):
    """(status, text) of a request to a room."""
    request = urllib.request.Request(
        f"{address}/class/{path}",
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}"},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def test_a_phone_joins_marks_a_depth_changes_it_and_sees_what_the_room_thought(school, lecture, phone):
    phone.goto(f"{school}/class/{lecture.code}")
    expect(phone.get_by_text("You are in.")).to_be_visible()
    lecture.drive(step=MARKED)
    expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[MARKED - 1].title)
    lecture.drive(phase="open")
    send = phone.get_by_role("button", name="Send my guess")
    expect(send).to_be_disabled()  # nothing is guessed until a depth was chosen
    expect(phone.get_by_text("no guess yet")).to_be_visible()
    depth = phone.get_by_role("slider", name="Depth")
    expect(depth).to_have_attribute("aria-valuetext", "no guess yet")
    depth.press("ArrowLeft")  # from nothing there is no place to step from
    expect(phone.get_by_text(f"depth {SCENES[MARKED - 1].values['dmax']}", exact=True)).to_be_visible()
    expect(depth).not_to_have_attribute("aria-valuetext", "no guess yet")
    depth.fill("7")
    expect(send).to_be_enabled()
    phone.get_by_role("button", name="Send my guess").click()
    expect(phone.get_by_text("You said depth 7.")).to_be_visible()
    phone.get_by_role("button", name="One layer more").click()
    phone.get_by_role("button", name="Send my guess").click()
    expect(phone.get_by_text("You said depth 8. You can change it until the question closes.")).to_be_visible()
    lecture.others(MARKED, (10, 10, 11))
    assert lecture.store.tally(lecture.code) == {(MARKED, 1): {8: 1, 10: 2, 11: 1}}
    lecture.drive(phase="closed")
    expect(phone.get_by_text("Look at the screen.")).to_be_visible()
    expect(phone.get_by_role("button")).to_have_count(0)
    lecture.drive(phase="revealed")
    truth = SCENES[MARKED - 1].truth
    expect(phone.get_by_text(f"All 4 said depth 8 or more; it is {truth}.")).to_be_visible()
    expect(phone.get_by_role("img", name=re.compile("Guesses by depth"))).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert "p=" in phone.get_by_role("link", name="Play with this model yourself").get_attribute("href")


def test_a_reload_a_lost_network_and_a_late_phone_come_to_the_present_scene(school, lecture, phone):
    lecture.drive(step=CHOSEN)
    lecture.drive(phase="open")
    words = SCENES[CHOSEN - 1].choices[1]
    phone.goto(f"{school}/class/{lecture.code.lower()}")  # late, and typed in small letters
    phone.get_by_role("button", name=words).click()
    expect(phone.get_by_role("button", name=words)).to_have_attribute("aria-pressed", "true")
    phone.reload()
    expect(phone.get_by_role("button", name=words)).to_have_attribute("aria-pressed", "true")
    assert lecture.store.counts(lecture.code).phones == 1
    phone.context.set_offline(True)
    phone.get_by_role("button", name=SCENES[CHOSEN - 1].choices[0]).click()
    expect(phone.get_by_text("did not arrive")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text(f"You said “{SCENES[CHOSEN - 1].choices[0]}”")).to_be_visible()  # without another press
    assert lecture.store.tally(lecture.code) == {(CHOSEN, 1): {0: 1}}
    lecture.drive(step=MARKED)
    expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[MARKED - 1].title)


def test_an_answer_that_did_not_arrive_before_the_question_closed_is_said_to_be_too_late(school, lecture, phone):
    lecture.drive(step=MARKED, phase="open")
    phone.goto(f"{school}/class/{lecture.code}")
    more, send = phone.get_by_role("button", name="One layer more"), phone.get_by_role("button", name="Send my guess")
    more.click()
    phone.context.set_offline(True)
    send.click()
    expect(phone.get_by_text("did not arrive")).to_be_visible()
    lecture.drive(phase="closed")
    phone.context.set_offline(False)
    expect(phone.get_by_text("Your answer (depth 0) came too late and was not counted.")).to_be_visible()
    lecture.drive(round=2, phase="open")
    expect(phone.get_by_text("no guess yet")).to_be_visible()
    more.click()
    send.click()
    expect(phone.get_by_text("You said depth 0.")).to_be_visible()
    phone.context.set_offline(True)
    more.click()
    send.click()
    expect(phone.get_by_text("did not arrive")).to_be_visible()
    lecture.drive(phase="revealed")
    phone.context.set_offline(False)
    expect(
        phone.get_by_text("You said depth 0. Your change (depth 1) came too late and was not counted.")
    ).to_be_visible()
    assert lecture.store.tally(lecture.code) == {(MARKED, 1): {}, (MARKED, 2): {0: 1}}


def test_a_server_that_is_away_behind_its_proxy_is_no_answer(school, lecture, phone):
    """The proxy's own page about it is shown to nobody, and what was guessed meanwhile arrives."""
    away = []

    def answer(route):
        away.append(route.request.url)
        route.fulfill(status=502, content_type="text/html", body="<html><h1>502 Bad Gateway</h1></html>")

    everything, guesses = "**/class/*/*", "**/class/*/guess"
    phone.route(everything, answer)
    lecture.drive(step=CHOSEN)
    lecture.drive(phase="open")
    phone.goto(f"{school}/class/{lecture.code}")
    expect(phone.get_by_text("The network is away")).to_be_visible()
    phone.unroute(everything)
    phone.get_by_role("button", name=SCENES[CHOSEN - 1].choices[1]).wait_for()
    assert away and not any("guess" in url for url in away)
    phone.route(guesses, answer)
    phone.get_by_role("button", name=SCENES[CHOSEN - 1].choices[1]).click()
    expect(phone.get_by_text("That did not arrive; it is sent again by itself.")).to_be_visible()
    assert lecture.store.tally(lecture.code) == {(CHOSEN, 1): {}}
    phone.unroute(guesses)
    expect(phone.get_by_text("You said")).to_be_visible()
    assert "guess" in away[-1] and lecture.store.tally(lecture.code) == {(CHOSEN, 1): {1: 1}}


def test_an_unknown_room_and_an_ended_one_are_one_sentence(school, lecture, phone):
    phone.goto(f"{school}/class/QQQQQ")
    expect(phone.get_by_text("There is no room QQQQQ: it has ended, or the code is another.")).to_be_visible()
    phone.goto(f"{school}/class/{lecture.code}")
    expect(phone.get_by_text("You are in.")).to_be_visible()
    lecture.store.end(lecture.code, lecture.secret)
    expect(phone.get_by_text("The room has ended.")).to_be_visible()


def test_nothing_that_a_phone_receives_before_the_reveal_tells_how_others_answered_or_what_is_true(
    school, lecture, phone
):
    heard = []
    phone.expose_function("heard", lambda text: heard.append(text))
    phone.add_init_script(
        "const decode = TextDecoderStream; window.TextDecoderStream = class extends TransformStream { constructor() {"
        " const decoder = new TextDecoder(); super({ transform(bytes, out) { const text = decoder.decode(bytes, { stream: true });"
        " window.heard(text); out.enqueue(text); } }); } };"
    )
    phone.on("response", lambda answer: heard.append(answer.url))
    lecture.drive(step=MARKED)
    lecture.drive(phase="open")
    phone.goto(f"{school}/class/{lecture.code}")
    expect(phone.get_by_role("button", name="Send my guess")).to_be_visible()
    lecture.others(MARKED, range(15))
    lecture.drive(phase="closed")
    expect(phone.get_by_text("Look at the screen.")).to_be_visible()
    before = " ".join(heard)
    scene = SCENES[MARKED - 1]
    for secret in ("rounds", "truth", "answered", "phones", scene.filled("explanation")[:30], lecture.secret):
        assert secret not in before
    lecture.drive(phase="revealed")
    expect(phone.locator("#picture svg")).to_be_visible()
    eventually(phone, lambda _: "rounds" in " ".join(heard), True)  # the listener hears what there is to hear


def test_what_is_not_a_phones_business_is_refused_in_a_sentence_and_changes_nothing(school, lecture):
    code = lecture.code
    token = json.loads(say(school, f"{code}/join", {})[1])["token"]
    lecture.drive(step=CHOSEN)
    lecture.drive(phase="open")
    good = {"step": CHOSEN, "round": 1, "value": 0}
    cases = [
        (f"{code}/drive", {"phase": "revealed"}, token, 409),
        (f"{code}/drive", {"end": True}, "", 409),
        (f"{code}/guess", good, "forged", 409),
        (f"{code}/guess", {**good, "value": 3}, token, 409),
        (f"{code}/guess", {**good, "value": "0"}, token, 409),
        (f"{code}/guess", {**good, "value": True}, token, 409),
        (f"{code}/guess", {**good, "step": 99999}, token, 400),
        (f"{code}/guess", b"[1, 2", token, 400),
        (f"{code}/guess", b"x" * 2000, token, 400),
        (f"{code}/guess", b"[" * 1000, token, 400),
        ("QQQQQ/guess", good, token, 404),
    ]
    for path, body, who, status in cases:
        found, text = say(school, path, body, who)
        assert found == status and text.endswith(".") and "Traceback" not in text, (path, body, text)
    assert not any(lecture.store.tally(code).values()) and lecture.store.find(code).phase == "open"
    assert say(school, f"{code}/guess", good, token)[0] == 200
    assert say(school, f"{code}/events", b"", token="forged", method="GET")[0] == 409
    assert say(school, f"{code}/lecturer", b"", token=token, method="GET")[0] == 409


def test_who_tries_codes_is_answered_more_and_more_slowly_and_then_no_more(tmp_path):
    from ui.web.classroom import MISSES, Misses

    now = [0.0]
    misses = Misses(clock=lambda: now[0])
    waits = [misses.add("one") for _ in range(MISSES)]
    assert waits == sorted(waits) and waits[0] <= 0.1 and waits[-1] == 3.0 and misses.count("other") == 0
    assert misses.count("one") >= MISSES
    now[0] = 61.0
    assert misses.count("one") == 0


@pytest.mark.wide
def test_a_server_that_is_killed_in_the_middle_of_a_question_loses_no_guess(folder, tmp_path, lecture, phone):
    lecture.drive(step=CHOSEN)
    lecture.drive(phase="open")
    with serve(tmp_path, SWEETSPOT_ROOMS=str(folder)) as address:
        phone.goto(f"{address}/class/{lecture.code}")
        phone.get_by_role("button", name=SCENES[CHOSEN - 1].choices[0]).click()
        expect(phone.get_by_text("You said")).to_be_visible()
        port = int(address.rsplit(":", 1)[-1])
        owner = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=True)
        for number in owner.stdout.split():
            subprocess.run(["kill", f"-{signal.SIGKILL:d}", number], check=False)
        with serve(tmp_path, port, SWEETSPOT_ROOMS=str(folder)):
            lecture.drive(step=MARKED)
            expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[MARKED - 1].title)
            assert lecture.store.tally(lecture.code) == {(CHOSEN, 1): {0: 1}}


def test_a_lecturer_and_three_phones_go_through_two_scenes_with_one_key(school, new_page):
    screen, phones = new_page(), [new_page(**PHONE, bypass_csp=False) for _ in range(3)]
    screen.goto(f"{school}/lesson")
    screen.get_by_role("button", name="Teach a class").click()
    board = screen.get_by_role("region", name="The class")
    following = board.locator(".board-following")
    expect(board.locator(".board-code").first).to_have_text(re.compile("^[A-Z0-9]{5}$"))
    code = board.locator(".board-code").first.inner_text()
    assert code in board.locator(".board-address").first.inner_text() and "room=" not in screen.url
    for phone in phones:
        phone.goto(f"{school}/class/{code}")
    expect(board.get_by_text("3 phones joined")).to_be_visible()

    def press(words):
        expect(following).to_have_text(words)
        screen.keyboard.press("PageDown")

    sheet = board.get_by_role("dialog", name="How to join")
    for key in ("Escape", "PageDown"):  # a clicker has no Escape, and the class stays where it is
        board.get_by_role("button", name="Show the QR code").click()
        expect(sheet).to_be_visible()
        screen.keyboard.press(key)
        expect(sheet).to_be_hidden()
    expect(following).to_have_text("First scene")
    press("First scene")
    scene = SCENES[CHOSEN - 1]
    expect(screen.get_by_role("heading", level=1)).to_have_text(scene.title)
    press("Open the question")
    for phone, place in zip(phones, (0, 1, 1), strict=True):
        phone.get_by_role("button", name=scene.choices[place]).click()
    expect(board.get_by_text("3 of 3 answered")).to_be_visible()
    expect(board.get_by_text("said")).to_have_count(0)
    press("Close the question")
    press("Reveal")
    expect(board.locator(".board-sentence")).to_contain_text("of 3 said")
    expect(screen.get_by_text(f"It is: {scene.answer_words}")).to_be_visible()
    board.get_by_role("button", name="Ask again after discussion").click()
    press("Open the question")
    for phone in phones:
        phone.get_by_role("button", name=scene.choices[scene.truth]).click()
    expect(board.get_by_text("3 of 3 answered")).to_be_visible()
    press("Close the question")
    press("Reveal")
    expect(board.locator(".board-sentence")).to_contain_text("All 3 said")
    expect(board.get_by_text("(before: 1)")).to_be_visible()
    screen.reload()  # the lecturer is back where the class is
    press("Next scene")
    expect(screen.get_by_role("heading", level=1)).to_have_text(SCENES[CHOSEN].title)
    for phone in phones:
        expect(phone.get_by_role("heading", level=1)).to_have_text(SCENES[CHOSEN].title)
    settle(screen)  # a run draws the button anew, and what the old one offered is gone
    with screen.expect_download() as download:
        screen.get_by_role("button", name="Results (CSV)").click()
    lines = download.value.path().read_text().splitlines()
    assert lines[0] == "scene,title,question,round,answer,phones,true" and len(lines) == 1 + 2 * len(scene.choices)
    screen.once("dialog", lambda dialog: dialog.accept())
    board.get_by_role("button", name="End the room").click()
    expect(phones[0].get_by_text("The room has ended.")).to_be_visible()
    expect(board).to_be_hidden()


def test_the_lecturers_own_link_leads_back_into_the_room_and_its_secret_leaves_the_address_bar(school, lecture, page):
    lecture.drive(step=CHOSEN)
    page.goto(f"{school}/lesson?lesson=lecture&room={lecture.code}.{lecture.secret}")
    expect(page.locator(".board-code").first).to_have_text(lecture.code)
    expect(page.get_by_role("heading", level=1)).to_have_text(SCENES[CHOSEN - 1].title)
    expect(page).not_to_have_url(re.compile(re.escape(lecture.secret)))
    assert page.get_by_test_id("notice").count() == 0
    page.goto(f"{school}/lesson?room={lecture.code}.wrong")
    refused = page.get_by_text("This link does not drive the room")
    expect(refused).to_be_visible()
    page.wait_for_timeout(1500)  # in which the tab could have told of the room that it remembers
    expect(refused).to_be_visible()
    expect(page.locator(".board-code")).to_have_count(0)
    page.goto(f"{school}/lesson")
    expect(page.locator(".board-code").first).to_have_text(lecture.code)
