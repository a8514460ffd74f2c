"""Walk theory on the strangest models: finite, in range, and right where the answer is known."""

import numpy as np
import pytest
from scipy.stats import norm
from walk_models import KEYS, SINGLE

from core.model import CSBM
from core.propagation import METHODS
from core.walks import (
    CURVES,
    best_possible,
    predict,
)

EDGES = {
    "p = q": CSBM(p_within=0.01, q_across=0.01),
    "p < q": CSBM(p_within=0.0038, q_across=0.0114),
    "no edges": CSBM(p_within=0.0, q_across=0.0),
    "q = 0": CSBM(q_across=0.0),
    "p = 0": CSBM(p_within=0.0),
    "complete": CSBM(n_nodes=100, p_within=1.0, q_across=1.0),
    "p = 1": CSBM(n_nodes=100, p_within=1.0, q_across=0.1),
    "cliques": CSBM(n_nodes=100, p_within=1.0, q_across=0.0),
    "N = 2": CSBM(n_nodes=2, p_within=0.5, q_across=0.5),
    "N = 2, certain": CSBM(n_nodes=2, p_within=1.0, q_across=1.0),
    "N = 4": CSBM(n_nodes=4, p_within=0.9, q_across=0.1),
    "N = 10": CSBM(n_nodes=10, p_within=0.8, q_across=0.2),
    "nearly no edges": CSBM(p_within=1e-12, q_across=1e-13),
    "smallest probability": CSBM(p_within=1e-300, q_across=0.0),
    "a million millions": CSBM(n_nodes=10**12, p_within=2e-11, q_across=1e-11),
    "a dense million millions": CSBM(n_nodes=10**12, p_within=0.5, q_across=0.2),
    "tiny sigma": CSBM(sigma=1e-6),
    "huge sigma": CSBM(sigma=1e6),
    "no gap": CSBM(mean_1=1.0, mean_2=1.0),
    "gap below zero": CSBM(mean_1=1.0, mean_2=-1.0),
    "degree 390": CSBM(n_nodes=2000, p_within=0.29, q_across=0.1),
    "degree 410": CSBM(n_nodes=2000, p_within=0.31, q_across=0.1),
}
ON_EDGES = pytest.mark.parametrize("model", EDGES.values(), ids=EDGES)


@ON_EDGES
@pytest.mark.parametrize("key", KEYS)
def test_every_curve_is_finite_and_in_its_range(model, key):
    prediction = predict(model, 24, key)
    for name in CURVES:
        values = getattr(prediction, name)
        assert values.shape == (25,) and np.isfinite(values).all(), name
    for name in ("error_paper", "error_fixed", "error_fitted"):
        assert np.all((getattr(prediction, name) >= 0) & (getattr(prediction, name) <= 0.5)), name
    assert np.all(prediction.variance >= 0) and np.all(prediction.neighbourhood_noise >= 0)
    if key in SINGLE:
        assert np.all(np.abs(prediction.mean_gap) <= 1 + 1e-9)
        # The shift common to all nodes, 2/N at most, is added to a meeting probability of at most 1.
        assert np.all(prediction.variance <= 1 + 2 / model.n_nodes)


@ON_EDGES
@pytest.mark.parametrize("key", KEYS)
def test_depth_zero_is_the_model_itself(model, key):
    prediction = predict(model, 0, key)
    assert (prediction.mean_gap[0], prediction.variance[0], prediction.neighbourhood_noise[0]) == pytest.approx(
        (1, 1, 0)
    )
    untouched = norm.cdf(-abs(model.gap) / (2 * model.sigma))
    for name in ("error_paper", "error_fixed", "error_fitted"):
        assert getattr(prediction, name)[0] == pytest.approx(untouched, abs=1e-12)


@ON_EDGES
def test_best_possible_is_finite_and_starts_at_the_model_itself(model):
    for threshold in ("fixed", "fitted"):
        best = best_possible(model, 24, threshold)
        assert best.shape == (25,) and np.isfinite(best).all() and np.all((best >= 0) & (best <= 0.5))
        assert best[0] == pytest.approx(norm.cdf(-abs(model.gap) / (2 * model.sigma)), abs=1e-12)


def test_without_edges_nothing_happens():
    prediction = predict(EDGES["no edges"], 9)
    for name in CURVES:
        assert getattr(prediction, name) == pytest.approx(np.full(10, getattr(prediction, name)[0]), abs=1e-12)


def test_without_a_gap_every_reading_is_a_coin():
    for key in KEYS:
        prediction = predict(EDGES["no gap"], 9, key)
        for name in ("error_paper", "error_fixed", "error_fitted"):
            assert getattr(prediction, name).tolist() == [0.5] * 10


@pytest.mark.parametrize("key", [key for key, method in METHODS.items() if not method.has_theory])
def test_a_method_without_theory_is_refused_in_one_sentence(key):
    with pytest.raises(ValueError, match=f"method {key} has no walk theory"):
        predict(CSBM(), 3, key)
