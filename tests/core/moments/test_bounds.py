"""The two bounds on the variance that hold on every graph, against closed forms and against all rows of P^n."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from core.model import CSBM
from core.moments.bounds import graph_bounds
from core.propagation import propagate
from core.sampling import sample_graph

ROUNDING = 1e-12
DEPTH = 24


def adjacency(graph):
    return csr_array(nx.to_scipy_sparse_array(graph, dtype=float, format="csr"))


def on_all_nodes(weights, depth=DEPTH):
    return graph_bounds(weights, depth, np.arange(weights.shape[0]))


GRAPHS = {
    "path": adjacency(nx.path_graph(17)),
    "star": adjacency(nx.star_graph(16)),
    "even cycle": adjacency(nx.cycle_graph(12)),
    "odd cycle": adjacency(nx.cycle_graph(13)),
    "complete": adjacency(nx.complete_graph(11)),
    "two parts": adjacency(nx.disjoint_union(nx.complete_graph(5), nx.path_graph(6))),
    "isolated nodes": adjacency(nx.disjoint_union(nx.empty_graph(3), nx.cycle_graph(5))),
    "no edges": csr_array((4, 4)),
    "CSBM": sample_graph(np.random.default_rng(2), CSBM(60, 0.2, 0.05)),
    "sparse CSBM": sample_graph(np.random.default_rng(3), CSBM(60, 0.02, 0.01)),
    "bipartite CSBM": sample_graph(np.random.default_rng(4), CSBM(60, 0.0, 0.15)),
}


@pytest.mark.parametrize("weights", GRAPHS.values(), ids=GRAPHS)
def test_the_variance_lies_between_the_bounds_on_every_graph_at_every_depth(weights):
    found = on_all_nodes(weights)
    assert np.all(found.lower <= found.variance * (1 + ROUNDING))
    assert np.all(found.variance <= found.upper * (1 + ROUNDING))
    assert np.all(found.lower >= 1 / weights.shape[0] * (1 - ROUNDING)) and np.all(found.upper <= 1 + ROUNDING)


@pytest.mark.parametrize("weights", GRAPHS.values(), ids=GRAPHS)
def test_all_three_are_what_the_dense_rows_of_the_walk_say(weights):
    rows = propagate("convolution", weights, np.eye(weights.shape[0]), DEPTH)
    found = on_all_nodes(weights)
    # A probability of this walk is 0 or at least (max degree)^-n; the rounding of dense products stays far below 1e-100.
    assert found.lower == pytest.approx((1 / (rows > 0).sum(axis=2)).mean(axis=1), rel=ROUNDING)
    assert found.upper == pytest.approx(rows.max(axis=2).mean(axis=1), rel=1e-10)
    assert found.variance == pytest.approx((rows**2).sum(axis=2).mean(axis=1), rel=1e-10)


def test_depth_zero_is_the_node_itself():
    for weights in GRAPHS.values():
        found = on_all_nodes(weights, 0)
        assert (found.lower, found.variance, found.upper) == (1, 1, 1)


@pytest.mark.parametrize("size", [2, 3, 8, 30])
def test_complete_graph(size):
    # P = (J - I)/(m-1): (P^n)_ii = (1 + (m-1) r^n)/m, (P^n)_ij = (1 - r^n)/m with r = -1/(m-1).
    found = on_all_nodes(adjacency(nx.complete_graph(size)))
    ratio = (-1.0 / (size - 1)) ** np.arange(DEPTH + 1)
    home, away = (1 + (size - 1) * ratio) / size, (1 - ratio) / size
    assert found.variance == pytest.approx(home**2 + (size - 1) * away**2, rel=1e-10)
    assert found.upper == pytest.approx(np.maximum(home, away), rel=1e-10)


def test_star_alternates_between_its_hub_and_its_leaves():
    leaves = 16
    hub, leaf = (graph_bounds(GRAPHS["star"], 6, [node]) for node in (0, 1))
    assert hub.variance == pytest.approx([1, 1 / leaves] * 3 + [1], rel=ROUNDING)
    assert leaf.variance == pytest.approx([1, 1] + [1 / leaves, 1] * 2 + [1 / leaves], rel=ROUNDING)
    # All leaves are equally likely: both bounds are attained.
    for one in (hub, leaf):
        assert one.lower == pytest.approx(one.variance, rel=ROUNDING) and one.upper == pytest.approx(
            one.variance, rel=ROUNDING
        )


def test_cycle_is_the_binomial_walk_before_it_closes():
    # Row n of Pascal's triangle over 2^n: sum of squares C(2n, n)/4^n, n + 1 nodes reached.
    found = on_all_nodes(adjacency(nx.cycle_graph(41)), 12)
    squares = np.cumprod([1.0] + [(2 * n - 1) / (2 * n) for n in range(1, 13)])
    assert found.variance == pytest.approx(squares, rel=ROUNDING)
    assert found.lower == pytest.approx(1 / np.arange(1, 14), rel=ROUNDING)


def test_the_middle_of_a_path_is_the_same_walk_and_its_end_is_reflected():
    path = adjacency(nx.path_graph(41))
    middle = graph_bounds(path, 12, [20])
    cycle = on_all_nodes(adjacency(nx.cycle_graph(41)), 12)
    assert middle.variance == pytest.approx(cycle.variance, rel=ROUNDING)
    assert graph_bounds(path, 2, [0]).variance == pytest.approx([1, 1, 0.5], rel=ROUNDING)


def test_long_walks_lose_no_node_to_underflow():
    # After 4000 steps on an odd cycle all 25 nodes can be reached, whatever their probability was on the way.
    found = on_all_nodes(adjacency(nx.cycle_graph(25)), 4000)
    assert found.lower[-1] == pytest.approx(1 / 25, rel=1e-9)
    assert found.variance[-1] == pytest.approx(1 / 25, rel=1e-9) and found.upper[-1] == pytest.approx(1 / 25, rel=1e-9)


def test_a_few_nodes_give_their_own_mean():
    weights = GRAPHS["CSBM"]
    some, each = graph_bounds(weights, 5, [3, 17]), [graph_bounds(weights, 5, [node]) for node in (3, 17)]
    for name in ("lower", "variance", "upper"):
        assert getattr(some, name) == pytest.approx(np.mean([getattr(one, name) for one in each], axis=0), rel=ROUNDING)
