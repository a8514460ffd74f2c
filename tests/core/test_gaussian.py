"""The normal tail, and its unbiased estimate from a variance that probes estimated."""

import numpy as np
import pytest
from scipy.stats import chi2, norm

from core.gaussian import error_probability, probed_error

SCORES = np.array([-2.0, -0.5, 0.3, 1.0, 2.0, 3.0])


def mean_over_probes(n_probes, share, estimate):
    """E[estimate(score, doubt)] over v' = (1-share) + share chi^2_K/K in place of the variance 1, by quantiles. (scores,)"""
    points = (np.arange(20_000) + 0.5) / 20_000
    probed = share * chi2.ppf(points, n_probes) / n_probes
    variance = 1 - share + probed
    doubt = (probed / variance) ** 2 / (n_probes + 2)
    return estimate(SCORES[:, None] / np.sqrt(variance), doubt).mean(axis=1)


@pytest.mark.parametrize(("n_probes", "share"), [(16, 1.0), (32, 1.0), (64, 1.0), (16, 0.5), (64, 0.5)])
def test_the_mean_over_probes_is_the_tail_of_the_true_variance(n_probes, share):
    truth = norm.sf(SCORES)
    assert mean_over_probes(n_probes, share, probed_error) == pytest.approx(truth, rel=0.02)
    # Control: the tail of the estimated variance is too large where errors are small.
    plain = mean_over_probes(n_probes, share, lambda score, doubt: norm.sf(score))
    assert plain[-1] > truth[-1] * (1 + 5 * share**2 / n_probes)


def test_without_doubt_it_is_the_tail_itself():
    assert probed_error(SCORES, np.zeros(6)) == pytest.approx(norm.sf(SCORES), rel=1e-6)
    assert np.array_equal(probed_error(np.array([0.0, 1e12, -1e12]), np.full(3, 0.01)), [0.5, 0.0, 1.0])


@pytest.mark.parametrize("doubt", [1 / 3, 1 / 4, 1 / 18, 1e-9])
def test_it_falls_with_the_score_from_one_to_zero_and_is_a_half_at_a_tie(doubt):
    score = np.linspace(-30, 30, 1001)
    error = probed_error(score, np.full(1001, doubt))
    assert np.all(np.diff(error) <= 0) and error[0] == 1 and error[500] == 0.5 and error[-1] < 1e-100
    assert error + error[::-1] == pytest.approx(1)


def test_a_margin_without_deviation_is_right_wrong_or_a_tie():
    assert np.array_equal(error_probability([1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0]), [0, 1, 0.5, 0.5])
