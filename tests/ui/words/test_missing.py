"""What is said where only a share of the nodes has a feature holds for any model, and is silent elsewhere."""

import re

import numpy as np
import pytest

from core.model import CSBM
from core.walks import predict
from ui.words import missing
from ui.words.accuracy import too_few


def models():
    """Random models of any share, most of them small."""
    rng = np.random.default_rng(41)
    for _ in range(60):
        half = int(10 ** rng.uniform(0, 4))
        p, q = (float(chance) for chance in 10 ** rng.uniform(-4, 0, 2))
        yield CSBM(2 * half, p, q, -1, float(rng.choice([-1, 0.5, 3])), 1.0, known=float(rng.uniform(0.01, 0.99)))


@pytest.mark.parametrize("model", list(models()))
def test_the_opening_gives_the_share_and_the_coin_flips_of_the_very_curve(model):
    prediction = predict(model, 2)
    said = missing.opening(model, prediction)
    share, error, flips = (float(text) for text in re.findall(r"([0-9.]+) (?:%|percentage)", said)[:3])
    assert share == pytest.approx(100 * model.known, abs=0.51) and error == pytest.approx(
        100 * prediction.error_fixed[0], abs=0.06
    )
    assert flips == pytest.approx(50 * (1 - model.known), abs=0.06) and flips <= error + 0.1
    assert ("A neighbourhood has" in said) == (model.gap != 0)


@pytest.mark.parametrize("model", list(models()))
def test_lines_are_called_approximate_where_few_know_or_nodes_have_few_neighbours_and_nowhere_else(model):
    few = model.known * model.n_nodes < missing.FEW
    assert bool(missing.approximate(model)) == (few or 0 < model.mean_degree < too_few(model))
    assert ("A feature is expected" in missing.approximate(model)) == few
    assert not missing.approximate(CSBM())


def test_beside_several_classes_the_share_is_not_used_and_that_is_said():
    assert "Of 3 classes every node has a feature" in missing.unused(3, 0.3)
    assert missing.unused(2, 0.3) == "" and missing.unused(3, 1.0) == ""


def test_who_needs_a_feature_at_every_node_says_so_in_one_sentence():
    said = missing.not_used("The map is", 0.25)
    assert said.startswith("The map is for a feature at every node") and "25 %" in said and said.count(".") == 1
