"""Random numbers of a simulation: separate streams for graph, features and layers, so that a change of one leaves the rest."""

import numpy as np

from core.sampling import MAX_SAMPLED_NODES

MAX_GRAPHS, MAX_DRAWS = 10_000, 4096
MAX_NUMBERS = 250_000_000  # of one layer, over nodes and draws: 2 GB


def streams(seed, index):
    """Generators (graph, features, layers) of graph number `index` of a seed: independent, the same whatever else is drawn."""
    require_whole("seed", seed, 0)
    children = np.random.SeedSequence(seed, spawn_key=(index,)).spawn(3)
    return tuple(np.random.default_rng(child) for child in children)


def known_stream(seed, index):
    """Generator of which nodes of graph number `index` have a feature, independent of its other `streams`."""
    require_whole("seed", seed, 0)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(index,)).spawn(4)[3])


def require_whole(name, value, low, high=None):
    """ValueError unless `value` is a whole number of at least `low`, and at most `high`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < low or (high and value > high):
        limits = f"of at least {low}" if high is None else f"from {low} to {high:,}"
        raise ValueError(f"{name} is {value!r}, but it must be a whole number {limits}.")


def require_draws(n_draws, n_nodes):
    """ValueError unless so many feature draws of a graph with so many nodes can be kept."""
    require_whole("n_draws", n_draws, 1, MAX_DRAWS)
    most = MAX_NUMBERS // min(n_nodes, MAX_SAMPLED_NODES)
    if n_draws > most:
        raise ValueError(
            f"n_draws is {n_draws}, but on {n_nodes:,} nodes it must be a whole number from 1 to {most:,}."
        )
