"""A linear classifier on a real graph's own features after n convolutions: ridge regression on h^(n), no weights between layers.

The simple graph convolution of Wu et al. 2019 (SGC) with a ridge instead of a logistic loss, solved exactly at each depth.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from core.methods.reversible import ReversibleWalk
from core.propagation import METHODS
from core.real.graphs import Split

TRAIN_PER_CLASS = 20
MAX_TRAIN = 1000
STRENGTHS = 10.0 ** np.arange(-6, 2)


@dataclass(frozen=True)
class Accuracy:
    """Share of nodes told right at depths 0..n, arrays (depth+1,), and of the most frequent test class alone."""

    train: np.ndarray
    test: np.ndarray
    majority: float
    n_train: int
    n_test: int


def seeded_split(rng, labels):
    """Up to 20 nodes of each class train, never more than half of it; all others that have a class test. None without both."""
    train = []
    for label in range(int(labels.max()) + 1):
        nodes = np.flatnonzero(labels == label)
        train.append(rng.permutation(nodes)[: min(TRAIN_PER_CLASS, nodes.size // 2)])
    train = np.sort(np.concatenate(train))
    test = np.setdiff1d(np.flatnonzero(labels >= 0), train)
    return Split(train, test) if train.size and test.size else None


def classifier_accuracy(adjacency, features, labels, split, depth, method="convolution", **options):
    """Accuracy at depths 0..depth of ridge regression on h^(n), n = 0..depth.

    features: (N, F) csr_array; each node's are first scaled to length 1.  At each depth the ridge is the one of eight that
    predicts every training node best from all the others (leave one out, in closed form).  Beyond 1000 training nodes
    1000 of them, evenly, are used.
    """
    train = split.train
    if train.size > MAX_TRAIN:
        train = train[np.linspace(0, train.size - 1, MAX_TRAIN).astype(int)]
    walk = ReversibleWalk(METHODS[method].weights(adjacency.astype(float))).matrix.astype(np.float32)
    h = features.toarray().astype(np.float32)
    length = np.linalg.norm(h, axis=1, keepdims=True)
    h = np.divide(h, length, out=h, where=length > 0)
    targets = np.eye(int(labels.max()) + 1)[labels[train]]
    found = np.empty((2, depth + 1))
    for n, layer in enumerate(islice(METHODS[method].recursion(walk, h, **options), depth + 1)):
        centre = layer[train].mean(axis=0)
        own, tested = layer[train] - centre, layer[split.test] - centre
        weights, fitted = _ridge((own @ own.T).astype(float), targets)
        predicted = (tested @ own.T) @ weights
        found[:, n] = [
            (fitted.argmax(axis=1) == labels[train]).mean(),
            ((predicted + targets.mean(axis=0)).argmax(axis=1) == labels[split.test]).mean(),
        ]
    majority = np.bincount(labels[split.test]).max() / split.test.size
    return Accuracy(found[0], found[1], float(majority), train.size, split.test.size)


def _ridge(kernel, targets):
    """Dual weights and fitted values of the ridge whose leave-one-out error is least. kernel (n, n), targets (n, C)."""
    mean = targets.mean(axis=0)
    values, vectors = np.linalg.eigh(kernel)
    values = np.maximum(values, 0)
    scale, turned = max(values.mean(), 1e-300), vectors.T @ (targets - mean)
    best = np.inf
    for strength in STRENGTHS * scale:
        shrunk = values / (values + strength)
        fitted = vectors @ (shrunk[:, None] * turned)
        # 1/n for the mean that is fitted as well.
        own = np.minimum((vectors**2) @ shrunk + 1 / targets.shape[0], 1 - 1e-9)
        left_out = (((targets - mean - fitted) / (1 - own)[:, None]) ** 2).mean()
        if left_out < best:
            best, kept = left_out, (vectors @ (turned / (values + strength)[:, None]), fitted + mean)
    return kept
