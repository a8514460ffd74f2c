"""Pooling a whole graph: what depth does to it, by theory and on sampled graphs."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from core.estimate import estimate
from core.inside.readout import pooled_error, pooling_weights, predicted_pooled_error, sample_pooling, shift_for_error
from core.model import CSBM
from core.propagation import propagate
from core.sampling import sample_graph
from core.walks import predict

MODEL = CSBM()


def test_the_weights_pool_the_propagated_features():
    rng = np.random.default_rng(0)
    model = CSBM(100, 0.05, 0.02)
    adjacency = sample_graph(rng, model)
    features = rng.standard_normal((100, 3))
    weights = pooling_weights(adjacency, 5)
    np.testing.assert_allclose(weights @ features, propagate("convolution", adjacency, features, 5).mean(axis=1))
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_on_a_regular_graph_depth_changes_nothing_at_all():
    adjacency = csr_array(nx.to_scipy_sparse_array(nx.cycle_graph(12), dtype=float))
    np.testing.assert_allclose(pooling_weights(adjacency, 6), 1 / 12)


def test_without_layers_the_shift_is_mistaken_as_often_as_was_asked_for():
    shift = shift_for_error(MODEL, 0.2)
    assert predicted_pooled_error(MODEL, 3, shift)[0] == pytest.approx(0.2)
    np.testing.assert_allclose(pooled_error(sample_pooling(MODEL, 1, 2), MODEL, shift)[:, 0], 0.2)
    for bad in (0, 0.5, 0.7):
        with pytest.raises(ValueError, match="error is"):
            shift_for_error(MODEL, bad)


@pytest.mark.parametrize("model", [MODEL, CSBM(1000, 0.06, 0.03), CSBM(600, 0.02, 0.06)])
def test_theory_gives_the_variance_the_tilt_and_the_error_of_pooling(model):
    depth, shift = 12, shift_for_error(model)
    found = sample_pooling(model, depth, 64, seed=1)
    noise, error = estimate(found.noise), estimate(pooled_error(found, model, shift))
    np.testing.assert_allclose(noise.value[6:], 1 + 1 / model.mean_degree, rtol=0.01)
    gap = np.abs(error.value - predicted_pooled_error(model, depth, shift))
    assert (gap < 0.1 * error.value + 3 * error.standard_error + 1e-12).all()
    # Negative control: a theory without what the communities add is too small at depth.
    plain = predicted_pooled_error(CSBM(model.n_nodes, model.p_within, model.q_across, 0, 0), depth, shift)
    assert (error.value[6:] - plain[6:] > 3 * error.standard_error[6:]).all()


def test_pooling_hardly_minds_the_depth_that_ruins_the_answer_for_each_node():
    shift = shift_for_error(MODEL, 0.1)
    pooled = pooled_error(sample_pooling(MODEL, 20, 16), MODEL, shift).mean(axis=0)
    assert pooled.max() < 0.13
    assert predict(MODEL, 20).error_fixed[-1] > 0.49


def test_without_links_pooling_is_that_of_the_input():
    model = CSBM(50, 0, 0)
    found = sample_pooling(model, 3, 2)
    np.testing.assert_allclose(found.noise, 1)
    np.testing.assert_allclose(predicted_pooled_error(model, 3, 0.4), predicted_pooled_error(model, 0, 0.4)[0])
