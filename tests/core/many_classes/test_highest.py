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
def test_without_a_distance_everyone_guesses(n_classes):
    assert simplex_error(0.0, n_classes) == pytest.approx(1 - 1 / n_classes, abs=6e-4)
    assert simplex_error(12.0, n_classes) < 1e-4


def test_two_classes_a_distance_apart():
    distances = np.linspace(0, 5, 11)
    np.testing.assert_allclose(simplex_error(distances, 2), ndtr(-distances / 2), atol=1e-4)
