"""Streamlit's own files, compressed once and kept by browsers for good: their names hold a hash of their content."""

import gzip
import re
from functools import lru_cache
from importlib.util import find_spec
from mimetypes import guess_type

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

from ui.web.document import DOCUMENT, STATIC

COMPRESSIBLE = {".js", ".css", ".json", ".svg", ".wasm", ".ttf", ".html"}
FOR_GOOD = "public, max-age=31536000, immutable"
FILES = {path.relative_to(STATIC).as_posix() for path in (STATIC / "static").rglob("*") if path.suffix in COMPRESSIBLE}
# The smaller of the two first; Brotli only where somebody has installed it.
ENCODINGS = ("br", "gzip") if find_spec("brotli") else ("gzip",)


@lru_cache(maxsize=256)
def compressed(name, encoding):
    """A file of Streamlit's, compressed. name: relative to its static folder, one of FILES.  encoding: "br" or "gzip"."""
    content = (STATIC / name).read_bytes()
    if encoding == "br":
        import brotli

        return brotli.compress(content, quality=9)
    return gzip.compress(content, 9, mtime=0)


class StaticFiles:
    """ASGI middleware: answers for Streamlit's static files itself where the browser takes them compressed."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        name = asked_file(scope)
        accepted = Headers(scope=scope).get("accept-encoding", "") if name else ""
        encoding = next((known for known in ENCODINGS if known in accepted), None)
        if not encoding:
            await self.app(scope, receive, send)
            return
        content = await run_in_threadpool(compressed, name, encoding)
        headers = {"Content-Encoding": encoding, "Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
        response = Response(content, headers=headers, media_type=guess_type(name)[0])
        await response(scope, receive, send)


def asked_file(scope):
    """Name of the compressible static file that a request asks for, under whatever base path; None for anything else."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    head, mark, tail = scope["path"].rpartition("/static/")
    # In Streamlit's folder every name stands below static/: js/, css/ or media/.
    name = f"static/{tail}"
    return name if mark and name in FILES else None


def asked_first():
    """The files that Streamlit's document itself asks for: what every first visit needs."""
    return [name for name in re.findall(r'(?:src|href)="\./(static/[^"]+)"', DOCUMENT) if name in FILES]
