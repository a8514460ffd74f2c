"""Distance and width of the hills are the theory's own curves, and a layer's factors multiply up to them."""

import numpy as np
import pytest

from core.model import CSBM
from core.walk_theory.hills import hills, layer_factors
from core.walks import predict, predict_layers

MODELS = (CSBM(), CSBM(100, 0.2, 0.1, 1.0, 1.5), CSBM(p_within=0.0038, q_across=0.0114), CSBM(10**12, 1e-11, 1e-12))


@pytest.mark.parametrize("model", MODELS)
def test_distance_and_width_are_those_of_the_prediction(model):
    layers, theory = predict_layers(model, 10), predict(model, 10)
    seen = hills(model, layers)
    assert seen.gap == pytest.approx(theory.mean_gap, rel=1e-12)
    wanted = model.sigma**2 * theory.variance + (model.gap / 2) ** 2 * theory.neighbourhood_noise
    assert seen.width(model) ** 2 == pytest.approx(wanted, rel=1e-12)
    # The paper's bell has no unlike means; a fitted threshold takes away what all nodes share, and nothing else.
    assert hills(model, layers, "paper").width(model) == pytest.approx(model.sigma * np.sqrt(theory.variance))
    fitted = hills(model, layers, "fitted")
    assert np.all(fitted.width(model) <= seen.width(model) * (1 + 1e-12))
    assert fitted.width(model)[0] == pytest.approx(model.sigma)


@pytest.mark.parametrize("model", MODELS)
def test_the_factors_of_the_layers_multiply_up_to_distance_and_width(model):
    seen = hills(model, predict_layers(model, 10))
    gap, width = layer_factors(seen.gap, seen.width(model))
    assert np.cumprod(gap) == pytest.approx(np.abs(seen.gap[1:]), rel=1e-9)
    assert model.sigma * np.cumprod(width) == pytest.approx(seen.width(model)[1:], rel=1e-9)


def test_where_nothing_is_left_a_layer_has_no_factor():
    gap, width = layer_factors(np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.5, 0.25]))
    assert gap[0] == 0 and np.isnan(gap[1]) and width == pytest.approx([0.5, 0.5])
