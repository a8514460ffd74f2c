"""Rooms in Redis (or Valkey), for several replicas of the app that serve one class: package redis, an optional extra."""

import redis

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

_FIELDS = ("lesson", "step", "round", "phase", "until")
_CHANGES = "sweetspot:changes"


class RedisStore(Store):
    """Rooms at an address like redis://host:6379/0. Everything of a room has its end of time set in Redis itself."""

    def __init__(self, address, **limits):
        super().__init__(**limits)
        self._redis = redis.Redis.from_url(address, decode_responses=True, health_check_interval=30)
        self._heard = None

    @staticmethod
    def _name(kind, code):
        return f"sweetspot:{kind}:{code}"

    def _insert(self, room, secret):
        name = self._name("room", room.code)
        with self._redis.pipeline() as pipe:
            pipe.watch("sweetspot:rooms", name)
            if pipe.zcard("sweetspot:rooms") >= self.max_rooms:
                raise full_house(self.max_rooms)
            if pipe.exists(name):
                return False
            pipe.multi()
            pipe.hset(name, mapping={field: getattr(room, field) for field in _FIELDS} | {"secret": hashed(secret)})
            pipe.expireat(name, int(room.until) + 1)
            pipe.zadd("sweetspot:rooms", {room.code: room.until})
            try:
                pipe.execute()
            except redis.WatchError:
                return False
        return True

    def _row(self, code, client=None):
        kept = (client or self._redis).hgetall(self._name("room", tidy(code)))
        if not kept or float(kept["until"]) <= self.clock():
            raise unknown(code)
        room = Room(
            tidy(code), kept["lesson"], int(kept["step"]), int(kept["round"]), kept["phase"], float(kept["until"])
        )
        return room, kept["secret"]

    def find(self, code):
        return self._row(code)[0]

    def check(self, code, secret):
        room, kept = self._row(code)
        if kept != hashed(secret):
            raise not_the_lecturer()
        return room

    def _watching(self, code, change):
        """change(room, secret's hash, pipe) on a room that nobody else changes meanwhile, then tell who listens."""

        def attempt(pipe):
            room, secret = self._row(code, pipe)
            result = change(room, secret, pipe)
            pipe.publish(_CHANGES, room.code)
            attempt.result = result

        self._redis.transaction(attempt, self._name("room", tidy(code)))
        return attempt.result

    def drive(self, code, secret, n_scenes, **change):
        def act(room, kept, pipe):
            if kept != hashed(secret):
                raise not_the_lecturer()
            room = checked_change(room, n_scenes=n_scenes, asked=self._asked(code), **change)
            pipe.multi()
            if room.phase in ("open", "revealed"):
                shown = int(room.phase == "revealed")
                pipe.hset(self._name("questions", room.code), f"{room.step}:{room.round}", shown)
                pipe.expireat(self._name("questions", room.code), int(room.until) + 1)
            pipe.hset(
                self._name("room", room.code), mapping={"step": room.step, "round": room.round, "phase": room.phase}
            )
            return room

        return self._watching(code, act)

    def join(self, code):
        token = new_token()

        def act(room, _, pipe):
            if pipe.hlen(self._name("phones", room.code)) >= self.max_phones:
                raise Refused(f"The room is full: {number_of(self.max_phones, 'phone')} joined, as many as it takes.")
            pipe.multi()
            pipe.hset(self._name("phones", room.code), hashed(token), 0)
            pipe.expireat(self._name("phones", room.code), int(room.until) + 1)

        self._watching(code, act)
        return token

    def guess(self, code, token, step, round, value):
        phone = hashed(token)

        def act(room, _, pipe):
            now, last = self.clock(), pipe.hget(self._name("phones", room.code), phone)
            self.require_open(room, last is not None, step, round, now - float(last or 0))
            pipe.multi()
            pipe.hset(self._name("phones", room.code), phone, now)
            answers = self._name("guesses", f"{room.code}:{step}:{round}")
            pipe.hset(answers, phone, value)
            pipe.expireat(answers, int(room.until) + 1)

        self._watching(code, act)

    def _asked(self, code):
        """{(step, round): whether its answer was shown} of every question so far."""
        found = self._redis.hgetall(self._name("questions", tidy(code)))
        return {tuple(map(int, pair.split(":"))): shown == "1" for pair, shown in sorted(found.items())}

    def _answers(self, code, step, round):
        return self._name("guesses", f"{tidy(code)}:{step}:{round}")

    def guesses(self, code, token):
        room, phone = self.find(code), hashed(token)
        if not self._redis.hexists(self._name("phones", room.code), phone):
            raise self.not_joined()
        found = {pair: self._redis.hget(self._answers(code, *pair), phone) for pair in self._asked(code)}
        return {pair: int(value) for pair, value in found.items() if value is not None}

    def counts(self, code):
        room = self.find(code)
        return Counts(
            self._redis.hlen(self._name("phones", room.code)),
            self._redis.hlen(self._answers(code, room.step, room.round)),
        )

    def tally(self, code):
        self.find(code)
        found = {}
        for pair in self._asked(code):
            values = sorted(map(int, self._redis.hvals(self._answers(code, *pair))))
            found[pair] = {value: values.count(value) for value in values}
        return found

    def end(self, code, secret):
        room = self.check(code, secret)
        answers = [self._answers(code, *pair) for pair in self._asked(code)]
        self._redis.delete(*(self._name(kind, room.code) for kind in ("room", "phones", "questions")), *answers)
        self._redis.zrem("sweetspot:rooms", room.code)
        self._redis.publish(_CHANGES, room.code)

    def sweep(self):
        self._redis.zremrangebyscore("sweetspot:rooms", 0, self.clock())

    def changes(self, seconds):
        if self._heard is None:
            heard = self._redis.pubsub()
            heard.subscribe(_CHANGES)
            self._heard = heard
        found, lost, message = set(), False, self._heard.get_message(timeout=seconds)
        while message is not None:
            # Subscribed now, or again after a lost connection: nobody knows what was not heard before.
            lost |= message["type"] == "subscribe"
            if message["type"] == "message":
                found.add(message["data"])
            message = self._heard.get_message(timeout=0)
        return None if lost else found
