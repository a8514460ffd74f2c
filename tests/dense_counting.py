"""Several classes by brute force: features drawn, averaged layer by layer, and wrong nodes counted."""

import numpy as np

from core.model import CSBM
from core.sampling import class_numbers, sample_features, sample_graph
from core.simplex import class_means


def counted_errors(model, depth, side, n_graphs, n_draws, seed):
    """Errors (fixed, fitted) of plain convolution, each (n_graphs, depth+1)."""
    means = class_means(model)
    centre = means.mean(axis=0)
    numbers = class_numbers(model)
    fixed, fitted = np.empty((2, n_graphs, depth + 1))
    for graph in range(n_graphs):
        rng = np.random.default_rng([seed, graph])
        adjacency = sample_graph(rng, model)
        degree = np.asarray(adjacency.sum(axis=1)).ravel()
        flat = (sample_features(rng, model, n_draws) - centre).reshape(model.n_nodes, -1)
        for n in range(depth + 1):
            if n:
                heard = adjacency @ flat / np.maximum(degree, 1)[:, None]
                flat = np.where(degree[:, None] > 0, heard, flat)
            features = flat.reshape(model.n_nodes, n_draws, -1)
            answer = (side[n] * features @ (means - centre).T).argmax(axis=2)
            fixed[graph, n] = (answer != numbers[:, None]).mean()
            found = np.stack([features[numbers == c].mean(axis=0) for c in range(model.n_classes)], axis=1)
            near = ((features[:, :, None] - found[None]) ** 2).sum(axis=3).argmin(axis=2)
            fitted[graph, n] = (near != numbers[:, None]).mean()
    return fixed, fitted


def random_model(rng, n_classes, degree=None):
    """A model with C classes, 2000 to 4000 nodes, degree 8 to 60 unless said, of either sign of lam, Delta/sigma .7 to 5."""
    degree = np.exp(rng.uniform(np.log(8), np.log(60))) if degree is None else degree
    size = int(rng.uniform(2000, 4000) / n_classes)
    most = -1 / (n_classes - 1)
    lam = rng.uniform(0.2, 0.9) if rng.random() < 0.75 else most * rng.uniform(0.2, 1)
    own = degree * (1 + (n_classes - 1) * lam) / n_classes
    half = np.exp(rng.uniform(np.log(0.7), np.log(5))) / 2
    others = size * (n_classes - 1)
    return CSBM(size * n_classes, own / (size - 1), (degree - own) / others, -half, half, n_classes=n_classes)
