"""Where rooms are kept: one small interface, with SQLite behind it, or Redis where several replicas serve one class."""

import time
from abc import ABC, abstractmethod

from ui.rooms.room import HOURS, Refused, Room, TooSoon, full_house, new_code, new_token


class Store(ABC):
    """Every method may be called from any thread. Sentences of what is refused are in ui.rooms.room."""

    def __init__(self, max_rooms, max_phones, clock=time.time, pause=1.0):
        """max_rooms: at a time.  max_phones: in one room.  pause: seconds between two guesses of one phone."""
        self.max_rooms, self.max_phones, self.clock, self.pause = max_rooms, max_phones, clock, pause

    def create(self, lesson):
        """A new room at the beginning of a lesson. Returns (Room, the lecturer's secret). Raises Refused when there are too many."""
        self.sweep()
        secret, until = new_token(), self.clock() + HOURS * 3600
        for _ in range(100):
            room = Room(new_code(), lesson, 0, 1, "waiting", until)
            if self._insert(room, secret):
                return room, secret
        raise full_house(self.max_rooms)

    @abstractmethod
    def _insert(self, room, secret):
        """Keep a new room; whether its code was free. Raises Refused when there are too many."""

    @abstractmethod
    def find(self, code):
        """The Room of a code. Raises Refused."""

    @abstractmethod
    def check(self, code, secret):
        """The Room of a code whose lecturer shows this secret. Raises Refused."""

    @abstractmethod
    def drive(self, code, secret, n_scenes, **change):
        """Change step, round or phase, as ui.rooms.room.checked_change. Returns the Room. Raises Refused."""

    @abstractmethod
    def join(self, code):
        """Let a phone in; returns its token. Raises Refused when the room is full."""

    @abstractmethod
    def guess(self, code, token, step, round, value):
        """Keep a phone's answer to the present question, in place of an earlier one. Raises Refused: nothing is counted then."""

    def require_open(self, room, joined, step, round, since):
        """Raise Refused unless the present question takes a guess. since: seconds since this phone's last one."""
        if not joined:
            raise self.not_joined()
        if (step, round) != (room.step, room.round):
            raise Refused("The room has gone on to another question, so this answer was not counted.")
        if room.phase != "open":
            raise Refused("The question is not open, so this answer was not counted.")
        if since < self.pause:
            raise TooSoon("One answer a second is enough: this one was not counted, send it again.")

    @staticmethod
    def not_joined():
        """For a token that this room has not given out."""
        return Refused("This phone has not joined the room: open its address again.")

    @abstractmethod
    def guesses(self, code, token):
        """A phone's own answers: {(step, round): value}. Raises Refused for a token that is not of this room."""

    @abstractmethod
    def counts(self, code):
        """Counts of a room. Raises Refused."""

    @abstractmethod
    def tally(self, code):
        """All answers of a room: {(step, round): {value: how many}} of every question that was opened, also one that nobody answered."""

    @abstractmethod
    def end(self, code, secret):
        """End a room and delete everything about it. Raises Refused."""

    @abstractmethod
    def sweep(self):
        """Delete rooms whose time is over."""

    @abstractmethod
    def changes(self, seconds):
        """Wait until something has changed, at most so long: the set of codes of rooms in which it has. One caller at a time.

        None where any room may have changed unheard.
        """
