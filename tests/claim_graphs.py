"""Small graphs, sampled from the models whose sentences are read claim by claim."""

from functools import lru_cache

import numpy as np
from claims import models

from core.model import CSBM
from core.sampling import block_labels, sample_graph


@lru_cache(maxsize=1)
def graphs():
    """(model, depth, mark, graph, labels) of the small ones among the random models, and of complete bipartite graphs."""
    small = [entry for entry in models() if entry[0].n_nodes <= 120][:150] + [
        (CSBM(2 * n, 0, 1), 8, 3) for n in (2, 10, 20)
    ]
    rng = np.random.default_rng(6)
    return [
        (model, min(depth, 12), min(mark, depth, 12), sample_graph(rng, model), block_labels(model))
        for model, depth, mark in small
    ]
