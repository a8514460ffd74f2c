"""The sampled graph: simple, sorted, right to its last node, and the same from equal generators."""

import numpy as np
import pytest
from sampling_scores import DENSE, SCORE, SPARSE, block_counts
from scipy.sparse import csr_array

from core.model import CSBM
from core.sampling import block_labels, sample_graph


def is_simple(graph):
    """Symmetric, 0/1, no loops, every list of neighbours strictly increasing."""
    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    # Strictly increasing keys mean: rows in order, indices in order, no entry twice.
    key = rows.astype(np.int64) * graph.shape[0] + graph.indices
    mirrored = np.sort(graph.indices.astype(np.int64) * graph.shape[0] + rows)
    return (
        np.all(np.diff(key) > 0)
        and np.array_equal(key, mirrored)
        and np.all(rows != graph.indices)
        and np.all(graph.data == 1)
    )


@pytest.mark.parametrize(
    "model",
    [
        SPARSE,
        DENSE,
        CSBM(2, 0.5, 0.5),
        CSBM(50, 0.0, 0.2),
        CSBM(50, 0.2, 0.0),
        CSBM(50, 0.0, 0.0),
        CSBM(50, 1.0, 0.3),
        CSBM(50, 1.0, 1.0),
        CSBM(50, 1e-300, 1 - 1e-16),
        CSBM(100_000, 1e-4, 1e-4),
    ],
)
def test_a_graph_is_symmetric_simple_and_sorted(model):
    graph = sample_graph(np.random.default_rng(15), model)
    assert type(graph) is csr_array and graph.shape == (model.n_nodes, model.n_nodes)
    assert graph.has_sorted_indices and is_simple(graph)
    assert graph.indices.dtype == np.int32, "half the memory traffic of every later product"


def test_control_a_graph_with_a_loop_or_one_direction_is_not_simple():
    assert not is_simple(csr_array(np.array([[1.0, 0.0], [0.0, 0.0]])))
    assert not is_simple(csr_array(np.array([[0.0, 1.0], [0.0, 0.0]])))
    assert not is_simple(csr_array(np.array([[0.0, 2.0], [2.0, 0.0]])))


def test_certain_and_impossible_edges_are_exactly_that():
    rng = np.random.default_rng(16)
    complete = sample_graph(rng, CSBM(12, 1.0, 1.0)).toarray()
    assert np.array_equal(complete, 1 - np.eye(12))
    bipartite = sample_graph(rng, CSBM(12, 0.0, 1.0)).toarray()
    assert np.array_equal(bipartite, np.kron([[0, 1], [1, 0]], np.ones((6, 6))))
    cliques = sample_graph(rng, CSBM(12, 1.0, 0.0)).toarray()
    assert np.array_equal(cliques, np.kron(np.eye(2), np.ones((6, 6))) - np.eye(12))
    assert sample_graph(rng, CSBM(12, 0.0, 0.0)).nnz == 0


def test_two_nodes_are_an_edge_with_probability_q():
    rng = np.random.default_rng(17)
    n_graphs, q = 2000, 0.3
    edges = sum(sample_graph(rng, CSBM(2, 1.0, q)).nnz // 2 for _ in range(n_graphs))
    assert abs(edges - n_graphs * q) < SCORE * np.sqrt(n_graphs * q * (1 - q))


def test_the_largest_graph_is_drawn_right_to_its_last_node():
    model = CSBM(n_nodes=10**6, p_within=3e-6, q_across=1e-6)
    graph = sample_graph(np.random.default_rng(18), model)
    assert is_simple(graph)
    counts = block_counts(graph)
    expected = np.array([model.p_within / 8, model.p_within / 8, model.q_across / 4]) * 1e12
    assert np.all(np.abs(counts - expected) < SCORE * np.sqrt(expected))
    degree_of_last = np.diff(graph.indptr).reshape(1000, 1000).sum(axis=1)
    # 1000 nodes in a row have about 2000 edge ends, Poisson but for the few edges among themselves.
    assert np.all(np.abs(degree_of_last - 2000) < (SCORE + 1) * np.sqrt(2000))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (CSBM(n_nodes=1_000_002, p_within=0.0, q_across=0.0), ("n_nodes", "1,000,002", "1,000,000")),
        (CSBM(n_nodes=20_000, p_within=0.9, q_across=0.9), ("p_within", "q_across", "50,000,000")),
        (CSBM(n_nodes=10**12, p_within=0.0, q_across=0.0), ("n_nodes",)),
    ],
)
def test_a_graph_too_large_to_sample_is_refused_in_a_sentence(model, words):
    with pytest.raises(ValueError) as refusal:
        sample_graph(np.random.default_rng(0), model)
    assert all(word in str(refusal.value) for word in words)


def test_equal_generators_give_equal_graphs_and_later_draws_differ():
    one, other = (sample_graph(np.random.default_rng(19), SPARSE) for _ in range(2))
    assert (one != other).nnz == 0
    rng = np.random.default_rng(19)
    assert (sample_graph(rng, SPARSE) != sample_graph(rng, SPARSE)).nnz > 0


def test_means_and_sigma_leave_the_graph_alone():
    loud = CSBM(SPARSE.n_nodes, SPARSE.p_within, SPARSE.q_across, mean_1=5, mean_2=-3, sigma=9)
    one, other = (sample_graph(np.random.default_rng(20), model) for model in (SPARSE, loud))
    assert (one != other).nnz == 0


def test_labels_are_minus_one_for_the_first_half_and_plus_one_for_the_second():
    labels = block_labels(CSBM(n_nodes=6))
    assert labels.dtype == np.int8 and labels.tolist() == [-1, -1, -1, 1, 1, 1]
