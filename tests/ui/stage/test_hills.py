"""The merged neighbourhoods that draw the hills lose nothing that can be seen."""

import numpy as np
import pytest
from scipy.stats import binom, norm
from walk_models import DEFAULT, model_of

from core.walks import (
    predict,
    predict_layers,
    stage_neighbourhoods,
)


def mixture_error(model, layers, kinds, shifted):
    """Error of the mixture of Gaussians that the stage draws, kinds weighed, isolated nodes apart."""
    half = abs(model.gap) / 2
    own = norm.cdf(-np.sign(half * layers.side * layers.constant) * half / model.sigma)
    if kinds.weight.size == 0:
        return own
    mean = layers.stay[:, None] + layers.pull[:, None] * kinds.x
    variance = model.sigma**2 * (layers.w0[:, None] + layers.w1[:, None] * kinds.inverse_degree)
    means = np.maximum(layers.s0[:, None] + layers.s1[:, None] * kinds.inverse_degree, 0)
    means = half**2 * (means + layers.pull[:, None] ** 2 * kinds.spread)
    draw = model.sigma**2 * layers.draw[:, None] * (mean - layers.own[:, None]) ** 2
    variance = variance + np.hypot(means, draw)
    if shifted:
        variance = variance + model.sigma**2 * layers.shift_w[:, None] + half**2 * layers.shift_s[:, None]
    error = norm.cdf(-layers.side[:, None] * half * mean / np.sqrt(variance))
    return (1 - kinds.isolated) * (error @ kinds.weight) + kinds.isolated * own


@pytest.mark.parametrize("degree", [1, 2, 3, 5, 8, 15, 60, 300])
@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.7, -0.6, 1.0])
def test_merged_neighbourhoods_keep_the_error_within_six_ten_thousandths(degree, correlation):
    for ratio in (0.5, 2.0, 4.0):
        model = model_of(2000, degree, correlation, ratio)
        kinds, layers, full = stage_neighbourhoods(model), predict_layers(model, 12), predict(model, 12)
        assert kinds.weight.size <= 160 and kinds.weight.sum() == pytest.approx(1)
        for name, shifted in (("error_fixed", True), ("error_fitted", False)):
            merged = mixture_error(model, layers, kinds, shifted)[1:]
            assert np.abs(np.minimum(merged, 0.5) - getattr(full, name)[1:]).max() < 6e-4, (name, ratio)


def test_merged_neighbourhoods_keep_the_mean_and_the_whole_variance_of_x():
    # a ~ Binomial(N/2 - 1, p), c ~ Binomial(N/2, q), given a + c > 0.
    kinds = stage_neighbourhoods(DEFAULT)
    own, other = np.arange(60)[:, None], np.arange(60)[None, :]
    weight = binom.pmf(own, 999, 0.0114) * binom.pmf(other, 1000, 0.0038)
    weight[0, 0] = 0
    x = (own - other) / np.maximum(own + other, 1)
    mean = (weight * x).sum() / weight.sum()
    variance = (weight * (x - mean) ** 2).sum() / weight.sum()
    assert kinds.weight @ kinds.x == pytest.approx(mean, abs=1e-8)
    spread = kinds.weight @ (kinds.spread + (kinds.x - kinds.weight @ kinds.x) ** 2)
    assert spread == pytest.approx(variance, abs=1e-8)
    # Control: dropping the variance inside the kinds would lose a visible part of it.
    assert kinds.weight @ kinds.spread > 1e-3 * variance
