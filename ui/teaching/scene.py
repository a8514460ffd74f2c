"""One scene: its words, its question, the stage with the error hidden until there is an answer, and the way on."""

import streamlit as st

from ui.lessons import lessons
from ui.link import link
from ui.rooms import lecturer
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import state
from ui.session.teacher import teaching
from ui.stage import data, reveal, stage
from ui.teaching import answer, memory

_QUESTION = "scene_question"


def show(lesson, name, number, mine, go):
    """Draw scene `number`, from 1. mine: the room that is held, or None; go: to a scene, 0 the overview."""
    scene, last = lesson.scenes[number - 1], len(lesson.scenes)
    with st.container(key="scene_head", horizontal=True, vertical_alignment="bottom"):
        st.title(scene.title, width="content")
        st.markdown(f":small[{number} of {last} · {lesson.title}]", width="content")
    with st.container(key="scene_words"):
        st.markdown(scene.filled("words"))
    # Its place is here, its turn is last: it waits for the simulation, and the way on must not.
    question = st.container(key="scene_part")
    moved = any(state.values()[key] != scene.values[key] for key in (*link.MODEL_KEYS, "dmax"))
    with st.container(key="scene_ways", horizontal=True):
        st.button(
            "Previous" if number > 1 else "Overview",
            key="scene_previous",
            on_click=go,
            args=(number - 1,),
            icon=":material/arrow_back:",
        )
        st.button(
            "Next" if number < last else "The end",
            key="scene_next",
            on_click=go,
            args=(number + 1,),
            icon=":material/arrow_forward:",
            icon_position="right",
        )
        st.button(
            "Back to the scene's values",
            on_click=go,
            args=(number,),
            help="The sliders are yours to move. This puts them, and the view, back to where the scene began.",
        )
    if moved:
        st.markdown(":small[The sliders are no longer at the scene's values. Question and answer are about those.]")
    with question:
        _question(lesson, name, number, mine)


@st.fragment
def _question(lesson, name, number, mine):
    """Question and stage; the question's box is filled last, because the stage may have heard of a guess."""
    scene, question = lesson.scenes[number - 1], f"{name}-{number}"
    predicted = state.prediction(question)
    # A class answers on its phones: the lecturer's own answers, given while rehearsing, show nothing.
    committed = lecturer.revealed(mine[0], number) if mine else predicted["committed"]
    model, depth, token = state.model(), state.depth_max(), state.token()
    box = st.container(border=True, key=_QUESTION)
    message = cache.message(
        data.theory_message, model, cache.predict(model, depth), cache.best(model, depth), token=token
    )
    message = message | reveal.additions(scene, model, depth) if committed else data.veiled(message)
    still = not committed and reveal.kept_still(scene)
    if still:
        message = data.still(message)
    message["room"] = bool(mine)
    # A new scene is read from its top; in a class the board above has the answer.
    part = {"scene": question, "step": committed and not mine, "to": f".st-key-{_QUESTION}"}
    message = message | {"view": state.stamped_view(), "part": part}
    if scene.mark_depth and committed and mine:
        message["class_guesses"] = lecturer.rounds(mine[0], number)
    elif scene.mark_depth and committed and predicted["guess"] is not None:
        message["guess"] = predicted["guess"]
    elif scene.mark_depth and not committed and not mine:
        message["mark"] = answer.mark(question)
    stage.show("lesson", message, state.set_view, lambda guess: state.predict(question, guess))
    with box:
        st.markdown(f"## {scene.question}")
        if committed:
            answer.show(scene, question, mine)
        else:
            answer.ask(scene, question, lesson.reasons, mine)
        if still:
            st.markdown(":small[The picture stays at depth 0 until then: its hills would give the answer.]")
    if lesson.reasons and not mine:
        memory.show(name, lesson)
    # Here and not below the buttons, because only this part runs again when the stage reports another view.
    if teaching():
        with st.expander("Save this view as a scene"):
            st.markdown("The parameters and the view as they are now, for a lesson of your own (docs/lessons.md):")
            st.code(lessons.scene_toml(state.values()), language="toml", wrap_lines=True)
    _deliver(model, depth, token, committed, still)


def _deliver(model, depth, token, committed, still):
    """The simulation, without its errors as long as the question is open."""
    reason = experiment.obstacle(model)
    if reason:
        stage.deliver("lesson", data.absence_message(reason, token))
        return
    with awaited(lambda: stage.deliver("lesson", data.absence_message("The simulation ended early.", token))):
        graphs = experiment.graphs(model, depth, state.seed())
        crowd = experiment.crowd(model, depth, state.seed())
    side = cache.side(model, depth)
    message = cache.message(data.simulation_message, model, graphs, side, crowd, token=token)
    stage.deliver("lesson", message if committed else data.without_dots(message, still))
