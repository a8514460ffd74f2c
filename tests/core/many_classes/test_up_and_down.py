"""Up and down with depth although p > q: for the simplex by theory and counting, and for classes on a circle by counting."""

import numpy as np
from dense_counting import counted_errors

from core.model import CSBM
from core.sampling import class_numbers, sample_graph
from core.walks import predict

MODEL = CSBM(1200, 1 / 199, 3 / 1000, -1.5, 1.5, n_classes=6)  # one own neighbour and three others


def goes_up_and_down(error):
    return np.all(error[2:6:2] < error[1:5:2]) and np.all(error[2:6:2] < error[3:7:2])


def circle_errors(model, depth, n_graphs):
    """Counted errors of plain convolution with class means Delta apart on a circle, (depth+1,)."""
    angle = 2 * np.pi * np.arange(model.n_classes) / model.n_classes
    means = model.gap / (2 * np.sin(np.pi / model.n_classes)) * np.column_stack([np.cos(angle), np.sin(angle)])
    numbers, error = class_numbers(model), np.zeros(depth + 1)
    for graph in range(n_graphs):
        rng = np.random.default_rng(graph)
        adjacency = sample_graph(rng, model)
        degree = np.asarray(adjacency.sum(axis=1))[:, None]
        features = means[numbers] + model.sigma * rng.standard_normal((model.n_nodes, 2))
        for n in range(depth + 1):
            if n:
                features = np.where(degree > 0, adjacency @ features / np.maximum(degree, 1), features)
            error[n] += np.mean((features @ means.T).argmax(axis=1) != numbers) / n_graphs
    return error


def test_theory_and_counting_go_up_and_down():
    assert MODEL.p_within > MODEL.q_across
    fixed, _ = counted_errors(MODEL, 7, np.ones(8), 4, 4, seed=0)
    assert goes_up_and_down(fixed.mean(axis=0))
    assert goes_up_and_down(predict(MODEL, 7).error_fixed)


def test_on_a_circle_as_well():
    assert goes_up_and_down(circle_errors(MODEL, 7, 8))


def test_not_where_most_neighbours_are_of_the_own_class():
    homophilous = CSBM(1200, 12 / 199, 3 / 1000, -0.5, 0.5, n_classes=6)
    assert not goes_up_and_down(circle_errors(homophilous, 7, 4))
    assert not goes_up_and_down(predict(homophilous, 7).error_fixed)
