"""What a session remembers, as pages read and change it; each kind of memory has its own file beside this one."""

import streamlit as st

from ui.lessons import lessons
from ui.link import link
from ui.link.keys import PAGE_KEYS, VIEW_KEYS
from ui.link.kindly import tidied
from ui.session.choices import all_choices, forget_choices, page, set_page
from ui.session.fitting import fitted
from ui.session.keepsakes import (
    forget_own_graph,
    give_reason,
    keep,
    keep_own_graph,
    kept,
    own_graph,
    predict,
    predict_again,
    prediction,
    predictions,
    replace_predictions,
)
from ui.session.notices import dismiss_notice, post_notice
from ui.session.parameters import BOUND_KEYS, present, put, take_features, write
from ui.session.views import change_view, enter_page, last_marked, marked_depth, set_depth, set_view, stamped_view, view
from ui.session.widgets import follow, take, widget

__all__ = [
    "change_view",
    "depth_max",
    "enter_page",
    "follow",
    "forget_own_graph",
    "framed",
    "give_reason",
    "give_way",
    "here",
    "keep",
    "keep_own_graph",
    "kept",
    "last_marked",
    "marked_depth",
    "model",
    "own_graph",
    "page",
    "pin",
    "pinned",
    "predict",
    "predict_again",
    "prediction",
    "predictions",
    "put",
    "replace_predictions",
    "reset",
    "seed",
    "set_depth",
    "set_page",
    "set_view",
    "stamped_view",
    "start",
    "take",
    "take_features",
    "to_scene",
    "token",
    "values",
    "view",
    "widget",
]

_FRAMED = "_framed"
_HERE = "_here"


def framed():
    """True once app.py has run in this session, so that a page is never drawn without its frame."""
    return _FRAMED in st.session_state


def give_way():
    """Let a newer request of this session step in: Streamlit looks for one whenever its memory is read. May not return."""
    framed()


def start(page=""):
    """Call first in app.py: at the start of a session read the link once, before any widget sees it.

    page: name of the page, remembered for `here`. A link to a scene of a lesson that says no more sets the scene's parameters.

    Streamlit drops in silence what it cannot use from a query, so the query is replaced by its corrected,
    shortest form and the script starts again; the notice then says what was changed.
    """
    st.session_state[_HERE] = page
    if framed():
        return
    st.session_state[_FRAMED] = True
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    query = tidied(asked)
    values, notices = link.read(query)
    values, more = fitted(values)
    notices += more
    if page == "lesson" and not any(name in query for name in lessons.SETTABLE):
        values |= lessons.scene_values(values["lesson"], values["step"])
    change_view(**{name: values[name] for name in VIEW_KEYS})
    set_page(**{name: values[name] for name in PAGE_KEYS})
    write(**{name: values[name] for name in BOUND_KEYS})
    if notices:
        post_notice(notices)
    if "teacher" in query:
        keep("teacher", query["teacher"][0])
    if "room" in query:  # the lecturer's own link: kept, and taken out of the address bar, which a class can read
        keep("room", query["room"][0])
    address = link.changed(values)
    if asked != {name: [text] for name, text in address.items()}:
        st.query_params.from_dict(address)
        st.rerun()


def here():
    """Name of the page that is shown."""
    return st.session_state.get(_HERE, "")


def values():
    """Every key of the link with its present value."""
    return link.DEFAULTS | view() | all_choices() | present()


def model():
    """The model that the sidebar describes, as a core.model.CSBM."""
    return link.model(values())


def depth_max():
    """Largest depth that is drawn."""
    return values()["dmax"]


def seed():
    """Number of the random graph that is drawn."""
    return values()["seed"]


def token():
    """A text that changes with the model, the seed and the range of depths: it says which numbers belong together."""
    now = values()
    return " ".join(link.KEYS[name].text(now[name]) for name in BOUND_KEYS)


def pin(wanted):
    """From a callback: keep the present model as A, to be compared with what comes; False forgets it."""
    set_page(**(link.pin(values()) if wanted else dict.fromkeys(link.PIN_KEYS)))


def pinned():
    """The model that is pinned as A, a core.model.CSBM, or None."""
    kept = {name: page(name) for name in link.PIN_KEYS}
    return None if kept["a.n"] is None else link.model(kept, "a.")


def to_scene(values, **choices):
    """From a callback: set the parameters and the view of a scene, and choices of the page with it. What was said of the last one is over."""
    dismiss_notice()
    set_page(**choices)
    write(**{name: values[name] for name in BOUND_KEYS})
    change_view(**{name: values[name] for name in VIEW_KEYS})


def reset():
    """Everything as on the first visit; what is hidden keeps its value, and the layout stays."""
    forget_own_graph()
    staying = {name: page(name) for name in ("view", "lock")}
    forget_choices()
    set_page(**staying)
    put(**{name: link.DEFAULTS[name] for name in BOUND_KEYS})
    change_view(**{name: link.DEFAULTS[name] for name in VIEW_KEYS})
    dismiss_notice()
