"""A measured quantity of trained networks as it is drawn and tabulated: over depths, or over the layers of one depth."""

import numpy as np

from core.training.reading import over_seeds


def by_depth(results, name, key, width):
    """core.training.reading.OverSeeds (depths,) of one network. name: of results.arrays; of a quantity per layer the last layer's."""
    values = results.of(name, key, width)
    if values.ndim == 3:
        values = np.stack([values[row, :, depth] for row, depth in enumerate(results.plan.depths)])
    return over_seeds(values)


def by_layer(results, name, key, width, depth):
    """OverSeeds (depth+1,) of a quantity of each weight matrix at one depth: layers 1..depth, then the read-out."""
    return over_seeds(results.of(name, key, width)[results.plan.depths.index(depth)].T[1 : depth + 2])
