"""The polynomial in P, and the filter response, that stand for a method in theory."""

import numpy as np
import pytest
from method_cases import DEPTH, KEYS, OF_POLYNOMIAL, ROUNDING, dense_convolution, features_for, ring, run, strengths
from scipy.stats import binom, poisson

from core.model import CSBM
from core.propagation import METHODS, coefficients, response

# Mean degree (10/2 - 1)/4 + (10/2)/5 = 2, that of a ring: what is exact on regular graphs is exact here.
LIKE_A_RING = CSBM(n_nodes=10, p_within=0.25, q_across=0.2)


def polynomial(key, model, depth, **options):
    """Coefficients (depth+1, depth+1); None stands for the powers themselves."""
    found = coefficients(key, model, depth, **options)
    return np.eye(depth + 1) if found is None else found


@OF_POLYNOMIAL
def test_on_a_regular_graph_the_polynomial_in_p_is_the_method(key):
    # An odd ring: powers beyond the longest polynomial have converged (.81^256).
    adjacency = ring(5)
    x = features_for(adjacency)
    for options in strengths(key):
        found = polynomial(key, LIKE_A_RING, DEPTH, **options)
        powers = np.stack([dense_convolution(adjacency, x, k) for k in range(found.shape[1])])
        assert run(key, adjacency, x, **options) == pytest.approx(np.einsum("nk,kix->nix", found, powers), abs=ROUNDING)


@OF_POLYNOMIAL
def test_coefficients_sum_to_one_because_constants_are_kept_and_begin_with_the_identity(key):
    for options in strengths(key):
        found = polynomial(key, LIKE_A_RING, 12, **options)
        assert found.sum(axis=1) == pytest.approx(np.ones(13), abs=ROUNDING)
        assert found[0, 0] == 1 and not found[0, 1:].any()
        if key not in ("pagerank", "heat"):
            assert np.array_equal(found, np.tril(found)), "n layers reach n hops"


def test_coefficients_of_the_residual_are_geometric():
    # Section 6: alpha (1-alpha)^k for k < n, (1-alpha)^n for k = n.
    alpha, depth = 0.23, 9
    found = coefficients("residual", LIKE_A_RING, depth, alpha=alpha)
    for n in range(depth + 1):
        expected = [alpha * (1 - alpha) ** k for k in range(n)] + [(1 - alpha) ** n] + [0] * (depth - n)
        assert found[n] == pytest.approx(expected, abs=ROUNDING)


def test_coefficients_of_the_lazy_walk_are_binomial():
    found = coefficients("lazy", LIKE_A_RING, 9, laziness=0.3)
    assert found == pytest.approx(binom.pmf(np.arange(10), np.arange(10)[:, None], 0.7), abs=ROUNDING)


def test_self_loops_stand_for_a_lazy_walk_that_stays_once_in_d_plus_one():
    found = coefficients("self_loops", LIKE_A_RING, 6)
    assert found == pytest.approx(binom.pmf(np.arange(7), np.arange(7)[:, None], 1 - 1 / 3), abs=ROUNDING)


def test_coefficients_of_infinite_pagerank_are_geometric():
    found = coefficients("pagerank", LIKE_A_RING, 3, alpha=0.3)
    steps = np.arange(80)
    assert found[1, :80] == pytest.approx(0.3 * 0.7**steps, abs=ROUNDING)
    assert np.array_equal(found[1], found[3]), "its first layer is its last"


def test_coefficients_of_the_heat_kernel_are_poisson_in_the_time_passed():
    found = coefficients("heat", LIKE_A_RING, 5, time=0.7)
    steps = np.arange(found.shape[1])
    for n in range(6):
        assert found[n] == pytest.approx(poisson.pmf(steps, 0.7 * n), abs=ROUNDING)


@pytest.mark.parametrize("key", [key for key in KEYS if METHODS[key].polynomial])
def test_response_is_the_method_on_an_eigenvector(key):
    # On a ring of 10, cos(2 pi i j/10) is an eigenvector of P at cos(2 pi j/10); loops shift it to (2 theta + 1)/3.
    for j in range(1 if METHODS[key].corrected else 0, 6):
        theta = np.cos(2 * np.pi * j / 10)
        own = (2 * theta + 1) / 3 if key in ("self_loops", "gcn") else theta
        vector = np.cos(2 * np.pi * j * np.arange(10) / 10)[:, None]
        for options in strengths(key):
            expected = response(key, own, DEPTH, **options)[:, 0, None, None] * vector
            assert run(key, ring(10), vector, **options) == pytest.approx(expected, abs=ROUNDING)
