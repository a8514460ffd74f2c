"""What was answered: kept by the browser only as far as it can be an answer, and gathered for the teacher."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from ui.lessons import lessons
from ui.link.lesson_names import OWN
from ui.session.teacher import here
from ui.teaching import ending
from ui.teaching.answer import verdict
from ui.teaching.memory import valid_answer

HOMEWORK = lessons.load(OWN / "homework.toml")[0]
MARKED = next(scene for scene in HOMEWORK.scenes if scene.mark_depth)
CHOSEN = next(scene for scene in HOMEWORK.scenes if scene.choices)
OPEN = {"guess": None, "committed": False, "attempt": 1, "reason": ""}


def test_commit_takes_the_choice_that_is_ticked_when_it_is_pressed():
    """Both arrive at once where the server is slow, and no run has drawn the button for the newer choice."""

    def script():
        from ui.lessons import lessons
        from ui.link.lesson_names import OWN
        from ui.session import state
        from ui.teaching import answer

        state.start("lesson")
        scene = next(scene for scene in lessons.load(OWN / "homework.toml")[0].scenes if scene.choices)
        if state.prediction("q")["committed"]:
            answer.show(scene, "q", None)
        else:
            answer.ask(scene, "q", False, None)

    app = AppTest.from_function(script, default_timeout=60).run()
    assert app.button(key="scene_commit").disabled
    app.radio(key="choice_q").set_value(CHOSEN.choices[0]).run()
    app.radio(key="choice_q").set_value(CHOSEN.choices[1])
    app.button(key="scene_commit").click().run()
    assert not app.exception and verdict(CHOSEN, 1) in app.markdown[0].value


def test_the_homework_asks_for_reasons_and_the_lecture_does_not():
    assert HOMEWORK.reasons and not lessons.load(OWN / "lecture.toml")[0].reasons


@pytest.mark.parametrize(
    ("kept", "guess", "committed"),
    [
        ({"guess": 3, "committed": True, "reason": "because"}, 3, True),
        ({"guess": 10**9, "committed": True}, None, False),
        ({"guess": True, "committed": True}, None, False),
        ({"guess": "3", "committed": "yes"}, None, False),
        ({}, None, False),
    ],
)
def test_what_a_browser_kept_is_taken_only_as_far_as_it_is_an_answer(kept, guess, committed):
    found = valid_answer(MARKED, kept)
    assert (found["guess"], found["committed"]) == (guess, committed)
    assert isinstance(found["reason"], str)


def test_what_is_no_answer_at_all_is_dropped_and_a_long_reason_is_cut():
    assert valid_answer(CHOSEN, ["a"]) is None and valid_answer(CHOSEN, None) is None
    assert len(valid_answer(CHOSEN, {"reason": "x" * 10_000})["reason"]) == 2000
    assert valid_answer(CHOSEN, {"guess": len(CHOSEN.choices), "committed": True})["guess"] is None


def test_the_summary_has_every_scene_and_the_truth_of_those_that_are_committed_alone():
    given = {
        "homework-1": {"guess": 4, "committed": True, "reason": "<b>more</b> noise"},
        "homework-2": {"reason": "later"},
    }
    found = ending.answers(HOMEWORK, "homework", lambda question: OPEN | given.get(question, {}))
    assert json.loads(json.dumps(found)) == found
    first, second = found["scenes"][:2]
    assert (first["answer"], first["truth"], first["reason"]) == (
        "depth 4",
        HOMEWORK.scenes[0].answer_words,
        "<b>more</b> noise",
    )
    assert (second["answer"], second["truth"], second["reason"]) == (None, None, "later")
    page = ending.page(HOMEWORK, "homework", lambda question: OPEN | given.get(question, {}))
    assert (
        page.count("<section>") == len(HOMEWORK.scenes) and page.count("Not answered yet") == len(HOMEWORK.scenes) - 1
    )
    assert page.count("Name: ____") == 1
    assert "&lt;b&gt;more" in page and "<b>more" not in page


def test_a_verdict_names_guess_and_truth():
    truth = MARKED.truth
    assert verdict(MARKED, truth).endswith("exactly.") and "1 layer off." in verdict(MARKED, truth + 1)
    assert "Correct." in verdict(CHOSEN, CHOSEN.truth)
    wrong = (CHOSEN.truth + 1) % len(CHOSEN.choices)
    assert CHOSEN.choices[wrong] in verdict(CHOSEN, wrong) and CHOSEN.answer_words in verdict(CHOSEN, wrong)
    assert verdict(CHOSEN, None) == f"It is: **{CHOSEN.answer_words}**."


def test_only_the_machine_itself_counts_as_here():
    assert here("http://localhost:8501/lesson", None) and here("http://127.0.0.1:8501/", "127.0.0.1")
    assert not here("https://school.example/lesson", "127.0.0.1"), "behind a proxy every visitor comes from here"
    assert not here("http://localhost:8501/", "10.0.0.7") and not here(None, None)


def test_with_a_secret_the_teachers_link_alone_shows_the_answers():
    def script(word):
        import streamlit as st

        from ui.session import state
        from ui.session.teacher import teaching

        state.keep("teacher", word)
        st.write("teacher" if teaching("open sesame") else "student")

    def shown(word):
        return AppTest.from_function(script, args=(word,), default_timeout=60).run().markdown[0].value

    assert [shown(word) for word in ("open sesame", "open", "", None, "ö")] == ["teacher", *["student"] * 4]
