"""Addresses beside the app's pages that nobody answers: 404 in a sentence, where the app's own page would pass for an answer."""

from starlette.responses import PlainTextResponse
from starlette.routing import Route

PLACES = ("/api/{rest:path}", "/class/{code}/{rest:path}", "/robots.txt", "/favicon.ico")


async def nowhere(request):
    """404: there is nothing at this address."""
    return PlainTextResponse(
        f"There is nothing at {request.url.path[:60]}: docs/api.md names what can be asked for.", status_code=404
    )


ROUTES = [Route(place, nowhere, methods=["GET", "POST"]) for place in PLACES]
