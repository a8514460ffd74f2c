"""Where this app is, as the browser sees it."""

import streamlit as st

from ui.session import state


def page_address():
    """Address of the page that is shown, without its query."""
    address = (st.context.url or "").split("?")[0]
    return address + "/" * (address.count("/") == 2)  # the first page's address is that of the server


def app_address():
    """Address of the first page, below which all others are."""
    return page_address().removesuffix(state.here())
