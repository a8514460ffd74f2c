"""The best possible linear method: nothing beats it, and more layers never hurt it."""

import numpy as np
import pytest
from walk_models import model_of

from core.model import CSBM
from core.walks import (
    best_possible,
    predict,
)

GRID = [
    model_of(n_nodes, degree, correlation, ratio)
    for n_nodes, degree, correlation, ratio in [
        (2000, 15, 0.5, 2),
        (2000, 15, 0.5, 1),
        (2000, 30, 0.3, 1),
        (700, 10, 0.7, 2),
        (1500, 20, -0.6, 2),
        (10**6, 12, 0.4, 0.5),
        (10**9, 25, 0.6, 1),
    ]
]
OPTIONS = [
    ("convolution", {}),
    ("self_loops", {}),
    ("residual", {"alpha": 0.05}),
    ("residual", {"alpha": 0.2}),
    ("residual", {"alpha": 0.5}),
    ("lazy", {"laziness": 0.2}),
    ("lazy", {"laziness": 0.5}),
]


@pytest.mark.parametrize(
    "model", GRID, ids=lambda m: f"N={m.n_nodes} d={m.mean_degree:.0f} lam={m.edge_correlation:.1f}"
)
@pytest.mark.parametrize("threshold", ["fixed", "fitted"])
def test_no_method_beats_the_best_possible_under_its_own_threshold(model, threshold):
    # 2 % and half a thousandth: the coefficients are the best for the regular tree, not for every neighbourhood.
    best = best_possible(model, 15, threshold)
    for key, options in OPTIONS:
        error = getattr(predict(model, 15, key, **options), f"error_{threshold}")
        assert np.all(best <= error * 1.02 + 5e-4), (key, options)


@pytest.mark.parametrize(
    "model", GRID, ids=lambda m: f"N={m.n_nodes} d={m.mean_degree:.0f} lam={m.edge_correlation:.1f}"
)
def test_more_layers_never_hurt_the_best_possible(model):
    for threshold in ("fixed", "fitted"):
        best = best_possible(model, 15, threshold)
        assert np.all(np.diff(best) <= 0.02 * best[:-1] + 1e-9)


@pytest.mark.parametrize("threshold", ["fixed", "fitted"])
@pytest.mark.parametrize("n_nodes", [4, 200, 2000, 10**12])
@pytest.mark.parametrize(("p", "q"), [(1, 0), (0, 1), (1, 1e-4), (0.1, 0), (0, 0.02), (1e-3, 1e-9), (1, 1), (1e-12, 0)])
def test_graphs_whose_links_all_join_equals_or_all_join_others_have_a_best_error_too(n_nodes, p, q, threshold):
    for sigma in (0.05, 1.0, 5.0):
        model = CSBM(n_nodes, p, q, -1.0, 1.0, sigma)
        with np.errstate(invalid="raise", divide="raise"):
            best = np.minimum.accumulate(best_possible(model, 64, threshold))
        assert np.isfinite(best).all() and (best >= 0).all() and (best <= 0.5 + 1e-12).all()
        # With few neighbours, and where everybody is linked, both are rough; elsewhere plain convolution is not better.
        if n_nodes >= 200 and 0 in (p, q) and model.mean_degree >= 10:
            plain = getattr(predict(model, 64), f"error_{threshold}")
            assert (best <= 1.02 * np.minimum.accumulate(plain) + 5e-4).all()
