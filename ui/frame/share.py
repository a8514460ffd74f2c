"""The button "Copy link", and the address bar's share of the state."""

from pathlib import Path

import streamlit as st

from ui.frame import address
from ui.link import link
from ui.link.keys import PAGE_KEYS, VIEW_KEYS
from ui.session import choices, notices, state
from ui.session.parameters import BOUND_KEYS

_TOO_LONG = (
    "The link is too long to be read: it has more than 1,000 fields or more than 512 KB. "
    "All its values were ignored, and the defaults are used instead."
)
_CSS = """
.share-button {
    width: 100%; min-height: 2.5rem; padding: .25rem .75rem; cursor: pointer; font: inherit; font-size: .875rem;
    color: inherit; background: transparent; border: 1px solid var(--st-border-color);
    border-radius: var(--st-button-radius, .5rem);
}
.share-button:hover, .share-button:focus-visible {
    color: var(--st-primary-color); border-color: var(--st-primary-color);
}
.share-button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.share-root { position: relative; }
/* The answer lies over what follows, so that nothing moves when it comes. */
.share-answer { position: absolute; right: 0; top: 100%; z-index: 1; display: grid; width: max-content; pointer-events: none; }
.share-status { margin: .125rem 0 0; font-size: .875rem; text-align: right; background: var(--st-background-color); }
.share-note { margin: 0; font-size: .8rem; text-align: right; background: var(--st-background-color); }
.share-field {
    pointer-events: auto; box-sizing: border-box; width: 14rem; margin-top: .25rem; padding: .4rem; font-size: .8rem; color: inherit;
    background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: .375rem;
}
.share-field[hidden], .share-note[hidden] { display: none; }
"""
_HTML = """
<div class="share-root">
<button class="share-button" type="button" title="Copies a link that opens exactly what you see">Copy link</button>
<div class="share-answer">
<p class="share-status" role="status"></p>
<p class="share-note" role="status" hidden></p>
<input class="share-field" type="text" readonly hidden aria-label="Link to this view">
</div></div>
"""
_component = st.components.v2.component(
    "sweet_spot_share",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def values():
    """Every key of the link with the value that its receiver will find: the present state, and the lock ticked for him."""
    return state.values() | {"lock": choices.lock_to_share()}


def query():
    """The query of the link in full."""
    return link.write(values(), state.here())


def show(page):
    """Draw the button; `page` is the title of the page, which tells the browser's side of a page change."""
    hidden = set(choices.locked()[1])
    # Streamlit binds only what it draws: the rest of the address is written by the browser's side.
    bound = [name for name in BOUND_KEYS if name not in hidden]
    now, unbound = state.values(), (*VIEW_KEYS, *PAGE_KEYS, *(set(BOUND_KEYS) & hidden))
    data = {
        "query": query(),
        "bound": link.texts(now, bound),
        "view": link.texts(now, unbound),
        "defaults": link.texts(link.DEFAULTS, unbound),
        "page": page,
        "app": address.own_address(),
        "tail": address.tail(),
        "shared": address.app_address(),
        "note": "".join(address.reach()[:1]),
    }
    _component(
        key="share",
        data=data,
        on_unread_change=lambda: notices.post_notice([_TOO_LONG]),
        on_address_change=lambda: address.correct(state.widget("share").get("address")),
    )
