"""Two regions in one graph: degrees, label correlation and bridges as said, curves against dense powers, and who loses first."""

import numpy as np
import pytest

from core.estimate import estimate
from core.gaussian import error_probability
from core.inside.regions import BRIDGES, CONTRAST, measure_regions, regions_of, sample_and_measure, sample_regions
from core.model import CSBM
from core.sampling import block_labels

MODEL = CSBM(1000, 0.03, 0.01)


def graphs(n_graphs):
    return [sample_regions(np.random.default_rng(seed), MODEL) for seed in range(n_graphs)]


def test_the_graph_is_symmetric_without_loops_and_without_double_links():
    graph = graphs(1)[0].toarray()
    assert (graph == graph.T).all() and np.trace(graph) == 0 and set(np.unique(graph)) == {0, 1}


def test_degrees_are_as_contrast_to_one_about_the_mean_degree_of_the_model():
    degree = [np.diff(graph.indptr) for graph in graphs(20)]
    sparse = 2 * MODEL.mean_degree / (1 + CONTRAST)
    for place, expected in ((0, CONTRAST * sparse), (1, sparse)):
        # A node has no link to itself, which takes up to one in 250 of them.
        assert estimate([found[place::2].mean() for found in degree]).value == pytest.approx(expected, rel=0.015)


def test_every_kind_of_link_joins_equal_classes_as_often_and_bridges_are_as_many_as_said():
    labels = block_labels(CSBM(1000))
    same = (1 + MODEL.edge_correlation) / 2
    shares, bridges = {0: [], 1: [], 2: []}, []
    for graph in graphs(20):
        one, other = graph.tocoo().coords
        kind = np.where((one + other) % 2 == 1, 2, one % 2)
        for key, found in shares.items():
            found.append((labels[one] == labels[other])[kind == key].mean())
        bridges.append(np.sum((kind == 2) & (one % 2 == 1)) / np.sum(one % 2 == 1))
    for found in shares.values():
        assert estimate(found).value == pytest.approx(same, abs=0.01)
    assert estimate(bridges).value == pytest.approx(BRIDGES, rel=0.05)


def test_the_curves_are_those_of_dense_powers_and_begin_without_convolution():
    graph = sample_regions(np.random.default_rng(1), MODEL)
    found = measure_regions(np.random.default_rng(2), graph, MODEL, 3)
    walk = graph.toarray()
    walk[walk.sum(axis=1) == 0] = np.eye(1000)[walk.sum(axis=1) == 0]
    walk /= walk.sum(axis=1, keepdims=True)
    labels = block_labels(MODEL).astype(float)
    for depth in range(4):
        own = labels * (np.linalg.matrix_power(walk, depth) @ labels)
        np.testing.assert_allclose(found.gap[depth], [own[0::2].mean(), own[1::2].mean()])
    np.testing.assert_allclose(found.gap[0], 1)
    np.testing.assert_allclose(found.spread[0], 1)
    np.testing.assert_allclose(found.error[0], error_probability(1.0, 1.0), atol=5 * np.sqrt(0.16 * 0.84 / 500 / 64))


def test_the_dense_region_loses_its_distance_first_and_where_links_tell_nothing_neither_does():
    samples = [sample_and_measure(MODEL, 4, 0, index).gap[4] for index in range(8)]
    lead = estimate([sparse - dense for dense, sparse in samples])
    assert lead.value > 5 * lead.standard_error
    flat = [sample_and_measure(CSBM(1000, 0.02, 0.02), 1, 0, index).gap[1] for index in range(8)]
    lead = estimate([sparse - dense for dense, sparse in flat])
    assert abs(lead.value) < 5 * lead.standard_error


@pytest.mark.parametrize(("model", "words"), [(CSBM(6, 0.5, 0.5), "n_nodes"), (CSBM(100, 0.9, 0.8), "probability")])
def test_what_has_no_two_regions_is_refused_in_words(model, words):
    with pytest.raises(ValueError, match=words):
        regions_of(model)
