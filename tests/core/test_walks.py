"""Walk theory: its reference values, what must not change what, and what it refuses."""

import numpy as np
import pytest
from walk_models import DEFAULT, KEYS, model_of

from core.model import CSBM
from core.walks import (
    CURVES,
    MAX_DEPTH,
    MAX_DEPTH_PLAIN,
    best_possible,
    detection_strength,
    predict,
    second_eigenvalue,
)

NARROW = CSBM(mean_1=-0.5, mean_2=0.5)
PRINTED = 1e-6  # six decimals of the errors, more of the rest
REFERENCE = [
    ("g", lambda: predict(DEFAULT, 6).mean_gap, "1 .49979927 .29873512 .17217034 .102913 .06070786 .03628811"),
    ("v", lambda: predict(DEFAULT, 6).variance, "1 .0709116 .0091287 .00187449 .0007687 .00057788 .00054204"),
    (
        "S",
        lambda: predict(DEFAULT, 6).neighbourhood_noise,
        "0 .05287784 .01478448 .00705573 .002473 .00099984 .00038584",
    ),
    ("fixed 2", lambda: predict(DEFAULT, 6).error_fixed, ".158655 .077604 .029516 .039049 .03896 .06572 .117046"),
    ("fixed 1", lambda: predict(NARROW, 6).error_fixed, ".308538 .189238 .092559 .077855 .083992 .145273 .23583"),
    ("fitted 2", lambda: predict(DEFAULT, 6).error_fitted, ".158655 .077173 .028243 .035096 .027791 .032806 .030833"),
    ("fitted 1", lambda: predict(NARROW, 6).error_fitted, ".308538 .188427 .087916 .062886 .041056 .039788 .034574"),
    (
        "PPR .1, 2",
        lambda: predict(DEFAULT, 6, "residual", alpha=0.1).error_fixed,
        ".158655 .050271 .029225 .025543 .032902 .037732 .043051",
    ),
    (
        "PPR .2, 1",
        lambda: predict(NARROW, 6, "residual", alpha=0.2).error_fixed,
        ".308538 .162131 .178488 .180613 .196541 .202199 .206134",
    ),
    (
        "lazy .5, 2",
        lambda: predict(DEFAULT, 6, "lazy", laziness=0.5).error_fixed,
        ".158655 .078613 .041834 .0285 .024203 .023389 .024242",
    ),
    (
        "best fixed",
        lambda: best_possible(DEFAULT, 6, "fixed"),
        ".158655 .042324 .023228 .020695 .020423 .018595 .018222",
    ),
    (
        "best fitted",
        lambda: best_possible(DEFAULT, 6, "fitted"),
        ".158655 .042114 .0225 .018816 .018192 .018161 .018157",
    ),
]


@pytest.mark.parametrize(("curve", "printed"), [row[1:] for row in REFERENCE], ids=[row[0] for row in REFERENCE])
def test_the_reference_values_of_the_default_model_are_met(curve, printed):
    assert curve() == pytest.approx([float(number) for number in printed.split()], abs=PRINTED)


def test_the_reference_model_has_the_printed_constants():
    degree, correlation = DEFAULT.mean_degree, DEFAULT.edge_correlation
    assert (degree, correlation) == pytest.approx((15.1886, 0.49962472), abs=1e-8)
    assert second_eigenvalue(correlation, (1 - np.exp(-degree)) / degree) == pytest.approx(0.59850659, abs=1e-8)


def test_the_detection_threshold_is_where_the_second_eigenvalue_leaves_the_bulk():
    # d lam^2 = 1 (Kesten and Stigum): on a large sparse graph theta > 0 just above it and 0 just below.
    for correlation in (0.3, -0.3):
        for factor in (1.02, 0.98):
            degree = factor / correlation**2
            back = 1 / (degree + 1)  # the d-ary tree: lam^2 (1-b) > b becomes lam^2 d > 1
            assert (second_eigenvalue(correlation, back) != 0) == (factor > 1)
            assert detection_strength(model_of(10**6, degree, correlation)) == pytest.approx(factor)


def test_only_the_size_of_the_gap_and_its_ratio_to_sigma_matter():
    mirrored = predict(CSBM(mean_1=1.0, mean_2=-1.0), 9)
    scaled = predict(CSBM(mean_1=3.0, mean_2=13.0, sigma=5.0), 9)
    for name in CURVES:
        assert getattr(mirrored, name) == pytest.approx(getattr(predict(DEFAULT, 9), name), abs=1e-12)
        assert getattr(scaled, name) == pytest.approx(getattr(predict(DEFAULT, 9), name), abs=1e-12)


@pytest.mark.parametrize("correlation", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("ratio", [0.5, 2.0])
def test_the_single_kind_for_dense_graphs_joins_the_sum_over_neighbourhoods(correlation, ratio):
    # d = 399 and 401 differ by half a percent, and so do signal and noise: the error by about 2 % where it is small.
    for n_nodes in (3000, 10**6):
        summed, single = (predict(model_of(n_nodes, degree, correlation, ratio), 5) for degree in (399, 401))
        for name in CURVES:
            assert getattr(summed, name) == pytest.approx(getattr(single, name), rel=0.03, abs=1e-3), (n_nodes, name)


def test_curves_settle_as_the_graph_grows():
    # Local quantities depend on N through d/N and 1/N alone.
    sizes = [predict(model_of(n_nodes, 15, 0.5), 4) for n_nodes in (10**8, 10**12)]
    for name in CURVES:
        assert getattr(sizes[0], name) == pytest.approx(getattr(sizes[1], name), abs=1e-6)


@pytest.mark.parametrize("key", KEYS)
def test_deeper_requests_begin_with_the_shallower_ones(key):
    short, long = predict(DEFAULT, 7, key), predict(DEFAULT, 60, key)
    for name in CURVES:
        assert getattr(long, name)[:8] == pytest.approx(getattr(short, name), abs=1e-12)


def test_fixed_error_returns_to_a_coin_with_depth_and_fitted_error_does_not():
    deep = predict(DEFAULT, 200)
    assert deep.error_fixed[-1] == pytest.approx(0.5, abs=1e-3)
    assert deep.error_fitted[-1] < 0.05


def test_plain_convolution_is_predicted_to_depth_ten_thousand():
    prediction = predict(DEFAULT, MAX_DEPTH_PLAIN)
    for name in CURVES:
        assert getattr(prediction, name).shape == (10_001,) and np.isfinite(getattr(prediction, name)).all()
    assert MAX_DEPTH_PLAIN == 10_000 and np.all(prediction.error_fixed <= 0.5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: predict(DEFAULT, 10_001), ("depth", "10001", "0 to 10000")),
        (lambda: predict(DEFAULT, 257, "residual"), ("depth", "257", "0 to 256")),
        (lambda: best_possible(DEFAULT, 257), ("depth", "257", "0 to 256")),
        (lambda: predict(DEFAULT, -1), ("depth", "-1", "0 to 10000")),
        (lambda: predict(DEFAULT, 2.0), ("depth", "2.0", "whole number")),
        (lambda: predict(DEFAULT, True), ("depth", "True", "whole number")),
        (lambda: predict(DEFAULT, 3, "convolutoin"), ("method", "'convolutoin'", "residual")),
        (lambda: predict(DEFAULT, 3, "residual", alpha=2), ("alpha", "2", "0 to 1")),
        (lambda: predict(DEFAULT, 3, laziness=0.5), ("laziness", "convolution")),
        (lambda: best_possible(DEFAULT, 3, "paper"), ("threshold", "'paper'", "'fixed' or 'fitted'")),
    ],
)
def test_what_theory_cannot_answer_is_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError) as refusal:
        call()
    assert all(word in str(refusal.value) for word in words)


def test_the_deepest_requests_of_every_other_method_are_answered():
    for key in KEYS:
        assert np.isfinite(predict(DEFAULT, MAX_DEPTH, key).error_fixed).all()
    assert np.isfinite(best_possible(DEFAULT, MAX_DEPTH)).all()
