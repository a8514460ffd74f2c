"""The document that Streamlit's pages begin with, and who answers for it."""

from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from ui.frame.navigation import PAGES
from ui.web.first_look import first_look

STATIC = Path(streamlit.__file__).parent / "static"
# Streamlit asks below the page's own address first, where nobody answers; told where its server is, it asks there at once.
_SERVER = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href };</script>'
# Before anything else of the page.
_FIRST = "".join(
    f"<script>{Path(__file__).with_name(name).read_text(encoding='utf-8')}</script>"
    for name in ("guards.js", "uploads.js")
)
DOCUMENT = (
    (STATIC / "index.html")
    .read_text(encoding="utf-8")
    .replace("<head>", f"<head>{_FIRST}", 1)
    .replace("</head>", f"{_SERVER}</head>", 1)
)
ADDRESSES = {"", *(entry.name for entry in PAGES)}


class Document:
    """ASGI middleware: answers for the documents of the app's pages, with their first look in it."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if not _asks_for_document(scope):
            await self.app(scope, receive, send)
            return
        page = scope["path"].rsplit("/", 1)[-1]
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        text = await run_in_threadpool(first_look, DOCUMENT, page, query)
        await HTMLResponse(text, headers={"Cache-Control": "no-cache"})(scope, receive, send)


def _asks_for_document(scope):
    if scope["type"] != "http" or scope["method"] != "GET" or "/_stcore/" in scope["path"]:
        return False
    accepts = Headers(scope=scope).get("accept", "")
    return "text/html" in accepts and scope["path"].rsplit("/", 1)[-1] in ADDRESSES
