"""Walk theory against sampled graphs on a grid: docs/theory.md, section 4.

At least 16 graphs, mean degree from 8, errors above .005: within 10 % of the value plus three standard errors.
"""

import numpy as np
import pytest
from walk_models import model_of

from core.estimate import estimate
from core.propagation import METHODS
from core.simulation import simulate
from core.walks import best_possible, predict

KEYS = [key for key, method in METHODS.items() if method.has_theory and not method.combines_depths]
DEPTH = 8
N_GRAPHS = 16
ERRORS = ("error_fixed", "error_fitted")
SLACK = 0.10
SMALLEST_ERROR = 0.005
# Gap, variance and neighbourhood noise are compared where they are more than this share of their largest value:
# below it they do not show in any error. The noise is known to be the weakest curve (13 % at nine models in ten).
SMALLEST_PART = 0.03
PARTS = {"mean_gap": 0.10, "variance": 0.10, "neighbourhood_noise": 0.15}

GRID = [
    # N, mean degree, lam, Delta/sigma
    (700, 8, 0.5, 2.0),
    (700, 12, 0.8, 1.0),
    (1000, 20, 0.5, 1.0),
    (800, 40, 0.3, 2.0),
    (1500, 10, -0.6, 2.0),
    (1200, 15, 0.7, 0.5),
]


def misses(theory, samples, slack, smallest):
    """Depths where theory is further from the simulated mean than slack allows, with three standard errors."""
    measured = estimate(samples)
    distance = np.abs(theory - measured.value)
    counted = np.abs(measured.value) > smallest
    return np.flatnonzero(counted & (distance > slack * np.abs(measured.value) + 3 * measured.standard_error))


_SIMULATED = {}


def simulated(key, point):
    """Each model and method is simulated once, with probes: their own scatter is part of the standard error."""
    if (key, point) not in _SIMULATED:
        _SIMULATED[key, point] = simulate(
            model_of(*point), DEPTH, key, n_graphs=N_GRAPHS, n_draws=32, seed=11, exact=False
        )
    return _SIMULATED[key, point]


ON_GRID = pytest.mark.parametrize("point", GRID, ids=lambda p: f"N={p[0]} d={p[1]} lam={p[2]} ratio={p[3]}")


@pytest.mark.parametrize("key", KEYS)
@ON_GRID
def test_errors_agree_within_ten_percent_and_three_standard_errors(key, point):
    prediction = predict(model_of(*point), DEPTH, key)
    for name in ERRORS:
        found = misses(getattr(prediction, name), getattr(simulated(key, point), name), SLACK, SMALLEST_ERROR)
        assert found.size == 0, (name, found)


@pytest.mark.parametrize("key", [key for key in KEYS if METHODS[key].keeps_constants])
@ON_GRID
def test_gap_variance_and_noise_agree_where_they_matter(key, point):
    prediction = predict(model_of(*point), DEPTH, key)
    for name, slack in PARTS.items():
        curve = getattr(prediction, name)
        found = misses(curve, getattr(simulated(key, point), name), slack, SMALLEST_PART * np.abs(curve).max())
        assert found.size == 0, (name, found)


@pytest.mark.parametrize(("key", "options"), [("residual", {"alpha": 0.3}), ("lazy", {"laziness": 0.3})])
def test_other_strengths_agree_too(key, options):
    model = model_of(1000, 15, 0.5, 1.5)
    measured = simulate(model, DEPTH, key, n_graphs=N_GRAPHS, n_draws=32, seed=12, exact=False, **options)
    prediction = predict(model, DEPTH, key, **options)
    for name in ERRORS:
        assert misses(getattr(prediction, name), getattr(measured, name), SLACK, SMALLEST_ERROR).size == 0, name


@ON_GRID
def test_no_simulated_method_beats_the_best_linear_found(point):
    for name in ERRORS:
        best = best_possible(model_of(*point), DEPTH, name.removeprefix("error_"))
        for key in ("convolution", "residual", "lazy"):
            measured = estimate(getattr(simulated(key, point), name))
            assert np.all(best <= measured.value * (1 + SLACK) + 3 * measured.standard_error + 1e-3), (name, key)


@ON_GRID
def test_control_the_papers_gap_misses_sparse_graphs(point):
    lam = model_of(*point).edge_correlation ** np.arange(DEPTH + 1)
    assert misses(lam, simulated("convolution", point).mean_gap, PARTS["mean_gap"], SMALLEST_PART).size > 0


@ON_GRID
def test_control_reading_one_is_not_the_error_of_the_rule(point):
    # docs/theory.md, section 3: it leaves the neighbourhood noise out.
    prediction = predict(model_of(*point), DEPTH)
    assert misses(prediction.error_paper, simulated("convolution", point).error_fixed, SLACK, SMALLEST_ERROR).size > 0


def test_control_plain_convolution_does_not_stand_for_the_residual():
    prediction = predict(model_of(*GRID[0]), DEPTH)
    for name in ERRORS:
        assert (
            misses(getattr(prediction, name), getattr(simulated("residual", GRID[0]), name), SLACK, SMALLEST_ERROR).size
            > 2
        )
