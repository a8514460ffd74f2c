"""Random numbers of a simulation: separate streams for graph, features and layers, so that a change of one leaves the rest."""

import numpy as np


def streams(seed, index):
    """Generators (graph, features, layers) of graph number `index` of a seed: independent, the same whatever else is drawn."""
    require_whole("seed", seed, 0)
    children = np.random.SeedSequence(seed, spawn_key=(index,)).spawn(3)
    return tuple(np.random.default_rng(child) for child in children)


def require_whole(name, value, low):
    """ValueError unless `value` is a whole number of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < low:
        raise ValueError(f"{name} is {value!r}, but it must be a whole number of at least {low}.")
