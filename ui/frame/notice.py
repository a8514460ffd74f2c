"""The notice above the page: what was asked for and what is used instead."""

import streamlit as st

from ui.session import notices


def show():
    """Draw the notice if there is one; call after the sidebar, before the page.

    Its place is always there, so that nothing on the page is built anew when a notice comes or goes.
    """
    sentences = notices.notice()
    with st.container(key="notice"):
        if not sentences:
            return
        body = sentences[0] if len(sentences) == 1 else "\n".join(f"- {sentence}" for sentence in sentences)
        st.warning(body, icon=":material/info:")
        st.button("Dismiss this notice", on_click=notices.dismiss_notice, type="tertiary", icon=":material/close:")
