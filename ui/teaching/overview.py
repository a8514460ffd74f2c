"""The beginning of a lesson: what it is about, its scenes as links, the hand-out, and for a teacher the answers."""

import streamlit as st

from core.number_of import number_of
from ui.rooms import lecturer
from ui.session import state
from ui.session.teacher import teaching
from ui.teaching import contents, handout, memory


def show(loaded, name, mine, base, go):
    """Draw it. loaded: {name: (Lesson or None, sentences)}; mine: the room that is held; base: address of the page; go: to a scene."""
    lesson, _ = loaded.get(name, (None, []))
    st.title("Lesson")
    known = [key for key, (found, _) in loaded.items() if found] or [name]
    state.follow("lesson_choice", name if name in known else known[0])
    st.selectbox(
        "Lesson",
        known,
        key="lesson_choice",
        format_func=lambda key: loaded[key][0].title if key in loaded and loaded[key][0] else key,
        on_change=lambda: state.set_page(lesson=state.widget("lesson_choice"), step=0),
        width=520,
    )
    for _, found in loaded.values():
        for sentence in found:
            st.warning(sentence.replace("`", "'"))
    if lesson is None:
        return
    st.markdown(lesson.words + (f" About {number_of(lesson.minutes, 'minute')}." if lesson.minutes else ""))
    if not mine:  # a class is started on its board
        with st.container(horizontal=True):
            st.button("Start", key="scene_start", on_click=go, args=(1,), type="primary", width=160)
            st.button(
                "Teach a class",
                on_click=lecturer.begin,
                args=(name,),
                help="Makes a room: everybody predicts on a phone, you see how many have answered, and show what the room thought.",
            )
    contents.show(lesson, name, go)
    if lesson.reasons and state.predictions(name):
        st.markdown(":small[Your answers are kept in this browser, and nowhere else.]")
        st.button("Forget my answers", on_click=memory.forget, args=(name,), icon=":material/delete:")
    if teaching() and st.toggle("For teachers", help="The answer key. It shows every answer: not for the projector."):
        _answer_key(lesson)
    if st.toggle(
        "Hand-out", help="All scenes with small pictures, to be printed with the browser. It holds no answers."
    ):
        handout.show(lesson, name, base)


def _answer_key(lesson):
    st.markdown("## Answer key")
    st.table(
        {
            "Scene": [scene.title for scene in lesson.scenes],
            "Answer": [scene.answer_words for scene in lesson.scenes],
            "Why": [scene.filled("explanation") for scene in lesson.scenes],
        }
    )
    st.markdown(
        ":small[Computed now from the parameters of each scene. How to write a lesson of your own: docs/lessons.md.]"
    )
