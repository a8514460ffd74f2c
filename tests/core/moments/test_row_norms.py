"""Variance of propagated noise: closed forms, dense powers as the second route, floors, and probes against all rows."""

import networkx as nx
import numpy as np
import pytest
from real_data import raw_graph

from core.moments.row_norms import WALKS, RowNorms
from core.real.graphs import BUILT_IN, simplify


def adjacency_of(graph):
    return nx.to_scipy_sparse_array(graph, format="csr", dtype=float)


def dense_walk(adjacency, method, laziness=0.5):
    dense = adjacency.toarray()
    if method == "self_loops":
        dense = dense + np.eye(len(dense))
    dense[dense.sum(axis=1) == 0, dense.sum(axis=1) == 0] = 1
    walk = dense / dense.sum(axis=1, keepdims=True)
    return laziness * np.eye(len(dense)) + (1 - laziness) * walk if method == "lazy" else walk


GRAPHS = {
    "karate": nx.karate_club_graph(),
    "path": nx.path_graph(7),
    "two cliques": nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(6)),
    "star and an isolated node": nx.disjoint_union(nx.star_graph(5), nx.empty_graph(1)),
    "torus": nx.grid_2d_graph(5, 4, periodic=True),
}


@pytest.mark.parametrize("method", WALKS)
@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_row_norms_are_those_of_dense_powers(graph, method):
    adjacency = adjacency_of(graph)
    adjacency.data[:] = 1
    found = RowNorms(adjacency, 12, method)
    walk = dense_walk(adjacency, method)
    for n in range(13):
        assert found.noise[n] == pytest.approx((np.linalg.matrix_power(walk, n) ** 2).sum(axis=1), rel=1e-10)


def test_closed_forms_of_the_complete_graph_the_cycle_and_the_star():
    n, depth = 9, np.arange(8)
    complete = RowNorms(adjacency_of(nx.complete_graph(n)), 7).noise
    assert complete == pytest.approx(np.tile((1 / n + (1 - 1 / n) / (n - 1.0) ** (2 * depth))[:, None], n))
    from math import comb

    cycle = RowNorms(adjacency_of(nx.cycle_graph(40)), 7).noise
    assert cycle[:, 0] == pytest.approx([comb(2 * k, k) / 4.0**k for k in depth])
    star = RowNorms(adjacency_of(nx.star_graph(5)), 7).noise
    assert star[1::2, 0] == pytest.approx(1 / 5)
    assert star[2::2, 0] == pytest.approx(1)


@pytest.mark.parametrize("method", WALKS)
def test_noise_ends_at_the_sum_of_squared_stationary_probabilities(method):
    graph = simplify(BUILT_IN["karate"]())
    found = RowNorms(graph.adjacency, 256, method)
    degree = graph.degrees + (method == "self_loops")
    assert found.floor() == pytest.approx(((degree / degree.sum()) ** 2).sum())
    assert found.noise[-1] == pytest.approx(found.floor(), rel=1e-7)


def test_the_floor_of_each_component_is_its_own():
    adjacency = adjacency_of(nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(6)))
    assert RowNorms(adjacency, 3).floor() == pytest.approx([1 / 4] * 4 + [1 / 6] * 6)


def test_on_a_bipartite_graph_the_plain_walk_stays_above_its_floor_and_a_lazy_one_reaches_it():
    graph = simplify(BUILT_IN["davis"]())
    plain, lazy = RowNorms(graph.adjacency, 200), RowNorms(graph.adjacency, 200, "lazy")
    # At depth the walker is on one side: the side's own distribution, twice the stationary one there.
    degree = graph.degrees
    side = [((2 * degree[graph.labels == label] / degree.sum()) ** 2).sum() for label in (0, 1)]
    assert plain.noise[-1] == pytest.approx(np.array(side)[graph.labels], rel=1e-8)
    assert plain.noise[-1].mean() > 1.5 * plain.floor()[0]
    assert lazy.noise[-1] == pytest.approx(lazy.floor(), rel=1e-8)


def test_depth_zero_is_one_and_relabelling_nodes_relabels_the_result():
    graph = simplify(BUILT_IN["lesmis"]())
    order = np.random.default_rng(0).permutation(graph.n_nodes)
    before, after = RowNorms(graph.adjacency, 9), RowNorms(graph.adjacency[order][:, order], 9)
    assert before.noise[0] == pytest.approx(1)
    assert after.noise == pytest.approx(before.noise[:, order])


def test_variance_lies_above_one_over_the_component_and_never_above_one():
    noise = RowNorms(simplify(BUILT_IN["lesmis"]()).adjacency, 30).noise
    assert noise.min() >= 1 / 77
    assert noise.max() <= 1 + 1e-12


@pytest.mark.parametrize("name", ["cora", "polblogs"])
def test_probes_agree_with_all_rows_on_a_real_graph(name):
    graph = simplify(raw_graph(name), largest_component=True)
    rows, probes = (RowNorms(graph.adjacency, 10, exact=exact).noise.mean(axis=1) for exact in (True, False))
    assert RowNorms(graph.adjacency, 2).route == "exact"
    assert probes[:3] == pytest.approx(rows[:3], rel=1e-6)
    # A sum of squares of K normal draws is off by sqrt(2/K) at the most, where one direction holds all of it.
    assert probes == pytest.approx(rows, rel=5 * np.sqrt(2 / 96) / 4)


def test_a_method_that_is_not_a_walk_is_refused_by_name():
    with pytest.raises(ValueError, match="pairnorm"):
        RowNorms(simplify(BUILT_IN["karate"]()).adjacency, 3, "pairnorm")
