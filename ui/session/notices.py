"""The notice: sentences that stay above the page until they are dismissed or a parameter changes."""

import streamlit as st

from ui.session.parameters import present

_NOTICE = "_notice"
_NOTICE_FOR = "_notice_for"


def post_notice(sentences):
    """Show these sentences (Markdown) until they are dismissed or a parameter changes."""
    st.session_state[_NOTICE] = list(sentences)
    st.session_state.pop(_NOTICE_FOR, None)


def dismiss_notice():
    """Take the notice away."""
    st.session_state.pop(_NOTICE, None)


def notice():
    """The sentences to show now; call after the sidebar is drawn."""
    now = present()
    if _NOTICE in st.session_state and st.session_state.setdefault(_NOTICE_FOR, now) != now:
        dismiss_notice()
    return st.session_state.get(_NOTICE, [])
