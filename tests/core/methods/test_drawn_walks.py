"""Methods that draw their walk anew in every layer follow on average the walk of the theory."""

import numpy as np
import pytest
from method_cases import DRAWN_ANEW, GRAPHS, RANDOM, ROUNDING, features_for, run, walk_matrix
from scipy.sparse import csr_array

from core.propagation import propagate


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
    # docs/theory.md, section 8: E[P_t] = (1 - r^D_i) P + r^D_i I.
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
def test_random_methods_need_a_generator_and_equal_seeds_give_equal_layers(key):
    adjacency, x = csr_array(GRAPHS["connected"]), features_for(GRAPHS["connected"])
    with pytest.raises(ValueError, match="rng is missing"):
        propagate(key, adjacency, x, 2)
    assert np.array_equal(run(key, GRAPHS["connected"], x), run(key, GRAPHS["connected"], x))
    assert not np.allclose(run(key, GRAPHS["connected"], x), run(key, GRAPHS["connected"], x, seed=1))


@pytest.mark.parametrize("key", DRAWN_ANEW)
def test_edges_are_drawn_anew_in_every_layer(key):
    basis = run(key, GRAPHS["connected"], np.eye(30), 2)
    assert not np.allclose(basis[2], basis[1] @ basis[1])
