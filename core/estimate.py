"""A simulated number with its standard error: always over graphs, never over the nodes of one graph."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """Mean over graphs and its standard error, arrays of one shape, and the number of graphs behind them.

    standard_error = sample standard deviation / sqrt(n_graphs); NaN for a single graph, which tells no spread.
    """

    value: np.ndarray
    standard_error: np.ndarray
    n_graphs: int


def estimate(samples):
    """Estimate from samples (n_graphs, ...), one entry per independent graph."""
    samples = np.asarray(samples, dtype=float)
    n_graphs = samples.shape[0]
    if n_graphs > 1:
        error = samples.std(axis=0, ddof=1) / np.sqrt(n_graphs)
    else:
        error = np.full(samples.shape[1:], np.nan)
    return Estimate(samples.mean(axis=0), error, n_graphs)
