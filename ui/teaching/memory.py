"""The answers to a homework, kept in the visitor's own browser: scenes stay marked as done when the tab is closed."""

from pathlib import Path

import streamlit as st

from ui.session import state

_MOST = 2000  # characters of a reason
_component = st.components.v2.component(
    "sweet_spot_memory", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False
)


def show(name, lesson):
    """Keep what is answered in this lesson in the browser, once what was kept there before has been taken over."""
    asked = state.kept("answers_asked") == name
    answers = state.predictions(name) if asked else None
    _component(
        key="memory",
        data={"lesson": name, "answers": answers},
        on_found_change=lambda: _take_over(name, lesson, (state.widget("memory") or {}).get("found")),
    )


def forget(name):
    """From a callback: forget all answers of a lesson, here and in the browser."""
    state.replace_predictions(name, {})


def _take_over(name, lesson, found):
    """What the browser kept comes first in a new session; what was answered in this one already wins."""
    if not isinstance(found, dict) or found.get("lesson") != name:
        return
    state.keep("answers_asked", name)
    kept = {
        question: answer
        for number, scene in enumerate(lesson.scenes, 1)
        if (answer := valid_answer(scene, (found.get("answers") or {}).get(question := f"{name}-{number}")))
    }
    state.replace_predictions(name, kept | state.predictions(name))


def valid_answer(scene, answer):
    """An answer as it came from a browser with only what can be one, or None."""
    if not isinstance(answer, dict):
        return None
    guess, reason = answer.get("guess"), answer.get("reason")
    last = scene.values["dmax"] if scene.mark_depth else len(scene.choices) - 1
    known = type(guess) is int and 0 <= guess <= last
    return {
        "guess": guess if known else None,
        "committed": answer.get("committed") is True and known,
        "attempt": 1,
        "reason": reason[:_MOST] if isinstance(reason, str) else "",
    }
