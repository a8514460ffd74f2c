"""Jumping knowledge: a linear read-out of all depths 0..n, fitted on sampled features and tested on fresh ones."""

from dataclasses import dataclass

import numpy as np

from core.propagation import propagate


@dataclass(frozen=True)
class JumpingGraph:
    """One graph's unit pieces at all depths, for training draws and for fresh test draws.

    labels: (N,).  signal: (depth+1, N) = P^n s.  train, test: (depth+1, N, draws) = P^n z, z standard normal.
    """

    labels: np.ndarray
    signal: np.ndarray
    train: np.ndarray
    test: np.ndarray


def jumping_graph(rng, adjacency, labels, depth, n_draws):
    """Propagate the labels and 2 n_draws standard normal draws through plain convolution."""
    columns = np.column_stack([labels.astype(float), rng.standard_normal((labels.size, 2 * n_draws))])
    found = propagate("convolution", adjacency, columns, depth).astype(np.float32)
    return JumpingGraph(labels, found[:, :, 0], found[:, :, 1 : n_draws + 1], found[:, :, n_draws + 1 :])


def read_jumping(graphs, model):
    """Errors over graphs: (error_fixed, error_fitted), each (n_graphs, depth+1).

    Least squares (linear discriminant) on the features of depths 0..n. Fixed: coefficients from the other graphs, around
    the constant m. Fitted: coefficients from training draws of the same graph, threshold at the midpoint of a test draw.
    """
    fixed, fitted = np.empty((2, len(graphs), graphs[0].signal.shape[0]))
    spreads = [(_moments(graph, model, centred=False), _moments(graph, model, centred=True)) for graph in graphs]
    for index, graph in enumerate(graphs):
        others = [spread[0] for place, spread in enumerate(spreads) if place != index] or [spreads[index][0]]
        values = _features(graph, model, graph.test)
        mean, covariance = (np.mean(parts, axis=0) for parts in zip(*others, strict=True))
        fixed[index] = _errors(_solutions(mean, covariance), values, graph.labels)
        values = values - _midpoint(values, graph.labels)
        fitted[index] = _errors(_solutions(*spreads[index][1]), values, graph.labels)
    return fixed, fitted


def _features(graph, model, noise):
    """Features less the constant m, (depth+1, N, draws)."""
    return model.gap / 2 * graph.signal[:, :, None] + model.sigma * noise


def _midpoint(values, labels):
    """Midpoint of the class means of every draw, (depth+1, 1, draws)."""
    return (values[:, labels > 0].mean(axis=1, keepdims=True) + values[:, labels < 0].mean(axis=1, keepdims=True)) / 2


def _moments(graph, model, centred):
    """Mean and covariance over nodes and draws of s_i times the training features of all depths."""
    values = _features(graph, model, graph.train)
    if centred:
        values = values - _midpoint(values, graph.labels)
    own = (graph.labels[:, None] * values).reshape(values.shape[0], -1).astype(float)
    mean = own.mean(axis=1)
    return mean, own @ own.T / own.shape[1] - np.outer(mean, mean)


def _solutions(mean, covariance):
    """Coefficients (depth+1, depth+1) of the best read-out of depths 0..n, row by row; badly determined parts are left out."""
    found = np.zeros_like(covariance)
    scale = 1 / np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    covariance = covariance * np.outer(scale, scale)
    for n in range(mean.size):
        size = slice(0, n + 1)
        values, vectors = np.linalg.eigh(covariance[size, size])
        # Single-precision features determine directions down to about 1e-6 of the largest.
        kept = values > 1e-6 * values[-1]
        projected = vectors[:, kept].T @ (scale[size] * mean[size])
        found[n, size] = scale[size] * (vectors[:, kept] @ (projected / values[kept]))
    return found


def _errors(coefs, values, labels):
    """Share of nodes and test draws that each read-out puts on the wrong side, ties one half."""
    scores = np.tensordot(coefs.astype(np.float32), values, axes=(1, 0)) * labels[:, None]
    return ((scores < 0) + 0.5 * (scores == 0)).mean(axis=(1, 2))
