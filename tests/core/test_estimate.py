"""A simulated number and its standard error."""

import numpy as np
import pytest

from core.estimate import estimate


def test_the_value_is_the_mean_over_graphs_and_the_error_that_of_a_mean():
    # Deviations -1, 0, 1 about 5: sample variance 1, standard error 1/sqrt(3).
    result = estimate([[4.0], [5.0], [6.0]])
    assert result.n_graphs == 3
    assert result.value == pytest.approx([5.0])
    assert result.standard_error == pytest.approx([3**-0.5])


def test_every_depth_is_estimated_on_its_own():
    samples = np.random.default_rng(0).normal(size=(6, 4))
    together = estimate(samples)
    for depth in range(4):
        alone = estimate(samples[:, depth])
        assert together.value[depth] == pytest.approx(alone.value)
        assert together.standard_error[depth] == pytest.approx(alone.standard_error)


def test_a_single_graph_tells_no_spread():
    result = estimate([[1.0, 2.0]])
    assert result.n_graphs == 1 and result.value.tolist() == [1.0, 2.0]
    assert np.isnan(result.standard_error).all()


def test_standardised_means_of_many_experiments_have_unit_variance():
    # (mean - mu)/standard error is Student's t with n-1 degrees of freedom, of variance (n-1)/(n-3).
    n_graphs, experiments = 12, 4000
    result = estimate(np.random.default_rng(1).normal(3.0, 2.0, (n_graphs, experiments)))
    score = (result.value - 3.0) / result.standard_error
    variance = (n_graphs - 1) / (n_graphs - 3)
    # Excess kurtosis of t is 6/(nu - 4).
    spread = variance * np.sqrt((2 + 6 / (n_graphs - 5)) / experiments)
    assert abs(score.mean()) < 5 * np.sqrt(variance / experiments)
    assert abs(score.var() - variance) < 5 * spread
    # Control: the spread of one graph, not divided by sqrt(n), would make it sqrt(12) too small.
    assert abs((score / np.sqrt(n_graphs)).var() - variance) > 5 * spread
