"""The four questions of the first page: what they change, which guess is right, and that no answer is refuted by its curves."""

import re

import numpy as np
import pytest
from claims import SHARE, first_low, models, refuted, says

from core.model import CSBM
from core.walks import predict
from ui.link import link
from ui.words.guesses import GUESSES, SIDES, answer_words

pytestmark = pytest.mark.xdist_group("claims")


def changed(model, guess):
    """The model that a question makes of another."""
    now = {"n": model.n_nodes, "p": model.p_within, "q": model.q_across, "s": model.sigma} | guess.change(model)
    return CSBM(now["n"], now["p"], now["q"], model.mean_1, model.mean_2, now["s"])


def readers(before, after):
    first, second = before.error_fixed, after.error_fixed

    def lowest(was, at, now, there):
        at, there = int(at), int(there)
        return (
            says(was, first[at]) and first_low(first) == at and says(now, second[there]) and first_low(second) == there
        )

    def moved(layers, way):
        return first_low(second) - first_low(first) == int(layers) * (1 if way == "deeper" else -1)

    def level(way):
        low, new = first.min(), second.min()
        return {"lower": new < low, "higher": new > low, "as low": abs(new - low) <= 0.06 * max(new, low) + 1e-6}[way]

    swapped = after.mean_gap < 0
    return {
        r"You said “([^”]+)”, which is right:": lambda said: True,
        r"You said “([^”]+)”, which is not so:": lambda said: True,
        rf"[tT]he lowest error was ({SHARE}) at depth (\d+) \(A, grey\) and is ({SHARE}) at depth (\d+) \(B\)": lowest,
        r"(\d+) layers? (deeper|shallower)": moved,
        r"at the same depth": lambda: first_low(first) == first_low(second),
        r"and (lower|higher|as low)\.": level,
        r"[nN]o hill is ever on the other side": lambda: not swapped.any(),
        r"[aA]t every odd depth each hill is on the other side": lambda: swapped[1::2].all() and not swapped[::2].any(),
        r"[tT]he hills are on the other side at (\d+) of (\d+) depths, first at depth (\d+)": lambda count, of, at: (
            (int(count), int(of), int(at)) == (swapped.sum(), swapped.size - 1, swapped.argmax())
        ),
    }


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.name)
def test_no_answer_is_refuted_by_its_two_curves(guess):
    said = 0
    for model, depth, _ in models()[::5]:
        if guess.obstacle(model):
            continue
        before, after = predict(model, depth), predict(changed(model, guess), depth)
        for guessed in (None, 0, 2):
            words = answer_words(guess, guessed, before, after)
            assert not refuted(words, readers(before, after)), (model, words)
            if guessed is not None:
                assert ("which is right" in words) == (guess.truth(before, after) == guessed)
            said += 1
    assert said > 100


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.name)
def test_what_a_question_changes_is_a_model_that_a_link_can_hold_or_it_says_why_not(guess):
    for model, _, _ in models():
        if reason := guess.obstacle(model):
            assert re.fullmatch(r"[A-Za-z].*\.", reason)
        else:
            for name, value in guess.change(model).items():
                assert link.KEYS[name].low <= value <= link.KEYS[name].high, (model, name, value)


def test_ten_times_more_nodes_keep_degree_and_correlation_to_the_last_digit():
    more = changed(CSBM(), GUESSES[0])
    assert more.mean_degree == pytest.approx(CSBM().mean_degree, rel=1e-12)
    assert more.edge_correlation == pytest.approx(CSBM().edge_correlation, rel=1e-12)


def test_a_false_answer_is_found_out():
    before, after = predict(CSBM(), 20), predict(CSBM(sigma=2.0), 20)
    true = answer_words(GUESSES[3], None, before, after)
    assert not refuted(true, readers(before, after))
    assert refuted(true.replace("higher", "lower"), readers(before, after))
    assert refuted(re.sub(r"\(B\), .*? and", "(B), at the same depth and", true), readers(before, after))
    swap = next(guess for guess in GUESSES if guess.choices is SIDES)
    assert swap.truth(before, predict(CSBM(p_within=0.0038, q_across=0.0114), 20)) == 2
    assert refuted("No hill is ever on the other side.", readers(before, predict(changed(CSBM(), swap), 20)))
    assert np.array_equal([swap.truth(after, before)], [0])
