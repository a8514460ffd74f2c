"""Sampled features have the model's law: normal, independent, with the means of their class."""

import numpy as np
from sampling_scores import RARE, SCORE
from scipy.stats import kstest

from core.model import CSBM
from core.sampling import sample_features

FEATURES = CSBM(n_nodes=2000, mean_1=3.0, mean_2=-1.0, sigma=0.5)


def standardised(model, features):
    """Features as they would be standard normal under the law N(mu_class, sigma^2), the first class first."""
    mean = np.repeat([model.mean_1, model.mean_2], model.n_nodes // 2)
    return (features - mean[:, None]) / model.sigma


def test_features_are_normal_with_the_means_of_their_class_and_the_models_sigma():
    features = sample_features(np.random.default_rng(21), FEATURES, n_draws=10)
    assert features.shape == (2000, 10) and features.dtype == np.float64
    assert kstest(standardised(FEATURES, features).ravel(), "norm").pvalue > RARE
    for half in np.split(standardised(FEATURES, features), 2):
        assert abs(half.mean()) < SCORE / np.sqrt(half.size)
        assert abs(half.var() - 1) < SCORE * np.sqrt(2 / half.size)


def test_control_swapped_classes_fail_the_law_of_the_features():
    swapped = CSBM(n_nodes=2000, mean_1=-1.0, mean_2=3.0, sigma=0.5)
    features = sample_features(np.random.default_rng(21), swapped, n_draws=10)
    assert kstest(standardised(FEATURES, features).ravel(), "norm").pvalue < RARE


def test_features_of_different_nodes_and_draws_are_uncorrelated():
    noise = standardised(FEATURES, sample_features(np.random.default_rng(22), FEATURES, n_draws=40))
    between_draws = np.corrcoef(noise.T)[np.triu_indices(40, 1)] * np.sqrt(2000)
    between_nodes = (noise[:-1] * noise[1:]).sum() / np.sqrt(noise[1:].size)
    assert np.abs(between_draws).max() < SCORE and abs(between_nodes) < SCORE


def test_sigma_scales_the_same_noise_and_one_draw_is_one_column():
    quiet, loud = (CSBM(n_nodes=10, mean_1=0, mean_2=0, sigma=sigma) for sigma in (1.0, 3.0))
    one, three = (sample_features(np.random.default_rng(23), model) for model in (quiet, loud))
    assert one.shape == (10, 1)
    assert np.allclose(3 * one, three, rtol=1e-15)
