"""Class means at equal distances."""

import numpy as np
import pytest

from core.model import CSBM
from core.simplex import circumradius, class_means


@pytest.mark.parametrize("n_classes", range(2, 11))
@pytest.mark.parametrize(("mean_1", "mean_2"), [(-1.0, 1.0), (3.0, 1.5), (0.5, 0.5)])
def test_all_are_delta_apart_and_the_first_two_are_mu1_and_mu2(n_classes, mean_1, mean_2):
    model = CSBM(10 * n_classes, mean_1=mean_1, mean_2=mean_2, n_classes=n_classes)
    means = class_means(model)
    distances = np.linalg.norm(means[:, None] - means[None], axis=2)
    np.testing.assert_allclose(distances[~np.eye(n_classes, dtype=bool)], abs(model.gap), atol=1e-14)
    np.testing.assert_allclose(means[:2, 0], [mean_1, mean_2])
    np.testing.assert_allclose(means[:2, 1:], np.repeat(means[:1, 1:], 2, axis=0), atol=1e-14)
    np.testing.assert_allclose(means[2:, 0], model.midpoint)
    np.testing.assert_allclose(np.linalg.norm(means - means.mean(axis=0), axis=1), circumradius(model), atol=1e-14)
