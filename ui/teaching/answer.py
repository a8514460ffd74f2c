"""The box of a scene's question: first a prediction is taken, then the truth is said beside it, and why."""

import streamlit as st

from core.number_of import number_of
from ui.frame import present
from ui.frame.address import own_address
from ui.frame.navigation import PAGES
from ui.session import state
from ui.stage import reveal, stage


def ask(scene, question, reasons, mine):
    """Take a prediction; nothing is revealed before it is committed. reasons: whether to ask for one. mine: a room that is held."""
    _watch(scene)
    if mine:
        _offer(scene)
        return
    if reasons:
        state.follow(f"reason_{question}", state.prediction(question)["reason"])
        st.text_area(
            "Your reason",
            key=f"reason_{question}",
            on_change=lambda: state.give_reason(question, state.widget(f"reason_{question}")),
            max_chars=2000,
            height=90,
        )
    with st.container(key="scene_answer", horizontal=True, vertical_alignment="center"):
        guess = state.prediction(question)["guess"] if scene.mark_depth else _choice(scene, question)
        if scene.mark_depth:
            said = "Tap or click into the empty axes, or move the mark there with the arrow keys."
            st.markdown(said if guess is None else f"Your guess: **depth {guess}**.", width="content")
        st.button(
            "Commit",
            key="scene_commit",
            type="primary",
            disabled=guess is None,
            on_click=_commit,
            args=(scene, question),
            help="Shows the error curve. A wrong guess teaches more than none.",
        )
        if guess is None and present.presenting():
            st.button("Reveal without a guess", key="scene_reveal", on_click=_take, args=(scene, question, None))


def show(scene, question, mine):
    """The prediction beside the truth, in words, and why; without one, as in a class, what is so."""
    predicted = {"guess": None, "reason": ""} if mine else state.prediction(question)
    if predicted["reason"]:
        st.text(f"Your reason: {predicted['reason']}")
    with st.container(key="scene_verdict"):
        st.markdown(f"{verdict(scene, predicted['guess'])} {scene.filled('explanation')}{_elsewhere(scene)}")
    with st.container(key="scene_after", horizontal=True, vertical_alignment="center"):
        if scene.sources:
            st.markdown(f":small[Sources: {'; '.join(scene.sources)}.]")
        if not mine:
            st.button("Predict again", on_click=_again, args=(scene, question))


def _elsewhere(scene):
    """A link to the page on which the answer is seen with this scene's model, which opens beside the lesson; or nothing."""
    if scene.seen_at is None:
        return ""
    page, query, heading = scene.seen_at
    place = f"#{heading}" if heading else ""
    title = next(entry.title for entry in PAGES if entry.name == page)
    shown = "&view=present" if present.presenting() else ""
    return f" **See it:** [{title}]({own_address()}{page}?{query}{shown}{place})"


def verdict(scene, guess):
    """A guess beside the truth, as a sentence or two."""
    if guess is None:
        return f"It is: **{scene.answer_words}**."
    if scene.mark_depth:
        off = abs(guess - scene.truth)
        how = "exactly." if off == 0 else f"{number_of(off, 'layer')} off."
        return f"You guessed depth **{guess}**; it turns at **{scene.truth}**: {how}"
    right = "Correct." if guess == scene.truth else f"The answer is: **{scene.answer_words}**."
    return f"You said: **{scene.choices[guess]}**. {right}"


def _watch(scene):
    if scene.watch:
        st.markdown(f"**Watch:** {scene.watch}")


def _offer(scene):
    """What a class may answer, to be read on the wall: numbered, and nothing to press."""
    with st.container(key="scene_offered", horizontal=True, vertical_alignment="center"):
        for number, words in enumerate(scene.choices, 1):
            st.markdown(f"**{number}**\u2002{words}", width="content")
        depths = f": a depth from 0 to {scene.values['dmax']}" if scene.mark_depth else ""
        st.markdown(f":small[Everybody answers on a phone{depths}.]", width="content")


def _choice(scene, question):
    """The number of the choice that is ticked, or None."""
    with st.container(key="scene_choices", width="content"):
        choice = st.radio(
            scene.question,
            scene.choices,
            index=None,
            key=f"choice_{question}",
            label_visibility="collapsed",
            horizontal=True,
        )
    return _place(scene, choice)


def _place(scene, choice):
    return scene.choices.index(choice) if choice in scene.choices else None


def mark(question):
    """What the stage calls this attempt at a question."""
    return f"{question}-{state.prediction(question)['attempt']}"


def _commit(scene, question):
    """Take what is chosen when the button is pressed, which may be newer than the run that drew it."""
    if scene.mark_depth:
        guess = stage.guessed(state.widget("lesson") or {}, mark(question), state.depth_max())
        guess = state.prediction(question)["guess"] if guess is None else guess
    else:
        guess = _place(scene, state.widget(f"choice_{question}"))
    if guess is not None:
        _take(scene, question, guess)


def _take(scene, question, guess):
    state.predict(question, guess, True)
    state.change_view(**reveal.view(scene, True))


def _again(scene, question):
    state.predict_again(question)
    state.change_view(**reveal.view(scene, False))
