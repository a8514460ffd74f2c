"""Other layouts of the same pages: for a projector (view=present), and as a bare figure for embedding (view=figure)."""

import re
from pathlib import Path

import streamlit as st

from ui.frame import depth_keys, help, preset_choice, qr_screen, reach
from ui.link import link
from ui.session import choices, state
from ui.stage.stage import FRAME
from ui.words.readings import share

_HERE = Path(__file__)
_PIECES = re.split(r"/\* ---- (\w+) ---- \*/", _HERE.with_suffix(".css").read_text(encoding="utf-8"))
_PARTS = dict(zip(_PIECES[1::2], _PIECES[2::2], strict=True))
_PARTS["page"] += "".join(_HERE.with_name(name).read_text(encoding="utf-8") for name in ("narrow.css", "upload.css"))
_PARTS["both"] += f".stApp {{\n{FRAME}}}\n"
LAYOUTS = {"page": ("page",), "present": ("page", "both", "present"), "figure": ("page", "both", "figure")}
# On these pages nothing but the stage is shown; the others keep all they have.
STAGE_PAGES = ("mixing", "")


def show(page):
    """Lay the page out as the link says, and draw the help; call before the page. page: its address.

    Returns the place for `finish`. Its place is always there, so that nothing on the page is built anew when the layout changes.
    """
    view = state.page("view")
    parts = LAYOUTS[view] + (("stage",) if view != "page" and page in STAGE_PAGES else ())
    parts += ("lesson",) if view == "present" and page == "lesson" else ()
    with st.container(key="layout"):
        st.html(f"<style>{''.join(_PARTS[part] for part in parts)}</style>")
        help.show(view, depth_keys.told(page), leave, depth_keys.take)
        reach.show(page, state.page("step") if page == "lesson" else 0)
        place = st.container()
    # What is on the projector, in one line; a scene of a lesson has its own values, and About none.
    with st.container(key="present_bar", horizontal=True, vertical_alignment="center"):
        if view == "present" and page != "about":
            if page != "lesson" and "presets" not in choices.locked()[0]:
                preset_choice.choose("preset_presented", label_visibility="collapsed", width=300)
            st.markdown(model_line(state.values()))
    return place


def finish(place):
    """Draw what speaks of the page as it is, the code of its link; call after the page, which may have heard of another depth."""
    if state.page("view") == "present":
        with place:
            qr_screen.show()


def model_line(values):
    """The parameters in one line."""
    text = {name: link.KEYS[name].text(values[name]).replace("-", "−") for name in ("p", "q", "m1", "m2", "s")}
    classes = f" · {values['c']} classes" if values["c"] > 2 else ""
    features = f" · features at {share(values['have'])}" if values["have"] < 1 else ""
    return f"N = {values['n']:,}{classes} · p = {text['p']} · q = {text['q']} · μ = {text['m1']}, {text['m2']} · σ = {text['s']}{features}"


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


def fold(label="Choices"):
    """A place for what stands above a chart: open on a page, folded on a projector, where the chart comes first."""
    return st.expander(label, icon=":material/tune:") if presenting() else st.container()
