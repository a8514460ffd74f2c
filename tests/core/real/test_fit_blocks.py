"""Fitted blocks recover the model, and rewiring keeps what it says it keeps."""

import networkx as nx
import numpy as np
import pytest
from real_data import raw_graph

from core.model import CSBM
from core.moments.row_norms import RowNorms
from core.real.curves import against_rest
from core.real.fit_blocks import count_triangles, equal_blocks, fit_blocks, rewire
from core.real.graphs import BUILT_IN, simplify
from core.sampling import block_labels, sample_graph
from core.walks import predict


@pytest.mark.parametrize(
    ("graph", "triangles"),
    [(nx.complete_graph(6), 20), (nx.star_graph(5), 0), (nx.cycle_graph(3), 1), (nx.wheel_graph(7), 6)],
)
def test_triangles_are_counted_once_each(graph, triangles):
    assert count_triangles(nx.to_scipy_sparse_array(graph, format="csr")) == triangles


def test_a_sampled_graph_gives_back_its_parameters():
    model = CSBM(2000, 0.0114, 0.0038)
    labels = (block_labels(model) > 0).astype(int)
    fitted = fit_blocks(sample_graph(np.random.default_rng(0), model), labels)
    n_links = model.expected_edges
    for found, true in ((fitted.p_within, model.p_within), (fitted.q_across, model.q_across)):
        assert found == pytest.approx(true, rel=5 / np.sqrt(n_links * 0.25))
    assert fitted.mean_degree == pytest.approx(model.mean_degree, rel=5 / np.sqrt(n_links))
    assert fitted.edge_correlation == pytest.approx(model.edge_correlation, abs=5 / np.sqrt(n_links))
    assert fitted.degree_spread == pytest.approx(1, abs=5 * np.sqrt(2 / 2000))
    assert fitted.transitivity == pytest.approx(fitted.model_transitivity, rel=0.15)


def test_densities_degree_and_correlation_are_those_of_a_count_by_hand():
    graph = nx.Graph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 2)])
    fitted = fit_blocks(nx.to_scipy_sparse_array(graph, format="csr"), np.array([0, 0, 1, 1, 1]))
    assert fitted.p_within == pytest.approx(4 / (1 + 3))
    assert fitted.q_across == pytest.approx(1 / 6)
    assert fitted.mean_degree == 2
    # Class transitions along a link: 2 of 3 stay in the first class, 6 of 7 in the second; tr M - 1.
    assert fitted.edge_correlation == pytest.approx(2 / 3 + 6 / 7 - 1)
    assert fitted.transitivity == pytest.approx(nx.transitivity(graph))


def test_correlation_and_transitivity_are_those_of_networkx():
    graph = simplify(BUILT_IN["lesmis"]())
    other = nx.from_scipy_sparse_array(graph.adjacency)
    nx.set_node_attributes(other, dict(enumerate(graph.labels.tolist())), "class")
    fitted = fit_blocks(graph.adjacency, graph.labels)
    assert fitted.edge_correlation == pytest.approx(nx.attribute_assortativity_coefficient(other, "class"))
    assert fitted.transitivity == pytest.approx(nx.transitivity(other))


@pytest.mark.parametrize(("n", "d", "lam"), [(34, 4.6, 0.7), (33, 5.5, -1.0), (2000, 15, 0.0), (2, 1.0, -1.0)])
def test_equal_blocks_have_the_degree_and_correlation_asked_for(n, d, lam):
    model = equal_blocks(n, d, lam)
    assert model.mean_degree == pytest.approx(d)
    assert model.edge_correlation == pytest.approx(lam)


def test_rewiring_keeps_every_nodes_links_to_every_class_and_forgets_triangles():
    graph = simplify(BUILT_IN["lesmis"]())
    table = np.eye(graph.n_classes)[graph.labels]
    other = rewire(np.random.default_rng(0), graph.adjacency, graph.labels)
    assert (other @ table == graph.adjacency @ table).all()
    assert (other != other.T).nnz == 0
    assert set(other.data) == {1.0}
    assert other.diagonal().sum() == 0
    assert (other != graph.adjacency).nnz > 100


def test_rewiring_makes_the_matchings_of_a_small_graph_equally_likely():
    # Two links between four nodes of one class can be laid in three ways.
    path = nx.to_scipy_sparse_array(nx.Graph([(0, 1), (2, 3)]), nodelist=range(4), format="csr", dtype=float)
    rng, counts = np.random.default_rng(1), {1: 0, 2: 0, 3: 0}
    for _ in range(150):
        counts[int(rewire(rng, path, np.zeros(4, dtype=int))[[0]].indices[0])] += 1
    assert all(abs(count - 50) < 5 * np.sqrt(150 * 2 / 9) for count in counts.values())


def test_on_a_sampled_graph_rewiring_changes_little_and_theory_fits():
    model = CSBM(600, 0.05, 0.015)
    labels = (block_labels(model) > 0).astype(int)
    graph = sample_graph(np.random.default_rng(2), model)
    real, rewired = (
        RowNorms(adjacency, 6).noise.mean(axis=1)
        for adjacency in (graph, rewire(np.random.default_rng(3), graph, labels))
    )
    assert rewired == pytest.approx(real, rel=0.03)
    assert predict(fit_blocks(graph, labels).model, 6).variance == pytest.approx(real, rel=0.1)


def test_degree_spread_is_why_theory_is_far_from_polblogs_and_triangles_are_a_smaller_part():
    graph = simplify(raw_graph("polblogs"), largest_component=True)
    fitted = fit_blocks(graph.adjacency, against_rest(graph.labels, 0))
    assert fitted.degree_spread > 20
    real = RowNorms(graph.adjacency, 5).noise.mean(axis=1)
    rewired = RowNorms(rewire(np.random.default_rng(0), graph.adjacency, graph.labels), 5).noise.mean(axis=1)
    theory = predict(fitted.model, 5).variance
    assert rewired[1] == pytest.approx(real[1], rel=1e-4)
    assert np.all(real[2:] > rewired[2:])
    assert np.all(np.log(rewired / theory)[1:] > np.log(real / rewired)[1:])


def test_nodes_without_a_class_count_for_the_degree_and_not_for_the_blocks():
    graph = simplify(BUILT_IN["karate"]())
    labels = np.where(np.arange(34) % 4 == 0, -1, graph.labels)
    known = np.flatnonzero(labels >= 0)
    fitted, inside = fit_blocks(graph.adjacency, labels), fit_blocks(graph.adjacency[known][:, known], labels[known])
    assert fitted.sizes == inside.sizes == tuple(np.bincount(labels[known]).tolist())
    assert (fitted.p_within, fitted.q_across) == pytest.approx((inside.p_within, inside.q_across))
    assert fitted.edge_correlation == pytest.approx(inside.edge_correlation)
    assert fitted.mean_degree == pytest.approx(graph.degrees.mean())
    other = rewire(np.random.default_rng(0), graph.adjacency, labels)
    table = np.eye(3)[labels]
    assert ((graph.adjacency @ table) == (other @ table)).all()
