"""The QR code of what is on the projector, as large as the screen, by one key."""

from html import escape
from pathlib import Path

import streamlit as st

from ui.frame import qr, share
from ui.frame.address import app_address, page_address, reach
from ui.link import link
from ui.session import state

_ASKED, _SHOWN = "qr_screen_asked", "qr_screen"
_HTML = """
<dialog class="qr-screen" aria-label="QR code of this view">
<div class="qr-screen-code"></div><p class="qr-screen-words"></p><button class="qr-screen-close" type="button">Close</button>
</dialog>
"""
_CSS = """
.qr-screen[open] { display: grid; grid-template-rows: 1fr auto auto; justify-items: center; gap: .5rem; box-sizing: border-box; }
.qr-screen { width: 100vw; height: 100vh; max-width: none; max-height: none; padding: 1rem; border: 0; color: #000000; background: #ffffff; }
.qr-screen-code { display: grid; width: 100%; min-height: 0; }
.qr-screen-code svg { width: 100%; height: 100%; min-height: 0; }
.qr-screen-words { margin: 0; font-size: 1.5rem; overflow-wrap: anywhere; text-align: center; }
.qr-screen-close { min-height: 2.75rem; padding: 0 1.5rem; font: inherit; font-size: 1.25rem; color: inherit; background: none; border: 1px solid; border-radius: .5rem; }
"""
_component = st.components.v2.component(
    "sweet_spot_qr_screen",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show():
    """Listen for the key while presenting, and draw the code of the moment at which it was pressed; it takes no room."""
    if state.kept(_ASKED):
        state.keep(_ASKED, None)
        # Whoever scans it is not in front of a projector.
        query = link.write(share.values() | {"view": "page"}, state.here())
        address = f"{app_address()}play?{query}" if qr.has_light_page() else f"{page_address()}?{query}"
        number = 1 + (state.kept(_SHOWN) or {"number": 0})["number"]
        words = ". ".join((escape(address.split("?")[0]), *reach()[:1]))
        state.keep(_SHOWN, {"number": number, "code": qr.drawing(address), "words": words})
    _component(key="qr_screen", data=state.kept(_SHOWN), on_ask_change=lambda: state.keep(_ASKED, True))
