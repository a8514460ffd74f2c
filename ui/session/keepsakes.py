"""What a session keeps that no link holds: predictions, the visitor's own graph, work under way."""

import streamlit as st

_PREDICTIONS = "_predictions"
_OWN_GRAPH = "_own_graph"


_UNASKED = {"guess": None, "committed": False, "attempt": 1, "reason": ""}


def prediction(question):
    """What was predicted for this question (a text that names it), as {"guess", "committed", "attempt", "reason"}."""
    return _UNASKED | st.session_state.get(_PREDICTIONS, {}).get(question, {})


def predictions(lesson):
    """Everything predicted in a lesson, {question: as in `prediction`}; questions are named NAME-NUMBER."""
    return {name: found for name, found in st.session_state.get(_PREDICTIONS, {}).items() if _is_of(name, lesson)}


def replace_predictions(lesson, found):
    """Put other predictions in the place of a lesson's own: those that the browser remembers, or none."""
    kept = {name: value for name, value in st.session_state.get(_PREDICTIONS, {}).items() if not _is_of(name, lesson)}
    st.session_state[_PREDICTIONS] = kept | found


def _is_of(question, lesson):
    return question.rpartition("-")[0] == lesson


def predict(question, guess, committed=False):
    """Remember a prediction for the rest of the session."""
    _remember_prediction(question, guess=guess, committed=committed)


def give_reason(question, reason):
    """Remember why this is predicted."""
    _remember_prediction(question, reason=reason)


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
