"""What every answer passes through, outermost first."""

from starlette.middleware import Middleware

from ui.web.document import Document
from ui.web.errors import Errors
from ui.web.headers import Headers
from ui.web.static_files import StaticFiles

MIDDLEWARE = [Middleware(Headers), Middleware(Errors), Middleware(Document), Middleware(StaticFiles)]
