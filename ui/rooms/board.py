"""The lecturer's side of a room on the page *Lesson*: it hears and drives the room in the browser, without reruns."""

from pathlib import Path

import streamlit as st

from ui.session.widgets import widget

_HERE = Path(__file__).parent
# The drawing of guesses is the phones' own; a component takes one script, in which nothing is exported but its entry.
_DRAWING = (_HERE.parent / "light" / "guesses.js").read_text(encoding="utf-8").replace("export function", "function")
_component = st.components.v2.component(
    "sweet_spot_board",
    html=(_HERE / "board.html").read_text(encoding="utf-8"),
    css=(_HERE / "board.css").read_text(encoding="utf-8"),
    js=_DRAWING + (_HERE / "board.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(data, on_step, on_turned, on_ended, on_found):
    """Draw the board of a room.

    data: None without a room: then this browser's tab is only asked for the one that it held before it was loaded again. Else
    code, secret, address (of the phones' page), lecturer (the lecturer's own link), qr (an SVG), end (what it is called), step, round
    and revealed of the page as it is drawn. The callbacks, None where nothing is to be heard, are called before the run that follows what the lecturer, or
    another window of the lecturer's, did: on_step and on_turned (its answer is shown, or hidden again) with the scene, on_ended with True, on_found with
    the word that the tab remembers.
    """
    acts = {"step": on_step, "turned": on_turned, "ended": on_ended, "found": on_found}
    heard = {f"on_{name}_change": lambda name=name, act=act: _hear(name, act) for name, act in acts.items()}
    _component(key="board", data=data, **heard)


def _hear(name, act):
    value = widget("board").get(name)
    if act and value is not None:
        act(value)
