"""One answer for a whole graph: the mean of h^(n) over its nodes, and how little depth does to it.

Graphs of two kinds have the same communities and links; every node's feature is higher by `shift` in the second kind.
The pooled feature is w_n' x with w_n = (P')^n 1 / N: the shift survives unchanged, because convolution keeps constants.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from core.methods.operators import row_normalised, with_isolated_loops
from core.model import require_all_known
from core.sampling import block_labels, sample_graph
from core.streams import streams


@dataclass(frozen=True)
class Pooling:
    """Pooling on sampled graphs, arrays (n_graphs, depth+1).

    noise: N ||w_n||^2, variance of the pooled noise in units of sigma^2/N.  label: w_n's, what the communities add to
    the pooled feature in units of Delta/2.
    """

    noise: np.ndarray
    label: np.ndarray


def pooling_weights(adjacency, depth):
    """w_n = (P')^n 1 / N for n = 0..depth: what each node counts in the pooled feature. Returns (depth+1, N), rows of sum 1."""
    back = row_normalised(with_isolated_loops(adjacency)).T.tocsr()
    weight = np.full(adjacency.shape[0], 1 / adjacency.shape[0])
    found = [weight]
    for _ in range(depth):
        weight = back @ weight
        found.append(weight)
    return np.stack(found)


def sample_pooling(model, depth, n_graphs=32, seed=0):
    """Pooling on n_graphs graphs of a seed, exactly given each graph. Returns Pooling."""
    require_all_known(model, "a model whose graphs are pooled")
    labels = block_labels(model).astype(float)
    noise, label = [], []
    for index in range(n_graphs):
        weights = pooling_weights(sample_graph(streams(seed, index)[0], model), depth)
        noise.append(model.n_nodes * (weights**2).sum(axis=1))
        label.append(weights @ labels)
    return Pooling(np.stack(noise), np.stack(label))


def pooled_error(pooling, model, shift):
    """Probability to take a graph of one kind for the other, threshold half way, exactly given each graph.

    shift: distance of the kinds in feature units, above 0.  Mean over both kinds and both signs of the gap, which
    are equally likely.  Returns (n_graphs, depth+1).
    """
    deviation = model.sigma * np.sqrt(pooling.noise / model.n_nodes)
    tilt = model.gap / 2 * pooling.label
    return (ndtr(-(shift / 2 + tilt) / deviation) + ndtr(-(shift / 2 - tilt) / deviation)) / 2


def predicted_pooled_error(model, depth, shift):
    """The same by theory: pooled variance sigma^2 (1 + 1/d)/N and label variance T_nn for n >= 1. Shape (depth+1,).

    At depth 0 every node counts alike.  From depth 1 on the weights go over to pi_i = D_i / sum D, so
    N ||w||^2 -> E[D^2]/d^2 = 1 + 1/d for Poisson degrees; T_nn = (1-lam^n)^2 (1+lam)(1-p)/(N d) is the shift common to
    all nodes (walk theory, section 4).  Approximate: leading order in 1/d; without edges nothing changes.
    """
    n_nodes, degree, correlation = model.n_nodes, model.mean_degree, model.edge_correlation
    noise, label = np.ones(depth + 1), np.zeros(depth + 1)
    if degree > 0:
        layers = np.arange(1, depth + 1)
        noise[1:] += 1 / degree
        label[1:] = (1 - correlation**layers) ** 2 * (1 + correlation) * (1 - model.p_within) / (n_nodes * degree)
    deviation = np.sqrt(model.sigma**2 * noise / n_nodes + (model.gap / 2) ** 2 * label)
    return ndtr(-shift / 2 / deviation)


def shift_for_error(model, error=0.1):
    """The shift between kinds that pooling without layers mistakes with this probability: -2 Phi^-1(error) sigma/sqrt(N)."""
    if not 0 < error < 0.5:
        raise ValueError(f"error is {error!r}, but it must be a number above 0 and below 0.5.")
    return float(-2 * ndtri(error) * model.sigma / np.sqrt(model.n_nodes))
