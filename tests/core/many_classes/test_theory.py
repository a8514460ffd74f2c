"""Walk theory among several classes against counting, and its laws."""

from dataclasses import replace

import numpy as np
import pytest
from dense_counting import counted_errors, random_model

from core.many_classes.theory import errors, second_step
from core.model import CSBM
from core.simplex import helmert
from core.walks import best_possible, predict, predict_layers

DEPTH, GRAPHS = 10, 12


def excess(found, rows):
    """Largest relative distance beyond three standard errors, where at least half a percent is wrong."""
    counted, doubt = rows.mean(axis=0), rows.std(axis=0, ddof=1) / len(rows) ** 0.5
    worth = counted > 0.005
    beyond = np.maximum(np.abs(found - counted) - 3 * doubt, 0)
    return (beyond[worth] / counted[worth]).max(initial=0)


@pytest.mark.parametrize("n_classes", [3, 5, 7])
def test_within_a_tenth_of_counting_on_random_models(n_classes):
    rng, found = np.random.default_rng(n_classes), []
    for turn in range(4):
        model = random_model(rng, n_classes)
        theory, side = predict(model, DEPTH), np.where(predict_layers(model, DEPTH).side < 0, -1, 1)
        fixed, fitted = counted_errors(model, DEPTH, side, GRAPHS, 12, seed=turn)
        found.append((excess(theory.error_fixed, fixed), excess(theory.error_fitted, fitted)))
    assert np.max(found) <= 0.1, found


def test_the_comparison_finds_a_wrong_theory():
    model = CSBM(1500, 0.02, 0.004, -0.8, 0.8, n_classes=3)
    fixed, _ = counted_errors(model, DEPTH, np.ones(DEPTH + 1), GRAPHS, 12, seed=0)
    assert excess(predict(model, DEPTH).error_fixed, fixed) <= 0.1
    # Two classes with as strong a link between labels, and one more class than there is.
    two = CSBM(1500, 0.0163, 0.0032, -0.8, 0.8)
    assert excess(predict(two, DEPTH).error_fixed, fixed) > 0.3
    four = replace(model, n_nodes=1500, n_classes=4)
    assert excess(predict(four, DEPTH).error_fixed, fixed) > 0.3


@pytest.mark.parametrize(("p", "q"), [(0.02, 0.005), (0.004, 0.012), (0.05, 0.04)])
def test_scores_of_two_classes_give_the_theory_of_two_classes(p, q):
    model = CSBM(1200, p, q)
    layers = predict_layers(model, 12)
    known = predict(model, 12)
    for shifted, curve in ((True, known.error_fixed), (False, known.error_fitted)):
        np.testing.assert_allclose(errors(model, layers, shifted), curve, rtol=0.01, atol=2e-4)


@pytest.mark.parametrize("n_classes", [3, 6, 10])
def test_corners(n_classes):
    guess = 1 - 1 / n_classes
    model = CSBM(60 * n_classes, 0.05, 0.01, n_classes=n_classes)
    unlinked = predict(replace(model, p_within=0, q_across=0), 5)
    np.testing.assert_allclose(unlinked.error_fixed, unlinked.error_fixed[0])
    np.testing.assert_allclose(predict(replace(model, mean_1=0, mean_2=0), 5).error_fixed, guess, atol=1e-4)
    # Nothing to learn from neighbours who are of any class alike.
    size = 60
    even = replace(model, p_within=0.02, q_across=0.02 * (size - 1) / size)
    assert even.edge_correlation == pytest.approx(0, abs=1e-12)
    found = predict(even, 6)
    assert np.all(found.error_fixed[1:] > found.error_fixed[0])
    for curve in (found.error_fixed, found.error_fitted, found.error_paper):
        assert np.all((curve >= 0) & (curve <= guess + 1e-9))
    cliques = predict(replace(model, p_within=1, q_across=0), 6)
    assert np.all(np.isfinite(cliques.error_fixed)) and cliques.error_fixed[3] < 1e-3


def test_the_best_linear_never_rises_and_is_never_above_a_linear_method():
    rng = np.random.default_rng(4)
    for n_classes in (3, 7):
        model = random_model(rng, n_classes)
        for threshold in ("fixed", "fitted"):
            best = best_possible(model, 8, threshold)
            assert np.all(np.diff(best) <= 1e-12)
            assert np.all(best <= getattr(predict(model, 8), f"error_{threshold}") + 1e-9)


def test_what_several_classes_have_no_theory_of_is_a_sentence():
    model = CSBM(600, 0.05, 0.01, n_classes=3)
    for method in ("drop_edge", "jumping"):
        with pytest.raises(ValueError, match="n_classes is 3"):
            predict(model, 3, method)


def test_when_most_neighbours_are_of_other_classes_depth_makes_the_error_go_up_and_down():
    """The parity of a walk: p > q, but weakly, and few neighbours; at even depths a node hears itself again."""
    model = CSBM(1560, 0.04, 0.0125, -2.2, 2.2, n_classes=10)
    error = predict(model, 8).error_fixed
    assert model.p_within > model.q_across
    assert error[2] < error[1] and error[2] < error[3]


@pytest.mark.parametrize("n_classes", [2, 3, 7])
@pytest.mark.parametrize("correlation", [-0.1, 0.0, 0.4, 0.9])
def test_what_the_second_step_adds_is_the_covariance_of_one_class_drawn_at_random(n_classes, correlation):
    corners = helmert(n_classes).T / np.sqrt(1 - 1 / n_classes)
    chance = np.full(n_classes, (1 - correlation) / n_classes)
    chance[0] += correlation
    mean = chance @ corners
    np.testing.assert_allclose(mean, correlation * corners[0], atol=1e-12)
    covariance = (corners.T * chance) @ corners - np.outer(mean, mean)
    spread = np.trace(covariance)
    even, along = second_step(spread, correlation, n_classes)
    np.testing.assert_allclose(
        even * np.eye(n_classes - 1) + along * np.outer(corners[0], corners[0]), covariance, atol=1e-12
    )
