"""Laws of every method in the registry. A new method is picked up by itself; it needs its formula in test_dense_formulas."""

import numpy as np
import pytest
from method_cases import (
    DEPTH,
    DIVIDES,
    GRAPHS,
    OF_AVERAGES,
    OF_FIXED,
    OF_LINEAR,
    ON_GRAPHS,
    REGISTRY,
    ROUNDING,
    features_for,
    run,
    strengths,
)
from scipy.sparse import csr_array

from core.model import CSBM
from core.propagation import METHODS, propagate
from core.sampling import block_labels


@REGISTRY
@ON_GRAPHS
def test_depth_zero_is_the_identity(key, adjacency):
    x = features_for(adjacency)
    assert np.array_equal(run(key, adjacency, x, 0)[0], x)
    assert np.array_equal(run(key, adjacency, x)[0], x)


@OF_FIXED
@ON_GRAPHS
def test_relabelling_the_nodes_relabels_the_output(key, adjacency):
    x = features_for(adjacency)
    order = np.random.default_rng(6).permutation(len(x))
    depth = DEPTH if key not in DIVIDES else 2
    relabelled = run(key, adjacency[order][:, order], x[order], depth)
    expected = run(key, adjacency, x, depth)[:, order]
    assert relabelled == pytest.approx(expected, abs=ROUNDING * max(1, np.abs(expected).max()))


@OF_AVERAGES
@ON_GRAPHS
def test_constants_are_kept(key, adjacency):
    x = np.full((len(adjacency), 2), [3.0, -0.5])
    for options in strengths(key):
        assert run(key, adjacency, x, **options) == pytest.approx(
            np.broadcast_to(x, (DEPTH + 1, *x.shape)), abs=ROUNDING
        )


@OF_LINEAR
@ON_GRAPHS
def test_a_sum_of_features_propagates_as_a_sum(key, adjacency):
    x, y = features_for(adjacency), features_for(adjacency, seed=7)
    together = run(key, adjacency, 2 * x - 3 * y)
    assert together == pytest.approx(2 * run(key, adjacency, x) - 3 * run(key, adjacency, y), abs=1e-11)


@OF_AVERAGES
@ON_GRAPHS
def test_averages_never_leave_the_range_of_the_input(key, adjacency):
    x = features_for(adjacency)
    layers = run(key, adjacency, x, 20)
    assert np.all(layers <= x.max(axis=0) + ROUNDING) and np.all(layers >= x.min(axis=0) - ROUNDING)


@OF_AVERAGES
def test_isolated_nodes_keep_their_features(key):
    adjacency = GRAPHS["isolated nodes"]
    alone = adjacency.sum(axis=1) == 0
    assert alone.any() and not alone.all()
    x = features_for(adjacency)
    layers = run(key, adjacency, x)
    assert layers[:, alone] == pytest.approx(np.broadcast_to(x[alone], layers[:, alone].shape), abs=ROUNDING)


@OF_AVERAGES
def test_components_do_not_hear_of_each_other(key):
    adjacency = GRAPHS["two components"]
    x = features_for(adjacency)
    changed = x.copy()
    changed[:15] += 10
    assert run(key, adjacency, changed)[:, 15:] == pytest.approx(run(key, adjacency, x)[:, 15:], abs=ROUNDING)


@REGISTRY
@ON_GRAPHS
def test_every_layer_is_finite_whatever_the_graph(key, adjacency):
    for options in strengths(key):
        assert np.isfinite(run(key, adjacency, features_for(adjacency), 40, **options)).all()
        assert np.isfinite(run(key, adjacency, np.zeros((len(adjacency), 3)), 5, **options)).all()


@REGISTRY
def test_graph_and_features_are_left_as_they_were(key):
    adjacency = csr_array(GRAPHS["isolated nodes"])
    x = features_for(adjacency)
    before = adjacency.copy(), x.copy()
    layers = propagate(key, adjacency, x, 3, rng=np.random.default_rng(0))
    layers += 1
    assert (adjacency != before[0]).nnz == 0 and adjacency.nnz == before[0].nnz and np.array_equal(x, before[1])


@REGISTRY
def test_integers_and_lists_are_features_and_columns_of_linear_methods_propagate_alone(key):
    adjacency = GRAPHS["connected"]
    x = np.arange(30)
    column = run(key, adjacency, x)
    assert column.shape == (DEPTH + 1, 30, 1) and column.dtype == np.float64
    assert np.array_equal(column, run(key, adjacency, x.astype(float).tolist()))
    if METHODS[key].linear:
        pair = run(key, adjacency, np.stack([x, x**2], axis=1))
        assert pair[:, :, :1] == pytest.approx(column, abs=1e-11)


@REGISTRY
def test_an_integer_graph_is_the_same_graph(key):
    adjacency = GRAPHS["connected"]
    x = features_for(adjacency)
    assert np.array_equal(run(key, adjacency.astype(np.int8), x), run(key, adjacency, x))


def test_the_ends_of_the_strengths_are_known_methods():
    adjacency = GRAPHS["isolated nodes"]
    x = features_for(adjacency)
    plain, kept = run("convolution", adjacency, x), np.broadcast_to(x, (DEPTH + 1, *x.shape))
    assert run("residual", adjacency, x, alpha=0.0) == pytest.approx(plain, abs=ROUNDING)
    assert run("residual", adjacency, x, alpha=1.0) == pytest.approx(kept, abs=ROUNDING)
    assert run("lazy", adjacency, x, laziness=0.0) == pytest.approx(plain, abs=ROUNDING)
    assert run("lazy", adjacency, x, laziness=1.0) == pytest.approx(kept, abs=ROUNDING)


def test_plain_convolution_swings_on_a_bipartite_graph_and_laziness_or_loops_cure_it():
    adjacency = GRAPHS["bipartite"]
    x = block_labels(CSBM(20, 0.0, 0.6)).astype(float)
    assert run("convolution", adjacency, x, 5)[:, 0, 0] == pytest.approx([-1, 1, -1, 1, -1, 1], abs=ROUNDING)
    assert np.abs(run("lazy", adjacency, x, 200)[-1]).max() < 1e-9
    assert np.ptp(run("self_loops", adjacency, x, 200)[-1]) < 1e-9


@pytest.mark.parametrize(
    ("key", "depth", "options", "words"),
    [
        ("convolutoin", 2, {}, ("method", "'convolutoin'", "convolution")),
        ("residual", 2, {"alpha": 1.5}, ("alpha", "1.5", "0 to 1")),
        ("residual", 2, {"alpha": float("nan")}, ("alpha", "nan", "0 to 1")),
        ("residual", 2, {"alpha": "0.1"}, ("alpha", "'0.1'", "0 to 1")),
        ("residual", 2, {"alpha": True}, ("alpha", "True", "0 to 1")),
        ("lazy", 2, {"alpha": 0.1}, ("alpha", "lazy", "laziness")),
        ("convolution", 2, {"alpha": 0.1}, ("alpha", "convolution", "no option")),
        ("convolution", -1, {}, ("depth", "-1", "0 to")),
        ("convolution", 1.5, {}, ("depth", "1.5", "whole number")),
        ("convolution", None, {}, ("depth", "None", "whole number")),
    ],
)
def test_a_bad_method_option_or_depth_is_refused_in_a_sentence(key, depth, options, words):
    with pytest.raises(ValueError) as refusal:
        run(key, GRAPHS["ring"], np.ones(10), depth, **options)
    assert all(word in str(refusal.value) for word in words)


@pytest.mark.parametrize("shape", [(9,), (9, 2), (10, 2, 2)])
def test_features_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match="features has shape"):
        run("convolution", GRAPHS["ring"], np.ones(shape))


@REGISTRY
def test_every_registry_entry_says_what_it_is(key):
    method = METHODS[key]
    assert method.key == key and method.label and method.formula and method.source
    for option in method.options.values():
        assert option.low <= option.default <= option.high and option.meaning
