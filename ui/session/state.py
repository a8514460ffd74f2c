"""What a session remembers: the only module that touches st.session_state.

Four kinds of memory: the bound parameters (widgets of the sidebar, under the link's keys), the view of the stage
(depth, reading, axis, zoom: plain data, because the stage keeps them in the browser), the choices of single pages
(plain data, because a page's own widgets are forgotten with it), and the notice.
"""

import streamlit as st

from core.model import CSBM
from ui.lessons import lessons
from ui.link import link

_FRAMED = "_framed"
_HERE = "_here"
_VIEW = "_view"
_STAMP = "_view_stamp"
_STAMPED = "_stamped_view"
_PAGE = "_page"
_CHOICES = "_choices"
_CORRECTIONS = "_corrections"
_PREDICTIONS = "_predictions"
_LOCK_TO_SHARE = "_lock_to_share"
_NOTICE = "_notice"
_NOTICE_FOR = "_notice_for"
_OWN_GRAPH = "_own_graph"
BOUND_KEYS = (*link.MODEL_KEYS, "seed", "dmax")


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
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    values, notices = link.read(query)
    if page == "lesson" and not any(name in query for name in lessons.SETTABLE):
        values |= lessons.scene_values(values["lesson"], values["step"])
    st.session_state[_VIEW] = {name: values[name] for name in link.VIEW_KEYS}
    st.session_state[_CHOICES] = {name: values[name] for name in link.PAGE_KEYS}
    st.session_state[_STAMP] = 1
    put(**{name: values[name] for name in BOUND_KEYS})
    if notices:
        post_notice(notices)
    address = link.changed(values)
    if query != {name: [text] for name, text in address.items()}:
        st.query_params.from_dict(address)
        st.rerun()


def here():
    """Name of the page that is shown."""
    return st.session_state.get(_HERE, "")


def values():
    """Every key of the link with its present value."""
    present = dict(link.DEFAULTS) | view() | st.session_state.get(_CHOICES, {})
    for name in BOUND_KEYS:
        present[name] = link.KEYS[name].valid(st.session_state.get(name, link.DEFAULTS[name]))
    return present


def model():
    """The model that the sidebar describes, as a core.model.CSBM."""
    now = values()
    return CSBM(now["n"], now["p"], now["q"], now["m1"], now["m2"], now["s"])


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


def put(**changes):
    """Set bound parameters from a callback, before their widgets are drawn; the address bar follows."""
    for name, value in changes.items():
        st.session_state[name] = float(link.KEYS[name].valid(value))


def check(name, typed):
    """Note a bound value that is not valid; it can only be put right before its widget is drawn again."""
    used = link.KEYS[name].valid(typed)
    if used != typed:
        st.session_state.setdefault(_CORRECTIONS, {})[name] = (typed, used)


def needs_correction():
    """True when a value drawn in this run was not valid: run again, and apply_corrections puts it right."""
    return _CORRECTIONS in st.session_state


def apply_corrections():
    """Replace what `check` noted by the nearest valid value, and say so; call before the widgets are drawn."""
    corrections = st.session_state.pop(_CORRECTIONS, {})
    sentences = []
    for name, (typed, used) in corrections.items():
        put(**{name: used})
        sentences.append(link.complaint(link.KEYS[name], link.shortest(typed), used))
    if sentences:
        post_notice(sentences)


def take_features(features):
    """From a callback: take over the means and the spread that were set by hand in the stage, {"m1", "m2", "s"}."""
    if isinstance(features, dict):
        given = {name: features.get(name) for name in ("m1", "m2", "s")}
        put(**{name: value for name, value in given.items() if isinstance(value, int | float) and value == value})


def pin(wanted):
    """From a callback: keep the present model as A, to be compared with what comes; False forgets it."""
    set_page(**(link.pin(values()) if wanted else dict.fromkeys(link.PIN_KEYS)))


def pinned():
    """The model that is pinned as A, a core.model.CSBM, or None."""
    kept = [page(name) for name in link.PIN_KEYS]
    return None if None in kept else CSBM(*kept)


def follow(key, value):
    """Let an unbound widget show `value`; one that does already is left alone, so that no hand on it is disturbed."""
    if st.session_state.get(key, _VIEW) != value:
        st.session_state[key] = value


def widget(key):
    """The present value of an unbound widget."""
    return st.session_state.get(key)


def view():
    """The stage's view {"depth", "reading", "axis", "zoom"}, the depth never beyond the range that is drawn."""
    default = {name: link.DEFAULTS[name] for name in link.VIEW_KEYS}
    now = st.session_state.get(_VIEW, default)
    deepest = int(st.session_state.get("dmax", link.DEFAULTS["dmax"]))
    if now["depth"] > deepest:
        change_view(depth=deepest)
    return dict(st.session_state.get(_VIEW, default))


def set_view(new):
    """Take over what the stage reports; a value that is not valid is left out."""
    taken = {}
    for name in link.VIEW_KEYS:
        key, value = link.KEYS[name], new.get(name)
        if value in key.choices or (key.kind == "whole" and isinstance(value, int) and key.valid(value) == value):
            taken[name] = value
    st.session_state[_VIEW] = view() | taken


def change_view(**changes):
    """Change the view from the server's side (link, reset, preset): the stage adopts it, because the stamp grows."""
    default = {name: link.DEFAULTS[name] for name in link.VIEW_KEYS}
    st.session_state[_VIEW] = st.session_state.get(_VIEW, default) | changes
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


def page(name):
    """The present value of a page's own choice, one of link.PAGE_KEYS."""
    return st.session_state.get(_CHOICES, {}).get(name, link.DEFAULTS[name])


def set_page(**changes):
    """Change choices of a page, from a callback."""
    st.session_state[_CHOICES] = st.session_state.get(_CHOICES, {}) | changes


def to_scene(values, **choices):
    """From a callback: set the parameters and the view of a scene, and choices of the page with it."""
    set_page(**choices)
    put(**{name: values[name] for name in BOUND_KEYS})
    change_view(**{name: values[name] for name in link.VIEW_KEYS})


def prediction(question):
    """What was predicted for this question (a text that names it), as {"guess", "committed", "attempt"}."""
    return st.session_state.get(_PREDICTIONS, {}).get(question, {"guess": None, "committed": False, "attempt": 1})


def predict(question, guess, committed=False):
    """Remember a prediction for the rest of the session."""
    _remember_prediction(question, guess=guess, committed=committed)


def predict_again(question):
    """Forget the prediction; another attempt begins."""
    _remember_prediction(question, guess=None, committed=False, attempt=prediction(question)["attempt"] + 1)


def _remember_prediction(question, **changes):
    predictions = st.session_state.get(_PREDICTIONS, {})
    st.session_state[_PREDICTIONS] = predictions | {question: prediction(question) | changes}


def keep(name, value):
    """Remember something for the rest of the session that is not part of the link, such as work under way; None forgets."""
    st.session_state[f"_kept_{name}"] = value


def kept(name):
    """What was kept under this name, or None."""
    return st.session_state.get(f"_kept_{name}")


def own_graph():
    """The graph read from the visitor's own files, as (name of its content, RawGraph), or None."""
    return st.session_state.get(_OWN_GRAPH)


def keep_own_graph(content, raw):
    """Keep a graph for this session; content: a text that changes with the files."""
    st.session_state[_OWN_GRAPH] = (content, raw)


def forget_own_graph():
    """Back to the graphs that a link can name."""
    st.session_state.pop(_OWN_GRAPH, None)


def locked():
    """The groups of controls that are hidden, and the link's keys whose controls are in them."""
    groups = page("lock")
    # A preset sets graph and features at once: it goes with either.
    if {"graph", "features"} & set(groups):
        groups = tuple(dict.fromkeys((*groups, "presets")))
    return groups, tuple(name for group in groups for name in link.LOCKABLE[group])


def lock_to_share():
    """The groups ticked to be hidden for who opens the copied link; those hidden here, before anything was ticked."""
    return st.session_state.get(_LOCK_TO_SHARE, page("lock"))


def tick_lock(group, ticked):
    """Tick a group of controls to be hidden for who opens the copied link, or untick it."""
    groups = {*lock_to_share(), group} if ticked else {*lock_to_share()} - {group}
    st.session_state[_LOCK_TO_SHARE] = tuple(name for name in link.LOCKABLE if name in groups)


def reset():
    """Everything as on the first visit; what is hidden keeps its value, and the layout stays."""
    forget_own_graph()
    kept = {name: page(name) for name in ("view", "lock")}
    st.session_state.pop(_CHOICES, None)
    set_page(**kept)
    put(**{name: link.DEFAULTS[name] for name in BOUND_KEYS if name not in locked()[1]})
    change_view(**{name: link.DEFAULTS[name] for name in link.VIEW_KEYS})
    dismiss_notice()


def post_notice(sentences):
    """Show these sentences (Markdown) until they are dismissed or a parameter changes."""
    st.session_state[_NOTICE] = list(sentences)
    st.session_state.pop(_NOTICE_FOR, None)


def dismiss_notice():
    """Take the notice away."""
    st.session_state.pop(_NOTICE, None)


def notice():
    """The sentences to show now; call after the sidebar is drawn."""
    parameters = [value for name, value in values().items() if name in BOUND_KEYS]
    if _NOTICE in st.session_state and st.session_state.setdefault(_NOTICE_FOR, parameters) != parameters:
        dismiss_notice()
    return st.session_state.get(_NOTICE, [])
