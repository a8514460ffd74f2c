"""Rooms in a file: SQLite, in the standard library, so that a restart in the middle of a lecture loses nothing."""

import sqlite3
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from core.number_of import number_of
from ui.rooms.room import (
    Counts,
    Refused,
    Room,
    checked_change,
    full_house,
    hashed,
    new_token,
    not_the_lecturer,
    tidy,
    unknown,
)
from ui.rooms.store import Store

_TABLES = """
create table if not exists rooms (code text primary key, secret text, lesson text, step integer, round integer, phase text,
    until real, revision integer default 0) without rowid;
create table if not exists phones (code text, phone text, last real default 0, primary key (code, phone)) without rowid;
create table if not exists guesses (code text, step integer, round integer, phone text, value integer,
    primary key (code, step, round, phone)) without rowid;
create table if not exists asked (code text, step integer, round integer, shown integer, primary key (code, step, round)) without rowid;
"""
_LOOK = 0.2  # seconds between two looks at what another process has changed


class SQLiteStore(Store):
    """Rooms in the file rooms.sqlite of a folder. Several processes of one machine may share it."""

    def __init__(self, folder, **limits):
        super().__init__(**limits)
        Path(folder).mkdir(parents=True, exist_ok=True)
        self._file, self._local, self._changed = Path(folder) / "rooms.sqlite", threading.local(), threading.Condition()
        self._seen = {}
        with self._writing() as database:
            database.execute("select 1")

    def _database(self):
        """This thread's connection."""
        if not hasattr(self._local, "database"):
            database = sqlite3.connect(self._file, timeout=10, isolation_level=None)
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")
            database.executescript(_TABLES)
            self._local.database = database
        return self._local.database

    @contextmanager
    def _writing(self, code=None):
        """One change, whole or not at all; code: the room that it concerns."""
        database = self._database()
        database.execute("begin immediate")
        try:
            yield database
            if code is not None:
                database.execute("update rooms set revision = revision + 1 where code = ?", (code,))
            database.execute("commit")
        except BaseException:
            database.execute("rollback")
            raise
        with self._changed:
            self._changed.notify_all()

    def _insert(self, room, secret):
        with self._writing() as database:
            if database.execute("select count(*) from rooms").fetchone()[0] >= self.max_rooms:
                raise full_house(self.max_rooms)
            row = (room.code, hashed(secret), room.lesson, room.step, room.round, room.phase, room.until)
            done = database.execute(
                "insert or ignore into rooms (code, secret, lesson, step, round, phase, until) values (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            return done.rowcount == 1

    def find(self, code):
        return self._row(code)[0]

    def check(self, code, secret):
        room, kept = self._row(code)
        if kept != hashed(secret):
            raise not_the_lecturer()
        return room

    def _row(self, code):
        row = self._database().execute(
            "select code, lesson, step, round, phase, until, secret from rooms where code = ? and until > ?",
            (tidy(code), self.clock()),
        )
        found = row.fetchone()
        if found is None:
            raise unknown(code)
        return Room(*found[:-1]), found[-1]

    def drive(self, code, secret, n_scenes, **change):
        with self._writing(tidy(code)) as database:
            room = checked_change(self.check(code, secret), n_scenes=n_scenes, asked=self._asked(code), **change)
            database.execute(
                "update rooms set step = ?, round = ?, phase = ? where code = ?",
                (room.step, room.round, room.phase, room.code),
            )
            if room.phase in ("open", "revealed"):
                question = (room.code, room.step, room.round, room.phase == "revealed")
                database.execute(
                    "insert or replace into asked (code, step, round, shown) values (?, ?, ?, ?)", question
                )
            return room

    def join(self, code):
        token = new_token()
        with self._writing(tidy(code)) as database:
            room = self.find(code)
            inside = database.execute("select count(*) from phones where code = ?", (room.code,)).fetchone()[0]
            if inside >= self.max_phones:
                raise Refused(f"The room is full: {number_of(self.max_phones, 'phone')} joined, as many as it takes.")
            database.execute("insert into phones (code, phone) values (?, ?)", (room.code, hashed(token)))
        return token

    def guess(self, code, token, step, round, value):
        with self._writing(tidy(code)) as database:
            room, phone, now = self.find(code), hashed(token), self.clock()
            last = database.execute(
                "select last from phones where code = ? and phone = ?", (room.code, phone)
            ).fetchone()
            self.require_open(room, last is not None, step, round, now - (last or (0,))[0])
            database.execute("update phones set last = ? where code = ? and phone = ?", (now, room.code, phone))
            database.execute(
                "insert or replace into guesses (code, step, round, phone, value) values (?, ?, ?, ?, ?)",
                (room.code, step, round, phone, value),
            )

    def guesses(self, code, token):
        room, phone, database = self.find(code), hashed(token), self._database()
        if not database.execute("select 1 from phones where code = ? and phone = ?", (room.code, phone)).fetchone():
            raise self.not_joined()
        rows = database.execute(
            "select step, round, value from guesses where code = ? and phone = ?", (room.code, phone)
        )
        return {(step, round): value for step, round, value in rows}

    def counts(self, code):
        room, database = self.find(code), self._database()
        phones = database.execute("select count(*) from phones where code = ?", (room.code,)).fetchone()[0]
        answered = database.execute(
            "select count(*) from guesses where code = ? and step = ? and round = ?", (room.code, room.step, room.round)
        ).fetchone()[0]
        return Counts(phones, answered)

    def _asked(self, code):
        """{(step, round): whether its answer was shown} of every question so far."""
        rows = self._database().execute(
            "select step, round, shown from asked where code = ? order by 1, 2", (tidy(code),)
        )
        return {(step, round): bool(shown) for step, round, shown in rows}

    def tally(self, code):
        found = {question: {} for question in self._asked(code)}
        rows = self._database().execute(
            "select step, round, value, count(*) from guesses where code = ? group by 1, 2, 3 order by 1, 2, 3",
            (self.find(code).code,),
        )
        for step, round, value, count in rows:
            found.setdefault((step, round), {})[value] = count
        return found

    def end(self, code, secret):
        room = self.check(code, secret)
        with self._writing() as database:
            self._delete(database, [room.code])

    def sweep(self):
        over = self._database().execute("select code from rooms where until <= ?", (self.clock(),)).fetchall()
        if over:
            with self._writing() as database:
                self._delete(database, [code for (code,) in over])

    @staticmethod
    def _delete(database, codes):
        for table in ("rooms", "phones", "guesses", "asked"):
            database.executemany(f"delete from {table} where code = ?", [(code,) for code in codes])

    def changes(self, seconds):
        end = time.monotonic() + seconds
        while True:
            now = dict(self._database().execute("select code, revision from rooms").fetchall())
            changed = {code for code in now.keys() | self._seen.keys() if now.get(code) != self._seen.get(code)}
            self._seen = now
            left = end - time.monotonic()
            if changed or left <= 0:
                return changed
            with self._changed:
                self._changed.wait(min(left, _LOOK))
