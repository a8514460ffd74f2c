"""An error that nobody foresaw: a number in the log, and the same number in the sentence that the visitor reads."""

import secrets
import sys
import traceback

import streamlit as st
from starlette.responses import PlainTextResponse

from ui.session import state

# The browser tests look for it; the first look leaves when it is there.
KEY = "unforeseen"


def in_page(problem):
    """For st.App: say it on the page, in place of Streamlit's own box; the log has the traceback already, in the lines above."""
    number = noted(problem, f"page {state.here() or 'mixing'}")
    with st.container(key=f"{KEY}_{number}"):
        st.error(
            f"Something failed here that should not have: error **{number}**. Reload the page, or *Reset all*; whoever runs this app "
            "finds the cause in its log under this number."
        )
    return True


def noted(problem, where):
    """A new number for an error, which stands in the log with it."""
    number = secrets.token_hex(3)
    print(f"Error {number} at {where}: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    return number


class Errors:
    """ASGI middleware: what fails beside the pages is answered by one sentence with its number."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        begun = False

        async def watched(message):
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as problem:
            if scope["type"] != "http" or begun:
                raise
            traceback.print_exception(problem)
            number = noted(problem, scope["path"])
            answer = PlainTextResponse(f"This failed here, and should not have: error {number}.\n", status_code=500)
            await answer(scope, receive, send)
