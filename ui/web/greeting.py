"""What the log says first: version, address, limits, and whose lessons and graphs are offered."""

import streamlit as st

from core import __version__
from core.files.graph_files import find_graphs
from ui.link.lesson_names import NAMES


def greeting(settings, address):
    """One line for who runs the app."""
    graphs = ", ".join(find_graphs(settings.data)) or "none"
    return (
        f"Sweet Spot {__version__} at {address}: simulates graphs of up to {settings.max_nodes:,} nodes and {settings.max_edges:,} links, "
        f"{settings.max_simulations} at a time, to depth {settings.max_depth}; reads files of up to {settings.max_upload_mb} MB. "
        f"Lessons: {', '.join(NAMES)}. Graphs of its own: {graphs}."
    )


def address():
    """Where this server answers, as its own settings say it; a proxy may give it another."""
    host = st.get_option("server.address") or "localhost"
    path = st.get_option("server.baseUrlPath").strip("/")
    kind = "https" if st.get_option("server.sslCertFile") else "http"
    return f"{kind}://{host}:{st.get_option('server.port')}/{f'{path}/' if path else ''}"
