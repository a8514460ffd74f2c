"""What is said of the optimum follows the three errors, and what the bars do not carry is not said."""

import numpy as np
import pytest
from claims import SHARE, first_low, predictions, refuted, says

from core.estimate import Estimate
from core.model import CSBM
from core.optimum.error import Optimum, optimum
from core.walks import best_possible, predict
from ui.link.presets import TWO_CLASSES
from ui.remedies.limit import panel
from ui.words.optimum import BELIEVED, sentence
from ui.words.readings import percent, points

PLAIN_WORDS = ("elsewhere the last ones are counted", BELIEVED)


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
    words = sentence(plain, best, limit, 2000)
    for number in (percent(plain[0]), percent(plain.min()), percent(best.min()), percent(limit.error.value)):
        assert number in words
    assert points(plain[1] - plain[2]) in words and "depth (2)" in words
    assert points(best.min() - limit.error.value) in words


def test_a_difference_within_the_bars_is_not_told():
    plain, best = np.array([0.16, 0.05, 0.06]), np.array([0.16, 0.05, 0.0495])
    assert "too little to be told" in sentence(plain, best, found(0.049, 0.001), 2000)
    assert "staying linear costs" in sentence(plain, best, found(0.03, 0.001), 2000) and "too little" not in sentence(
        plain, best, found(0.03), 2000
    )


def test_beliefs_that_did_not_settle_are_admitted():
    plain = np.array([0.3, 0.2])
    assert "settled in only 75.0 % of the runs" in sentence(plain, plain, found(0.1, converged=0.75), 2000)


POINTS = r"((?:less than )?[\d.]+) percentage points"


def readers(plain, best, limit, n_nodes):
    """Every claim of the sentence, by the three errors themselves."""
    level, error, linear = float(limit.error.value), float(limit.error.standard_error), best.min()
    at, sure = first_low(plain), 3 * error

    def gives(text, value):
        return says(f"{text} %", value) or (value == 0 and text == "0")

    return {
        rf"Of the ({SHARE}) without a graph": lambda value: says(value, plain[0]),
        rf"plain convolution at its best depth \((\d+)\) leaves ({SHARE})": lambda depth, value: (
            int(depth) == at and says(value, plain[at])
        ),
        rf"the best linear combination found ({SHARE})": lambda value: says(value, linear),
        rf"any method at all ({SHARE})": lambda value: says(value, level) and level > 0,
        "any method at all not one node of these graphs": lambda: level == 0,
        rf"\(± {POINTS}, one standard error\)": lambda value: gives(value, error),
        rf"One layer too shallow costs {POINTS}": lambda value: at > 0 and gives(value, plain[at - 1] - plain[at]),
        rf"One layer at all costs {POINTS}": lambda value: at == 0 and gives(value, plain[1] - plain[0]),
        rf"staying linear costs {POINTS}\.": lambda value: (
            gives(value, linear - level) and linear - level > max(sure, 3 / (16 * n_nodes))
        ),
        r"the best linear combination lies below what any method reaches .*? is too low here": lambda: (
            level - linear > sure
        ),
        r"what staying linear costs is too little to be told from zero on so few graphs": lambda: (
            np.isnan(error) or abs(linear - level) <= max(sure, abs(level - limit.expected.value), 3 / (16 * n_nodes))
        ),
        rf"\(The beliefs settled in only ({SHARE}) of the runs": lambda share: says(share, limit.converged),
    }


def test_no_sentence_is_refuted_by_the_errors_of_random_models_whatever_the_level():
    rng, seen = np.random.default_rng(4), set()
    for model, prediction, _ in predictions()[::3]:
        plain = prediction.error_fixed
        if plain.size < 2:
            continue
        best = np.minimum.accumulate(plain) * rng.uniform(0.3, 1)
        level = best.min() * rng.choice([0, 0.5, 0.99, 1.3])
        spread = rng.choice([np.nan, 0.0, 0.001, 0.1 * level])
        limit = found(level, spread, rng.choice([1.0, 0.7]))
        text = sentence(plain, best, limit, model.n_nodes)
        assert not refuted(text, readers(plain, best, limit, model.n_nodes), PLAIN_WORDS), model
        seen |= {
            what for what in ("; staying linear costs", "lies below", "too little", "not one node") if what in text
        }
    assert len(seen) == 4
    false = text.replace("One layer", "One layer at all costs 9.9 percentage points; one layer")
    assert refuted(false, readers(plain, best, limit, model.n_nodes), PLAIN_WORDS)


def test_the_sentence_of_every_preset_that_can_be_simulated_is_true_of_its_own_graphs():
    costs = {}
    for preset in TWO_CLASSES:
        model = preset.model
        if model.n_nodes <= 20_000:
            plain, best, limit = predict(model, 12).error_fixed, best_possible(model, 12), optimum(model, n_graphs=4)
            text = sentence(plain, best, limit, model.n_nodes)
            assert not refuted(text, readers(plain, best, limit, model.n_nodes), PLAIN_WORDS), preset.name
            costs[preset.name] = "; staying linear costs" in text
    assert costs["Default"] and not costs["No communities (p = q)"]


@pytest.mark.parametrize("depth", [1, 6])
def test_the_sentence_and_the_picture_hold_for_every_preset_and_never_tell_a_negative_cost(depth):
    for preset in TWO_CLASSES:
        model = preset.model
        plain, best = predict(model, depth).error_fixed, best_possible(model, depth)
        for level in (0.0, best.min() / 2, best.min() * 1.5):
            words = sentence(plain, best, found(level, np.nan if level == 0 else 0.002), 2000)
            assert "-" not in words.replace("Zdeborov", "") and "nan" not in words
            drawn = panel(plain, best, found(level), model)
            assert np.all(drawn.bands[0].low >= 0)
