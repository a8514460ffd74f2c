"""Walk theory of unequal blocks: laws, the equal-block theory as a special case, and sampled graphs class by class."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from core.accuracy import classes as class_accuracy
from core.classes.class_errors import class_graph, simulate_classes
from core.classes.two_type_chain import TwoTypeChain
from core.classes.unequal import predict_classes
from core.model import CSBM
from core.simulation import simulate
from core.thresholds import RULES, lowest
from core.walks import predict

MODELS = [
    CSBM(share_1=0.2),
    CSBM(p_within=0.004, q_across=0.012, share_1=0.1),
    CSBM(n_nodes=10**12, p_within=15e-12, q_across=5e-12, share_1=0.05),
    CSBM(n_nodes=300, p_within=0.9, q_across=0.4, mean_1=2.0, mean_2=1.0, share_1=0.7),
]
DEGENERATE = [
    CSBM(p_within=0.01, q_across=0.01, share_1=0.2),
    CSBM(p_within=0.0, q_across=0.01, share_1=0.2),
    CSBM(p_within=0.01, q_across=0.0, share_1=0.2),
    CSBM(p_within=0.0, q_across=0.0, share_1=0.2),
    CSBM(p_within=1.0, q_across=1.0, share_1=0.2),
    CSBM(mean_1=1.0, share_1=0.2),
    CSBM(sigma=1e-9, share_1=0.2),
    CSBM(n_nodes=2, p_within=0.3, q_across=0.7),
    CSBM(n_nodes=10, p_within=0.5, q_across=0.0, share_1=0.01),
]


def of_degree(n_nodes, degree, ratio, share, strength):
    """A model of mean degree `degree` and p/q = ratio, with Delta/sigma = strength."""
    model = CSBM(n_nodes, ratio / n_nodes, 1 / n_nodes, -strength / 2, strength / 2, 1.0, share)
    scale = degree / model.mean_degree
    return replace(model, p_within=model.p_within * scale, q_across=model.q_across * scale)


@pytest.mark.parametrize("model", [CSBM(), CSBM(p_within=0.004, q_across=0.012), CSBM(10**9, 4e-8, 1e-8)])
def test_equal_blocks_have_the_moments_of_the_theory_of_equal_blocks(model):
    classes, plain = predict_classes(model, 12), predict(model, 12)
    for place, label in enumerate((-1, 1)):
        assert label * classes.mean[:, place] == pytest.approx(plain.mean_gap, abs=2.5e-4)
        assert classes.variance[:, place] == pytest.approx(plain.variance, rel=2e-3)
        # Mean edge probability is (1+lam^2) d/N up to 1/N, and stands in for (1-lam^2) d/N in the noise.
        whole = classes.neighbourhood_noise[:, place] + classes.shift
        assert whole == pytest.approx(plain.neighbourhood_noise, rel=0.01)


@pytest.mark.parametrize("model", [CSBM(), CSBM(p_within=0.003, q_across=0.001), CSBM(400, 0.05, 0.02, -0.25, 0.25)])
def test_equal_blocks_err_as_the_first_page_says_and_nearly_equal_ones_nearly_so(model):
    first_page = predict(model, 8).error_fixed
    one_off = replace(model, share_1=0.5 - 1 / model.n_nodes)
    assert one_off.block_sizes[0] == model.n_nodes // 2 - 1
    for rule in RULES:
        assert np.array_equal(predict_classes(model, 8).total[rule], first_page)
        assert predict_classes(one_off, 8).total[rule] == pytest.approx(first_page, rel=0.01)
    # Control: one Gaussian a class would say another number, 2.7 instead of 3.0 % at depth 2 of the default model.
    classes, strength = predict_classes(model, 8), abs(model.gap) / (2 * model.sigma)
    spread = np.sqrt(classes.variance + strength**2 * (classes.neighbourhood_noise + classes.shift[:, None]))
    one = ndtr(-strength * np.abs(classes.mean) / spread)[:, 0]
    assert np.abs(one / first_page - 1).max() > 0.01


@pytest.mark.parametrize(("ratio", "depths"), [(3, (1, 1, 2, 3)), (8, (1, 3, 4, 6))])
def test_the_minoritys_mean_crosses_a_fixed_threshold_at_a_finite_depth(ratio, depths):
    for share, depth in zip((0.1, 0.2, 0.3, 0.4), depths, strict=True):
        mean = predict_classes(of_degree(2000, 15, ratio, share, 2.0), 20).mean
        assert np.argmax(mean[:, 0] > 0) == depth
        # The larger class stays where it is.
        assert np.all(mean[:, 1] > 0)


@pytest.mark.parametrize("model", MODELS)
def test_naming_the_classes_the_other_way_round_mirrors_everything(model):
    one = predict_classes(model, 6)
    other = predict_classes(replace(model, share_1=1 - model.share_1), 6)
    assert other.mean[:, ::-1] == pytest.approx(-one.mean, abs=1e-9)
    assert other.variance[:, ::-1] == pytest.approx(one.variance, rel=1e-6)
    assert other.neighbourhood_noise[:, ::-1] == pytest.approx(one.neighbourhood_noise, rel=1e-6, abs=1e-15)
    for rule in RULES:
        assert other.threshold[rule] == pytest.approx(-one.threshold[rule], abs=1e-6)
        assert other.error[rule][:, ::-1] == pytest.approx(one.error[rule], abs=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_the_bayes_threshold_has_the_lowest_total_error(model):
    found = predict_classes(model, 12)
    for rule in RULES:
        assert np.all(found.total["bayes"] <= found.total[rule] + 1e-4), rule
    assert np.all(found.total["bayes"] <= min(model.share_1, 1 - model.share_1) + 1e-4)


def test_without_convolution_the_bayes_threshold_is_that_of_two_gaussians_with_priors():
    for share, strength in ((0.1, 2.0), (0.3, 1.0), (0.6, 4.0)):
        model = CSBM(mean_1=-strength / 2, mean_2=strength / 2, share_1=share)
        found = predict_classes(model, 0).threshold["bayes"][0]
        assert found == pytest.approx(np.log(share / (1 - share)) / strength, abs=0.02)
        # Recall of the smaller class is below a half where gap/sd < sqrt(2 log(pi2/pi1)).
        below = strength < np.sqrt(2 * np.log((1 - share) / share)) if share < 0.5 else False
        assert (predict_classes(model, 0).error["bayes"][0, 0] > 0.5) == below


def test_both_means_decay_to_their_common_limit_at_the_same_rate():
    mean = predict_classes(CSBM(share_1=0.2), 14).mean
    steps = np.abs(np.diff(mean, axis=0))
    assert steps[6:, 0] / steps[5:-1, 0] == pytest.approx(steps[6:, 1] / steps[5:-1, 1], rel=0.05)


@pytest.mark.parametrize("model", DEGENERATE)
def test_degenerate_models_give_probabilities_and_no_gaps(model):
    found = predict_classes(model, 8)
    for values in (found.mean, found.variance, found.neighbourhood_noise):
        assert np.all(np.isfinite(values))
    for rule in RULES:
        assert np.all((found.error[rule] >= 0) & (found.error[rule] <= 1)), rule
        assert np.all(np.isfinite(found.threshold[rule])), rule


def test_the_chain_loses_no_walker_and_without_ways_back_it_is_the_class_transition():
    transition, back = np.array([[0.3, 0.7], [0.1, 0.9]]), np.array([0.2, 0.05])
    stationary = np.array([0.125, 0.875])
    chain = TwoTypeChain(transition, back, stationary, 0.2, 9)
    chance = chain.start()
    for _ in range(9):
        chance = chain.step(chance).swapaxes(2, 3)
        assert chance.sum(axis=(1, 2, 3)) == pytest.approx(1, abs=1e-12)
    straight = TwoTypeChain(transition, np.zeros(2), stationary, 0.2, 5).label_means(5)
    for n in range(6):
        assert straight[n] == pytest.approx(np.linalg.matrix_power(transition, n) @ (-1, 1), abs=1e-12)


def test_the_lowest_point_is_found_between_grid_points():
    grid = np.linspace(-2, 2, 97)[None]
    assert lowest(grid, (grid - 0.3137) ** 2) == pytest.approx(0.3137, abs=1e-9)


# Against sampled graphs -------------------------------------------------------------------------------------------

# N, mean degree, p/q, share of class 1, Delta/sigma
GRID = [(700, 12, 3, 0.3, 2.0), (1000, 25, 3, 0.1, 1.0), (800, 40, 8, 0.2, 2.0), (700, 15, 0.3, 0.4, 2.0)]
DEPTH, N_GRAPHS = 6, 16


@pytest.fixture(scope="module", params=GRID, ids=str)
def compared(request):
    model = of_degree(*request.param)
    return model, predict_classes(model, DEPTH), simulate_classes(model, DEPTH, n_graphs=N_GRAPHS, n_draws=32, seed=3)


def scatter(samples):
    return samples.std(axis=0, ddof=1) / np.sqrt(len(samples))


def test_means_of_both_classes_agree_with_sampled_graphs(compared):
    _, theory, simulation = compared
    distance = np.abs(theory.mean - simulation.mean.mean(axis=0))
    assert np.all(distance <= 0.02 + 3 * scatter(simulation.mean))


def test_theory_and_simulation_mean_the_same_by_neighbourhood_noise_the_spread_within_one_graph():
    model = CSBM(120, 0.5, 0.25, share_1=0.4)
    theory, noise = predict_classes(model, 6), simulate_classes(model, 6, n_graphs=40, seed=1).neighbourhood_noise
    distance = theory.neighbourhood_noise - noise.mean(axis=0)
    allowed = 0.15 * theory.neighbourhood_noise + 3 * scatter(noise) + 1e-5
    assert np.all(np.abs(distance) <= allowed)
    # Control: with the shift of whole graphs it would be another thing.
    assert np.any(np.abs(distance + theory.shift[:, None]) > allowed)


def test_total_and_minority_errors_agree_with_sampled_graphs(compared):
    _, theory, simulation = compared
    for rule in RULES:
        total = np.abs(theory.total[rule] - simulation.total[rule].mean(axis=0))
        minority = np.abs(theory.error[rule] - simulation.error[rule].mean(axis=0))[:, 0]
        assert np.median(total) < 0.005 and np.median(minority) < 0.02, rule
        assert np.all(total <= 0.015 + 3 * scatter(simulation.total[rule])), rule
        assert np.all(minority <= 0.03 + 3 * scatter(simulation.error[rule][:, :, 0])), rule


def test_control_the_theory_of_equal_blocks_misses_unequal_ones(compared):
    model, _, simulation = compared
    equal = predict(replace(model, share_1=0.5), DEPTH)
    assert np.abs(equal.error_fixed - simulation.error["fixed"].mean(axis=0)[:, 0]).max() > 0.05


def test_the_classes_together_err_as_the_simulation_of_the_whole_graph_says():
    model = CSBM(n_nodes=300, p_within=0.06, q_across=0.02, share_1=0.3)
    whole = simulate(model, 5, n_graphs=3, seed=4)
    classes = simulate_classes(model, 5, n_graphs=3, seed=4)
    assert classes.route == whole.variance_route == "exact"
    assert classes.total["fixed"] == pytest.approx(whole.error_fixed, abs=1e-5)
    half_gap = (classes.mean[:, :, 1] - classes.mean[:, :, 0]) / 2
    assert half_gap == pytest.approx(whole.mean_gap, abs=1e-6)


def test_what_is_stored_about_the_accuracy_is_what_is_claimed():
    stored = class_accuracy.measured()
    for rule in RULES:
        assert stored["errors"][rule]["total"]["median"] < 0.005 and stored["errors"][rule]["minority"]["median"] < 0.02
    model = class_accuracy.random_model(np.random.default_rng(stored["seed"]))
    assert min(model.mean_degrees) >= stored["least_degree"]


def test_methods_that_cannot_be_read_class_by_class_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="^method is 'attention', but it must be linear"):
        class_graph(CSBM(n_nodes=20), 2, method="attention")
