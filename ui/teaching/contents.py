"""The scenes of a lesson in its overview, as links, with a mark at those that are done."""

from pathlib import Path

import streamlit as st

from ui.lessons.lessons import scene_query
from ui.session import state

_component = st.components.v2.component(
    "sweet_spot_contents",
    html='<ol class="contents-list"></ol>',
    css=".contents-list { margin: 0; padding-left: 1.75rem; line-height: 1.75; } .contents-list a { color: inherit; }"
    ".contents-done { color: light-dark(#00704f, #35c79a); }",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(lesson, name, go):
    """Draw them; go is called with the number of the one that is pressed, before the run that follows."""
    scenes = [
        {
            "title": scene.title,
            "address": f"?{scene_query(name, number)}",
            "done": state.prediction(f"{name}-{number}")["committed"],
        }
        for number, scene in enumerate(lesson.scenes, 1)
    ]
    _component(
        key="contents",
        data={"scenes": scenes},
        on_go_change=lambda: _go((state.widget("contents") or {}).get("go"), go),
    )


def _go(number, go):
    if isinstance(number, int):
        go(number)
