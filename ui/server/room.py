"""Room for visitors' own graphs: each may be as large as an upload may be, but all together only so large."""

import threading

from ui.server import sessions
from ui.settings import SETTINGS


class Room:
    """At most `most` links of all sessions together; who has left takes no room."""

    def __init__(self, most, connected=sessions.connected):
        self._most, self._connected = most, connected
        self._taken, self._lock = {}, threading.Lock()

    def take(self, session, links):
        """Take room for a session's graph in place of what it had. Raises ValueError, one sentence, if there is none left."""
        with self._lock:
            self._taken = {who: size for who, size in self._taken.items() if who != session and self._connected(who)}
            if sum(self._taken.values()) + links > self._most:
                raise ValueError(
                    f"This graph has {links:,} links, and the files of other visitors leave room for "
                    f"{self._most - sum(self._taken.values()):,} of {self._most:,} at the moment; try again in a while."
                )
            self._taken[session] = links

    def leave(self, session):
        """Give back what a session took."""
        with self._lock:
            self._taken.pop(session, None)


ROOM = Room(SETTINGS.max_uploaded_edges)
