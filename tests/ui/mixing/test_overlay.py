"""A second method laid over: what the stage is told of it is its own walk theory, and its sentence is that of its curve."""

import re

import numpy as np
import pytest
from claims import SHARE, first_low, models, refuted, says

from core.model import CSBM
from core.propagation import METHODS
from core.simulation import simulate
from core.walk_theory.hills import hills
from core.walks import predict, predict_layers
from ui.link import presets
from ui.link.keys import OVERLAYS
from ui.mixing.overlay import name_of, overlay_words
from ui.stage import data


def options_of(key):
    return {name: option.default for name, option in METHODS[key].options.items()}


@pytest.mark.parametrize("key", OVERLAYS)
def test_the_message_has_the_layers_and_the_curves_of_the_method(key):
    model, options = CSBM(), options_of(key)
    layers, prediction = predict_layers(model, 9, key, **options), predict(model, 9, key, **options)
    message = data.overlay_message(name_of(key, options), model, layers, prediction)
    own = data.ghost_message(model, predict(model, 9))
    assert message["layers"].keys() == own["layers"].keys() and message["curves"].keys() == own["curves"].keys()
    assert all(len(values) == 10 for values in (*message["layers"].values(), *message["curves"].values()))
    assert message["layers"]["gap"] == pytest.approx(prediction.mean_gap, abs=1e-9)
    # The width that the stage draws is the one that the error is made of, whichever way it is summed.
    width = hills(model, layers).width(model)
    assert width**2 == pytest.approx(prediction.variance + prediction.neighbourhood_noise, rel=0.02)
    assert message["layers"]["variance"] != own["layers"]["variance"]


def test_every_linear_method_of_the_registry_with_walk_theory_and_one_walk_can_be_laid_over():
    assert {"self_loops", "lazy", "residual", "pagerank", "heat", "corrected"} <= set(OVERLAYS)
    # The others: no theory, a walk drawn anew, more than the last layer read, or plain convolution itself.
    assert not {"convolution", "pairnorm", "attention", "drop_edge", "jumping"} & set(OVERLAYS)


@pytest.mark.parametrize("key", OVERLAYS)
def test_no_sentence_about_both_methods_is_refuted(key):
    def holds(curve):
        return lambda share, depth: says(share, curve.min()) and first_low(curve) == int(depth)

    for model, depth, _ in models()[:: 1 + len(models()) // 60]:
        depth = min(depth, 20)
        plain, other = predict(model, depth), predict(model, depth, key, **options_of(key))
        readers = {
            rf"plain convolution ({SHARE}) at depth (\d+)": holds(plain.error_fixed),
            rf"\w{re.escape(METHODS[key].label[1:])} ({SHARE}) at depth (\d+)": holds(other.error_fixed),
        }
        said = overlay_words(model, METHODS[key].label, plain, other)
        assert not refuted(said, readers, ("Lowest error",)), model
        assert refuted(said.replace("at depth", "at depth 9"), readers, ("Lowest error",))


def test_the_published_cases_come_with_the_residual_and_one_side_of_it_wins_in_each():
    winners = {}
    for case in (presets.CASE_A, presets.CASE_B, presets.CASE_C):
        assert case.choices == {"over": "residual", "alpha": 0.1}
        model = case.model
        plain, residual = (predict(model, 20, *method).error_fixed.min() for method in ((), ("residual",)))
        winners[case.name[:6]] = "residual" if residual < plain else "plain"
    assert winners == {"Case A": "residual", "Case B": "plain", "Case C": "plain"}
    found = [
        simulate(presets.CASE_B.model, 4, method, n_graphs=4, seed=1).error_fixed.mean(axis=0).min()
        for method in ("convolution", "residual")
    ]
    assert found[0] < found[1]


def test_no_preset_tells_what_will_be_seen():
    told = re.compile(r"\b(better|worse|helps?|hurts?|small(er)?\b.*layers|swaps?|erases|lowest at)\b")
    for preset in presets.PRESETS:
        assert not told.search(preset.description), preset.description
    # Control: as the lines once were.
    for line in ("the classes swap sides at each step", "plain convolution is better", "a residual connection helps"):
        assert told.search(line)
    assert np.isfinite([preset.model.mean_degree for preset in presets.PRESETS]).all()
