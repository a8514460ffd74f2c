"""Laws of a room, the same for both places where rooms are kept."""

import threading
import time
from dataclasses import replace

import pytest

from benchmarks.load.redis_server import NO_REDIS, REDIS, redis_server
from ui.rooms.room import HOURS, LETTERS, Counts, Refused, tidy
from ui.rooms.sqlite_store import SQLiteStore

LIMITS = {"max_rooms": 3, "max_phones": 4, "pause": 0.0}
SCENES = 10


class Clock:
    """A clock that the test moves."""

    def __init__(self):
        self.now = time.time()

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def redis_address(tmp_path_factory):
    pytest.importorskip("redis", reason="package redis is not installed: rooms in Redis were SKIPPED")
    if not REDIS:
        pytest.skip(NO_REDIS)
    with redis_server(tmp_path_factory.mktemp("r")) as address:
        yield address


@pytest.fixture(params=["sqlite", "redis"])
def make(request, tmp_path):
    """Opens the same rooms again and again, as another process would."""
    if request.param == "sqlite":
        return lambda **more: SQLiteStore(tmp_path, **LIMITS | more)
    address = request.getfixturevalue("redis_address")
    import redis

    from ui.rooms.redis_store import RedisStore

    redis.Redis.from_url(address).flushall()
    return lambda **more: RedisStore(address, **LIMITS | more)


@pytest.fixture
def store(make):
    return make()


def opened(store, step=1):
    """(code, secret) of a room whose scene is open."""
    room, secret = store.create("lecture")
    store.drive(room.code, secret, SCENES, step=step)
    store.drive(room.code, secret, SCENES, phase="open")
    return room.code, secret


def test_a_new_room_has_a_code_without_look_alikes_and_is_found_however_it_is_typed(store):
    room, secret = store.create("lecture")
    assert len(room.code) == 5 and set(room.code) <= set(LETTERS) and not set("0O1IL5S2Z") & set(LETTERS)
    assert store.find(f" {room.code[:2].lower()}-{room.code[2:].lower()} ") == room
    assert (room.step, room.round, room.phase) == (0, 1, "waiting") and secret not in room.code


def test_only_the_lecturers_secret_drives_a_room(store):
    code, secret = opened(store)
    token = store.join(code)
    for wrong in ("", token, code, secret[:-1]):
        for act in (
            lambda wrong=wrong: store.drive(code, wrong, SCENES, step=2),
            lambda wrong=wrong: store.end(code, wrong),
            lambda wrong=wrong: store.check(code, wrong),
        ):
            with pytest.raises(Refused, match="lecturer"):
                act()
    assert store.find(code).step == 1


def test_a_guess_can_be_changed_until_the_question_closes_and_counts_once(store):
    code, secret = opened(store)
    tokens = [store.join(code) for _ in range(3)]
    for token, value in zip(tokens, (2, 10, 2), strict=True):
        store.guess(code, token, 1, 1, value)
    store.guess(code, tokens[0], 1, 1, 5)
    assert store.tally(code) == {(1, 1): {2: 1, 5: 1, 10: 1}} and store.counts(code) == Counts(3, 3)
    store.drive(code, secret, SCENES, phase="closed")
    with pytest.raises(Refused, match="not open"):
        store.guess(code, tokens[0], 1, 1, 7)
    assert store.guesses(code, tokens[0]) == {(1, 1): 5}


def test_late_forged_and_misplaced_guesses_get_a_sentence_and_count_nothing(store):
    code, secret = opened(store)
    other, _ = opened(store)
    token, stranger = store.join(code), store.join(other)
    store.drive(code, secret, SCENES, step=2)
    store.drive(code, secret, SCENES, phase="open")
    for act, words in (
        (lambda: store.guess(code, token, 1, 1, 3), "another question"),
        (lambda: store.guess(code, token, 2, 2, 3), "another question"),
        (lambda: store.guess(code, "made-up", 2, 1, 3), "not joined"),
        (lambda: store.guess(code, stranger, 2, 1, 3), "not joined"),
        (lambda: store.guess("QQQQQ", token, 2, 1, 3), "no room"),
        (lambda: store.guesses(code, "made-up"), "not joined"),
    ):
        with pytest.raises(Refused, match=words):
            act()
    assert not any(store.tally(code).values()) and store.counts(code).answered == 0
    store.guess(code, token, 2, 1, 3)
    assert store.counts(code).answered == 1


def test_a_second_round_stands_beside_the_first(store):
    code, secret = opened(store)
    token = store.join(code)
    store.guess(code, token, 1, 1, 9)
    store.drive(code, secret, SCENES, round=2)
    assert store.find(code).phase == "waiting" and store.counts(code).answered == 0
    store.drive(code, secret, SCENES, phase="open")
    store.guess(code, token, 1, 2, 2)
    assert store.tally(code) == {(1, 1): {9: 1}, (1, 2): {2: 1}}
    with pytest.raises(Refused, match="2 times"):
        store.drive(code, secret, SCENES, round=3)
    assert store.drive(code, secret, SCENES, step=2).round == 1


def test_a_scene_that_is_gone_back_to_stands_as_it_was_left_and_is_asked_in_a_second_round_only(store):
    code, secret = opened(store)
    token = store.join(code)
    store.guess(code, token, 1, 1, 9)
    assert store.drive(code, secret, SCENES, step=1).phase == "open", "the room is there already"
    assert store.drive(code, secret, SCENES, step=2) == replace(store.find(code), round=1, phase="waiting")
    back = store.drive(code, secret, SCENES, step=1)
    assert (back.step, back.round, back.phase) == (1, 1, "closed") and store.counts(code).answered == 1
    store.drive(code, secret, SCENES, round=2)
    store.drive(code, secret, SCENES, phase="open")
    store.drive(code, secret, SCENES, step=2)
    back = store.drive(code, secret, SCENES, step=1)
    assert (back.round, back.phase) == (2, "closed") and store.tally(code) == {(1, 1): {9: 1}, (1, 2): {}}
    store.drive(code, secret, SCENES, phase="revealed")
    for step in (2, SCENES + 1, 0):
        assert store.drive(code, secret, SCENES, step=step).phase == "waiting"
        assert store.drive(code, secret, SCENES, step=1) == replace(back, phase="revealed")


def test_a_question_that_nobody_answered_was_asked_all_the_same_and_where_there_is_none_it_cannot_be(store):
    code, secret = opened(store, step=3)
    store.drive(code, secret, SCENES, step=SCENES + 1)
    for step in (SCENES + 1, 0):
        with pytest.raises(Refused, match="No question is asked there"):
            store.drive(code, secret, SCENES, step=step, phase="open")
    assert store.tally(code) == {(3, 1): {}} and store.find(code).phase == "waiting"
    store.end(code, secret)


@pytest.mark.parametrize("phase", ["closed", "revealed"])
def test_a_question_is_asked_again_before_or_after_its_answer_is_shown(store, phase):
    code, secret = opened(store)
    token = store.join(code)
    store.guess(code, token, 1, 1, 9)
    store.drive(code, secret, SCENES, phase=phase)
    again = store.drive(code, secret, SCENES, round=2)
    assert (again.step, again.round, again.phase) == (1, 2, "waiting")
    with pytest.raises(Refused, match="not open"):
        store.guess(code, token, 1, 2, 3)
    store.drive(code, secret, SCENES, phase="open")
    store.guess(code, token, 1, 2, 3)
    assert store.tally(code) == {(1, 1): {9: 1}, (1, 2): {3: 1}}


def test_a_room_goes_to_the_end_of_its_lesson_and_no_further(store):
    code, secret = opened(store, step=SCENES)
    assert store.drive(code, secret, SCENES, step=SCENES + 1).phase == "waiting"
    with pytest.raises(Refused, match="scenes 1 to 10"):
        store.drive(code, secret, SCENES, step=SCENES + 2)
    assert store.find(code).step == SCENES + 1


def test_one_phone_is_heard_once_in_a_pause(make):
    clock = Clock()
    store = make(pause=1.0, clock=clock)
    code, _ = opened(store)
    token, second = store.join(code), store.join(code)
    store.guess(code, token, 1, 1, 1)
    with pytest.raises(Refused, match="a second"):
        store.guess(code, token, 1, 1, 2)
    store.guess(code, second, 1, 1, 3)  # the pause is each phone's own
    clock.now += 1.01
    store.guess(code, token, 1, 1, 4)
    assert store.tally(code) == {(1, 1): {3: 1, 4: 1}}


def test_rooms_and_phones_have_a_limit(store):
    code, secret = opened(store)
    for _ in range(LIMITS["max_phones"]):
        store.join(code)
    with pytest.raises(Refused, match="full: 4 phones"):
        store.join(code)
    for _ in range(LIMITS["max_rooms"] - 1):
        store.create("lecture")
    with pytest.raises(Refused, match="3 rooms"):
        store.create("lecture")
    store.end(code, secret)
    store.create("lecture")


def test_an_ended_room_is_gone_with_everything_in_it(store):
    code, secret = opened(store)
    token = store.join(code)
    store.guess(code, token, 1, 1, 3)
    store.end(code, secret)
    for act in (
        lambda: store.find(code),
        lambda: store.join(code),
        lambda: store.tally(code),
        lambda: store.guess(code, token, 1, 1, 3),
    ):
        with pytest.raises(Refused, match="no room"):
            act()


def test_a_room_ends_by_itself(make):
    clock = Clock()
    store = make(clock=clock)
    for _ in range(LIMITS["max_rooms"]):
        room, _ = store.create("lecture")
    clock.now += HOURS * 3600 + 1
    with pytest.raises(Refused, match="no room"):
        store.find(room.code)
    store.create("lecture")  # there is a place again


def test_another_process_finds_everything_as_it_was_left(make):
    first = make()
    code, secret = opened(first)
    token = first.join(code)
    first.guess(code, token, 1, 1, 6)
    again = make()
    assert again.check(code, secret).phase == "open" and again.guesses(code, token) == {(1, 1): 6}
    again.guess(code, token, 1, 1, 7)
    assert first.tally(code) == {(1, 1): {7: 1}}


def test_a_change_in_one_process_is_heard_in_another(make):
    here, there = make(), make()
    code, secret = opened(here)
    there.changes(60)  # the room itself, or that it listens from now on
    heard = []
    listener = threading.Thread(target=lambda: heard.append(there.changes(60)))
    listener.start()
    time.sleep(0.1)  # so that it waits, as a rule; it has to hear of a change before it began, too
    here.drive(code, secret, SCENES, phase="revealed")
    listener.join(60)
    assert heard == [{code}]
    assert there.changes(0.3) == set()


def test_many_phones_at_once_are_all_counted_once(make):
    store = make(max_phones=100)
    code, _ = opened(store)
    refused = []

    def phone(number):
        try:
            token = store.join(code)
            for _ in range(3):
                store.guess(code, token, 1, 1, number % 5)
        except Exception as problem:
            refused.append(problem)

    threads = [threading.Thread(target=phone, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not refused and store.tally(code) == {(1, 1): dict.fromkeys(range(5), 8)}
    assert store.counts(code) == Counts(40, 40)


def test_what_is_kept_of_a_phone_and_a_lecturer_cannot_be_turned_back(tmp_path):
    store = SQLiteStore(tmp_path, **LIMITS)
    code, secret = opened(store)
    token = store.join(code)
    store.guess(code, token, 1, 1, 3)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert code.encode() in kept and secret.encode() not in kept and token.encode() not in kept


def test_codes_are_tidied_before_they_are_looked_up():
    assert tidy(" ab-3 4x ") == "AB34X" and len(tidy("A" * 99)) == 6
