"""The classifier on h^(n) by itself: the stored experiment's errors, and what is lost on a new graph."""

import numpy as np
import pytest

from core.model import CSBM
from core.training.classifier import trained_errors
from core.training.reading import FRESH, HELD_OUT, over_seeds
from core.training.stored import load
from core.walks import predict


def test_it_repeats_the_stored_experiment():
    results, _ = load()
    found = trained_errors(results.plan.model, (0, 2, 16), results.plan.n_seeds, results.plan.seed)
    rows = [results.plan.depths.index(depth) for depth in found.depths]
    for name, estimate in ((HELD_OUT, found.held_out), (FRESH, found.fresh)):
        stored = over_seeds(results.of(name, "classifier", 16))
        assert estimate.value == pytest.approx(1 - stored.value[rows], abs=2e-3)
        assert estimate.standard_error == pytest.approx(stored.standard_error[rows], abs=1e-3)


def test_at_depth_20_it_errs_as_a_fitted_threshold_on_its_graph_and_by_chance_on_another():
    model, depth = CSBM(1000, 0.0228, 0.0076), 20
    theory, found = predict(model, depth), trained_errors(model, (depth,), 6)
    held_out, fresh = found.at(depth)
    assert held_out.n_graphs == 6
    # Learning the direction among many features costs a little.
    assert abs(held_out.value - theory.error_fitted[depth]) < 0.01 + 3 * held_out.standard_error
    assert abs(fresh.value - theory.error_fixed[depth]) < 0.05 + 3 * fresh.standard_error
    # Control: neither is the other.
    assert np.abs(held_out.value - theory.error_fixed[depth]) > 0.3
