"""Pages that need no session: small documents, scripts of this server only, a policy that allows nothing else."""

import asyncio
import gzip
import hashlib
from mimetypes import guess_type

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ui.light import files
from ui.settings import SETTINGS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
    f"base-uri 'none'; form-action 'none'; frame-ancestors {SETTINGS.frame_ancestors}"
)


_KEPT, _MAKING = {}, {}  # name of a file -> what _content says of it, and the task that finds it out


def _content(name):
    """(bytes, the same compressed, mark, type) of a file, None where there is none."""
    text = files.page(name.removesuffix(".html")) if name.endswith(".html") else files.file(name)
    if text is None:
        return None
    content = text.encode()
    mark = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    _KEPT[name] = (content, gzip.compress(content, 9, mtime=0), mark, guess_type(name)[0])
    return _KEPT[name]


async def _made(name):
    """_content(name), in one thread for all who ask: the record of the lessons takes seconds, in which everybody else goes on."""
    if name not in _MAKING:
        _MAKING[name] = asyncio.ensure_future(run_in_threadpool(_content, name))
        _MAKING[name].add_done_callback(lambda _: _MAKING.pop(name))
    return await asyncio.shield(_MAKING[name])


async def answer(request, name):
    """A file, or "nothing has changed": the browser asks each time, since names hold no hash."""
    found = _KEPT.get(name) or await _made(name)
    if found is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    content, packed, mark, kind = found
    headers = {"ETag": mark, "Cache-Control": "no-cache", "Content-Security-Policy": POLICY, "Vary": "Accept-Encoding"}
    # Something to watch in another page's frame is all that these pages are.
    headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=kind)
    return Response(content, headers=headers, media_type=kind)


async def file(request):
    """A script, a style or the icon of the light pages."""
    return await answer(request, request.path_params["name"])


async def play(request):
    """The stage with sliders, presets and scenes; as /figure the stage alone."""
    return await answer(request, "play.html")


async def classroom(request):
    """The page of a room on a phone; whether there is such a room, the page itself finds out."""
    return await answer(request, "class.html")


ROUTES = [
    Route("/light/{name}", file),
    Route("/play", play),
    Route("/figure", play),
    Route("/class/{code}", classroom),
]
