"""The help dialog: every key, and how to use the picture. The same on every page; "?" opens it."""

from html import escape
from pathlib import Path

import streamlit as st

from ui.session import state

KEYS = {
    "In the picture, and anywhere while presenting a page with a depth": (
        ("← →  or  Page Up, Page Down", "one depth back or forward"),
        ("Space", "play, pause"),
        ("Home, End", "first, last depth"),
        ("C", "the curtain before error and layers, down or up"),
        ("Escape", "away from the node that is followed"),
    ),
    "On a handle of the hills": (
        ("Arrow keys", "move the mean, or widen the spread"),
        ("Shift + arrow keys", "in large steps"),
        ("Escape while dragging", "back to where it was"),
    ),
    "While presenting a lesson": (
        ("1, 2, 3 …", "choose an answer"),
        ("← →", "mark a depth"),
        ("Enter  or  Page Down", "commit, and then go on"),
        ("Page Up", "back"),
        ("Shift + Page Up, Page Down", "previous, next scene"),
        ("A", "with a class: ask again after discussion"),
    ),
    "While presenting": (
        ("Q", "the QR code of this view as large as the screen, and away again"),
        ("Escape", "leave the presentation"),
        ("F11", "the browser's full screen"),
    ),
    "Everywhere": (
        ("?", "this list"),
        ("Tab, Shift + Tab", "next, previous control"),
        ("Arrow keys on a slider", "one step; Home and End for its ends"),
        ("Enter in a number", "takes it"),
    ),
}
USE = (
    "Choose a preset or move the sliders on the left; press Play, or drag the mark along the error curve.",
    "Guess before you look: then the picture answers a question.",
    "Copy link keeps every value and the seed; whoever opens it sees the same numbers.",
)


def _dialog():
    parts = "".join(
        f"<h3>{escape(title)}</h3><dl>"
        + "".join(f"<div><dt>{escape(key)}</dt><dd>{escape(meaning)}</dd></div>" for key, meaning in rows)
        + "</dl>"
        for title, rows in KEYS.items()
    )
    use = "".join(f"<li>{escape(line)}</li>" for line in USE)
    return f"""
<div class="help-root">
<button class="help-keys" type="button" aria-haspopup="dialog">Keys</button>
<button class="help-leave" type="button" hidden>Leave</button>
<dialog class="help-dialog" aria-labelledby="help-title">
<button class="help-close" type="button" autofocus>Close</button>
<h2 id="help-title">Keys and how to use it</h2>
<ul>{use}</ul>{parts}
<label><input class="help-switch" type="checkbox" checked> The keys ?, A, C, Q and 1, 2, 3 act</label>
</dialog></div>"""


_HERE = Path(__file__)
_component = st.components.v2.component(
    "sweet_spot_help",
    html=_dialog(),
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    # A component takes one script; what it exports is the entry of help.js.
    js="\n".join(
        (_HERE.parent / name).read_text(encoding="utf-8") for name in ("lesson_keys.js", "depth_keys.js", "help.js")
    ),
    isolate_styles=False,
)


def show(view, steps, leave, take_step):
    """Draw the button "Keys", and "Leave" while presenting.

    view: the link's.  steps: where keys move the marked depth without a stage, what ui.frame.depth_keys tells.
    leave: called to end a presentation.  take_step: called with what the keys have done.
    """
    _component(
        key="help",
        data={"view": view, "steps": steps},
        on_leave_change=leave,
        on_step_change=lambda: take_step((state.widget("help") or {}).get("step")),
    )
