"""Monitors of oversmoothing: their laws on constants and known features, the rate of decay, and where one would stop."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from core.inside.monitors import (
    decay_rate,
    dirichlet_energy,
    edge_similarity,
    effective_rank,
    monitors,
    pair_similarity,
    plateau_depth,
    spike_depth,
    wide_features,
)
from core.inside.spectrum import spectrum
from core.model import CSBM
from core.sampling import sample_graph
from core.walks import predict


def matrix(graph):
    return csr_array(nx.to_scipy_sparse_array(graph, dtype=float, format="csr"))


STAR = matrix(nx.star_graph(5))


def test_equal_features_have_no_energy_full_similarity_and_rank_one():
    same = np.tile([1.0, -2.0, 3.0], (6, 1))
    assert dirichlet_energy(STAR, same) == 0
    assert edge_similarity(STAR, same) == pytest.approx(1) and pair_similarity(same) == pytest.approx(1)
    assert effective_rank(same) == pytest.approx(1)


def test_energy_is_the_laplacian_form_and_pairs_are_all_pairs():
    rng = np.random.default_rng(0)
    features = rng.standard_normal((30, 4))
    graph = nx.gnp_random_graph(30, 0.2, seed=1)
    laplacian = nx.laplacian_matrix(graph).toarray()
    assert dirichlet_energy(matrix(graph), features) == pytest.approx(
        2 * np.trace(features.T @ laplacian @ features) / 30
    )
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    cosine = unit @ unit.T
    assert pair_similarity(features) == pytest.approx(cosine[~np.eye(30, dtype=bool)].mean())
    assert edge_similarity(matrix(graph), features) == pytest.approx(np.mean([cosine[edge] for edge in graph.edges]))


def test_orthogonal_columns_of_one_length_have_full_effective_rank():
    assert effective_rank(np.eye(7)[:, :5]) == pytest.approx(5)
    assert effective_rank(np.zeros((4, 3))) == 0


def test_monitors_do_not_depend_on_the_order_of_nodes_or_the_axes_of_features():
    rng = np.random.default_rng(5)
    adjacency = sample_graph(rng, CSBM(120, 0.1, 0.04))
    features = rng.standard_normal((120, 5))
    order = rng.permutation(120)
    turned = features @ np.linalg.qr(rng.standard_normal((5, 5)))[0]
    first = monitors(adjacency, features, 6)
    for other in (monitors(csr_array(adjacency[order][:, order]), features[order], 6), monitors(adjacency, turned, 6)):
        for name, values in vars(first).items():
            np.testing.assert_allclose(getattr(other, name), values, rtol=1e-7, atol=1e-9, err_msg=name)


def test_on_one_feature_the_cosine_is_a_sign_and_the_monitors_refuse():
    with pytest.raises(ValueError, match="F of at least 2"):
        monitors(STAR, np.ones((6, 1)), 2)
    with pytest.raises(ValueError, match="n_features is 1"):
        wide_features(np.random.default_rng(0), CSBM(), 1)


def test_wide_features_along_their_direction_are_the_one_feature_model():
    model = CSBM(40_000, 0.001, 0.001, 0.3, 1.1, 0.7)
    features = wide_features(np.random.default_rng(1), model, 9)
    along = features @ np.full(9, 1 / 3)
    for half, mean in ((along[:20_000], 0.3), (along[20_000:], 1.1)):
        assert abs(half.mean() - mean) < 5 * 0.7 / 20_000**0.5
        assert half.std() == pytest.approx(0.7, rel=5 / 20_000**0.5)


def test_distance_to_consensus_decays_at_the_second_eigenvalue_of_the_graph():
    model = CSBM(1000, 0.03, 0.01)
    rng = np.random.default_rng(8)
    adjacency = sample_graph(rng, model)
    labels = np.repeat([-1, 1], 500)
    found = monitors(adjacency, wide_features(rng, model), 40)
    rate = spectrum(adjacency, labels).class_value
    assert decay_rate(found.consensus, 25) == pytest.approx(rate, rel=0.01)
    # Energy is a square: it decays at the square of the rate.
    assert decay_rate(found.energy, 16) == pytest.approx(rate**2, rel=0.02)
    # Negative control: the first layers fall faster, because the bulk has not died out yet.
    assert decay_rate(found.consensus[:5], 0) < rate - 0.1


def test_without_links_nothing_moves_and_on_a_complete_graph_all_is_lost_at_once():
    features = np.random.default_rng(2).standard_normal((20, 4))
    still = monitors(csr_array((20, 20)), features, 3)
    np.testing.assert_allclose(still.consensus, still.consensus[0])
    assert np.isnan(still.edge_similarity).all()
    gone = monitors(matrix(nx.complete_graph(20)), features, 12)
    np.testing.assert_allclose(gone.consensus[:4], gone.consensus[0] / 19.0 ** np.arange(4))


def test_an_exact_geometric_curve_gives_its_rate_and_rounding_is_left_out():
    curve = 3 * 0.4 ** np.arange(60.0)
    assert decay_rate(curve) == pytest.approx(0.4)
    curve[35:] = 1e-15
    assert decay_rate(curve) == pytest.approx(0.4)
    assert np.isnan(decay_rate(np.zeros(5))) and np.isnan(decay_rate(np.ones(2)))


def test_where_one_would_stop():
    assert spike_depth([0.1, 0.2, 0.6, 0.7]) == 2
    assert spike_depth([0.5, 0.5, 0.4]) is None and spike_depth([0.5]) is None
    assert plateau_depth(np.array([0.3, 0.1, 0.08, 0.079, 0.2])) == 2
    assert plateau_depth(np.array([0.3, 0.2, 0.1])) == 2


def test_on_the_default_model_similarity_spikes_after_the_best_depth_and_accuracy_plateaus_there():
    model = CSBM()
    rng = np.random.default_rng(0)
    found = monitors(sample_graph(rng, model), wide_features(rng, model), 12)
    error = predict(model, 12).error_fixed
    assert plateau_depth(error) == np.argmin(error) < spike_depth(found.edge_similarity)
