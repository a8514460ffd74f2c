"""Who may see a lesson's answers before they are asked for: who holds the teacher's link, or sits at the server itself."""

from hmac import compare_digest
from urllib.parse import urlsplit

import streamlit as st

from ui.session.keepsakes import kept
from ui.settings import SETTINGS

_HERE = ("localhost", "127.0.0.1", "::1")


def teaching(secret=SETTINGS.teacher):
    """True with the link that ends with ?teacher=SECRET; where no secret is set, on the machine that runs the app alone.

    Both the address asked for and the visitor's own must be this machine's: behind a proxy the one of them is not.
    """
    if secret:
        return compare_digest((kept("teacher") or "").encode(), secret.encode())
    return here(st.context.url, st.context.ip_address)


def here(url, visitor):
    """Whether an address of the app and that of a visitor (None: not known, as on the machine itself) are this very machine."""
    return urlsplit(url or "").hostname in _HERE and visitor in (None, *_HERE)
