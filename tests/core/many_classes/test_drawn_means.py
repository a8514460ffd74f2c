"""Several classes with few nodes each: class means that chance has moved, and links that are drawn without replacement."""

import numpy as np
import pytest
from scipy.stats import ncx2

from core.many_classes.compositions import compositions
from core.many_classes.drawn_means import LUCK, drawn_radius, luck
from core.model import CSBM
from core.simulation import simulate
from core.walks import predict

MODELS = [
    CSBM(296, 0.242, 0.062, sigma=3.4, n_classes=8),
    CSBM(260, 0.756, 0.114, sigma=1.2, n_classes=10),
    CSBM(184, 0.158, 0.554, sigma=1.3, n_classes=4),
    CSBM(108, 0.818, 0.703, sigma=0.77, n_classes=3),
    CSBM(740, 0.0003, 0.186, sigma=0.43, n_classes=10),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.n_classes}")
def test_the_first_layers_are_right_with_few_nodes_a_class(model):
    theory, simulated = predict(model, 1), simulate(model, 1, n_graphs=12)
    for name in ("error_fixed", "error_fitted"):
        rows, told = getattr(simulated, name), getattr(theory, name)
        room = 0.1 * rows.mean(axis=0) + 3 * rows.std(axis=0, ddof=1) / len(rows) ** 0.5
        counts = rows.mean(axis=0) > 0.03
        assert (np.abs(told - rows.mean(axis=0)) <= room)[counts].all(), name


@pytest.mark.parametrize("n_classes", [3, 5, 10])
@pytest.mark.parametrize("noise", [1e-6, 0.1, 2.0])
def test_distances_of_drawn_means_are_those_of_a_normal_vector(n_classes, noise):
    found = drawn_radius(1.3, np.array([noise]), n_classes)[0] ** 2
    assert found.mean() == pytest.approx(1.3**2 + (n_classes - 1) * noise, rel=0.01)
    exact = noise * ncx2.ppf((np.arange(LUCK) + 0.5) / LUCK, n_classes - 1, 1.3**2 / noise)
    assert np.sqrt(found[26:]) == pytest.approx(np.sqrt(exact[26:]), rel=0.08)


def test_luck_is_spread_evenly_over_compositions():
    for column in luck(5000, 9).T:
        counts = np.bincount(column // 16, minlength=LUCK // 16)
        assert np.abs(counts - 5000 * 16 / LUCK).max() < 10


@pytest.mark.parametrize(("p", "q"), [(0.3, 0.7), (0.02, 0.01)])
def test_rivals_vary_as_binomials_of_so_few_nodes_do(p, q):
    model = CSBM(180, p, q, n_classes=3)
    kinds, size = compositions(model), 60
    counts = kinds.rivals / kinds.inverse_degree[:, None]
    difference = (1 - kinds.isolated) * kinds.weight @ (counts[:, 0] - counts[:, 1]) ** 2
    assert difference == pytest.approx(2 * size * q * (1 - q), rel=0.05)
