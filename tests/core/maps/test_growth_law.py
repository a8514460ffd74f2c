"""The best depth against N: what grows, what stops, and what the constants mean."""

import numpy as np
import pytest

from core.maps.growth_law import REGIMES, fit, growth_law
from core.model import CSBM
from core.walks import predict

DEFAULT = CSBM()


@pytest.fixture(scope="module")
def laws():
    return {regime: growth_law(DEFAULT, regime) for regime in REGIMES}


def test_sizes_run_from_a_hundred_to_a_trillion_and_degrees_follow_the_regime(laws):
    for law in laws.values():
        assert law.n_nodes[0] == 100 and law.n_nodes[-1] == 10**12
    assert np.allclose(laws["degree"].degree, DEFAULT.mean_degree, rtol=1e-5)
    assert np.allclose(laws["log"].degree / np.log(laws["log"].n_nodes), DEFAULT.mean_degree / np.log(2000), rtol=1e-5)
    assert np.allclose(laws["pq"].degree / laws["pq"].n_nodes, DEFAULT.mean_degree / 2000, rtol=0.02)


def test_at_the_model_itself_it_is_the_point_by_point_prediction():
    law = growth_law(CSBM(10_000, 0.00228, 0.00076), "degree")
    place = int(np.argmin(np.abs(law.n_nodes - 10_000)))
    error = predict(CSBM(10_000, 0.00228, 0.00076), 40).error_fixed
    assert law.n_nodes[place] == 10_000
    assert law.best_depth[place] == error.argmin()
    assert law.best_error[place] == pytest.approx(error.min(), rel=0.02)
    assert law.return_depth[place] == np.flatnonzero(error >= error[0])[1]


@pytest.mark.parametrize("degree", [8.0, 15.0, 60.0])
def test_the_best_depth_does_not_fall_with_n_at_fixed_degree_and_the_return_depth_keeps_growing(degree):
    law = growth_law(CSBM(2000, degree * 0.75 / 999, degree * 0.25 / 1000), "degree")
    assert np.all(np.diff(law.best_depth) >= 0)
    assert law.return_depth[-1] > law.return_depth[0] + 10


def test_the_return_depth_is_half_of_log_n_over_the_loss_of_the_second_eigenvalue():
    # The class signal falls as theta^n and meets a common shift of order N^(-1/2): n0 grows by log N / (2 log 1/theta).
    law = growth_law(DEFAULT, "degree")
    slope = np.polyfit(np.log(law.n_nodes[20:]), law.return_depth[20:], 1)[0]
    assert slope == pytest.approx(1 / (2 * np.log(1 / 0.5985)), rel=0.05)
    assert law.fits["return", "logd"].misfit < law.fits["return", "loglog"].misfit


def test_with_strong_features_the_best_depth_stops_because_neighbourhood_noise_is_the_floor(laws):
    law = laws["degree"]
    assert law.growing_until is not None and law.growing_until < 10**6
    assert law.noise_share[-1] > 0.8
    assert abs(law.limit - law.best_depth[-1]) <= 1


def test_with_weak_features_on_a_dense_graph_it_goes_on_growing():
    law = growth_law(CSBM(2000, 0.03003, 0.01, -0.05, 0.05), "degree")
    assert law.best_depth[-1] >= law.best_depth[0] + 5
    assert law.growing_until is None or law.growing_until > 10**9


def test_a_known_law_is_found_again():
    x = np.linspace(1, 9, 30)
    found = fit(x, 2.5 * x)
    assert found.constant == pytest.approx(2.5) and found.misfit == pytest.approx(0, abs=1e-12)
    assert fit(np.array([1.0, 2.0, 3.0]), np.array([2.0, np.inf, 6.0])).constant == pytest.approx(2.0)
    assert np.isnan(fit(np.array([np.nan]), np.array([1.0])).constant)


def test_bad_questions_get_a_sentence():
    with pytest.raises(ValueError, match="regime"):
        growth_law(DEFAULT, "fast")
    with pytest.raises(ValueError, match="mean degree"):
        growth_law(CSBM(100, 0, 0), "degree")


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize(
    "model", [CSBM(4, 1, 0), CSBM(2000, 1, 1), CSBM(100, 0, 0.2, 0.5, 0.5), CSBM(10**12, 1e-12, 0)]
)
def test_odd_models_give_numbers_too(model, regime):
    law = growth_law(model, regime)
    assert law.n_nodes.size > 0 and np.all(np.isfinite(law.best_error)) and np.all(np.isfinite(law.noise_share))
