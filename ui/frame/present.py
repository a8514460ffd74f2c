"""Other layouts of the same pages: for a projector (view=present), and as a bare figure for embedding (view=figure)."""

import re
from pathlib import Path

import streamlit as st

from ui.frame import help
from ui.session import state

_PIECES = re.split(r"/\* ---- (\w+) ---- \*/", Path(__file__).with_suffix(".css").read_text(encoding="utf-8"))
_PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))
LAYOUTS = {"page": ("page",), "present": ("page", "both", "present"), "figure": ("page", "both", "figure")}
# On these pages nothing but the stage is shown; the others keep all they have.
STAGE_PAGES = ("mixing", "")


def show(page):
    """Lay the page out as the link says, and draw the help; call before the page. page: its address.

    Its place is always there, so that nothing on the page is built anew when the layout changes.
    """
    view = state.page("view")
    parts = LAYOUTS[view] + (("stage",) if view != "page" and page in STAGE_PAGES else ())
    with st.container(key="layout"):
        st.html(f"<style>{''.join(_PARTS[part] for part in parts)}</style>")
        help.show(view, leave)


def button():
    """The way in."""
    st.button(
        "Present",
        on_click=lambda: state.set_page(view="present"),
        width="stretch",
        icon=":material/slideshow:",
        help="Large type and thick lines for a projector; a clicker's keys step the depth. Escape leads back.",
    )


def leave():
    """Back to the page with its sidebar."""
    state.set_page(view="page")


def presenting():
    """True where letters and lines must be read from the last row."""
    return state.page("view") == "present"
