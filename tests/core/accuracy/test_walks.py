"""What is stored about the accuracy of walk theory: models that nobody chose, regions that cover them, and the targets."""

import numpy as np
import pytest
from walk_models import model_of

from core.accuracy import walks
from core.estimate import Estimate
from core.walks import predict


def test_models_are_drawn_over_all_sizes_degrees_and_correlations():
    models = [model for model, _, _ in walks.tasks(300, 2, seed=3)]
    for model in models:
        assert max(model.p_within, model.q_across) <= 1 and 2 * model.expected_edges <= walks.MOST_LINKS * (1 + 1e-9)
    sizes, degrees, correlations = (
        np.array([getattr(model, name) for model in models]) for name in ("n_nodes", "mean_degree", "edge_correlation")
    )
    # As many in each band of N.
    assert all(
        ((sizes >= low) & (sizes <= high)).sum() >= 100
        for low, high in zip(walks.NODE_BANDS, walks.NODE_BANDS[1:], strict=False)
    )
    assert sizes.max() > 50_000 and degrees.min() < 2 and degrees.max() > 200
    assert correlations.min() < -0.9 and correlations.max() > 0.9
    strengths = np.array([strengths for _, strengths, _ in walks.tasks(300, 2, seed=3)])
    assert strengths.min() < 0.06 and strengths.max() > 5


def test_every_model_lies_in_one_region_and_one_beyond_the_measured_in_none():
    stored = walks.measured()
    for model, _, _ in walks.tasks(40, 1, seed=5):
        region = walks.region_of(stored, model)
        assert region["n_nodes"][0] <= model.n_nodes <= region["n_nodes"][1]
    assert walks.region_of(stored, model_of(10**6, 10, 0.5)) is None
    assert walks.region_of(stored, model_of(1000, 0.2, 0.5)) is None


def test_errors_are_those_of_theory_against_the_simulated_means_in_range_and_resolved():
    model = model_of(1000, 6, 0.8)
    theory = predict(walks.with_strength(model, 1.0), walks.DEPTH).error_fixed
    # One depth too small an error, one a coin, one without enough graphs; depth 0 is exact.
    value, error = 1.1 * theory, np.full(theory.size, 1e-4)
    value[3], value[4], error[5] = 1e-3, 0.46, 0.05
    found = walks.relative_errors(model, [("error_fixed", 1.0, Estimate(value, error, 9))])
    assert found["error_fixed"] == pytest.approx(np.full(walks.DEPTH - 3, 1 - 1 / 1.1))
    assert found["error_fitted"].size == 0


def test_a_small_measurement_has_every_part(monkeypatch):
    monkeypatch.setattr(walks, "graphs_for", lambda model: 12)
    found = walks.levels(
        [(task[0], walks.simulated(task)) for task in walks.tasks(3, 1, seed=8) if task[0].n_nodes < 2000]
    )
    assert found["curves"]["error_fixed"]["median"] <= found["curves"]["error_fixed"]["worst"]
    assert sum(region["n_compared"]["error_fixed"] for region in found["regions"]) == found["n_compared"]["error_fixed"]


def test_the_targets_are_met_from_a_hundred_nodes_and_eight_neighbours_on():
    claimed = walks.measured()["claimed"]
    assert claimed["n_compared"]["error_fitted"] > 1000
    for name, median in (("error_fixed", 0.03), ("error_fitted", 0.06), ("best_fixed", 0.03), ("best_fitted", 0.06)):
        assert claimed["curves"][name]["median"] <= median and claimed["curves"][name]["ninety"] <= 0.15, name
