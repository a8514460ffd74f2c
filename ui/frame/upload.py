"""The place to give files, or a sentence where a browser would refuse to send them."""

import streamlit as st

from ui.frame import share
from ui.frame.address import page_address

_COOKIE = "_streamlit_xsrf"


def ask(label, **options):
    """st.file_uploader(label, **options) and what it returns; nothing where no file can be given, and on the page why.

    Uploads are protected by a cookie, which browsers keep back in a frame of another site unless the server says
    otherwise (docs/hosting.md): what would come is a 403 of Streamlit's own.
    """
    if not _kept_back(st.context.headers, st.context.cookies):
        return st.file_uploader(label, **options)
    st.info(
        "No file can be given here: this page is shown inside another site, or cookies are switched off, and a cookie protects what is sent. "
        f"[Open it in a tab of its own]({page_address()}?{share.query()})."
    )
    return [] if options.get("accept_multiple_files") else None


def _kept_back(headers, cookies):
    """Whether a browser (which says where it comes from) has connected without the cookie that uploads need."""
    return st.get_option("server.enableXsrfProtection") and "Origin" in headers and _COOKIE not in cookies
