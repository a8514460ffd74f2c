"""Simulation: readings 1 to 3 of docs/theory.md, section 3 against all rows of the operator, and what must not change them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

import core.moments.ratios
from core.estimate import estimate
from core.model import CSBM
from core.propagation import METHODS, propagate
from core.sampling import block_labels, sample_graph
from core.simulation import read, sample_moments, side_of, simulate, streams

# Linear methods whose operator at every depth is one fixed matrix.
KEYS = [key for key in METHODS if METHODS[key].polynomial and not METHODS[key].combines_depths]
READINGS = ("mean_gap", "variance", "neighbourhood_noise", "error_paper", "error_fixed", "error_fitted")
EXACT = 1e-9  # double precision, a dozen products; corrected rows of 1e-5 lose some digits against 1/N
SCORE, PAIRED_SCORE = 5, 4  # |z|


def dense_rows(key, model, depth, seed, index, **options):
    """All rows of f_n(P) of graph `index` of a seed, (depth+1, N, N)."""
    return propagate(key, sample_graph(streams(seed, index)[0], model), np.eye(model.n_nodes), depth, **options)


def brute_force(key, model, depth, n_graphs, seed, **options):
    """Section 3 from the rows: expected feature m R 1 + (Delta/2) R s, noise sigma ||row||, thresholds as written there."""
    label = block_labels(model).astype(float)
    side = side_of(model, depth, key, **options)[:, None] * np.sign(model.gap)
    rows = np.stack([dense_rows(key, model, depth, seed, index, **options) for index in range(n_graphs)])
    signal, square = rows @ label, (rows**2).sum(axis=3)
    feature = model.midpoint * rows.sum(axis=3) + model.gap / 2 * signal
    gap, variance = (label * signal).mean(axis=2), square.mean(axis=2)

    def midpoint(values):
        return (values[..., label > 0].mean(axis=-1) + values[..., label < 0].mean(axis=-1)) / 2

    # Over independent graphs; where constants are kept that is m itself.
    threshold = midpoint(feature).mean(axis=0)[:, None]
    if METHODS[key].keeps_constants:
        threshold = np.full_like(threshold, model.midpoint)
    common = (rows[:, :, label > 0].mean(axis=2) + rows[:, :, label < 0].mean(axis=2)) / 2
    distance = np.linalg.norm(rows - common[:, :, None], axis=3)
    above_fitted = feature - midpoint(feature)[:, :, None]
    return {
        "mean_gap": gap,
        "variance": variance,
        "neighbourhood_noise": ((label * signal - gap[:, :, None]) ** 2).mean(axis=2),
        "error_paper": norm.sf(abs(model.gap) / 2 * np.abs(gap) / (model.sigma * np.sqrt(variance))),
        "error_fixed": norm.cdf(-side * label * (feature - threshold) / (model.sigma * np.sqrt(square))).mean(axis=2),
        "error_fitted": norm.cdf(-side * label * above_fitted / (model.sigma * distance)).mean(axis=2),
    }


MODELS = {
    "connected": CSBM(60, 0.3, 0.1),
    "isolated nodes": CSBM(60, 0.03, 0.01),
    "two components": CSBM(40, 0.4, 0.0),
    "bipartite": CSBM(40, 0.0, 0.3),
    "heterophily": CSBM(60, 0.1, 0.3),
    "midpoint not zero": CSBM(60, 0.2, 0.1, mean_1=0.5, mean_2=2.0, sigma=0.7),
    "gap below zero": CSBM(60, 0.2, 0.1, mean_1=2.0, mean_2=0.5, sigma=0.7),
    "more nodes than a block of columns": CSBM(150, 0.05, 0.02),
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_reading_equals_brute_force_on_all_rows(key, model):
    simulated = simulate(model, 8, key, n_graphs=2, n_draws=2, seed=1, exact=True)
    assert simulated.variance_route == "exact"
    for name, expected in brute_force(key, model, 8, n_graphs=2, seed=1).items():
        assert getattr(simulated, name) == pytest.approx(expected, abs=EXACT), name


@pytest.mark.parametrize(("key", "options"), [("residual", {"alpha": 0.4}), ("lazy", {"laziness": 0.2})])
def test_options_reach_the_simulation(key, options):
    simulated = simulate(MODELS["connected"], 5, key, n_graphs=2, n_draws=2, exact=True, **options)
    for name, expected in brute_force(key, MODELS["connected"], 5, 2, 0, **options).items():
        assert getattr(simulated, name) == pytest.approx(expected, abs=EXACT), name


def test_control_brute_force_tells_the_readings_and_the_methods_apart():
    by_key = {key: brute_force(key, MODELS["connected"], 4, 1, 1) for key in ("convolution", "residual")}
    for name in READINGS:
        assert np.abs(by_key["convolution"][name] - by_key["residual"][name])[0, 4] > 1e-4
    errors = [by_key["convolution"][f"error_{name}"][0, 4] for name in ("paper", "fixed", "fitted")]
    assert np.min(np.abs(np.diff(errors))) > 1e-4


def test_depth_zero_reads_the_model_itself():
    simulated = simulate(CSBM(mean_1=0.0, mean_2=3.0, sigma=2.0), 0, n_graphs=2)
    untouched = norm.cdf(-3 / 4)
    assert simulated.mean_gap == pytest.approx(np.ones((2, 1)))
    assert simulated.variance == pytest.approx(np.ones((2, 1)))
    for name in ("error_paper", "error_fixed"):
        assert getattr(simulated, name) == pytest.approx(np.full((2, 1), untouched), abs=1e-7)
    # A threshold fitted to 2000 nodes lies a little off: its own noise widens the distance by 1/N.
    assert simulated.error_fitted == pytest.approx(np.full((2, 1), untouched), abs=1e-3)


# Routes -----------------------------------------------------------------------------------------------------------

ROUTES = CSBM(400, 0.05, 0.02)


@pytest.mark.parametrize("key", KEYS)
def test_probes_agree_with_exact_rows_within_their_own_scatter(key):
    n_graphs = 12
    exact, probes = (
        simulate(ROUTES, 12, key, n_graphs=n_graphs, n_draws=32, seed=2, exact=route) for route in (True, False)
    )
    assert (exact.variance_route, probes.variance_route) == ("exact", "probes")
    for name in ("mean_gap", "neighbourhood_noise"):
        assert getattr(probes, name) == pytest.approx(getattr(exact, name), abs=EXACT), f"{name} needs no probes"
    for name in ("variance", "error_fixed", "error_fitted"):
        paired = estimate(getattr(probes, name) - getattr(exact, name))
        # Single precision on the way is below a ten millionth.
        assert np.all(np.abs(paired.value) < PAIRED_SCORE * paired.standard_error + 1e-7), name
    # Where the leading parts are taken away by the method itself nothing but the probed rest is left.
    assert np.abs(probes.variance / exact.variance - 1).max() < (0.15 if METHODS[key].corrected else 0.05)


FEW_PROBES = CSBM(600, 0.06, 0.0066, -1.0, 1.25)


def probed_less_exact(doubted):
    """Residual's error of 16 probes less that of all rows, same graphs, both readings: an Estimate (2, depth+1)."""
    names, few = ("fixed", "fitted"), {"n_graphs": 16, "seed": 3, "alpha": 0.3}
    exact = simulate(FEW_PROBES, 4, "residual", n_draws=2, exact=True, **few)
    graphs = list(sample_moments(FEW_PROBES, 4, "residual", n_draws=16, exact=False, **few))
    if not doubted:
        graphs = [replace(one, **{name: replace(getattr(one, name), doubt=None) for name in names}) for one in graphs]
    probes = read(graphs, side_of(FEW_PROBES, 4, "residual", alpha=0.3), FEW_PROBES)
    return estimate(np.stack([getattr(probes, f"error_{name}") - getattr(exact, f"error_{name}") for name in names], 1))


def test_few_probes_have_no_bias_and_the_plain_tail_of_their_variance_has():
    unbiased, plain = probed_less_exact(doubted=True), probed_less_exact(doubted=False)
    assert np.all(np.abs(unbiased.value) < PAIRED_SCORE * unbiased.standard_error + 1e-7)
    # Exact rows at depths 1 and 2; beyond, 16 probes would read a fifth too much.
    assert np.all(plain.value[:, 3:] > 2 * PAIRED_SCORE * plain.standard_error[:, 3:])


def test_control_plain_probes_are_off_at_depth_because_all_nodes_share_the_leading_directions():
    exact, probes = (
        simulate(ROUTES, 12, n_graphs=12, n_draws=32, seed=3, exact=route).variance for route in (True, False)
    )
    plain = []
    for index in range(12):
        graph = sample_graph(streams(3, index)[0], ROUTES)
        draws = propagate("convolution", graph, np.random.default_rng(index).normal(size=(400, 32)), 12)
        plain.append((draws**2).mean(axis=(1, 2)))
    deep = [np.sqrt(((values / exact - 1) ** 2).mean(axis=0))[12] for values in (probes, np.array(plain))]
    assert deep[1] > 0.1 > 0.01 > deep[0]  # sqrt(2/32) = .25 against less than a percent


def test_single_precision_on_larger_graphs_is_below_two_millionths():
    model = CSBM(600, 0.02, 0.008)
    simulated = simulate(model, 10, n_graphs=1, n_draws=2, seed=4, exact=True)
    expected = brute_force("convolution", model, 10, 1, seed=4)
    assert simulated.variance == pytest.approx(expected["variance"], rel=2e-6)
    for name in ("error_paper", "error_fixed", "error_fitted"):
        assert getattr(simulated, name) == pytest.approx(expected[name], abs=2e-6), name


def test_groups_of_similar_nodes_lose_less_than_a_hundred_thousandth(monkeypatch):
    model = CSBM(1600, 0.012, 0.004)

    # Depth 60: few nodes lie between two crowds, and a group that bridged them would be off by 1e-3.
    def moments():
        return next(sample_moments(model, 60, n_graphs=1, n_draws=32, exact=False))

    grouped = moments()
    assert grouped.fixed.mean.shape[1] < model.n_nodes / 4
    monkeypatch.setattr(core.moments.ratios, "ALL_NODES", 10**9)
    every_node = moments()
    for strength in (1.0, 5.0, 0.2):
        for name in ("fixed", "fitted"):
            ours, expected = (
                getattr(graph, name).error(side_of(model, 60), strength) for graph in (grouped, every_node)
            )
            assert ours == pytest.approx(expected, abs=1e-5), (name, strength)


def test_deep_layers_end_at_the_second_eigenvector_and_not_in_rounding():
    # row_i - c -> theta^n (v_i - v_mean) w', so |ratio| -> |w's|/||w|| at every node, with the sign of s_i (v_i - v_mean).
    model = CSBM(300, 0.08, 0.025)
    simulated = simulate(model, 200, n_graphs=1, n_draws=2, seed=5, exact=True)
    adjacency = sample_graph(streams(5, 0)[0], model).toarray()
    degree, label = adjacency.sum(axis=1), block_labels(model)
    assert degree.min() > 0
    values, vectors = np.linalg.eigh(adjacency / np.sqrt(np.outer(degree, degree)))
    second = np.argsort(-np.abs(values))[1]
    right, left = vectors[:, second] / np.sqrt(degree), vectors[:, second] * np.sqrt(degree)
    centred = right - (right[label > 0].mean() + right[label < 0].mean()) / 2
    ratio = label * np.sign(centred) * (left @ label) / np.linalg.norm(left)
    limit = norm.cdf(-abs(model.gap) / (2 * model.sigma) * ratio).mean()
    assert limit > 1e-3
    # The third eigenvalue is a few percent smaller in size: .93^200 = 5e-7.
    assert simulated.error_fitted[0, 150:] == pytest.approx(np.full(51, limit), abs=1e-5)
    assert simulated.error_fixed[0, 200] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "model",
    [
        CSBM(10, 0.8, 0.2),
        CSBM(2, 1.0, 1.0),
        CSBM(2, 0.0, 0.0),
        CSBM(40, 0.0, 0.0),
        CSBM(40, 1.0, 1.0),
        CSBM(40, 1.0, 0.0),
        CSBM(40, 0.0, 1.0),
        CSBM(60, 0.02, 0.02),
        CSBM(60, 0.2, 0.1, sigma=1e-6),
        CSBM(60, 0.2, 0.1, mean_1=1.0, mean_2=1.0),
        CSBM(60, 0.2, 0.1, mean_1=1.0, mean_2=-1.0),
    ],
    ids=str,
)
@pytest.mark.parametrize("exact", [True, False])
def test_every_number_is_finite_and_every_error_a_probability(key, model, exact):
    simulated = simulate(model, 30, key, n_graphs=2, n_draws=4, exact=exact)
    for name in READINGS:
        values = getattr(simulated, name)
        assert values.shape == (2, 31) and np.isfinite(values).all(), name
        assert not name.startswith("error") or np.all((values >= 0) & (values <= 1)), name


def test_without_a_gap_the_gap_curve_is_still_that_of_the_labels():
    level, apart = (CSBM(60, 0.3, 0.1, mean_1=0.0, mean_2=mean) for mean in (0.0, 3.0))
    one, other = simulate(level, 6, n_graphs=2), simulate(apart, 6, n_graphs=2)
    assert np.array_equal(one.mean_gap, other.mean_gap) and one.mean_gap[0, 1] > 0.1
    assert one.error_fixed == pytest.approx(0.5, abs=EXACT) and one.error_paper == pytest.approx(0.5, abs=EXACT)


# What must not change what ----------------------------------------------------------------------------------------


def test_equal_seeds_give_equal_numbers_and_another_seed_another_graph():
    first, again, other = (simulate(ROUTES, 5, n_graphs=2, seed=seed) for seed in (6, 6, 7))
    for name in READINGS:
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert not np.allclose(first.mean_gap[:, 1:], other.mean_gap[:, 1:])
    assert not np.allclose(first.mean_gap[0, 1:], first.mean_gap[1, 1:])


@pytest.mark.parametrize("exact", [True, False])
def test_means_and_sigma_leave_graph_and_moments_alone(exact):
    moved = CSBM(ROUTES.n_nodes, ROUTES.p_within, ROUTES.q_across, mean_1=4.0, mean_2=5.0, sigma=0.1)
    one, other = (simulate(model, 5, n_graphs=2, seed=8, exact=exact) for model in (ROUTES, moved))
    for name in ("mean_gap", "variance", "neighbourhood_noise"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    assert not np.allclose(one.error_fixed, other.error_fixed)


def test_reading_the_same_graphs_again_is_simulating_another_sigma():
    graphs = list(sample_moments(ROUTES, 5, n_graphs=2, seed=9))
    louder = CSBM(ROUTES.n_nodes, ROUTES.p_within, ROUTES.q_across, mean_1=0.0, mean_2=1.0, sigma=0.4)
    reread, simulated = read(graphs, side_of(louder, 5), louder), simulate(louder, 5, n_graphs=2, seed=9)
    for name in READINGS:
        assert np.array_equal(getattr(reread, name), getattr(simulated, name))


def test_more_graphs_begin_with_the_same_ones_and_more_depth_with_the_same_layers():
    few, many, deep = (
        simulate(ROUTES, depth, n_graphs=n_graphs, seed=10, exact=True) for depth, n_graphs in ((5, 2), (5, 4), (9, 2))
    )
    for name in READINGS:
        assert np.array_equal(getattr(few, name), getattr(many, name)[:2])
        assert getattr(deep, name)[:, :6] == pytest.approx(getattr(few, name), abs=EXACT)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("model", [CSBM(400, 0.01, 0.04), CSBM(400, 0.005, 0.02), CSBM(400, 0.03, 0.01)], ids=str)
def test_the_rule_follows_the_sign_of_the_mean_gap(key, model):
    # Section 3. Depths where the mean over graphs is not clearly off zero may go either way.
    gap = simulate(model, 12, key, n_graphs=16, n_draws=1, exact=False).mean_gap
    clear = np.abs(gap.mean(axis=0)) > SCORE * gap.std(axis=0, ddof=1) / 4
    assert clear[:4].all()
    # Nor those where isolated nodes could make its sign against most nodes.
    clear &= np.abs(gap.mean(axis=0)) > 2 * model.isolated_share
    assert np.array_equal(side_of(model, 12, key)[clear], np.sign(gap.mean(axis=0))[clear])


@pytest.mark.parametrize("key", ["convolution", "residual", "lazy", "self_loops"])
def test_a_rule_that_knows_the_model_beats_a_coin_wherever_there_is_a_gap(key):
    # Under heterophily the residual's gap changes its rhythm where lam^n does not.
    for model in (CSBM(600, 0.0067, 0.0267), CSBM(600, 0.00267, 0.0107)):
        simulated = simulate(model, 12, key, n_graphs=8, n_draws=16, exact=False)
        gap = np.abs(simulated.mean_gap.mean(axis=0)) > 0.05
        for name in ("error_fixed", "error_fitted"):
            assert np.all(getattr(simulated, name).mean(axis=0)[gap] < 0.5), name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"depth": 257}, ("depth", "257", "0 to 256")),
        ({"depth": -1}, ("depth", "-1", "0 to 256")),
        ({"depth": 2.5}, ("depth", "2.5", "whole number")),
        ({"method": "convolutoin"}, ("method", "'convolutoin'", "residual")),
        ({"method": "residual", "alpha": 3}, ("alpha", "3", "0 to 1")),
        ({"n_graphs": 0}, ("n_graphs", "0", "1 to 10,000")),
        ({"n_graphs": 2.0}, ("n_graphs", "2.0", "whole number")),
        ({"n_draws": 0}, ("n_draws", "0", "1 to 4,096")),
        ({"seed": -1}, ("seed", "-1", "at least 0")),
        ({"seed": None}, ("seed", "None", "whole number")),
        ({"model": CSBM(n_nodes=2 * 10**6)}, ("n_nodes", "2,000,000", "1,000,000")),
        ({"model": CSBM(n_nodes=10**5, p_within=0.9)}, ("p_within", "50,000,000")),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError) as refusal:
        simulate(**{"model": ROUTES, "depth": 2, **arguments})
    assert all(word in str(refusal.value) for word in words)
