"""No sentence of the page of real graphs is refuted by the numbers it speaks of, on made-up curves of every course."""

from types import SimpleNamespace

import numpy as np
import pytest
from claims import NUMBER, SHARE, course_readers, refuted, says

from ui.real import words

pytestmark = pytest.mark.xdist_group("claims")

SIGNED = rf"−?{SHARE}"


def says_signed(text, value):
    return says(text.lstrip("−"), abs(value)) and (text.startswith("−") == (value < 0))


def random_curves(rng):
    """(variance (depth+1, C), floor (C,), errors, gap (depth+1, C)) that fall, rise or oscillate."""
    depth, classes = int(rng.integers(1, 25)), int(rng.integers(2, 5))
    floor = 10 ** rng.uniform(-4, -0.5, classes)
    fall = np.exp(-rng.uniform(0, 2) * np.arange(depth + 1))[:, None] * rng.uniform(0.8, 1.2, (depth + 1, classes))
    variance = np.minimum(floor + fall, 1)
    variance[0] = 1
    errors = {name: 10 ** rng.uniform(-5, -0.3, depth + 1) for name in ("fixed", "fitted")}
    return variance, floor, errors, rng.uniform(-1, 1, (depth + 1, classes))


def headline_readers(variance, floor, oscillates):
    noise, deepest = variance.mean(axis=1), variance.shape[0] - 1
    near = (variance <= 1.1 * floor).all(axis=1)
    return {
        rf"the first convolution (takes the noise down to|leaves the noise at) ({SHARE})": lambda verb, value: (
            says(value, noise[1]) and (noise[1] < 1 or verb.startswith("leaves"))
        ),
        rf"from depth (\d+) on it stays within a tenth of its floor, ({SHARE}), and more depth removes hardly anything": lambda depth, value: (
            near[int(depth) :].all() and not near[: int(depth)].all() | (int(depth) == 0) and says(value, floor.mean())
        ),
        rf"it is still above its floor, at ({SHARE}), at depth (\d+), because the walk oscillates": lambda value, depth: (
            oscillates and int(depth) == deepest and says(value, noise[-1]) and (variance[-1] > floor).any()
        ),
        rf", and (\d+) of them to ({SHARE}), still ({NUMBER}) times the floor": lambda depth, value, times: (
            int(depth) == deepest
            and says(value, noise[-1])
            and abs(float(times.replace(",", "")) / (noise[-1] / floor.mean()) - 1) < 0.06
        ),
    }


def test_no_headline_of_a_graph_is_refuted():
    rng = np.random.default_rng(20)
    for _ in range(500):
        variance, floor, errors, _ = random_curves(rng)
        oscillates = bool(rng.random() < 0.3)
        readers = headline_readers(variance, floor, oscillates) | course_readers(errors["fixed"])
        assert not refuted(words.headline("x", variance, floor, errors, oscillates), readers)


def test_no_sentence_about_gaps_and_errors_is_refuted():
    rng = np.random.default_rng(21)
    for _ in range(500):
        _, _, errors, gap = random_curves(rng)
        last, chosen = gap.shape[0] - 1, int(rng.integers(gap.shape[1]))
        depth = int(rng.integers(0, last + 1))
        names = [f"class {place}" for place in "abcd"[: gap.shape[1]]]
        readers = {
            rf"({SIGNED}) of the initial distance at depth (\d+), ({SIGNED}) at depth (\d+)": (
                lambda here, at, end, deepest, gap=gap, chosen=chosen, depth=depth, last=last: (
                    says_signed(here, gap[depth, chosen])
                    and says_signed(end, gap[last, chosen])
                    and (int(at), int(deepest)) == (depth, last)
                )
            ),
            r"(B|b)elow zero the classes have swapped sides": lambda _, gap=gap, chosen=chosen: (
                gap[1:, chosen] < 0
            ).any(),
            r"plain convolution does not mix them, it swaps them at every layer": lambda gap=gap, chosen=chosen: (
                abs(gap[-1, chosen]) > 0.9
            ),
        }
        assert not refuted(words.gap_words(gap, names, chosen, depth), readers)
        fixed, fitted = words.error_words(errors, 3).split(". Fitted on this graph, it ")
        assert not refuted(fixed, course_readers(errors["fixed"]))
        guess = {rf"Guessing errs on ({SHARE})": lambda value: says(value, 2 / 3)}
        assert not refuted(fitted, course_readers(errors["fitted"]) | guess)


def test_no_sentence_about_fitted_blocks_is_refuted():
    rng = np.random.default_rng(22)
    fit = SimpleNamespace(degree_spread=3.0, transitivity=0.2, model_transitivity=0.01)
    for _ in range(300):
        depth = int(rng.integers(1, 12))
        real, copy, theory = 10 ** rng.uniform(-3, 0, (3, depth + 1))
        mark = int(rng.integers(0, depth + 1))
        at = max(mark, 1)

        def ratio(text, value):
            return abs(float(text) / value - 1) < 0.06

        readers = {
            rf"At depth (\d+) the class means are ({SHARE}) of the initial distance apart; on the copy ({SHARE}), in the fitted blocks ({SHARE})": (
                lambda n, own, other, model, at=at, real=real, copy=copy, theory=theory: (
                    int(n) == at and says(own, real[at]) and says(other, copy[at]) and says(model, theory[at])
                )
            ),
            r"What the graph has above its copy comes from where its links lie": lambda real=real, copy=copy, at=at: (
                real[at] > copy[at]
            ),
        }
        assert not refuted(words.fit_gap_words(real, copy, theory, mark), readers)
        text = words.fit_words(fit, real, copy, theory, mark)
        more, hubs = (
            "a node with few neighbours averages over few" in text,
            "the neighbours of most nodes are hubs" in text,
        )
        assert not more or copy[at] > theory[at]
        assert not hubs or copy[at] < theory[at]
        assert ("triangles" not in text) or real[at] > copy[at]


def test_the_sizes_of_the_blocks_are_told_where_they_differ():
    assert "nodes" not in words.blocks_words((17, 17)) and "here they have 17 and 1,018 nodes" in words.blocks_words(
        (17, 1018)
    )
