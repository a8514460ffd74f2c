"""Guess first, then press: a card changes the model, pins A, is answered under the stage, and can be undone."""

import streamlit as st

from ui.link import link
from ui.link.keys import MODEL_KEYS, PIN_KEYS
from ui.server import cache
from ui.session import choices, state
from ui.words.guesses import GUESSES, answer_words

_TRIED = "tried_card"  # {"card", "guess", "before", "pinned", "after"}
_COUNT = "tried"


def count():
    """How many cards have been tried: the stage comes into view whenever it changes."""
    return state.kept(_COUNT) or 0


def show(model):
    """The four cards."""
    st.markdown("## Guess first, then press")
    for place, (column, guess) in enumerate(zip(st.columns(len(GUESSES)), GUESSES, strict=True)):
        # Cards of one height, and the buttons at their feet in one row.
        with column, st.container(border=True, height="stretch", vertical_alignment="distribute"):
            question = guess.asked(model.n_classes)
            with st.container():
                st.markdown(question)
                st.radio(question, guess.choices, index=None, key=f"guess_{place}", label_visibility="collapsed")
            obstacle = guess.obstacle(model) or choices.obstacle(*guess.change(model))
            st.button(
                guess.name,
                on_click=_try_out,
                args=(place, model),
                disabled=bool(obstacle),
                help=obstacle or None,
                width="stretch",
            )


def show_answer(model, depth):
    """The answer to the card that was tried, as long as the model is what it made; and the way back."""
    tried = state.kept(_TRIED)
    with st.container(key="answer"):
        if not tried or tried["after"] != _parameters() or not (pinned := state.pinned()):
            return
        guess = GUESSES[tried["card"]]
        words = answer_words(guess, tried["guess"], cache.predict(pinned, depth), cache.predict(model, depth))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{guess.name}.** {words}")
            st.button("Undo", on_click=_undo, icon=":material/undo:", help="The model, and what was pinned, as before.")


def _parameters():
    now = state.values()
    return {name: now[name] for name in MODEL_KEYS}


def _try_out(place, model):
    """Pin A, change the model, to twelve digits; where the classes swap sides, at a depth that shows it."""
    guess, chosen = GUESSES[place], state.widget(f"guess_{place}")
    before, pinned = _parameters(), {name: state.page(name) for name in PIN_KEYS}
    changed = {name: float(f"{value:.12g}") for name, value in guess.change(model).items()}
    state.pin(True)
    state.put(**changed)
    state.keep(_COUNT, count() + 1)
    tried = {"card": place, "guess": guess.choices.index(chosen) if chosen in guess.choices else None}
    state.keep(_TRIED, tried | {"before": before, "pinned": pinned, "after": _parameters()})
    after = link.model(_parameters())
    if after.edge_correlation < 0 < model.edge_correlation:
        state.change_view(depth=1)


def _undo():
    tried = state.kept(_TRIED)
    state.put(**tried["before"])
    state.set_page(**tried["pinned"])
    state.keep(_TRIED, None)
