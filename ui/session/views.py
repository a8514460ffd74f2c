"""The view of the stage (depth, reading, axis, zoom): plain data, because the stage keeps them in the browser."""

import streamlit as st

from ui.link import link
from ui.link.keys import VIEW_KEYS

_VIEW = "_view"
_STAMP = "_view_stamp"
_STAMPED = "_stamped_view"
_PAGE = "_page"
_AT_ZERO = "_at_zero"
_MARKED = "_marked"


def view():
    """The stage's view {"depth", "reading", "axis", "zoom"}, the depth never beyond the range that is drawn."""
    default = {name: link.DEFAULTS[name] for name in VIEW_KEYS}
    now = st.session_state.get(_VIEW, default)
    deepest = int(st.session_state.get("dmax", link.DEFAULTS["dmax"]))
    if now["depth"] > deepest:
        change_view(depth=deepest)
    return dict(st.session_state.get(_VIEW, default))


def set_view(new):
    """Take over what the stage reports; a value that is not valid is left out."""
    taken = {name: link.KEYS[name].taken(new.get(name)) for name in VIEW_KEYS}
    taken = {name: value for name, value in taken.items() if value is not None}
    now = view()
    if taken.get("depth", now["depth"]) != now["depth"]:
        st.session_state[_AT_ZERO] = taken["depth"] == 0
    st.session_state[_VIEW] = now | taken


def set_depth(depth):
    """From a callback: a hand has marked this depth."""
    change_view(depth=depth)
    st.session_state[_AT_ZERO] = depth == 0
    st.session_state[_MARKED] = depth


def marked_depth(best=2):
    """The depth that a page of analysis marks and speaks of: `best`, or 1 where that is 0, until somebody marks another.

    The app opens at depth 0, where nothing has happened yet, and such a page would open on an empty picture.
    """
    depth = view()["depth"]
    deepest = int(st.session_state.get("dmax", link.DEFAULTS["dmax"]))
    marked = depth if depth or st.session_state.get(_AT_ZERO) else min(max(int(best), 1), deepest)
    st.session_state[_MARKED] = marked
    return marked


def last_marked():
    """What `marked_depth` gave last: the depth that is on the screen."""
    return st.session_state.get(_MARKED, view()["depth"])


def change_view(**changes):
    """Change the view from the server's side (link, reset, preset): the stage adopts it, because the stamp grows."""
    default = {name: link.DEFAULTS[name] for name in VIEW_KEYS}
    st.session_state[_VIEW] = st.session_state.get(_VIEW, default) | changes
    if "depth" in changes:
        st.session_state[_AT_ZERO] = False
    st.session_state[_STAMP] = view_stamp() + 1


def view_stamp():
    """A number that grows whenever the server changes the view by itself."""
    return st.session_state.get(_STAMP, 1)


def stamped_view():
    """The view with its stamp, as the stage takes it; frozen until the stamp grows, because the stage knows the rest."""
    now, stamp = view(), view_stamp()
    if st.session_state.get(_STAMPED, {}).get("stamp") != stamp:
        st.session_state[_STAMPED] = now | {"stamp": stamp}
    return st.session_state[_STAMPED]


def enter_page(name):
    """Note which page is drawn. A stage that comes back after another page is a new one: it takes over the view."""
    if st.session_state.get(_PAGE) != name:
        st.session_state[_PAGE] = name
        change_view()
