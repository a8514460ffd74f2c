"""Ways to picture, controls and link by keys, the focus on a new page's title, and charts that let a finger scroll."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__)
_component = st.components.v2.component(
    "sweet_spot_reach",
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show(page, step):
    """Make every part of the page reachable. page: its address.  step: the scene of a lesson, which has a title of its own."""
    _component(key="reach", data={"page": f"{page} {step}"})
