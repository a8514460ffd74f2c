"""Which visitor is being served, and who is still there."""

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def current():
    """Number of the session whose page is being drawn, a text; empty without one."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def connected(session):
    """Whether a browser tab is connected to this session; without a server (in tests) every session counts."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)
