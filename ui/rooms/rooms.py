"""The rooms of this server: where the settings say, made when they are first asked for."""

import tempfile
from functools import cache

from ui.rooms.sqlite_store import SQLiteStore
from ui.settings import SETTINGS


@cache
def store():
    """The Store of this process."""
    limits = {"max_rooms": SETTINGS.max_rooms, "max_phones": SETTINGS.max_phones}
    if SETTINGS.rooms.startswith(("redis://", "rediss://", "unix://")):
        from ui.rooms.redis_store import RedisStore

        return RedisStore(SETTINGS.rooms, **limits)
    return SQLiteStore(SETTINGS.rooms or tempfile.mkdtemp(prefix="sweet-spot-rooms-"), **limits)
