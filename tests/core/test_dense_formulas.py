"""Every method's formula once more, with dense matrices. A new method needs its own here."""

import numpy as np
import pytest
from method_cases import (
    DEPTH,
    DIVIDES,
    FIXED,
    GRAPHS,
    OF_FIXED,
    ON_GRAPHS,
    ROUNDING,
    dense_convolution,
    features_for,
    run,
    strengths,
    walk_matrix,
)
from scipy.linalg import expm
from scipy.sparse.csgraph import connected_components


def dense_residual(adjacency, x, n, alpha=0.1):
    powers = [np.linalg.matrix_power(walk_matrix(adjacency), k) @ x for k in range(n + 1)]
    return sum(alpha * (1 - alpha) ** k * powers[k] for k in range(n)) + (1 - alpha) ** n * powers[n]


def dense_self_loops(adjacency, x, n):
    loops = adjacency + np.eye(len(adjacency))
    return np.linalg.matrix_power(loops / loops.sum(axis=1, keepdims=True), n) @ x


def dense_lazy(adjacency, x, n, laziness=0.5):
    step = laziness * np.eye(len(adjacency)) + (1 - laziness) * walk_matrix(adjacency)
    return np.linalg.matrix_power(step, n) @ x


def dense_symmetric(adjacency, x, n):
    loops = adjacency + np.diag(adjacency.sum(axis=1) == 0)
    degree = loops.sum(axis=1)
    return np.linalg.matrix_power(loops / np.sqrt(np.outer(degree, degree)), n) @ x


def dense_gcn(adjacency, x, n):
    loops = adjacency + np.eye(len(adjacency))
    degree = loops.sum(axis=1)
    return np.linalg.matrix_power(loops / np.sqrt(np.outer(degree, degree)), n) @ x


def dense_pagerank(adjacency, x, n, alpha=0.1):
    return x if n == 0 else alpha * np.linalg.solve(np.eye(len(x)) - (1 - alpha) * walk_matrix(adjacency), x)


def dense_heat(adjacency, x, n, time=1.0):
    return expm(-time * n * (np.eye(len(x)) - walk_matrix(adjacency))) @ x


def dense_corrected(adjacency, x, n):
    """P - 1 pi' in each component with edges."""
    _, component = connected_components(adjacency, directed=False)
    together, degree = np.equal.outer(component, component), adjacency.sum(axis=1)
    total = together @ degree
    stationary = np.where(total[:, None] > 0, together * degree / np.maximum(total, 1)[:, None], 0)
    return np.linalg.matrix_power(walk_matrix(adjacency) - stationary, n) @ x


def dense_layers(adjacency, x, n, after):
    """n times: one convolution, then what the method does to the features."""
    for _ in range(n):
        x = after(walk_matrix(adjacency) @ x)
    return x


def shrink(x, size):
    """x / size, nothing where there is nothing."""
    return np.where(size > 1e-200, x / np.where(size > 1e-200, size, 1), 0)


def dense_pairnorm(adjacency, x, n, scale=1.0):
    def after(h):
        centred = h - h.mean(axis=0)
        return scale * shrink(centred, np.linalg.norm(centred) / np.sqrt(len(h)))

    return dense_layers(adjacency, x, n, after)


def dense_pairnorm_si(adjacency, x, n, scale=1.0):
    def after(h):
        centred = h - h.mean(axis=0)
        return scale * shrink(centred, np.linalg.norm(centred, axis=1, keepdims=True))

    return dense_layers(adjacency, x, n, after)


def dense_layer_norm(adjacency, x, n):
    return dense_layers(adjacency, x, n, lambda h: shrink(h - h.mean(axis=1)[:, None], h.std(axis=1)[:, None]))


def dense_batch_norm(adjacency, x, n):
    return dense_layers(adjacency, x, n, lambda h: shrink(h - h.mean(axis=0), h.std(axis=0)))


def dense_relu(adjacency, x, n):
    return dense_layers(adjacency, x, n, lambda h: h * (h > 0))


def dense_attention(adjacency, x, n, beta=0.1):
    edges = adjacency + np.eye(len(x))
    for _ in range(n):
        weight = edges * np.exp(-beta * ((x[:, None] - x[None]) ** 2).sum(axis=2))
        x = weight / weight.sum(axis=1, keepdims=True) @ x
    return x


DENSE = {
    "convolution": dense_convolution,
    "residual": dense_residual,
    "self_loops": dense_self_loops,
    "lazy": dense_lazy,
    "symmetric": dense_symmetric,
    "gcn": dense_gcn,
    "pagerank": dense_pagerank,
    "heat": dense_heat,
    "jumping": dense_convolution,
    "corrected": dense_corrected,
    "pairnorm": dense_pairnorm,
    "pairnorm_si": dense_pairnorm_si,
    "layer_norm": dense_layer_norm,
    "batch_norm": dense_batch_norm,
    "relu": dense_relu,
    "attention": dense_attention,
}


def stationary_average(weight, x):
    """The same average of x at every node of a connected graph, by the walk's stationary weights."""
    return np.broadcast_to(weight @ x / weight.sum(), x.shape)


DEEP_LIMIT = {
    "convolution": lambda adjacency, x: stationary_average(adjacency.sum(axis=1), x),
    "residual": lambda adjacency, x: 0.1 * np.linalg.solve(np.eye(len(x)) - 0.9 * walk_matrix(adjacency), x),
    "self_loops": lambda adjacency, x: stationary_average(adjacency.sum(axis=1) + 1, x),
    "lazy": lambda adjacency, x: stationary_average(adjacency.sum(axis=1), x),
    "heat": lambda adjacency, x: stationary_average(adjacency.sum(axis=1), x),
    "corrected": lambda adjacency, x: 0 * x,
}


def test_every_method_that_draws_no_random_numbers_has_its_dense_formula_here():
    assert set(DENSE) == set(FIXED)


@OF_FIXED
@ON_GRAPHS
def test_every_layer_equals_the_dense_formula(key, adjacency):
    x = features_for(adjacency)
    for options in strengths(key):
        layers = run(key, adjacency, x, **options)
        for n in range(DEPTH + 1 if key not in DIVIDES else 3):
            expected = DENSE[key](adjacency, x, n, **options)
            assert layers[n] == pytest.approx(expected, abs=ROUNDING * max(1, np.abs(expected).max()))


@ON_GRAPHS
def test_graph_attention_equals_its_dense_formula_with_one_vector_for_all_layers(adjacency):
    x = features_for(adjacency)
    for scale in (1.0, 10.0, 1e3):
        own, other = np.random.default_rng(3).standard_normal((2, 3)) / np.sqrt(3)
        layers, expected = run("gat", adjacency, scale * x, seed=3), scale * x
        for n in range(1, DEPTH + 1):
            score = np.add.outer(expected @ own, expected @ other)
            score = np.where(score > 0, score, 0.2 * score)
            score -= np.where(adjacency + np.eye(len(x)) > 0, score, -np.inf).max(axis=1, keepdims=True)
            weight = (adjacency + np.eye(len(x))) * np.exp(np.minimum(score, 0))
            expected = weight / weight.sum(axis=1, keepdims=True) @ expected
            assert layers[n] == pytest.approx(expected, abs=1e-9 * scale)
    # Without features to tell neighbours apart the weights are equal: the walk with self loops.
    assert run("gat", adjacency, 1e-15 * x) == pytest.approx(run("self_loops", adjacency, 1e-15 * x), rel=1e-9)


def test_control_graph_attention_is_not_the_walk_with_equal_weights():
    x = features_for(GRAPHS["connected"])
    assert np.abs(run("gat", GRAPHS["connected"], x) - run("self_loops", GRAPHS["connected"], x))[1].max() > 0.05


@pytest.mark.parametrize("key", DEEP_LIMIT)
def test_deep_layers_reach_the_methods_limit(key):
    adjacency = GRAPHS["connected"]
    x = features_for(adjacency)
    limit = DEEP_LIMIT[key](adjacency, x)
    # Shrinks by .9 a layer at the slowest: .9^300 = 2e-14.
    assert run(key, adjacency, x, 300)[-1] == pytest.approx(limit, abs=1e-10)
    assert np.abs(run(key, adjacency, x, 1)[-1] - limit).max() > 1e-2  # control: one layer is not there yet
