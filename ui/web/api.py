"""Numbers by link: /api/predict (walk theory) and /api/dots (simulation), for notebooks, spreadsheets, slides and light pages."""

import gzip
import hashlib
import io
import json
import math
import re
from functools import lru_cache
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core import __version__, csv_table
from core.walks import CURVES, best_beside, predict
from ui.server.cache import crowd, side
from ui.server.experiment import n_draws, obstacle
from ui.stage.data import simulation_message
from ui.web import asker
from ui.web.asked import read
from ui.web.dots_queue import WAITING, Full, Overtaken, graphs

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
KEEP = "public, max-age=3600"
MOST_DOTS = 64
# Fields of a model as a link names them: the engine's sentences have its own names.
FIELDS = {"n_nodes": "n", "p_within": "p", "q_across": "q", "n_classes": "c", "known": "have", "sigma": "s"}
_FIELD = re.compile(rf"\b({'|'.join(FIELDS)})(?= (?:is|=) )")
_DOTS, _MAKING = {}, Lock()


@lru_cache(maxsize=256)
def prediction(asked):
    """The answer of /api/predict as text: every curve of walk theory at depths 0..dmax. Raises ValueError."""
    found = predict(asked.model, asked.depth, asked.method, **dict(asked.options))
    columns = {name: getattr(found, name) for name in CURVES}
    best = best_beside(asked.model, asked.depth, found)
    columns |= {f"best_{name}": curve for name, curve in best.items()}
    if asked.form == "csv":
        text = io.StringIO()
        rows = zip(*columns.values(), strict=True)
        csv_table.write(text, ["depth", *columns], ([depth, *row] for depth, row in enumerate(rows)))
        return text.getvalue()
    numbers = {name: [_finite(value) for value in column] for name, column in columns.items()}
    return json.dumps({**_head(asked), "depth": list(range(asked.depth + 1)), **numbers})


async def answer_prediction(request):
    """GET /api/predict?n=2000&p=0.0114&q=0.0038&dmax=20&method=residual&alpha=0.1&format=csv"""
    return await _answer(request, lambda asked: run_in_threadpool(prediction, asked))


async def answer_dots(request):
    """GET /api/dots?n=2000&p=0.0114&q=0.0038&dmax=20&seed=0: the stage's own message, dots with bars, histograms, nodes."""
    client = request.query_params.get("client") or asker.address(request)

    async def make(asked):
        if asked.form != "json" or asked.method != "convolution":
            raise ValueError("method and format are fixed here: dots are simulated for convolution and sent as json.")
        if reason := obstacle(asked.model):
            raise ValueError(reason)
        # Begun here and not in the thread: which of a client's requests is the newest is the order in which they arrive.
        with WAITING.request(client) as still_wanted:
            return await run_in_threadpool(dots, asked, client, still_wanted)

    return await _answer(request, make, known=_DOTS.get, ignored=("client",))


def dots(asked, client, still_wanted):
    """The answer of /api/dots, compressed and made once for all who ask. Raises what still_wanted() raises, between two graphs."""
    sampled = graphs(asked, client, still_wanted)
    several = asked.model.n_classes > 2
    nodes = None if several else crowd(asked.model, asked.depth, asked.seed, n_draws(asked.model))
    with _MAKING:
        if asked not in _DOTS:
            message = simulation_message(asked.model, sampled, side(asked.model, asked.depth), nodes, "")
            text = json.dumps({**_head(asked), "seed": asked.seed, "n_draws": n_draws(asked.model), **message})
            while len(_DOTS) >= MOST_DOTS:
                del _DOTS[next(iter(_DOTS))]
            _DOTS[asked] = gzip.compress(text.encode(), mtime=0)
        return _DOTS[asked]


async def _answer(request, make, known=lambda asked: None, ignored=()):
    given = [(name, text) for name, text in request.query_params.multi_items() if name not in ignored]
    query = dict(given)
    mark = f'"{hashlib.sha256(f"{__version__} {request.url.path} {sorted(query.items())}".encode()).hexdigest()[:20]}"'
    headers = {"ETag": mark, "Cache-Control": KEEP}
    try:
        asked = read(given)
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        # What is known already waits for no thread.
        found = known(asked) or await make(asked)
        if isinstance(found, bytes):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in request.headers.get("accept-encoding", ""):
                headers["Content-Encoding"] = "gzip"
            else:
                found = gzip.decompress(found)
        return Response(found, headers=headers, media_type=TYPES[asked.form])
    except ValueError as problem:
        return PlainTextResponse(_FIELD.sub(lambda found: FIELDS[found[0]], str(problem)), status_code=400)
    except Full as problem:
        return PlainTextResponse(str(problem), status_code=429, headers={"Retry-After": "5"})
    except Overtaken as problem:
        return PlainTextResponse(str(problem), status_code=409)


def _head(asked):
    model = asked.model
    return {
        "version": __version__,
        "model": {
            "n": model.n_nodes,
            "p": model.p_within,
            "q": model.q_across,
            "m1": model.mean_1,
            "m2": model.mean_2,
            "s": model.sigma,
            "c": model.n_classes,
            "have": model.known,
        },
        "method": asked.method,
        "options": dict(asked.options),
    }


def _finite(value):
    value = float(value)
    return value if math.isfinite(value) else None


ROUTES = [
    Route("/api/predict", answer_prediction, methods=["GET"]),
    Route("/api/dots", answer_dots, methods=["GET"]),
]
