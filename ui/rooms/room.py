"""One class: what is known of a room, what may happen in it, and what is said when it may not."""

import hashlib
import secrets
from dataclasses import dataclass

from core.number_of import number_of

# Without letters and digits that are taken for each other when read aloud or from the last row.
LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
CODE_LENGTH = 5
PHASES = ("waiting", "open", "closed", "revealed")
HOURS = 12
ROUNDS = 2


class Refused(ValueError):
    """Something that a room does not do; one sentence."""


class NoRoom(Refused):
    """There is no such room, or no longer."""


class TooSoon(Refused):
    """The same thing, a second later, is taken."""


@dataclass(frozen=True)
class Room:
    """A room as everybody in it may see it.

    code: how one finds it.  lesson: name of the lesson.  step: scene, from 1; 0 before the first, one beyond the last at the end.  round: 1, or 2 when the same
    question is asked again after discussion.  phase: of the present question, one of PHASES.  until: seconds since 1970 at which
    the room ends by itself.
    """

    code: str
    lesson: str
    step: int
    round: int
    phase: str
    until: float


@dataclass(frozen=True)
class Counts:
    """phones: how many have joined.  answered: how many of them have answered the present question in this round."""

    phones: int
    answered: int


def new_code():
    """A code nobody can guess by trying: one of 14 million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def new_token():
    """What a phone, or a lecturer, shows to be known again."""
    return secrets.token_urlsafe(18)


def hashed(token):
    """What is stored of a token: it cannot be turned back."""
    return hashlib.sha256(str(token).encode()).hexdigest()


def tidy(code):
    """A code as somebody typed it: without blanks and dashes, in capitals."""
    return "".join(c for c in str(code).upper() if c.isalnum())[: CODE_LENGTH + 1]


def unknown(code):
    return NoRoom(f"There is no room {tidy(code) or 'of that name'}: it has ended, or the code is another.")


def full_house(most):
    return Refused(
        f"This server keeps {number_of(most, 'room')} at most, and that many are open; try again when a lecture is over."
    )


def not_the_lecturer():
    return Refused("This link does not drive the room: open the lecturer's own link.")


def checked_change(room, step=None, round=None, phase=None, n_scenes=40, asked=()):
    """The room after a change by its lecturer. Another scene or round begins with its question waiting; a scene that was asked
    before stands as its last round was left, with its answers: revealed, or closed. Raises Refused.

    asked: {(step, round): whether its answer was shown} of every question so far.
    """
    new_step = room.step if step is None else step
    been = [at for scene, at in asked if scene == step] if new_step != room.step else []
    new_round = (max(been, default=1) if new_step != room.step else room.round) if round is None else round
    moved = (new_step, new_round) != (room.step, room.round)
    left = "revealed" if been and asked[step, max(been)] else "closed"
    new_phase = phase or ((left if been and round is None else "waiting") if moved else room.phase)
    if not 0 <= new_step <= n_scenes + 1:
        raise Refused(f"The lesson has scenes 1 to {n_scenes}, so the room stays at scene {room.step}.")
    if not 1 <= new_round <= ROUNDS:
        raise Refused(f"A question is asked {ROUNDS} times at most, so the room stays in round {room.round}.")
    if new_phase not in PHASES:
        raise Refused(f"A question is {', '.join(PHASES[:-1])} or {PHASES[-1]}, so the room stays as it is.")
    if new_phase != "waiting" and not 1 <= new_step <= n_scenes:
        raise Refused("No question is asked there, so the room stays as it is.")
    return Room(room.code, room.lesson, new_step, new_round, new_phase, room.until)
