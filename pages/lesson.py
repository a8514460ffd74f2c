"""Lesson: scenes in which the student first predicts, then looks, then reads why."""

import streamlit as st

from ui.frame.address import app_address, page_address
from ui.frame.navigation import require_frame
from ui.lessons import handout, lessons
from ui.link import link
from ui.link.lesson_names import FILES
from ui.rooms import lecturer
from ui.server import cache, experiment
from ui.server.workers import awaited
from ui.session import state
from ui.stage import data, stage

require_frame()
state.enter_page("lesson")

name, step = state.page("lesson"), state.page("step")
loaded = {key: lessons.load(path) for key, path in FILES.items()}
lesson, problems = loaded.get(name, (None, ["There is no lesson in the folder lessons."]))
mine = lecturer.held()


def go(to):
    """To a scene, with its parameters, and a class with it; 0 is the beginning."""
    if mine:
        lecturer.drive(*mine, step=to)
    follow(to)


def follow(to):
    """To a scene that the class has gone to already."""
    if to:
        state.to_scene(lesson.scenes[to - 1].values, step=to)
    else:
        state.set_page(step=0)


def show_beginning():
    """What the lesson is about, its scenes, and what a teacher needs."""
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
    st.markdown(lesson.words + (f" About {lesson.minutes} minutes." if lesson.minutes else ""))
    with st.container(horizontal=True):
        st.button("Start", on_click=go, args=(1,), type="primary", width=160)
        if not mine:
            st.button(
                "Teach a class",
                on_click=lecturer.begin,
                args=(name,),
                help="Makes a room: everybody predicts on a phone, you see how many have answered, and show what the room thought.",
            )
    st.markdown("\n".join(f"{number}. {scene.title}" for number, scene in enumerate(lesson.scenes, 1)))
    if st.toggle("For teachers", help="The answer key. It shows every answer: not for the projector."):
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
    if st.toggle(
        "Hand-out", help="All scenes with small pictures, to be printed with the browser. It holds no answers."
    ):
        handout.show(lesson, name, page_address())


def show_scene(scene, number):
    """One scene: its words, the stage, and the way on."""
    last = len(lesson.scenes)
    st.progress(number / last, text=f"{lesson.title} · {number} of {last}")
    st.title(scene.title)
    watch = f"  \n**Watch:** {scene.watch}" if scene.watch else ""
    st.markdown(f"{scene.filled('words')}{watch}  \n**Predict:** {scene.question}")
    show_question(scene, f"{name}-{number}")
    moved = any(state.values()[key] != scene.values[key] for key in (*link.MODEL_KEYS, "dmax"))
    with st.container(horizontal=True):
        if number > 1:
            st.button("Previous", key="scene_previous", on_click=go, args=(number - 1,), icon=":material/arrow_back:")
        else:
            st.button("Overview", on_click=go, args=(0,), icon=":material/arrow_back:")
        if number < last:
            st.button(
                "Next",
                key="scene_next",
                on_click=go,
                args=(number + 1,),
                icon=":material/arrow_forward:",
                icon_position="right",
            )
        else:
            st.button("To the overview", on_click=go, args=(0,))
        st.button(
            "Back to the scene's values",
            on_click=go,
            args=(number,),
            help="The sliders are yours to move. This puts them, and the view, back to where the scene began.",
        )
    if moved:
        st.markdown(":small[The sliders are no longer at the scene's values. Question and answer are about those.]")


@st.fragment
def show_question(scene, question):
    """The stage with its error veiled until there is a prediction; then the comparison and the explanation."""
    predicted = state.prediction(question)
    committed = predicted["committed"]
    model, depth, token = state.model(), state.depth_max(), state.token()
    message = cache.message(
        data.theory_message, model, cache.predict(model, depth), cache.best(model, depth), token=token
    )
    message = message | {"view": state.stamped_view(), "veil": not committed}
    # In a class the board above has the answer; alone, the picture comes into view.
    message["part"] = {"scene": question, "step": committed and not mine}
    if scene.mark_depth and committed and predicted["guess"] is not None:
        message["guess"] = predicted["guess"]
    elif scene.mark_depth and not committed and not mine:
        message["mark"] = f"{question}-{predicted['attempt']}"
    stage.show("lesson", message, state.set_view, lambda guess: state.predict(question, guess))
    with st.container(border=True):
        st.markdown(f"## {scene.question}")
        if committed:
            show_result(scene, predicted["guess"], question)
        else:
            ask(scene, question)
    # Here and not below the buttons, because only this part runs again when the stage reports another view.
    with st.expander("Save this view as a scene"):
        st.markdown("The parameters and the view as they are now, for a lesson of your own (docs/lessons.md):")
        st.code(lessons.scene_toml(state.values()), language="toml", wrap_lines=True)
    reason = experiment.obstacle(model)
    if reason:
        stage.deliver("lesson", data.absence_message(reason, token))
        return
    with awaited(lambda: stage.deliver("lesson", data.absence_message("The simulation ended early.", token))):
        graphs = experiment.graphs(model, depth, state.seed())
        crowd = experiment.crowd(model, depth, state.seed())
    side = cache.side(model, depth)
    stage.deliver("lesson", cache.message(data.simulation_message, model, graphs, side, crowd, token=token))


def ask(scene, question):
    """Take a prediction; nothing is revealed before it is committed."""
    if mine:
        st.markdown("Everybody answers on a phone; the curve comes with *Reveal*.")
        return
    if scene.mark_depth:
        guess = state.prediction(question)["guess"]
        said = "Tap or click into the empty axes above, or move the mark there with the arrow keys."
        st.markdown(said if guess is None else f"Your guess: **depth {guess}**.")
    else:
        choice = st.radio(
            scene.question, scene.choices, index=None, key=f"choice_{question}", label_visibility="collapsed"
        )
        guess = scene.choices.index(choice) if choice in scene.choices else None
    st.button(
        "Commit",
        type="primary",
        disabled=guess is None,
        on_click=state.predict,
        args=(question, guess, True),
        help="Shows the error curve. A wrong guess teaches more than none.",
    )


def show_result(scene, guess, question):
    """The prediction beside the truth, in words, and why; without one, as in a class, what is so."""
    if guess is None:
        st.markdown(f"It is: **{scene.answer_words}**.")
    elif scene.mark_depth:
        off = abs(guess - scene.truth)
        verdict = "exactly." if off == 0 else f"{off} {'layer' if off == 1 else 'layers'} off."
        st.markdown(f"You guessed depth **{guess}**; it turns at **{scene.truth}**: {verdict}")
    else:
        right = guess == scene.truth
        st.markdown(
            f"You said: **{scene.choices[guess]}**. "
            + ("Correct." if right else f"The answer is: **{scene.answer_words}**.")
        )
    st.markdown(scene.filled("explanation"))
    if scene.sources:
        st.markdown(f":small[Sources: {'; '.join(scene.sources)}.]")
    st.button("Predict again", on_click=state.predict_again, args=(question,))


number = 0 if lesson is None else min(step, len(lesson.scenes))
lecturer.show(
    mine,
    app_address(),
    number,
    state.prediction(f"{name}-{number}")["committed"],
    follow,
    lambda scene: state.predict(f"{name}-{scene}", None, True),
    lambda scene: state.predict_again(f"{name}-{scene}"),
)
if number:
    show_scene(lesson.scenes[number - 1], number)
else:
    show_beginning()
