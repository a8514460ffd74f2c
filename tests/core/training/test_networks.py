"""The networks: gradients against finite differences, and the identities between them."""

import numpy as np
import pytest
from scipy.optimize import minimize

from core.model import CSBM
from core.training.networks import NETWORKS, cross_entropy, forward, initial, pair_normalised
from core.training.tasks import csbm_task
from core.training.train import final, objective, propagated, solve, train

SMALL = CSBM(40, 0.3, 0.1)
F = 4


@pytest.fixture(scope="module")
def task():
    return csbm_task(SMALL, seed=0, index=0, n_features=F)


def parameters(network, depth, width=5, seed=1):
    return initial(np.random.default_rng(seed), network, depth, width, F, 2, np.float64)


def trained(network, depth, width, task, epochs, rate=0.05, **options):
    *_, (_, _, run) = train(np.random.default_rng(3), network, depth, width, task, epochs, rate, np.float64, **options)
    return run


def numerical(value, start, step=1e-6):
    slope = np.empty(start.vector.size)
    for place in range(slope.size):
        ends = []
        for sign in (1, -1):
            moved = start.vector.copy()
            moved[place] += sign * step
            ends.append(value(start.like(moved))[0])
        slope[place] = (ends[0] - ends[1]) / (2 * step)
    return slope


@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_gradients_agree_with_finite_differences_in_every_layer(network, depth, task):
    start = parameters(network, depth)
    value = objective(network, depth, task.data, task.train, np.float64)
    slope = value(start)[1]
    assert np.abs(slope - numerical(value, start)).max() < 1e-7 * max(1, np.abs(slope).max())
    for part in start.like(slope).matrices:
        assert np.abs(part).max() > 1e-6, "a layer without gradient would pass any comparison"


def test_a_wrong_gradient_is_noticed(task):
    network = NETWORKS["gcn"]
    start = parameters(network, 3)
    value = objective(network, 3, task.data, task.train, np.float64)
    wrong = value(start)[1]
    start.like(wrong).matrices[0][:] *= 1.01
    assert np.abs(wrong - numerical(value, start)).max() > 1e-5


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_without_layers_every_network_trains_to_the_optimum_of_logistic_regression(network, task):
    x, labels = task.data.features[task.train], task.data.labels[task.train]

    def loss(vector):
        return cross_entropy(x @ vector[: 2 * F].reshape(F, 2) + vector[2 * F :], labels)[0]

    optimum = minimize(loss, np.zeros(2 * F + 2), method="BFGS").fun
    assert optimum > 0.01, "a loss of zero has no optimum to compare"
    assert trained(network, 0, 5, task, epochs=3000).loss == pytest.approx(optimum, rel=1e-3)


@pytest.mark.parametrize("depth", [1, 4])
def test_a_linear_network_with_weights_frozen_to_the_identity_is_the_classifier(depth, task, monkeypatch):
    def start(network):
        made = initial(np.random.default_rng(5), NETWORKS[network], depth, F, F, 2, np.float64)
        for matrix in made.matrices[:-1]:
            matrix[:] = np.eye(F)
        made.matrices[-1][:] = 0.1
        return made

    layers, readout = start("linear"), start("classifier_adam")
    frozen = np.arange(layers.vector.size) >= layers.vector.size - readout.vector.size
    runs = []
    for network, first, trainable in (("linear", layers, frozen), ("classifier_adam", readout, None)):
        monkeypatch.setattr("core.training.train.initial", lambda *_, first=first: first)
        runs.append(trained(NETWORKS[network], depth, F, task, epochs=60, trainable=trainable))
    for name in ("train_accuracy", "held_out_accuracy", "fresh_accuracy", "loss"):
        assert getattr(runs[0], name) == pytest.approx(getattr(runs[1], name), abs=1e-12), name
    assert np.array_equal(layers.matrices[0], np.eye(F))


@pytest.mark.parametrize("depth", [1, 3])
def test_a_linear_network_is_trained_through_the_product_of_its_matrices_and_is_the_same_function(depth, task):
    network = NETWORKS["linear"]
    weights = parameters(network, depth)
    layer_by_layer = final(network, depth, weights, task.data) @ weights.matrices[-1] + weights.bias
    loss = cross_entropy(layer_by_layer[task.train], task.data.labels[task.train])[0]
    assert objective(network, depth, task.data, task.train, np.float64)(weights)[0] == pytest.approx(loss, rel=1e-12)
    product = np.linalg.multi_dot(weights.matrices)
    assert np.allclose(layer_by_layer, propagated(task.data, depth) @ product + weights.bias, atol=1e-12)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_relabelling_the_nodes_relabels_the_output(network, task):
    weights = parameters(network, 3)
    order = np.random.default_rng(0).permutation(task.data.labels.size)
    walk, features = task.data.walk, task.data.features
    first = forward(network, weights, walk.__matmul__, features).outputs[-1]
    second = forward(network, weights, walk[order][:, order].__matmul__, features[order]).outputs[-1]
    assert np.allclose(second, first[order], atol=1e-12)


def test_the_layers_are_the_published_ones_at_depth_two(task):
    walk, x = task.data.walk.toarray(), task.data.features

    def relu(values):
        return np.maximum(values, 0)

    def last(key):
        weights = parameters(NETWORKS[key], 2)
        return weights.matrices, forward(NETWORKS[key], weights, task.data.walk.__matmul__, x).outputs[-1]

    (first, second, _), output = last("gcn")
    assert np.allclose(output, relu(walk @ relu(walk @ x @ first) @ second))
    (start, first, second, _), output = last("gcnii")
    h = h0 = relu(x @ start)
    for weight, beta in ((first, np.log(1.5)), (second, np.log(1.25))):
        h = relu((0.9 * walk @ h + 0.1 * h0) @ ((1 - beta) * np.eye(5) + beta * weight))
    assert np.allclose(output, h)
    (first, second, _), output = last("pairnorm")
    h = walk @ x @ first
    h = h - h.mean(axis=0)
    h = relu(h / np.sqrt((h**2).mean()))
    assert np.allclose(output, relu(pair_normalised(walk @ h @ second)[0]))


def test_glorots_start_has_the_variance_that_keeps_the_size_of_a_layer():
    network = NETWORKS["linear"]
    weights = initial(np.random.default_rng(0), network, 3, 300, 100, 2, np.float64)
    for matrix in weights.matrices[:-1]:
        expected = 2 / sum(matrix.shape)
        # The variance of a uniform sample's second moment is 0.8 of its square over the number of entries.
        assert abs(matrix.var() - expected) < 5 * expected * np.sqrt(0.8 / matrix.size)
    assert np.array_equal(weights.bias, [0, 0])


@pytest.mark.parametrize("depth", [0, 3, 12])
def test_the_classifier_is_at_the_optimum_so_that_nothing_is_left_to_optimisation(depth):
    task = csbm_task(CSBM(400, 0.03, 0.015), 0, 0, F)
    matrix, bias, loss = solve(task.data, depth, task.train)
    x, labels = propagated(task.data, depth)[task.train], task.data.labels[task.train]
    assert loss > 0.05, "classes that a plane separates have no optimum"
    assert cross_entropy(x @ matrix + bias, labels)[0] == pytest.approx(loss, rel=1e-6)
    rng = np.random.default_rng(0)
    for _ in range(20):
        other = matrix * (1 + 0.05 * rng.standard_normal(matrix.shape))
        assert cross_entropy(x @ other + bias, labels)[0] > loss - 1e-4
