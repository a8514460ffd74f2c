"""Which remedy helps where: the published cases, the best linear method found, and what each method is known to do."""

import numpy as np
import pytest

from core.estimate import estimate
from core.model import CSBM
from core.propagation import METHODS
from core.sampling import sample_graph
from core.simulation import simulate
from core.walks import best_possible, predict
from ui.link import presets
from ui.remedies.words import Result, table_rows, verdict

DEPTH = 8
CASES = {
    "A": (presets.CASE_A, 400, "residual"),
    "B": (presets.CASE_B, 12, "convolution"),
    "C": (presets.CASE_C, 24, "convolution"),
}


def model_of(preset):
    now = preset.parameters
    return CSBM(now["n"], now["p"], now["q"], now["m1"], now["m2"], now["s"])


def best_errors(model, method, n_graphs, depth=DEPTH, **options):
    """Fixed-threshold error of every graph at the depth that is best on average."""
    errors = simulate(model, depth, method, n_graphs=n_graphs, n_draws=16, seed=5, **options).error_fixed
    return errors[:, errors.mean(axis=0).argmin()]


@pytest.mark.parametrize("case", CASES)
def test_the_published_cases_show_their_pattern_by_more_than_three_standard_errors(case):
    preset, n_graphs, winner = CASES[case]
    plain = best_errors(model_of(preset), "convolution", n_graphs)
    residual = best_errors(model_of(preset), "residual", n_graphs, alpha=0.1)
    # The same graphs underlie both, so the difference is taken graph by graph.
    margin = estimate(plain - residual if winner == "residual" else residual - plain)
    assert margin.value > 3 * margin.standard_error
    assert margin.value > 0.01


@pytest.mark.parametrize(("case", "plain", "residual"), [("A", 0.618, 0.645), ("B", 0.840, 0.788), ("C", 0.968, 0.892)])
def test_walk_theory_gives_the_published_accuracies(case, plain, residual):
    # Published accuracies are simulated with standard errors near .002; theory is good to a few percent of the error.
    model = model_of(CASES[case][0])
    for method, accuracy in (("convolution", plain), ("residual", residual)):
        error = predict(model, DEPTH, method).error_fixed.min()
        assert error == pytest.approx(1 - accuracy, rel=0.1, abs=0.006)


def test_on_a_large_graph_with_strong_features_the_residual_wins():
    plain = best_errors(CSBM(), "convolution", 8)
    residual = best_errors(CSBM(), "residual", 8, alpha=0.1)
    margin = estimate(plain - residual)
    assert margin.value > 3 * margin.standard_error


def test_the_best_linear_found_is_within_ten_percent_of_simulated_jumping_knowledge():
    simulation = simulate(CSBM(), DEPTH, "jumping", n_graphs=12, seed=2)
    for threshold in ("fixed", "fitted"):
        simulated = estimate(getattr(simulation, f"error_{threshold}"))
        best = best_possible(CSBM(), DEPTH, threshold)
        # Ten percent of the value, and three standard errors of the simulation.
        assert np.all(np.abs(best - simulated.value) <= 0.1 * simulated.value + 3 * simulated.standard_error)


@pytest.mark.parametrize("model", [CSBM(), CSBM(1000, 0.05, 0.02, -0.5, 0.5), CSBM(3000, 0.004, 0.012)])
def test_no_polynomial_method_beats_the_best_linear_found_of_its_threshold(model):
    for threshold in ("fixed", "fitted"):
        best = best_possible(model, 12, threshold)
        assert np.all(np.diff(best) <= 0)
        for key in ("convolution", "self_loops", "lazy", "residual"):
            assert np.all(best <= 1.02 * getattr(predict(model, 12, key), f"error_{threshold}"))


def test_pairnorm_leaves_the_fitted_error_of_the_same_draws_exactly_as_it_was():
    from core.moments.counting import count_graph, read_counted
    from core.sampling import block_labels

    model = CSBM(400, 0.06, 0.02)
    rng = np.random.default_rng(3)
    graph = sample_graph(rng, model)
    found = {}
    for key, options in (("pairnorm", {"scale": 2.5}), ("convolution", {})):
        draws = np.random.default_rng(4)
        counted = count_graph(key, graph, block_labels(model), model, 6, 5, draws, options)
        found[key] = read_counted([counted], model.gap)
    assert np.array_equal(found["pairnorm"]["error_fitted"], found["convolution"]["error_fitted"])
    assert found["pairnorm"]["mean_gap"][0, -1] > 10 * found["convolution"]["mean_gap"][0, -1]
    # Centring removes the common shift, so what is blown up is the spread of the nodes within a class.
    assert found["pairnorm"]["neighbourhood_noise"][0, -1] > 10 * found["convolution"]["neighbourhood_noise"][0, -1]


def test_corrected_convolution_with_a_fixed_threshold_does_what_a_fitted_threshold_does():
    model = CSBM(1000, 0.03, 0.01)
    corrected = simulate(model, 10, "corrected", n_graphs=4, seed=1).error_fixed.mean(axis=0)
    plain = simulate(model, 10, n_graphs=4, seed=1)
    # The class means are removed exactly by one and the stationary part by the other: a few percent apart.
    assert corrected[2:] == pytest.approx(plain.error_fitted.mean(axis=0)[2:], rel=0.1, abs=0.002)
    assert plain.error_fixed.mean(axis=0)[10] > 5 * corrected[10]


def test_equal_attention_is_the_walk_with_self_loops_and_its_spread_decays_at_its_second_eigenvalue():
    from core.simulation import count_parts

    model = CSBM(600, 0.05, 0.02)
    similarity = count_parts(model, 30, "attention", seed=2, beta=0.0).similarity
    assert np.all(np.diff(similarity) < 0)
    late = similarity[25:30] / similarity[24:29]
    graph = sample_graph(np.random.default_rng(np.random.SeedSequence(2, spawn_key=(0,)).spawn(3)[0]), model).toarray()
    graph += np.eye(600)
    root = np.sqrt(graph.sum(axis=1))
    second = np.sort(np.abs(np.linalg.eigvalsh(graph / np.outer(root, root))))[-2]
    assert late == pytest.approx(second, rel=0.01)


def test_attention_with_any_finite_beta_never_widens_the_range_of_a_feature():
    from core.propagation import propagate

    rng = np.random.default_rng(8)
    graph = sample_graph(rng, CSBM(200, 0.08, 0.03))
    features = rng.standard_normal((200, 3))
    for beta in (0.0, 0.3, 10.0):
        ranges = np.ptp(propagate("attention", graph, features, 12, beta=beta), axis=1)
        assert np.all(np.diff(ranges, axis=0) <= 1e-12)


def test_pagerank_is_where_the_residual_ends():
    residual = predict(CSBM(), 256, "residual", alpha=0.1)
    pagerank = predict(CSBM(), 3, "pagerank", alpha=0.1)
    for name in ("mean_gap", "variance", "error_fixed", "error_fitted"):
        assert getattr(pagerank, name)[1:] == pytest.approx(getattr(residual, name)[-1], rel=1e-6)


@pytest.mark.parametrize("key", METHODS)
def test_every_method_can_be_simulated_and_put_into_words(key):
    model = CSBM(120, 0.15, 0.05)
    results = [
        Result(
            name, {}, predict(model, 3, name) if METHODS[name].has_theory else None, simulate(model, 3, name, n_draws=4)
        )
        for name in ("convolution", key)
    ]
    words = verdict(results[1], results[0], 1.0)
    assert "nan" not in words
    assert len(table_rows(results, 3)) == 3 + METHODS[key].has_theory
    assert all(np.isfinite(results[1].curve(name)).all() for name in ("error_fixed", "error_fitted", "mean_gap"))
