"""Sharing beyond "Copy link": what the link hides, its QR code for a projector, and the line that embeds the stage."""

import segno
import streamlit as st

from ui.frame import share
from ui.frame.address import app_address, page_address, reach
from ui.lessons import lessons
from ui.link import link
from ui.link.keys import LOCKABLE
from ui.link.lesson_names import FILES
from ui.session import choices, state
from ui.session.widgets import widget
from ui.words.markup import mount

LIGHT = ("mixing", "lesson")  # pages whose link the light page understands
PHONES, FULL = "the light page, for phones", "the full app"
_GROUPS = {
    "graph": "the graph (N, p, q)",
    "features": "the features (mu1, mu2, sigma, share)",
    "chance": "depth and chance (depth range, seed)",
    "presets": "presets",
}
_CSS = """
/* Beside the sidebar and as tall as the window, so that the code is seen whole. */
[data-testid=stPopoverBody]:has(.qr-mount) {
    width: min(30rem, calc(100vw - 1rem)); max-width: none !important; max-height: calc(100vh - 2rem) !important;
    transform: none !important; top: 1rem !important; left: min(20rem, max(.5rem, calc(100vw - 31rem))) !important;
}
.qr-mount svg { display: block; width: min(100%, 22rem); height: auto; margin: 0 auto; border-radius: .25rem; }
"""
_component = mount("qr", _CSS)


def drawing(text):
    """The QR code of a text as an SVG element, black on white with its quiet zone in either theme.

    The lowest level of error correction: a projected code is clean, and larger squares carry further into a room.
    """
    return segno.make(text, error="l", micro=False, boost_error=False).svg_inline(
        border=4, dark="#000000", light="#ffffff", omitsize=True, title="QR code of the link that is written below it"
    )


def show():
    """Draw the popover; its content is made when it is opened, so that it holds the view of that moment."""
    popover = st.popover("QR code, lock, embed", key="share_more", on_change="rerun", width="stretch")
    if not popover.open:
        return
    with popover:
        light = has_light_page() and _target() == PHONES
        address = f"{app_address()}play?{share.query()}" if light else f"{page_address()}?{share.query()}"
        st.markdown("**QR code of the link**, with every parameter and the seed:")
        _component(key="qr", data=drawing(address))
        st.code(address, language=None, wrap_lines=True)
        if words := reach():
            st.markdown(f":small[{'. '.join(words)}]")
        st.markdown("**Hide from whoever opens the link**")
        for group in LOCKABLE:
            st.checkbox(
                _GROUPS[group], group in choices.lock_to_share(), key=f"lock_{group}", on_change=_tick, args=(group,)
            )
        st.markdown("**Embed** the stage in a web page or a slide:")
        query = link.write(share.values() | {"view": "figure"}, "mixing")
        figure = f"{app_address()}figure?{query}" if _plain() else f"{app_address()}?{query}&embed=true"
        st.code(
            f'<iframe src="{figure.replace("&", "&amp;")}" width="800" height="450" title="Sweet Spot"></iframe>',
            language=None,
            wrap_lines=True,
        )


def has_light_page():
    """Whether the light page draws what is shown here: it knows two classes, and a feature at every node."""
    if state.here() == "lesson":
        lesson = lessons.load(FILES[state.page("lesson")])[0] if state.page("lesson") in FILES else None
        if lesson and lesson.several_classes:
            return False
    return state.here() in LIGHT and _plain()


def _plain():
    """Whether the model is one of two classes with a feature at every node."""
    return all(state.values()[name] == link.DEFAULTS[name] for name in ("c", "have"))


def _target():
    """Where the code leads: phones open the stage without a session, in a moment."""
    return st.segmented_control(
        "It opens",
        [PHONES, FULL],
        default=PHONES,
        required=True,
        key="qr_target",
        help="The light page has the stage, its sliders and the lessons; the full app has everything, and takes longer to come.",
    )


def _tick(group):
    choices.tick_lock(group, widget(f"lock_{group}"))
