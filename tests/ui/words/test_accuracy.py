"""What is said of the theory's accuracy is what is stored of it."""

import numpy as np
import pytest
from walk_models import model_of

from core.accuracy import walks
from core.model import CSBM
from core.simulation import simulate
from core.walks import predict
from ui.words import accuracy
from ui.words.readings import percent

STORED = walks.measured()


@pytest.mark.parametrize("n_nodes", [20, 60, 100, 400, 2000, 50_000])
@pytest.mark.parametrize("degree", [2, 7, 12, 45])
def test_the_sentence_has_the_levels_of_the_models_region(n_nodes, degree):
    if degree * 1.3 > n_nodes:
        return
    model = model_of(n_nodes, degree, 0.2)
    region, words = walks.region_of(STORED, model), accuracy.sentence(STORED, model)
    assert region is not None
    for name in accuracy.CURVES:
        for level in ("median", "ninety"):
            assert name not in region["curves"] or percent(region["curves"][name][level]) in words


def test_models_beyond_the_measurement_are_said_to_be_so():
    for model in (model_of(10**7, 12, 0.4), model_of(1000, 0.2, 0.4)):
        words = accuracy.sentence(STORED, model)
        assert "not on models like this one" in words and "20 to 100,000 nodes" in words


def test_small_graphs_alone_are_marked_where_nodes_have_neighbours_enough():
    for n_nodes in (12, 20, 98, 100, 2000):
        words = accuracy.mark(STORED, model_of(n_nodes, 4.5, -0.2))
        assert ("approximate" in words) == (n_nodes < 100) and bool(words) == (n_nodes < 100)


def test_the_table_has_a_row_for_every_region_that_was_measured():
    rows = accuracy.table(STORED).splitlines()[2:]
    assert len(rows) == sum(bool(region["curves"]) for region in STORED["regions"]) == 12
    worst = max(region["curves"]["error_fixed"]["ninety"] for region in STORED["regions"] if region["curves"])
    assert any(percent(worst) in row for row in rows) and np.isfinite(worst)


def of_classes(rng, classes, degree):
    """A random model of several classes with a mean degree in a range and links that prefer the own class."""
    size, d, lam = int(rng.integers(80, 250)), np.exp(rng.uniform(*np.log(degree))), rng.uniform(0.5, 0.9)
    own, gap = d * (1 / classes + (1 - 1 / classes) * lam), np.exp(rng.uniform(np.log(0.8), np.log(3)))
    n = classes * size
    return CSBM(n, own / (size - 1), (d - own) / (n - size), -gap / 2, gap / 2, 1.0, n_classes=classes)


def test_where_theory_is_said_to_read_low_it_does_so_on_most_models():
    rng, ratios = np.random.default_rng(5), []
    while len(ratios) < 10:
        model = of_classes(rng, int(rng.integers(3, 9)), (2, 8))
        theory = predict(model, 8)
        if not accuracy.reads_low(model, theory):
            continue
        simulated = simulate(model, 8, n_graphs=3, seed=len(ratios)).error_fixed.mean(axis=0)
        ratios.append((theory.error_fixed / simulated)[accuracy.LOW_FROM :].mean())
    assert np.mean(ratios) < 0.95 and np.mean(np.array(ratios) < 1) >= 0.8, ratios


def test_of_the_preset_like_cora_it_is_said_and_of_two_classes_many_neighbours_or_without_dots_not():
    cora = CSBM(2702, 0.0082, 0.00032, n_classes=7)
    assert accuracy.low_words(cora, predict(cora, 20), True).endswith("on: the dots are what counts.")
    assert "dots" not in accuracy.low_words(cora, predict(cora, 20), False)
    rng = np.random.default_rng(6)
    for classes, degree in ((2, (2, 8)), (5, (8.1, 40))):
        for _ in range(20):
            model = of_classes(rng, classes, degree)
            assert not accuracy.reads_low(model, predict(model, 8))


def far_off(model, seed):
    """(theory below simulation, all) of errors that are off by more than a tenth and three standard errors at depths 2 to 6."""
    theory, simulated, low, far = predict(model, 6), simulate(model, 6, n_graphs=8, seed=seed), 0, 0
    for name in accuracy.CURVES:
        rows, told = getattr(simulated, name)[:, 2:], getattr(theory, name)[2:]
        mean, doubt = rows.mean(axis=0), rows.std(axis=0, ddof=1) / len(rows) ** 0.5
        off = (np.abs(told - mean) > 0.1 * mean + 3 * doubt) & (mean > 0.005)
        low, far = low + int((off & (told < mean)).sum()), far + int(off.sum())
    return low, far


def test_where_nodes_have_few_neighbours_the_lines_are_called_approximate_and_are_low_where_far_off():
    rng, found = np.random.default_rng(11), {True: [], False: []}
    for turn in range(36):
        degree = np.exp(rng.uniform(*np.log((1, 4) if turn % 2 else (4.1, 16))))
        graph = model_of(int(rng.integers(500, 1200)) * 2, degree, float(rng.choice([1, 0.95, 0.7, -0.9])))
        model = walks.with_strength(graph, float(np.exp(rng.uniform(*np.log((1, 6))))))
        words = accuracy.mark(STORED, model)
        assert bool(words) == accuracy.sparse(model) and (words or model.mean_degree >= accuracy.SPARSE)
        found[bool(words)].append(far_off(model, turn))
    low, far = np.sum(found[True], axis=0)
    assert far > 10 and low > 0.8 * far
    assert np.sum(found[False], axis=0)[1] < 0.3 * far


@pytest.mark.parametrize("n_nodes", [200, 5000])
def test_how_far_off_is_what_was_measured(n_nodes):
    model = model_of(n_nodes, 2, 0.5)
    region, words = walks.region_of(STORED, model)["curves"], accuracy.mark(STORED, model)
    assert percent(max(region[name]["worst"] for name in accuracy.CURVES)) in words
    assert percent(region["variance"]["ninety"]) in words and "approximate" in words


def beyond(model, seed):
    """Whether the fitted line is off by more than a tenth and three standard errors at any of the depths 1 to 6."""
    rows, told = simulate(model, 6, n_graphs=10, seed=seed).error_fitted[:, 1:], predict(model, 6).error_fitted[1:]
    mean, doubt = rows.mean(axis=0), rows.std(axis=0, ddof=1) / len(rows) ** 0.5
    return bool(((np.abs(told - mean) > 0.1 * mean + 3 * doubt) & (mean > 0.005)).any())


def test_where_a_fitted_rule_among_several_classes_is_called_approximate_it_may_be_off_and_elsewhere_it_is_not():
    rng, found = np.random.default_rng(12), {True: [], False: []}
    for turn in range(24):
        classes, size = int(rng.integers(3, 9)), int(rng.integers(14, 60))
        n, d = classes * size, float(np.exp(rng.uniform(np.log(8), np.log(0.6 * size))))
        own, gap = d * (1 / classes + (1 - 1 / classes) * rng.uniform(0.2, 0.9)), float(np.exp(rng.uniform(-1.5, 1.5)))
        model = CSBM(n, own / (size - 1), (d - own) / (n - size), -gap / 2, gap / 2, 1.0, n_classes=classes)
        found[bool(accuracy.several_words(model, predict(model, 6)))].append(beyond(model, turn))
    assert len(found[False]) > 5 and np.mean(found[False]) <= 0.2, found
    assert len(found[True]) > 5 and np.mean(found[True]) > np.mean(found[False]), found
