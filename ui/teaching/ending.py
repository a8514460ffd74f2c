"""The end of a lesson: three sentences to take home, each computed; of a homework also everything that was answered."""

import json
from html import escape

import streamlit as st

from ui.session import state
from ui.teaching.answer import verdict
from ui.words.markup import mount, plain
from ui.words.printing import PRINTED

_STYLE = f"""
.answers {{ line-height: 1.45; }}
.answers section {{ break-inside: avoid; border-top: 1px solid currentColor; padding: 6px 0; }}
.answers h3 {{ margin: 0 0 4px; padding: 0; font-size: 18px; }} .answers p {{ margin: 2px 0; }}
.answers .name {{ display: none; }}
@media print {{ .answers .name {{ display: block; margin: 4px 0 10px; }} }}
{PRINTED.format(kept=".answers")}
"""
_NAME = f'<p class="name" aria-hidden="true">Name: {"_" * 40}</p>'
_component = mount("answers", _STYLE)


def show(lesson, name, go):
    """Draw it. go: to a scene, 0 the overview."""
    last = len(lesson.scenes)
    st.title(title(lesson))
    if lesson.take_home:
        with st.container(border=True, key="scene_home"):
            st.markdown("\n".join(f"{place}. {sentence}" for place, sentence in enumerate(lesson.taken_home, 1)))
    if lesson.reasons:
        st.markdown("## Your answers")
        st.markdown(":small[To hand in: print this page with the browser, also into a PDF, or save it as JSON.]")
        _component(key="answers", data=page(lesson, name, state.prediction))
        st.download_button(
            "Save as JSON",
            json.dumps(answers(lesson, name, state.prediction), ensure_ascii=False, indent=2),
            f"{name}-answers.json",
            "application/json",
            on_click="ignore",
        )
    with st.container(key="scene_ways", horizontal=True):
        st.button("Previous", key="scene_previous", on_click=go, args=(last,), icon=":material/arrow_back:")
        st.button("To the overview", key="scene_next", on_click=go, args=(0,))


def title(lesson):
    """What the end is called."""
    return "To take home" if lesson.take_home else "The end"


def answers(lesson, name, prediction):
    """What was answered, as plain data. prediction(question): as ui.session.keepsakes.prediction."""
    scenes = []
    for number, scene in enumerate(lesson.scenes, 1):
        found = prediction(f"{name}-{number}")
        guess, committed = found["guess"], found["committed"]
        said = (
            None if guess is None or not committed else f"depth {guess}" if scene.mark_depth else scene.choices[guess]
        )
        scenes.append(
            {
                "scene": number,
                "title": scene.title,
                "question": scene.question,
                "answer": said,
                "reason": found["reason"],
                "truth": scene.answer_words if committed else None,
            }
        )
    return {"lesson": name, "title": lesson.title, "scenes": scenes}


def page(lesson, name, prediction):
    """The same as HTML to be printed, with a line for a name, which is written on paper only; what is still open stays open."""
    parts = []
    for number, (scene, found) in enumerate(
        zip(lesson.scenes, answers(lesson, name, prediction)["scenes"], strict=True), 1
    ):
        guess = prediction(f"{name}-{number}")["guess"]
        said = plain(verdict(scene, guess)) if found["answer"] else "<i>Not answered yet.</i>"
        reason = f"<p>Reason: {escape(found['reason'])}</p>" if found["reason"] else ""
        parts.append(
            f"<section><h3>{number}. {escape(scene.title)}</h3><p>{plain(scene.question)}</p><p>{said}</p>{reason}</section>"
        )
    return f'<div class="answers"><h2>{escape(lesson.title)}</h2>{_NAME}{"".join(parts)}</div>'
