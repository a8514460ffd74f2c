"""A label k hops away: what no depth below k can know, the exact error by a dense route, and drawn features."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from core.estimate import estimate
from core.inside.long_range import HOPS, long_range, sample_long_range
from core.model import CSBM
from core.sampling import sample_graph

MODEL = CSBM(300, 0.05, 0.02)


def ring(n_nodes):
    return csr_array(nx.to_scipy_sparse_array(nx.cycle_graph(n_nodes), dtype=float, format="csr"))


@pytest.mark.parametrize("method", ["convolution", "residual", "lazy"])
def test_with_fewer_than_k_layers_the_error_is_one_half(method):
    found = sample_long_range(MODEL, 5, 0, 0, method).exact
    for place, hop in enumerate(HOPS):
        np.testing.assert_allclose(found[:hop, place], 0.5, atol=1e-12)
        assert found[hop, place] < 0.499


def test_the_label_of_the_neighbours_is_known_to_one_layer_and_to_it_alone():
    found = long_range(np.random.default_rng(0), ring(40), 4).exact
    assert found[1, 0] == 0
    # On a ring two layers hear hop 2 with half the weight of the node itself: rho = (1/4 + 1/4) / (sqrt(3/8) sqrt 2).
    assert found[2, 1] == pytest.approx(np.arccos(0.5 / np.sqrt(0.75)) / np.pi)


def test_the_exact_error_is_that_of_dense_powers_and_of_shortest_paths():
    adjacency = sample_graph(np.random.default_rng(3), CSBM(60, 0.12, 0.05))
    found = long_range(np.random.default_rng(0), adjacency, 4)
    dense = adjacency.toarray()
    dense[dense.sum(axis=1) == 0] = np.eye(60)[dense.sum(axis=1) == 0]
    walk = dense / dense.sum(axis=1, keepdims=True)
    away = np.full((60, 60), -1)
    for node, lengths in nx.all_pairs_shortest_path_length(nx.from_scipy_sparse_array(adjacency)):
        for other, length in lengths.items():
            away[node, other] = length
    for depth in range(5):
        rows = np.linalg.matrix_power(walk, depth)
        for place, hop in enumerate(HOPS):
            there = away == hop
            kept = there.any(axis=1)
            rho = (rows * there).sum(axis=1)[kept] / np.sqrt((rows**2).sum(axis=1) * there.sum(axis=1))[kept]
            assert found.exact[depth, place] == pytest.approx(np.mean(np.arccos(np.clip(rho, -1, 1)) / np.pi), abs=1e-8)


def test_drawn_features_err_as_often_as_the_exact_error_says():
    samples = [sample_long_range(MODEL, 4, 1, index) for index in range(12)]
    off = estimate([sample.counted - sample.exact for sample in samples])
    assert (np.abs(off.value) < 5 * off.standard_error + 1e-6).all()
    # The control: a label one hop further is another one.
    other = estimate([sample.counted[2:4, 0] - sample.exact[2:4, 1] for sample in samples])
    assert (np.abs(other.value) > 5 * other.standard_error).any()


def test_where_nobody_lies_k_hops_away_there_is_no_error():
    found = sample_long_range(CSBM(10, 1, 0), 3, 0, 0)
    assert np.isfinite(found.exact[:, 0]).all() and np.isnan(found.exact[:, 1:]).all()
    assert found.share[0] > 0 and (found.share[1:] == 0).all()
