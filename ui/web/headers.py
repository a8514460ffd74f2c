"""Security headers on every answer, so that a bare `streamlit run` is as safe as behind a proxy."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders

from ui.settings import SETTINGS
from ui.web.document import DOCUMENT
from ui.web.first_look import first_look


def policy(document, ancestors):
    """Content security policy of a document: scripts of this server, the document's own, and Streamlit's components as blobs.

    Its own scripts are allowed by their hashes, nothing else inline; styles are written into the page by Streamlit.
    ancestors: who may show the app in a frame, as in the header's frame-ancestors.
    """
    scripts = re.findall(r"<script>(.*?)</script>", document, flags=re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'self'; script-src 'self' {hashes} blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )


HEADERS = {
    "Content-Security-Policy": policy(first_look(DOCUMENT, "about", {}), SETTINGS.frame_ancestors),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), clipboard-write=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Headers:
    """ASGI middleware: adds the headers that an answer does not set itself."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
