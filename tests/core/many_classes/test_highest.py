"""The chance that the own class does not score highest."""

import numpy as np
import pytest
from scipy.special import ndtr

from core.many_classes.highest import not_highest, simplex_error


def test_one_rival_is_one_bell_curve():
    rng = np.random.default_rng(0)
    lead, own, rival = rng.uniform(-2, 3, 50), rng.uniform(0.2, 1, 50), rng.uniform(0.5, 1, 50)
    exact = ndtr(-lead / np.hypot(own, rival))
    np.testing.assert_allclose(not_highest(lead[:, None], own, rival[:, None], np.ones(1)), exact, atol=2e-3)


def test_against_counting():
    rng = np.random.default_rng(1)
    lead, deviations = np.array([0.5, 1.0, 1.5]), np.array([0.6, 0.9, 0.7])
    z = rng.standard_normal((400_000, 4))
    counted = (lead + 0.8 * z[:, :1] < deviations * z[:, 1:]).any(axis=1)
    found = not_highest(lead[None], np.array([0.8]), deviations[None], np.ones(3))
    assert abs(found[0] - counted.mean()) < 4 * counted.std() / counted.size**0.5
    # Negative control: rivals whose noise is one and the same are not independent.
    same = (lead + 0.8 * z[:, :1] < deviations * z[:, 1:2]).any(axis=1)
    assert abs(found[0] - same.mean()) > 20 * counted.std() / counted.size**0.5


@pytest.mark.parametrize("n_classes", range(2, 11))
def test_the_error_of_equal_noise_is_the_integral_within_a_third_of_a_percent(n_classes):
    z = np.linspace(-9, 9, 20_001)
    weight = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    distances = np.linspace(0, 8, 41)
    exact = 1 - (ndtr(z + distances[:, None] / np.sqrt(2)) ** (n_classes - 1)) @ weight
    assert exact[0] == pytest.approx(1 - 1 / n_classes, abs=1e-9)
    worth = exact > 0.005
    np.testing.assert_allclose(simplex_error(distances, n_classes)[worth], exact[worth], rtol=0.003)


def test_two_classes_a_distance_apart():
    distances = np.linspace(0, 5, 11)
    np.testing.assert_allclose(simplex_error(distances, 2), ndtr(-distances / 2), atol=1e-4)
