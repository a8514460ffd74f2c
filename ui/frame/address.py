"""Where this app is: one place that knows it for the QR code, the link, the embed line, the hand-out and the exports.

The browser knows best (share.js tells where it differs from what the server believes); the setting SWEETSPOT_ADDRESS counts more.
"""

import socket
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from ui.frame.navigation import PAGES
from ui.session import state
from ui.session.teacher import here
from ui.settings import SETTINGS

_KEPT = "address"
_LONGEST = 500
# On Community Cloud the app is in a frame whose path is no address for others.
_CLOUD = "/~/+/"
_EVERYWHERE = (None, "", "0.0.0.0", "::")


def app_address():
    """Address of the first page for others, below which all pages are; with a slash at its end."""
    return SETTINGS.address or in_the_room() or own_address()


def page_address():
    """Address of the page that is shown, for others, without its query."""
    return app_address() + tail()


def tail():
    """What the address of the page that is shown adds to that of the app."""
    return "" if state.here() == PAGES[0].name else state.here()


def own_address():
    """Address of the app as this browser sees it."""
    return state.kept(_KEPT) or located(
        st.context.url, st.context.headers, st.get_option("server.baseUrlPath"), state.here()
    )


def correct(found):
    """From a callback: keep the app's address as the browser has found it."""
    if isinstance(found, str) and len(found) < _LONGEST and urlsplit(found).scheme in ("http", "https"):
        state.keep(_KEPT, found)


def in_the_room():
    """The app's address on this machine's network where it is open as localhost and the server answers there too; or nothing."""
    own = urlsplit(own_address())
    if not here(own_address(), st.context.ip_address) or st.get_option("server.address") not in _EVERYWHERE:
        return ""
    machine, port = machine_address(), f":{own.port}" if own.port else ""
    return urlunsplit(own._replace(netloc=f"{machine}{port}")) if machine else ""


def reach():
    """What is to be known of the address that is given to others: how far it reaches, and a sentence more; nothing for any other."""
    if SETTINGS.address or not here(own_address(), None):
        return ()
    if in_the_room():
        return (
            "For others on the same network",
            f"The address of this page itself, {urlsplit(own_address()).hostname}, is this machine alone.",
        )
    return (
        "It opens on this machine only",
        "For others, start the app with --server.address 0.0.0.0, or name its public address in SWEETSPOT_ADDRESS.",
    )


def located(url, headers, base_path, page):
    """The app's address, as far as a server can know it. Pure.

    url: of the top window where that can be read, so of a course page that frames the app.  headers: of the connection;
    Origin is the app's own, in any frame.  base_path: server.baseUrlPath.  page: name of the page that is shown.
    """
    seen, origin = urlsplit(url or ""), headers.get("Origin") or ""
    if not origin.startswith("http"):
        origin = f"{seen.scheme}://{seen.netloc}" if seen.netloc else ""
    prefix, base = (headers.get("X-Forwarded-Prefix") or "").split(",")[0].strip().strip("/"), base_path.strip("/")
    below = prefix if f"/{prefix}".endswith(f"/{base}") else "/".join(part for part in (prefix, base) if part)
    if not below and origin == f"{seen.scheme}://{seen.netloc}":
        path = seen.path.replace(_CLOUD, "/")
        below = path.removesuffix(f"/{page}").strip("/")
    return f"{origin}/{below}{'/' * bool(below)}" if origin else ""


def machine_address():
    """This machine's address on its network, or nothing where it has none. No packet is sent to find it."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
            found = probe.getsockname()[0]
    except OSError:
        return ""
    return "" if found.startswith("127.") else found
