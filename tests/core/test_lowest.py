"""One rule for the lowest point of an error curve."""

import numpy as np

from core.lowest import first_lowest
from core.maps.density import return_depth
from core.maps.sweet_spot import read_curve
from core.model import CSBM
from core.walks import predict


def test_errors_that_differ_by_rounding_are_equal_and_the_first_of_them_counts():
    flat = 0.2 * (1 + 1e-13 * np.array([0, 1, -1, -2, 1]))
    assert flat.argmin() == 3 and first_lowest(flat) == 0
    assert first_lowest(np.array([0.3, 0.2, 0.2 * (1 - 1e-6), 0.25])) == 2


def test_many_curves_at_once_are_read_as_one_by_one_and_unknown_values_are_no_lowest():
    rng = np.random.default_rng(3)
    errors = rng.uniform(0.1, 0.5, (9, 40))
    errors[3, ::4] = np.nan
    assert (
        list(first_lowest(errors)) == [first_lowest(curve) for curve in errors.T] == list(np.nanargmin(errors, axis=0))
    )
    assert first_lowest(np.full(4, np.nan)) == 0


def test_scores_may_stand_for_errors():
    assert first_lowest(-np.array([1.0, 2.5, 2.5 * (1 + 1e-12), 0.3])) == 1


def test_without_features_in_common_with_the_links_no_layer_is_better_than_none():
    """p = q and the pooled graph: every layer only loses; equal means: nothing is ever gained or lost."""
    rng = np.random.default_rng(4)
    for _ in range(30):
        p = rng.uniform(0.05, 0.5)
        equal = CSBM(2 * int(rng.integers(50, 500)), p, rng.uniform(0.01, p), mean_1=0.7, mean_2=0.7)
        error = predict(equal, 12).error_fixed
        assert first_lowest(error) == 0 and read_curve(error)[0] == 0 and np.isnan(return_depth(error))
