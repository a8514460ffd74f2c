"""Plain convolution against its rivals: equal to walk theory point by point, and the published cases."""

import numpy as np
import pytest

from core.maps.who_wins import ALPHAS, DEPTH, LAZINESSES, best_polynomials, duel_row, who_wins
from core.model import CSBM
from core.walk_theory.best_combination import depth_moments
from core.walks import best_possible, predict

SIDE = 12


@pytest.fixture(scope="module")
def duel():
    steps = list(who_wins(1000, 0.5, side=SIDE))
    assert [(done, total) for done, total, _ in steps] == [(row + 1, SIDE) for row in range(SIDE)]
    return steps[-1][-1]


def cells(count, seed):
    return np.random.default_rng(seed).integers(SIDE, size=(count, 2))


def test_every_cell_is_the_lowest_error_that_walk_theory_predicts(duel):
    compared = []
    for row, column in cells(8, 0):
        model = duel.plane.model(row, column)
        for name, found, theory in (
            ("plain", duel.plain, predict(model, DEPTH)),
            ("residual", duel.rival("residual", 0.1), predict(model, DEPTH, "residual", alpha=0.1)),
            ("lazy", duel.rival("lazy", 0.5), predict(model, DEPTH, "lazy", laziness=0.5)),
            ("self_loops", duel.self_loops, predict(model, DEPTH, "self_loops")),
        ):
            if theory.error_fixed.min() > 0.005:
                assert found[row, column] == pytest.approx(theory.error_fixed.min(), rel=0.03), name
                compared.append(name)
    assert all(compared.count(name) >= 3 for name in ("plain", "residual", "lazy", "self_loops"))


def test_the_best_linear_found_is_never_above_any_other_and_is_that_of_walk_theory(duel):
    for name in ("plain", "self_loops"):
        assert np.all(duel.best <= getattr(duel, name) + 1e-12)
    assert np.all(duel.best <= duel.residual + 1e-12) and np.all(duel.best <= duel.lazy + 1e-12)
    compared = 0
    for row, column in cells(6, 1):
        model = duel.plane.model(row, column)
        lowest = min(best_possible(model, 16).min(), duel.plain[row, column])
        if lowest > 0.005:
            assert duel.best[row, column] == pytest.approx(lowest, rel=0.1)
            compared += 1
    assert compared >= 3


def test_the_best_strength_is_at_least_as_good_as_any_one(duel):
    for name, strengths in (("residual", ALPHAS), ("lazy", LAZINESSES)):
        for strength in strengths:
            assert np.all(duel.rival(name) <= duel.rival(name, strength))
    with pytest.raises(ValueError, match="strength"):
        duel.rival("residual", 0.123)


def test_where_plain_is_as_good_alpha_is_zero_and_elsewhere_it_is_the_winner(duel):
    alpha = duel.best_alpha()
    assert set(np.unique(alpha)) <= {0.0, *ALPHAS}
    assert np.all(duel.margin("residual")[alpha > 0] < 0)
    assert np.all(duel.margin("residual")[alpha == 0] >= -0.01)


@pytest.mark.parametrize(
    ("model", "residual_wins"),
    [
        (CSBM(100, 0.2, 0.1, 1.0, 1.5), True),
        (CSBM(1000, 0.2, 0.1, 1.0, 1.5), False),
        (CSBM(500, 0.4, 0.1, 1.0, 1.5), False),
        (CSBM(), True),
    ],
)
def test_the_published_cases_and_the_default_model_fall_on_the_sides_they_should(model, residual_wins):
    row = duel_row(model, [abs(model.gap) / model.sigma])
    assert (row["residual"][ALPHAS.index(0.1), 0] < row["plain"][0]) == residual_wins


def test_best_polynomials_have_gap_one_and_beat_their_neighbours():
    model = CSBM()
    polynomials = best_polynomials(model, 6, [0.5, 2.0])
    assert polynomials.shape == (2, 7) and np.all(np.isfinite(polynomials))
    gap, meeting, spread = depth_moments(model, 6)
    assert polynomials @ gap == pytest.approx(1)
    rng = np.random.default_rng(4)
    for polynomial, strength in zip(polynomials, (0.5, 2.0), strict=True):
        covariance = meeting + (strength / 2) ** 2 * spread
        best = polynomial @ covariance @ polynomial
        for _ in range(20):
            other = polynomial + 0.1 * rng.standard_normal(7)
            other /= other @ gap
            assert other @ covariance @ other >= best * (1 - 1e-5)  # the ridge's share


def test_a_plane_with_impossible_rows_is_left_empty_there():
    duel = list(who_wins(20, 0.5, side=6))[-1][-1]
    assert np.isnan(duel.plain[-1]).all() and np.isfinite(duel.plain[0]).all()
    assert np.isnan(duel.best_alpha()[-1]).all()
