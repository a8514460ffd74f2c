"""The spectrum of the walk: closed forms, networkx's normalised Laplacian as a second route, and the predicted edges."""

import networkx as nx
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.sparse import csr_array

from core.inside.spectrum import EXACT_NODES, bulk_density, bulk_edge, spectrum, symmetric_form
from core.model import CSBM
from core.propagation import propagate
from core.sampling import block_labels, sample_graph
from core.walks import back_probability, second_eigenvalue


def matrix(graph):
    return csr_array(nx.to_scipy_sparse_array(graph, dtype=float, format="csr"))


def halves(n_nodes):
    return np.where(np.arange(n_nodes) < n_nodes // 2, -1, 1)


def eigenvalues(graph):
    return spectrum(matrix(graph), halves(len(graph))).values


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (nx.complete_graph(6), [-1 / 5] * 5 + [1]),
        (nx.star_graph(5), [-1, 0, 0, 0, 0, 1]),
        (nx.cycle_graph(10), np.cos(2 * np.pi * np.arange(10) / 10)),
        (nx.path_graph(7), np.cos(np.pi * np.arange(7) / 6)),
        (nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(4)), [-1 / 3] * 6 + [1, 1]),
        (
            nx.grid_2d_graph(5, 6, periodic=True),
            np.add.outer(np.cos(2 * np.pi * np.arange(5) / 5), np.cos(2 * np.pi * np.arange(6) / 6)).ravel() / 2,
        ),
        (nx.empty_graph(4), [1] * 4),
    ],
    ids=["complete", "star", "cycle", "path", "two cliques", "torus", "no links"],
)
def test_eigenvalues_are_those_of_the_closed_form(graph, expected):
    np.testing.assert_allclose(eigenvalues(graph), np.sort(expected), atol=1e-9)


def test_eigenvalues_are_one_minus_those_of_the_normalised_laplacian_of_networkx():
    graph = nx.gnp_random_graph(90, 0.2, seed=2)
    assert min(dict(graph.degree).values()) > 0
    np.testing.assert_allclose(eigenvalues(graph), np.sort(1 - nx.normalized_laplacian_spectrum(graph)), atol=1e-9)


def test_the_symmetric_form_has_the_trace_powers_of_the_walk():
    adjacency = sample_graph(np.random.default_rng(1), CSBM(80, 0.1, 0.05))
    form = symmetric_form(adjacency)
    walk = propagate("convolution", adjacency, np.eye(80), 4)
    for power in range(1, 5):
        np.testing.assert_allclose(np.trace(walk[power]), np.trace(np.linalg.matrix_power(form.toarray(), power)))


def test_two_classes_without_links_between_them_are_stationary():
    graph = matrix(nx.disjoint_union(nx.complete_graph(40), nx.complete_graph(40)))
    found = spectrum(graph, halves(80))
    assert (found.class_value, found.class_overlap, found.n_components) == (1.0, 1.0, 2)
    assert found.bulk == pytest.approx(1 / 39)


def test_lanczos_finds_the_outer_eigenvalues_of_the_full_decomposition():
    model = CSBM(400, 0.09, 0.02)
    adjacency, labels = sample_graph(np.random.default_rng(7), model), block_labels(model)
    found = spectrum(adjacency, labels)
    values, vectors = np.linalg.eigh(symmetric_form(adjacency).toarray())
    assert found.class_value == pytest.approx(values[-2], abs=1e-6)
    assert found.bulk == pytest.approx(max(values[-3], -values[0]), abs=1e-6)
    root = np.sqrt(adjacency.sum(axis=1))
    overlap = abs((labels * root) @ vectors[:, -2]) / np.linalg.norm(labels * root)
    assert found.class_overlap == pytest.approx(overlap, abs=0.01)


@pytest.mark.parametrize(("p", "q"), [(0.0114, 0.0038), (0.0038, 0.0114), (0.02, 0.01)])
def test_the_class_eigenvalue_is_the_one_walk_theory_predicts(p, q):
    model = CSBM(2400, p * 5 / 6, q * 5 / 6)
    assert model.n_nodes > EXACT_NODES
    theta = second_eigenvalue(model.edge_correlation, back_probability(model.mean_degree))
    measured = [spectrum(sample_graph(np.random.default_rng(seed), model), block_labels(model)) for seed in range(3)]
    assert np.mean([found.class_value for found in measured]) == pytest.approx(theta, abs=0.015)
    assert all(found.values is None and found.class_overlap > 0.6 for found in measured)
    for found in measured:
        assert bulk_edge(model.mean_degree) - 0.01 < found.bulk < bulk_edge(model.mean_degree) + 0.06


def test_without_communities_no_direction_follows_the_labels():
    model = CSBM(2400, 0.0065, 0.0065)
    found = spectrum(sample_graph(np.random.default_rng(1), model), block_labels(model))
    assert found.class_overlap < 0.2


def test_the_bulk_of_a_regular_graph_has_the_predicted_density():
    degree, n_nodes = 4, 1500
    values = eigenvalues(nx.random_regular_graph(degree, n_nodes, seed=3))[:-1]
    edge = bulk_edge(degree)
    assert quad(lambda x: float(bulk_density(x, degree)), -edge, edge)[0] == pytest.approx(1, abs=1e-6)
    for low, high in ((-0.9, -0.4), (-0.4, 0.1), (0.1, 0.5), (0.5, 0.9)):
        expected = quad(lambda x: float(bulk_density(x, degree)), low, min(high, edge), points=[0])[0]
        assert ((values > low) & (values <= high)).mean() == pytest.approx(expected, abs=0.01)
    # Negative control: the density of another degree does not fit.
    wrong = quad(lambda x: float(bulk_density(x, 6)), 0.5, bulk_edge(6))[0]
    assert abs((values > 0.5).mean() - wrong) > 0.03


def test_below_degree_two_the_bulk_reaches_the_end():
    assert bulk_edge(1.5) == 1.0 and bulk_edge(2) == 1.0 and bulk_edge(0) == 1.0
    assert np.isfinite(bulk_density(np.linspace(-1, 1, 21), 1.5)).all()
