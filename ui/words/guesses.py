"""Four questions of the first page: what each changes in the model, the guesses that it offers, and its answer from both curves."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.lowest import first_lowest
from core.model import MAX_NODES, probabilities_at
from core.number_of import number_of
from ui.words.curve import Course, below
from ui.words.readings import percent

WHERE = ("Shallower", "At the same depth", "Deeper")
SIDES = ("Never on the other side", "Now and then", "On the other side at every odd depth")
MAX_SIGMA = 5


@dataclass(frozen=True)
class Guess:
    """One question. change: the model's new values by the link's keys; ask: why it cannot be asked of this model, or nothing."""

    name: str
    question: str
    choices: tuple[str, ...]
    change: Callable
    obstacle: Callable = lambda model: ""

    def asked(self, n_classes):
        """The question in the words of a model with so many classes."""
        return self.question.replace("the other,", "the others,") if n_classes > 2 else self.question

    def truth(self, before, after):
        """Which of the choices is true. before, after: walk theory (Prediction) of the model as it was, and as it is now."""
        if self.choices is SIDES:
            return sides(after.mean_gap)
        moved = first_lowest(after.error_fixed) - first_lowest(before.error_fixed)
        return 1 + (moved > 0) - (moved < 0)


def sides(gap):
    """0: the classes keep their sides at every depth; 2: they are swapped at every odd depth and at no even one; else 1."""
    swapped = gap < 0
    odd = np.arange(gap.size) % 2 == 1
    return 0 if not swapped.any() else 2 if (swapped == odd).all() else 1


def _ten_times(model):
    p, q = probabilities_at(model, min(10 * model.n_nodes, MAX_NODES))
    return {"n": 10 * model.n_nodes, "p": p, "q": q}


def _largest(model):
    return max(model.p_within, model.q_across)


GUESSES = (
    Guess(
        "Ten times N",
        "Each node keeps as many neighbours. Where will the error be lowest?",
        WHERE,
        _ten_times,
        lambda model: "N would be larger than any here." if 10 * model.n_nodes > MAX_NODES else "",
    ),
    Guess(
        "Twice as many links",
        "p and q are doubled. Where will the error be lowest? And will it be lower?",
        WHERE,
        lambda model: {"p": 2 * model.p_within, "q": 2 * model.q_across},
        lambda model: (
            "There are no links to double."
            if _largest(model) == 0
            else "p or q would be above 1."
            if 2 * _largest(model) > 1
            else ""
        ),
    ),
    Guess(
        "Swap p and q",
        "Links that preferred the own class now prefer the other, or the reverse. On which side will a hill be?",
        SIDES,
        lambda model: {"p": model.q_across, "q": model.p_within},
        lambda model: (
            "Several classes have no two sides to swap."
            if model.n_classes > 2
            else "p and q are equal."
            if model.p_within == model.q_across
            else ""
        ),
    ),
    Guess(
        "Noisier features",
        "sigma is doubled: each node knows less. Where will the error be lowest?",
        WHERE,
        lambda model: {"s": 2 * model.sigma},
        lambda model: f"sigma would be above {MAX_SIGMA}." if 2 * model.sigma > MAX_SIGMA else "",
    ),
)


def answer_words(guess, guessed, before, after):
    """The answer in one sentence from both curves: A as it was, B as it is now; guessed: the number of a choice, or None.

    before, after: walk theory (Prediction) of both, to one depth.
    """
    truth = guess.truth(before, after)
    said = ""
    if guessed is not None:
        said = f"You said “{guess.choices[guessed].lower()}”{', which is right' if guessed == truth else ', which is not so'}: "
    first, second = Course(before.error_fixed), Course(after.error_fixed)
    lowest = (
        f"the lowest error was {percent(first.lowest)} at depth {first.best} (A, grey) and is {percent(second.lowest)} "
        f"at depth {second.best} (B), {_where(second.best - first.best)} and {_level(first.lowest, second.lowest)}"
    )
    if guess.choices is SIDES:
        lowest = f"{_sides_words(after.mean_gap, truth)}; {lowest}"
    words = f"{said}{lowest}."
    return words[0].upper() + words[1:]


def _where(moved):
    if not moved:
        return "at the same depth"
    return f"{number_of(abs(moved), 'layer')} {'deeper' if moved > 0 else 'shallower'}"


def _level(first, second):
    return "lower" if below(second, first) else "higher" if below(first, second) else "as low"


def _sides_words(gap, truth):
    if truth == 0:
        return "no hill is ever on the other side"
    if truth == 2:
        return "at every odd depth each hill is on the other side"
    swapped = np.flatnonzero(gap < 0)
    return f"the hills are on the other side at {swapped.size} of {number_of(gap.size - 1, 'depth')}, first at depth {swapped[0]}"
