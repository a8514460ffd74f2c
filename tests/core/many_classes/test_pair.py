"""What is drawn of two classes is what sampled features are along the line between their means."""

import numpy as np
import pytest
from dense_counting import random_model
from scipy.stats import norm

from core.many_classes.compositions import compositions
from core.many_classes.pair import pair_gaussians, pair_hills, pair_kinds
from core.many_classes.simulated import graph_readings
from core.model import CSBM
from core.propagation import propagate
from core.sampling import class_numbers, sample_graph
from core.simplex import class_means
from core.simulation import side_of
from core.streams import streams
from core.walks import predict, predict_layers, stage_hills, stage_neighbourhoods

DEPTH, GRAPHS = 6, 12


def projected_means(model, depth, graph, seed=0):
    """Own means of all nodes of classes 1 and 2, along the line between the class means from their middle: (depth+1, 2N/C)."""
    adjacency, numbers = sample_graph(streams(seed, graph)[0], model), class_numbers(model)
    means = class_means(model)
    line = (means[1] - means[0]) / np.linalg.norm(means[1] - means[0])
    layers = propagate("convolution", adjacency, (means[numbers] - means.mean(axis=0)) @ line[:, None], depth)
    return layers[:, numbers < 2, 0], adjacency, numbers[numbers < 2]


def pair_error(model, layers, shifted=True):
    """Share of class 2 that the drawn hill has beyond the middle, (depth+1,)."""
    kinds, half = pair_kinds(model), model.gap / 2
    mean, variance = pair_gaussians(model, layers, kinds, shifted)
    beyond = norm.cdf(-layers.side[:, None] * mean / np.sqrt(variance)) @ kinds.weight
    return (1 - kinds.isolated) * beyond + kinds.isolated * norm.cdf(
        -layers.side * half * layers.constant / model.sigma
    )


@pytest.mark.parametrize("n_classes", [3, 5, 7])
def test_the_simulated_picture_is_the_projection_of_the_features_exactly(n_classes):
    model = CSBM(40 * n_classes, 0.2, 0.05, -0.7, 1.3, 0.8, n_classes=n_classes)
    found = graph_readings(model, DEPTH, side_of(model, DEPTH), exact=True)
    means, adjacency, numbers = projected_means(model, DEPTH, 0)
    picked = np.unique(np.linspace(0, numbers.size - 1, 64).astype(int))
    assert model.gap / 2 * found.signal == pytest.approx(means[:, picked], abs=1e-9)
    assert list(found.labels) == list(np.where(numbers[picked] == 0, -1, 1))
    walk = adjacency.toarray() / np.maximum(adjacency.sum(axis=1), 1)[:, None]
    rows = np.linalg.matrix_power(walk, 3)
    both = np.r_[0 : numbers.size]
    assert found.noise[3] == pytest.approx((rows[picked] ** 2).sum(axis=1), rel=1e-6)
    # Centred: less the middle of the two class means of this graph.
    middle = (rows[both[numbers == 0]].mean(axis=0) + rows[both[numbers == 1]].mean(axis=0)) / 2
    assert found.centred_noise[3] == pytest.approx(((rows[picked] - middle) ** 2).sum(axis=1), rel=1e-5)
    # Control: the line to another class is another one.
    third = np.where(class_numbers(model) == 2, 1.0, 0.0)[:, None]
    assert np.abs(found.signal[1] - propagate("convolution", adjacency, third, 1)[1, picked, 0]).max() > 0.1


def pictures(model, n_graphs, seed):
    """(gap, variance of means, share beyond the middle) of sampled graphs, rows (n_graphs, depth+1), relative as Hills has them."""
    side = side_of(model, DEPTH)
    found = [
        graph_readings(model, DEPTH, side, index=graph, n_draws=2, seed=seed, exact=False) for graph in range(n_graphs)
    ]
    signed = np.stack([graph.labels * graph.signal for graph in found])
    noise = np.stack([graph.noise for graph in found])
    wrong = norm.cdf(-side[:, None] * model.gap / 2 * signed / (model.sigma * np.sqrt(noise)))
    return signed, wrong.mean(axis=2)


@pytest.mark.parametrize("n_classes", [3, 7])
def test_the_drawn_hills_are_as_far_apart_as_wide_and_as_mixed_as_simulated_ones(n_classes):
    rng = np.random.default_rng(n_classes)
    for turn in range(3):
        model = random_model(rng, n_classes)
        layers = predict_layers(model, DEPTH)
        drawn = pair_hills(model, layers)
        signed, wrong = pictures(model, GRAPHS, turn)

        def excess(rows, theory):
            doubt = rows.std(axis=0, ddof=1) / GRAPHS**0.5
            return (
                np.maximum(np.abs(rows.mean(axis=0) - theory) - 3.5 * doubt, 0) / np.maximum(np.abs(theory), 0.005)
            ).max()

        others = ((signed - drawn.gap[:, None]) ** 2).mean(axis=2)
        found = (
            excess(signed.mean(axis=2), drawn.gap),
            excess(others, drawn.others),
            excess(wrong, pair_error(model, layers)),
        )
        assert max(found) < 0.15, (model, found)
        # Control: the error among all classes is another number.
        assert excess(wrong, predict(model, DEPTH).error_fixed) > 0.3


def test_merged_kinds_keep_mean_and_variance_of_what_a_node_hears():
    for model in (
        CSBM(1998, n_classes=3),
        CSBM(2702, 0.0082, 0.00032, n_classes=7),
        CSBM(2000, 0.01, 0.05, n_classes=10),
    ):
        kinds, many = pair_kinds(model), compositions(model)
        x = many.own[:, None] - many.rivals
        weight = np.outer(many.weight, many.times / (model.n_classes - 1))
        mean = (weight * x).sum()
        whole = (weight * (x - mean) ** 2).sum() + many.weight @ many.spread / (1 - 1 / model.n_classes) ** 2
        assert kinds.weight.sum() == pytest.approx(1, abs=1e-9) and kinds.weight.size < 700
        assert kinds.weight @ kinds.x == pytest.approx(mean, abs=1e-5)
        assert kinds.weight @ (kinds.spread + (kinds.x - mean) ** 2) == pytest.approx(whole, rel=1e-3)


def test_of_two_classes_the_picture_is_as_it_was():
    model = CSBM()
    assert stage_hills(model, predict_layers(model, 3)) is not None
    assert not hasattr(stage_neighbourhoods(model), "both")
