"""A layer that averages makes nothing grow: laws of the layers' variances, also on graphs with next to no links."""

import numpy as np
import pytest
from walk_models import SINGLE

from core.classes.unequal import predict_classes
from core.model import CSBM
from core.propagation import METHODS, coefficients
from core.walks import predict


def random_model(rng, **more):
    """From two nodes to a trillion, from next to no links to all."""
    n_nodes = 2 * round(10 ** rng.uniform(0, 11.7))
    return CSBM(n_nodes, *10 ** rng.uniform(-12, 0, 2), **more)


def test_plain_convolution_widens_neither_noise_nor_labels_on_any_graph():
    rng = np.random.default_rng(5)
    for _ in range(300):
        model = random_model(rng)
        theory = predict(model, 12)
        assert theory.variance.max() <= 1 + 1e-9, model
        assert (theory.mean_gap**2 + theory.neighbourhood_noise).max() <= 1 + 1e-9, model


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_the_same_holds_for_blocks_of_different_sizes(share):
    rng = np.random.default_rng(6)
    for _ in range(60):
        theory = predict_classes(random_model(rng, share_1=share), 8)
        assert theory.variance.max() <= 1 + 1e-9
        assert (theory.mean**2 + theory.neighbourhood_noise).max() <= 1 + 1e-9


@pytest.mark.parametrize("key", [key for key in SINGLE if METHODS[key].polynomial])
def test_no_method_exceeds_what_its_coefficients_allow(key):
    rng = np.random.default_rng(7)
    for _ in range(20):
        model = random_model(rng)
        found = coefficients(key, model, 8)
        most = 1 if found is None else np.abs(found).sum(axis=1) ** 2
        assert (predict(model, 8, key).variance <= most * (1 + 1e-9)).all(), model


@pytest.mark.parametrize("n_nodes", [2, 4, 10, 20])
def test_a_graph_with_next_to_no_links_leaves_the_hills_as_wide_as_they_were(n_nodes):
    # Each row of P^n sampled: its squares sum to what is left of the noise. With the shift unbounded theory said 1.05 to 1.50.
    model, rng, n_graphs = CSBM(n_nodes), np.random.default_rng(8), 2000
    labels = np.repeat([-1, 1], n_nodes // 2)
    chance = np.where(np.equal.outer(labels, labels), model.p_within, model.q_across)
    noise = np.zeros((n_graphs, 4))
    for graph in noise:
        links = np.triu(rng.random(chance.shape) < chance, 1)
        links = links | links.T
        degrees = links.sum(axis=1)
        step = np.where(degrees[:, None] > 0, links / np.maximum(degrees, 1)[:, None], np.eye(n_nodes))
        graph[:] = [(np.linalg.matrix_power(step, n) ** 2).sum(axis=1).mean() for n in range(1, 5)]
    error = noise.std(axis=0) / np.sqrt(n_graphs)
    assert np.abs(predict(model, 4).variance[1:] - noise.mean(axis=0)).max() <= 0.01 + 5 * error.max()
