"""The Bayes-optimal error of a model on sampled graphs, with its standard error."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from core.estimate import Estimate, estimate
from core.model import require_equal_blocks, require_two_classes
from core.optimum.belief_propagation import beliefs, feature_fields
from core.sampling import block_labels, sample_features, sample_graph
from core.streams import streams

N_DRAWS = 4


@dataclass(frozen=True)
class Optimum:
    """error: Estimate over graphs, of the share of nodes that are wrong.  expected: what the beliefs themselves expect, alike.

    converged: share of the runs whose beliefs stopped moving; where it is not 1 the error is that of the last beliefs.
    """

    error: Estimate
    expected: Estimate
    converged: float


def graph_optimum(model, index, n_draws=N_DRAWS, seed=0):
    """(share of wrong nodes, share that the beliefs expect to be wrong, share of draws converged) of one sampled graph.

    The classes may be named either way round only where the features tell nothing: then the better naming counts.
    Raises ValueError for blocks of different size.
    """
    require_equal_blocks(model, "a model whose optimum is computed")
    require_two_classes(model, "a model whose optimum is computed")
    graph_stream, feature_stream, *_ = streams(seed, index)
    adjacency, labels = sample_graph(graph_stream, model), block_labels(model)
    fields = feature_fields(sample_features(feature_stream, model, n_draws), model)
    if model.gap == 0:
        fields = 0.1 * feature_stream.standard_normal(fields.shape)
    found = beliefs(adjacency, model, fields)
    right = labels[:, None] * found.log_odds
    wrong = (right < 0).mean(axis=0) + 0.5 * (right == 0).mean(axis=0)
    if model.gap == 0:
        wrong = np.minimum(wrong, 1 - wrong)
    return float(wrong.mean()), float(expit(-np.abs(found.log_odds)).mean()), float(found.converged.mean())


def optimum(model, n_graphs=4, n_draws=N_DRAWS, seed=0):
    """The lowest error that any method can reach, on n_graphs sampled graphs. Returns Optimum."""
    return optimum_of([graph_optimum(model, index, n_draws, seed) for index in range(n_graphs)])


def optimum_of(rows):
    """The Optimum of the graphs whose `graph_optimum` are the rows."""
    rows = np.array(rows)
    return Optimum(estimate(rows[:, 0]), estimate(rows[:, 1]), float(rows[:, 2].mean()))
