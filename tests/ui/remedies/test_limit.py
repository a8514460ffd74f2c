"""What is said of the optimum follows the three errors, and what the bars do not carry is not said."""

import numpy as np
import pytest

from core.estimate import Estimate
from core.model import CSBM
from core.optimum.error import Optimum, optimum
from core.walks import best_possible, predict
from ui.link.presets import TWO_CLASSES
from ui.remedies.limit import panel, sentence
from ui.words.readings import percent, points


def found(level, spread=0.001, converged=1.0):
    return Optimum(
        Estimate(np.float64(level), np.float64(spread), 4),
        Estimate(np.float64(level), np.float64(spread), 4),
        converged,
    )


def test_every_number_of_the_sentence_is_one_of_the_curves():
    model = CSBM()
    plain, best = predict(model, 20).error_fixed, best_possible(model, 20)
    limit = optimum(model, n_graphs=4)
    words = sentence(plain, best, limit)
    for number in (percent(plain[0]), percent(plain.min()), percent(best.min()), percent(limit.error.value)):
        assert number in words
    assert points(plain[1] - plain[2]) in words and "depth (2)" in words
    assert points(best.min() - limit.error.value) in words


def test_a_difference_within_the_bars_is_not_told():
    plain, best = np.array([0.16, 0.05, 0.06]), np.array([0.16, 0.05, 0.0495])
    assert "too little to be told" in sentence(plain, best, found(0.049, 0.001))
    assert "staying linear costs" in sentence(plain, best, found(0.03, 0.001)) and "too little" not in sentence(
        plain, best, found(0.03)
    )


def test_beliefs_that_did_not_settle_are_admitted():
    plain = np.array([0.3, 0.2])
    assert "settled in 75.0 % of the runs" in sentence(plain, plain, found(0.1, converged=0.75))


@pytest.mark.parametrize("depth", [1, 6])
def test_the_sentence_and_the_picture_hold_for_every_preset_and_never_tell_a_negative_cost(depth):
    for preset in TWO_CLASSES:
        model = preset.model
        plain, best = predict(model, depth).error_fixed, best_possible(model, depth)
        for level in (0.0, best.min() / 2, best.min() * 1.5):
            words = sentence(plain, best, found(level, np.nan if level == 0 else 0.002))
            assert "-" not in words.replace("Zdeborov", "") and "nan" not in words
            drawn = panel(plain, best, found(level))
            assert np.all(drawn.bands[0].low >= 0)
