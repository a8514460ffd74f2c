"""This draw's class signal: noise along the classes that no threshold removes."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from walk_models import model_of

from core.estimate import estimate
from core.model import CSBM
from core.simulation import simulate
from core.walk_theory.mixture import model_error
from core.walk_theory.neighbourhoods import neighbourhoods
from core.walks import predict, predict_layers

# Weak features on dense graphs: all that is left at depth is whether this draw's signal is there.
MODELS = [
    model_of(400, 150, 0.6, 0.2),
    CSBM(100, 0.2, 0.1, 1.0, 1.5),
    model_of(1000, 60, -0.4, 0.1),
    model_of(200, 20, 0.8, 0.3),
    model_of(60, 20, 0.5, 0.6),
]
ON_MODELS = pytest.mark.parametrize("model", MODELS, ids=lambda m: f"N={m.n_nodes} d={m.mean_degree:.0f}")


@ON_MODELS
def test_the_fitted_error_is_that_of_simulation_and_without_this_noise_it_is_not(model):
    measured = estimate(simulate(model, 10, n_graphs=max(12_000 // model.n_nodes, 16), seed=6).error_fitted[:, 6:])
    theory = predict(model, 10).error_fitted[6:]
    allowed = 0.1 * measured.value + 3 * measured.standard_error
    assert np.all(np.abs(theory - measured.value) < allowed)
    # Control: as if a fitted threshold removed all that nodes share.
    bare = replace(predict_layers(model, 10), draw=np.zeros(11))
    without = model_error(model, bare, neighbourhoods(model), "fitted")[6:]
    assert np.all(measured.value - without > 3 * measured.standard_error)


@ON_MODELS
def test_no_fitted_error_is_below_that_of_a_draw_without_signal(model):
    square = 1 + 1 / model.mean_degree
    floor = norm.cdf(-np.sqrt(model.n_nodes / square) * abs(model.gap) / (2 * model.sigma))
    for key in ("convolution", "lazy", "jumping", "corrected"):
        assert np.all(predict(model, 60, key).error_fitted > 0.8 * floor), key


def test_a_fixed_threshold_meets_it_too_and_a_large_graph_hardly():
    for n_nodes, most in ((400, 1.0), (10**8, 1e-4)):
        model = model_of(n_nodes, 30, 0.5, 1.0)
        layers = predict_layers(model, 6)
        with_it, without = (
            model_error(model, part, neighbourhoods(model), "fixed")
            for part in (layers, replace(layers, draw=0 * layers.draw))
        )
        assert np.all(with_it >= without) and np.all(with_it - without <= most * without)
        assert n_nodes > 400 or np.any(with_it - without > 0.001 * without)
