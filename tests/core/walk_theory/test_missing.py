"""Walk theory where only a share of the nodes has a feature, against simulation, exact sums and its own limits."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from core.classes.class_errors import class_graph
from core.classes.unequal import predict_classes
from core.estimate import estimate
from core.gaussian import error_probability
from core.inside.lattice_moments import lattice_moments
from core.inside.long_range import sample_long_range
from core.inside.monitors import wide_features
from core.inside.readout import sample_pooling
from core.inside.regions import regions_of
from core.maps.growth_law import growth_law
from core.model import CSBM
from core.optimum.error import optimum
from core.simulation import simulate
from core.theorems import label_correlation
from core.walk_theory.missing import unheard
from core.walks import best_possible, predict

RNG = np.random.default_rng


@pytest.mark.parametrize("share", [0.5, 0.08])
@pytest.mark.parametrize(
    ("model", "method"),
    [
        (CSBM(), "convolution"),
        (CSBM(1500, 0.016, 0.03, -0.6, 0.6), "convolution"),
        (CSBM(1200, 0.03, 0.008, -0.5, 0.5), "lazy"),
    ],
)
def test_theory_and_simulation_agree_within_a_tenth(model, method, share):
    model = replace(model, known=share)
    theory, simulated = predict(model, 8, method), simulate(model, 8, method, n_graphs=16)
    for name in ("mean_gap", "variance", "neighbourhood_noise", "error_fixed", "error_fitted"):
        over_graphs, told = estimate(getattr(simulated, name)), getattr(theory, name)
        room = 0.1 * np.abs(over_graphs.value) + 3 * over_graphs.standard_error
        counts = over_graphs.value > 0.005 if name.startswith("error") else np.arange(9) <= 4
        assert (np.abs(told - over_graphs.value) <= room)[counts].all(), name
    # The negative control: a feature at every node is another model.
    every = predict(replace(model, known=1.0), 8, method).error_fixed
    assert abs(every[0] - simulated.error_fixed[:, 0].mean()) > 0.15 * every[0]


@pytest.mark.parametrize("share", [0.9, 0.3, 0.01])
def test_at_depth_0_who_has_no_feature_is_a_coin_flip(share):
    model = CSBM(known=share)
    told = share * float(error_probability(1.0, 1.0)) + (1 - share) / 2
    for errors in (predict(model, 1), predict(model, 1, "residual"), predict(model, 1, "jumping")):
        assert errors.error_fixed[0] == pytest.approx(told, rel=1e-12)
        assert errors.error_fitted[0] == pytest.approx(told, rel=1e-12)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.02])
def test_one_layer_counts_the_neighbours_that_know(share):
    model = CSBM(100_000, 2e-4, 6e-5, -0.8, 0.8, known=share)
    counts = np.arange(60)
    own = binom.pmf(counts, model.n_nodes // 2 - 1, model.p_within * share)
    other = binom.pmf(counts, model.n_nodes // 2, model.q_across * share)
    a, c = np.meshgrid(counts, counts, indexing="ij")
    margin, deviation = model.gap / 2 * (a - c), model.sigma * np.sqrt(a + c)
    exact = (np.outer(own, other) * error_probability(margin, deviation)).sum()
    # Isolated nodes keep what they have.
    alone = model.isolated_share * (share * float(error_probability(0.8, 1.0)) + (1 - share) / 2 - 0.5)
    assert predict(model, 1).error_fixed[1] == pytest.approx(exact + alone, rel=0.005)


def test_curves_join_those_of_a_feature_at_every_node():
    every, nearly = predict(CSBM(), 12), predict(CSBM(known=1 - 1e-9), 12)
    for name in ("mean_gap", "variance", "neighbourhood_noise", "error_paper"):
        assert getattr(nearly, name) == pytest.approx(getattr(every, name), rel=1e-6, abs=1e-8)
    for name in ("error_fixed", "error_fitted"):
        assert getattr(nearly, name) == pytest.approx(getattr(every, name), rel=0.15)


@pytest.mark.parametrize("seed", range(12))
def test_errors_are_chances_and_fewer_who_know_are_never_better(seed):
    rng = RNG(seed)
    half = int(rng.integers(50, 2000))
    p, q = (float(chance) for chance in rng.uniform(0, min(1, 60 / half), 2))
    strength = float(rng.uniform(0.1, 3))
    shares = (0.02, 0.1, 0.4, 1.0)
    found = [predict(CSBM(2 * half, p, q, -strength, strength, known=share), 30) for share in shares]
    for one in found:
        for errors in (one.error_fixed, one.error_fitted):
            assert np.isfinite(errors).all() and (errors >= 0).all() and (errors <= 0.5).all()
    best = [one.error_fixed.min() for one in found]
    assert all(more <= fewer * 1.1 + 1e-3 for fewer, more in zip(best, best[1:], strict=False))


@pytest.mark.parametrize("model", [CSBM(2, 0, 0), CSBM(100, 0, 0), CSBM(10, 1, 0), CSBM(10, 1, 1), CSBM(60, 0, 0.2)])
def test_the_edges_of_the_model_have_numbers(model):
    model = replace(model, known=0.3)
    for method in ("convolution", "residual", "jumping"):
        found = predict(model, 6, method)
        assert np.isfinite(found.error_fixed).all() and np.isfinite(found.error_fitted).all()
    assert np.isfinite(best_possible(model, 6)).all()


def test_depth_is_for_reaching_someone_who_knows():
    depths = [int(predict(CSBM(known=share), 20).error_fixed.argmin()) for share in (1, 0.2, 0.05)]
    assert depths == sorted(depths) and depths[-1] > depths[0]


def test_the_optimum_lies_below_the_best_layer_and_above_that_of_all_features():
    few, every = (optimum(CSBM(1000, 0.012, 0.006, known=share), n_graphs=3).error for share in (0.2, 1.0))
    layers = simulate(CSBM(1000, 0.012, 0.006, known=0.2), 6, n_graphs=8).error_fixed.mean(axis=0).min()
    assert every.value + 3 * every.standard_error < few.value < layers + 3 * few.standard_error


@pytest.mark.parametrize(
    "use",
    [
        lambda model: predict_classes(model, 2),
        lambda model: class_graph(model, 2),
        lambda model: label_correlation(model),
        lambda model: growth_law(model, "degree"),
        lambda model: regions_of(model),
        lambda model: sample_pooling(model, 2, 1),
        lambda model: wide_features(RNG(0), model),
        lambda model: sample_long_range(model, 2, 0, 0),
        lambda model: lattice_moments(model, 2, 0, 0, 4, "torus", "regions", 0.1),
        lambda model: simulate(model, 2, "pairnorm", n_graphs=1),
        lambda model: simulate(model, 2, "jumping", n_graphs=1),
        lambda model: simulate(model, 2, "drop_edge", n_graphs=1),
        lambda model: predict(model, 2, "drop_edge"),
        lambda model: replace(model, n_nodes=99, n_classes=3),
    ],
)
def test_what_does_not_know_of_missing_features_says_so(use):
    with pytest.raises(ValueError, match=r"known is 0\.2, but .* must have known = 1"):
        use(CSBM(100, 0.1, 0.05, known=0.2))


SHARP = [
    CSBM(n_nodes=20_000, p_within=0.0020002, q_across=0.0, known=0.5),
    CSBM(n_nodes=20_000, p_within=0.00199, q_across=1e-5, known=0.5),
    CSBM(n_nodes=10**6, p_within=0.0018, q_across=0.0002, known=0.5),
    CSBM(n_nodes=10**12, p_within=1.44e-10, q_across=1.6e-11, known=0.5),
]


@pytest.mark.parametrize("model", SHARP, ids=lambda model: f"{model.n_nodes:.0e}")
def test_where_noise_is_small_against_the_signal_no_depth_stands_out_of_its_neighbours(model):
    found = predict(model, 20)
    for error in (found.error_fixed, found.error_fitted):
        assert np.isfinite(error).all() and (error[2:] < 1e-4).all()


@pytest.mark.parametrize(
    ("n_nodes", "p", "q", "known"),
    [(10**12, 0, 1, 0.01), (20, 0, 1, 0.1), (840, 1e-9, 1, 0.0101), (999_999_999_990, 0.3, 0.5, 0.01), (2, 0, 0, 0.01)],
)
def test_errors_are_numbers_at_the_corners(n_nodes, p, q, known):
    model = CSBM(n_nodes=n_nodes, p_within=p, q_across=q, known=known)
    for method in ("convolution", "pagerank", "self_loops", "lazy"):
        found = predict(model, 64, method)
        for error in (found.error_fixed, found.error_fitted, found.error_paper):
            assert ((error >= 0) & (error <= 0.5)).all()
    assert ((unheard(model, 64) >= 0) & (unheard(model, 64) <= 1)).all()


DENSE = [
    (292, 0.0091, 0.4912, 4.8, 0.5),
    (382, 0.6, 0.001, 2.5, 0.1),
    (290, 0.027, 0.79, 2.8, 0.4),
    (104, 0.0027, 0.99, 3.3, 0.2),
]


@pytest.mark.parametrize("numbers", DENSE, ids=lambda numbers: f"{numbers[0]}")
def test_deep_in_a_dense_graph_curves_are_smooth_in_depth_and_in_the_share(numbers):
    n_nodes, p, q, sigma, share = numbers
    found = predict(CSBM(n_nodes, p, q, sigma=sigma, known=share), 20)
    near = predict(CSBM(n_nodes, p, q, sigma=sigma, known=share * 1.001), 20)
    for name in ("error_fixed", "error_fitted"):
        error, beside = (getattr(one, name)[4:] for one in (found, near))
        # Beyond the first layers one more changes the curve slowly, and the next change is like the last.
        assert np.abs(np.diff(np.log(error), 2)).max() < 0.02
        assert beside == pytest.approx(error, rel=0.02)
    simulated = estimate(simulate(CSBM(n_nodes, p, q, sigma=sigma, known=share), 10, n_graphs=16).error_fitted[:, 4:])
    room = 0.1 * simulated.value + 3 * simulated.standard_error + 2e-4
    assert (np.abs(found.error_fitted[4:11] - simulated.value) <= room).all()
