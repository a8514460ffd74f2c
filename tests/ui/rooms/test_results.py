"""What is taken home of a class: every question that was asked, with what nobody said too."""

import csv
import io
import re
from datetime import date

import pytest

from ui.lessons import lessons
from ui.link.lesson_names import FILES
from ui.rooms import results
from ui.rooms.sqlite_store import SQLiteStore

SCENES = lessons.load(FILES["lecture"])[0].scenes
MARKED = next(number for number, scene in enumerate(SCENES, 1) if scene.mark_depth)
CHOSEN = next(number for number, scene in enumerate(SCENES, 1) if scene.choices)


@pytest.fixture
def lecture(tmp_path, monkeypatch):
    """(store, code, drive, answer) of a room."""
    store = SQLiteStore(tmp_path, max_rooms=5, max_phones=50, pause=0)
    monkeypatch.setattr(results, "store", lambda: store)
    room, secret = store.create("lecture")

    def drive(**change):
        store.drive(room.code, secret, len(SCENES), **change)

    def answer(step, round, *values):
        for value in values:
            store.guess(room.code, store.join(room.code), step, round, value)

    return store, room.code, drive, answer


def table(code):
    return list(csv.DictReader(io.StringIO(results.as_csv(code))))


def test_every_choice_is_there_and_the_true_depth_even_when_nobody_said_it(lecture):
    _, code, drive, answer = lecture
    scene, marked = SCENES[CHOSEN - 1], SCENES[MARKED - 1]
    drive(step=CHOSEN, phase="open")
    wrong = (scene.truth + 1) % len(scene.choices)
    answer(CHOSEN, 1, wrong, wrong)
    drive(step=MARKED, phase="open")
    answer(MARKED, 1, marked.truth + 3)
    found = table(code)
    chosen = [row for row in found if row["scene"] == str(CHOSEN)]
    assert [row["answer"] for row in chosen] == list(scene.choices) and {row["question"] for row in chosen} == {
        scene.question
    }
    assert [int(row["phones"]) for row in chosen] == [2 * (place == wrong) for place in range(len(scene.choices))]
    assert [row["answer"] for row in chosen if row["true"] == "yes"] == [scene.choices[scene.truth]]
    depths = [(row["answer"], row["phones"], row["true"]) for row in found if row["scene"] == str(MARKED)]
    assert depths == [(f"depth {marked.truth}", "0", "yes"), (f"depth {marked.truth + 3}", "1", "no")]


def test_what_is_asked_is_there_before_anybody_answers_and_what_was_not_asked_is_not(lecture):
    _, code, drive, answer = lecture
    assert table(code) == []
    drive(step=CHOSEN)
    assert table(code) == []
    drive(phase="open")
    assert {row["round"] for row in table(code)} == {"1"} and {row["phones"] for row in table(code)} == {"0"}
    answer(CHOSEN, 1, 0)
    drive(phase="closed")
    drive(round=2)
    assert {row["round"] for row in table(code)} == {"1"}, "the second round has not begun"
    drive(phase="open")
    answer(CHOSEN, 2, 1)
    for change in (
        {"step": len(SCENES) + 1},
        {"step": CHOSEN},
    ):  # also when the lecturer has gone back to the first round
        drive(**change)
        assert [row["phones"] for row in table(code) if row["round"] == "2"] == ["0", "1", "0"]


def test_the_page_to_print_names_date_phones_question_and_what_is_so(lecture):
    store, code, drive, answer = lecture
    days = {date.today()}
    drive(step=CHOSEN, phase="open")
    answer(CHOSEN, 1, 0, 0)
    store.join(code)
    text, scene = results.as_page(code), SCENES[CHOSEN - 1]
    days.add(date.today())
    assert "3 phones joined" in text and scene.question in text and f"Room {code}" in text
    assert any(f"{day.day} {day:%B %Y}" in text for day in days)
    (so,) = re.findall(r"<tr class=so><td>✓</td><td>([^<]*)</td>", text)
    assert so == scene.choices[scene.truth] and text.count("<tr") == len(scene.choices)
    assert text.count("✓") == 2  # beside it, and where the mark is explained


def test_the_page_says_how_many_answered_where_not_all_did_and_what_was_not_asked(lecture):
    store, code, drive, answer = lecture
    for _ in range(2):
        store.join(code)
    drive(step=CHOSEN, phase="open")
    drive(step=MARKED, phase="open")
    answer(MARKED, 1, 2)
    page = results.as_page(code)
    assert page.count("<p>Nobody answered.</p>") == 1 and page.count("<p>1 phone answered.</p>") == 1
    left = [str(step) for step in range(1, len(SCENES) + 1) if step not in (CHOSEN, MARKED)]
    assert f"<p>Not asked: scenes {', '.join(left)}.</p>" in page
