"""Laws of every method in the registry. A new method is picked up by itself; it needs its dense formula below."""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import binom, poisson

from core.model import CSBM
from core.propagation import METHODS, coefficients, propagate, response
from core.sampling import block_labels, sample_graph

ROUNDING = 1e-12  # ten products with a row-stochastic matrix in double precision
KEYS = list(METHODS)
RANDOM = [key for key in KEYS if METHODS[key].sampler]
FIXED = [key for key in KEYS if not METHODS[key].sampler]
LINEAR = [key for key in KEYS if METHODS[key].linear]
AVERAGES = [key for key in KEYS if METHODS[key].keeps_constants]
POLYNOMIAL = [key for key in KEYS if METHODS[key].polynomial and METHODS[key].has_theory and not METHODS[key].corrected]
DEPTH = 7


def sampled(seed, *arguments):
    return sample_graph(np.random.default_rng(seed), CSBM(*arguments)).toarray()


def ring(n_nodes):
    """Every node with the neighbours on its left and right."""
    return np.roll(np.eye(n_nodes), 1, axis=1) + np.roll(np.eye(n_nodes), -1, axis=1)


GRAPHS = {
    "connected": sampled(1, 30, 0.5, 0.3),
    "isolated nodes": sampled(2, 40, 0.05, 0.02),
    "two components": sampled(3, 30, 0.7, 0.0),
    "bipartite": sampled(4, 20, 0.0, 0.6),
    "no edges": np.zeros((6, 6)),
    "one edge": np.array([[0.0, 1.0], [1.0, 0.0]]),
    "ring": ring(10),
}
REGISTRY, OF_FIXED, OF_LINEAR, OF_AVERAGES, OF_POLYNOMIAL = (
    pytest.mark.parametrize("key", keys) for keys in (KEYS, FIXED, LINEAR, AVERAGES, POLYNOMIAL)
)
ON_GRAPHS = pytest.mark.parametrize("adjacency", GRAPHS.values(), ids=GRAPHS)


def run(key, adjacency, features, depth=DEPTH, seed=0, **options):
    return propagate(key, csr_array(adjacency), features, depth, rng=np.random.default_rng(seed), **options)


def features_for(adjacency, columns=3, seed=5):
    return np.random.default_rng(seed).normal(size=(adjacency.shape[0], columns))


def strengths(key):
    """The default, and both ends and an inner value of every option."""
    yield {}
    for name, option in METHODS[key].options.items():
        inner = option.low + 0.3 * (option.high - option.low)
        for value in (option.low, option.high, round(inner) if option.whole else inner):
            yield {name: value}


# The formulas once more, dense ------------------------------------------------------------------------------------


def walk_matrix(adjacency):
    """P = D^-1 A, an isolated node keeping its own feature (THEORY.md section 1)."""
    loops = adjacency + np.diag(adjacency.sum(axis=1) == 0)
    return loops / loops.sum(axis=1, keepdims=True)


def dense_convolution(adjacency, x, n):
    return np.linalg.matrix_power(walk_matrix(adjacency), n) @ x


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
# Normalisation divides by what is left: on a graph where all is averaged away that is rounding, and so are its digits.
DIVIDES = ("pairnorm", "pairnorm_si", "layer_norm", "batch_norm")


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


@pytest.mark.parametrize("key", DEEP_LIMIT)
def test_deep_layers_reach_the_methods_limit(key):
    adjacency = GRAPHS["connected"]
    x = features_for(adjacency)
    limit = DEEP_LIMIT[key](adjacency, x)
    # Shrinks by .9 a layer at the slowest: .9^300 = 2e-14.
    assert run(key, adjacency, x, 300)[-1] == pytest.approx(limit, abs=1e-10)
    assert np.abs(run(key, adjacency, x, 1)[-1] - limit).max() > 1e-2  # control: one layer is not there yet


# Laws -------------------------------------------------------------------------------------------------------------


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


# Polynomials ------------------------------------------------------------------------------------------------------

# Mean degree (10/2 - 1)/4 + (10/2)/5 = 2, that of a ring: what is exact on regular graphs is exact here.
LIKE_A_RING = CSBM(n_nodes=10, p_within=0.25, q_across=0.2)


def polynomial(key, model, depth, **options):
    """Coefficients (depth+1, depth+1); None stands for the powers themselves."""
    found = coefficients(key, model, depth, **options)
    return np.eye(depth + 1) if found is None else found


@OF_POLYNOMIAL
def test_on_a_regular_graph_the_polynomial_in_p_is_the_method(key):
    # An odd ring: powers beyond the longest polynomial have converged (.81^256).
    adjacency = ring(5)
    x = features_for(adjacency)
    for options in strengths(key):
        found = polynomial(key, LIKE_A_RING, DEPTH, **options)
        powers = np.stack([dense_convolution(adjacency, x, k) for k in range(found.shape[1])])
        assert run(key, adjacency, x, **options) == pytest.approx(np.einsum("nk,kix->nix", found, powers), abs=ROUNDING)


@OF_POLYNOMIAL
def test_coefficients_sum_to_one_because_constants_are_kept_and_begin_with_the_identity(key):
    for options in strengths(key):
        found = polynomial(key, LIKE_A_RING, 12, **options)
        assert found.sum(axis=1) == pytest.approx(np.ones(13), abs=ROUNDING)
        assert found[0, 0] == 1 and not found[0, 1:].any()
        if key not in ("pagerank", "heat"):
            assert np.array_equal(found, np.tril(found)), "n layers reach n hops"


def test_coefficients_of_the_residual_are_geometric():
    # Section 4: alpha (1-alpha)^k for k < n, (1-alpha)^n for k = n.
    alpha, depth = 0.23, 9
    found = coefficients("residual", LIKE_A_RING, depth, alpha=alpha)
    for n in range(depth + 1):
        expected = [alpha * (1 - alpha) ** k for k in range(n)] + [(1 - alpha) ** n] + [0] * (depth - n)
        assert found[n] == pytest.approx(expected, abs=ROUNDING)


def test_coefficients_of_the_lazy_walk_are_binomial():
    found = coefficients("lazy", LIKE_A_RING, 9, laziness=0.3)
    assert found == pytest.approx(binom.pmf(np.arange(10), np.arange(10)[:, None], 0.7), abs=ROUNDING)


def test_self_loops_stand_for_a_lazy_walk_that_stays_once_in_d_plus_one():
    found = coefficients("self_loops", LIKE_A_RING, 6)
    assert found == pytest.approx(binom.pmf(np.arange(7), np.arange(7)[:, None], 1 - 1 / 3), abs=ROUNDING)


def test_coefficients_of_infinite_pagerank_are_geometric():
    found = coefficients("pagerank", LIKE_A_RING, 3, alpha=0.3)
    steps = np.arange(80)
    assert found[1, :80] == pytest.approx(0.3 * 0.7**steps, abs=ROUNDING)
    assert np.array_equal(found[1], found[3]), "its first layer is its last"


def test_coefficients_of_the_heat_kernel_are_poisson_in_the_time_passed():
    found = coefficients("heat", LIKE_A_RING, 5, time=0.7)
    steps = np.arange(found.shape[1])
    for n in range(6):
        assert found[n] == pytest.approx(poisson.pmf(steps, 0.7 * n), abs=ROUNDING)


@pytest.mark.parametrize("key", [key for key in KEYS if METHODS[key].polynomial])
def test_response_is_the_method_on_an_eigenvector(key):
    # On a ring of 10, cos(2 pi i j/10) is an eigenvector of P at cos(2 pi j/10); loops shift it to (2 theta + 1)/3.
    for j in range(1 if METHODS[key].corrected else 0, 6):
        theta = np.cos(2 * np.pi * j / 10)
        own = (2 * theta + 1) / 3 if key == "self_loops" else theta
        vector = np.cos(2 * np.pi * j * np.arange(10) / 10)[:, None]
        for options in strengths(key):
            expected = response(key, own, DEPTH, **options)[:, 0, None, None] * vector
            assert run(key, ring(10), vector, **options) == pytest.approx(expected, abs=ROUNDING)


# Random methods ---------------------------------------------------------------------------------------------------


def drawn(key, adjacency, n_draws, **options):
    """Operators of one layer, (n_draws, N, N): what the method makes of the identity."""
    rng = np.random.default_rng(8)
    graph = csr_array(adjacency)
    return np.stack([propagate(key, graph, np.eye(len(adjacency)), 1, rng=rng, **options)[1] for _ in range(n_draws)])


def largest_score(operators, expected):
    """Largest z score of the mean operator; entries that never changed may do so in 25 draws of all at the most."""
    error = operators.std(axis=0) / np.sqrt(len(operators))
    difference = np.abs(operators.mean(axis=0) - expected)
    certain = error < ROUNDING
    if np.any(difference[certain] >= 25 / len(operators)):
        return np.inf
    return (difference[~certain] / error[~certain]).max(initial=0)


@pytest.mark.parametrize("rate", [0.2, 0.7])
def test_edge_dropping_walks_on_average_like_p_where_an_edge_is_left(rate):
    # THEORY.md section 6: E[P_t] = (1 - r^D_i) P + r^D_i I.
    adjacency = GRAPHS["isolated nodes"][:24, :24]
    alone = rate ** adjacency.sum(axis=1, keepdims=True)
    operators = drawn("drop_edge", adjacency, 600, rate=rate)
    expected = (1 - alone) * walk_matrix(adjacency) + alone * np.eye(24)
    assert largest_score(operators, expected) < 5
    # Control: as if the walker stayed with probability r.
    assert largest_score(operators, (1 - rate) * walk_matrix(adjacency) + rate * np.eye(24)) > 5


def test_an_edge_is_dropped_in_both_directions_at_once():
    operators = drawn("drop_edge", GRAPHS["connected"], 50, rate=0.5) > 0
    off = ~np.eye(30, dtype=bool)
    assert np.array_equal((operators & off), np.swapaxes(operators & off, 1, 2))


@pytest.mark.parametrize("k", [1, 3])
def test_neighbour_sampling_walks_on_average_like_p_over_at_most_k_neighbours(k):
    adjacency = GRAPHS["isolated nodes"][:24, :24]
    operators = drawn("neighbour_sampling", adjacency, 600, k=k)
    assert largest_score(operators, walk_matrix(adjacency)) < 5
    met = np.minimum(np.maximum(adjacency.sum(axis=1), 1), k)
    assert np.all((operators > 0).sum(axis=2) == met)
    assert np.allclose(operators.max(axis=2), 1 / met)


@pytest.mark.parametrize("key", RANDOM)
def test_random_methods_need_a_generator_and_draw_anew_in_every_layer(key):
    adjacency, x = csr_array(GRAPHS["connected"]), features_for(GRAPHS["connected"])
    with pytest.raises(ValueError, match="rng is missing"):
        propagate(key, adjacency, x, 2)
    assert np.array_equal(run(key, GRAPHS["connected"], x), run(key, GRAPHS["connected"], x)), (
        "equal seeds, equal layers"
    )
    basis = run(key, GRAPHS["connected"], np.eye(30), 2)
    assert not np.allclose(basis[2], basis[1] @ basis[1])


# Bad input --------------------------------------------------------------------------------------------------------


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
