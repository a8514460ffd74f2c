"""Pages that need no session: small documents, scripts of this server only, a policy that allows nothing else."""

import hashlib
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ui.settings import SETTINGS

_HERE = Path(__file__).parents[1]
FOLDER = _HERE / "light"
FILES = {path.name: path for path in FOLDER.iterdir() if path.suffix in (".js", ".css")} | {
    "icon.svg": _HERE / "icon.svg"
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
    f"base-uri 'none'; form-action 'none'; frame-ancestors {SETTINGS.frame_ancestors}"
)


@lru_cache(maxsize=64)
def _content(path):
    content = path.read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:20]}"'


def answer(request, path):
    """A file, or "nothing has changed": the browser asks each time, since names hold no hash."""
    content, mark = _content(path)
    headers = {"ETag": mark, "Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    kind = guess_type(path.name)[0] or "application/octet-stream"
    return Response(content, headers=headers, media_type=kind)


async def file(request):
    """A script, a style or the icon of the light pages."""
    path = FILES.get(request.path_params["name"])
    return answer(request, path) if path else PlainTextResponse("There is no such file.", status_code=404)


async def classroom(request):
    """The page of a room on a phone; whether there is such a room, the page itself finds out."""
    return answer(request, FOLDER / "class.html")


ROUTES = [Route("/light/{name}", file), Route("/class/{code}", classroom)]
