"""The nodes that can be followed are real ones of the simulation's first graph, where propagation puts them."""

import numpy as np
import pytest

from core.inside.crowd import sample_crowd
from core.model import CSBM
from core.propagation import propagate
from core.sampling import block_labels, sample_graph
from core.streams import streams

MODEL = CSBM(600, 0.04, 0.01, 0.5, 2.5, 0.7)


def test_a_node_is_where_propagation_puts_it():
    crowd = sample_crowd(MODEL, 6, seed=3)
    graph_stream, feature_stream, _ = streams(3, 0)
    adjacency, noise = sample_graph(graph_stream, MODEL), feature_stream.standard_normal((600, 64))[:, :1]
    features = MODEL.midpoint + MODEL.gap / 2 * block_labels(MODEL)[:, None] + MODEL.sigma * noise
    wanted = propagate("convolution", adjacency, features, 6)[:, crowd.nodes, 0]
    assert MODEL.midpoint + MODEL.gap / 2 * crowd.signal + MODEL.sigma * crowd.noise == pytest.approx(wanted, abs=1e-12)
    degree = np.diff(adjacency.indptr)
    assert np.array_equal(crowd.degree, degree[crowd.nodes])
    labels = block_labels(MODEL)
    for node, own in zip(crowd.nodes, crowd.own, strict=True):
        near = adjacency.indices[adjacency.indptr[node] : adjacency.indptr[node + 1]]
        assert own == np.sum(labels[near] == labels[node])
    upper = [
        (i, j) for i in range(600) for j in adjacency.indices[adjacency.indptr[i] : adjacency.indptr[i + 1]] if i < j
    ]
    assert np.array_equal(crowd.links, sorted(j * (j - 1) // 2 + i for i, j in upper))


def test_the_same_seed_gives_the_same_nodes_whatever_the_features_and_another_seed_others():
    first = sample_crowd(MODEL, 3, seed=0)
    again = sample_crowd(CSBM(600, 0.04, 0.01, -3.0, 1.0, 2.0), 3, seed=0)
    other = sample_crowd(MODEL, 3, seed=1)
    assert np.array_equal(first.signal, again.signal) and np.array_equal(first.noise, again.noise)
    assert not np.array_equal(first.noise, other.noise)
    assert first.nodes.size == 120 and np.sum(first.nodes < 300) == 60


@pytest.mark.parametrize("model", [CSBM(2, 1.0, 1.0), CSBM(10, 0.0, 0.0)])
def test_a_graph_with_fewer_nodes_is_shown_whole(model):
    crowd = sample_crowd(model, 2, seed=0)
    assert np.array_equal(crowd.nodes, np.arange(model.n_nodes))
    assert np.isfinite(crowd.noise).all()
