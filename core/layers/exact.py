"""Averaging without rounding: what the columns span after many layers, kept apart however small they become beside each other."""

from itertools import islice

import numpy as np

from core.layers.precision import digits, of_size_one
from core.propagation import layers

NOTHING = 1e-12  # of the longest column, below which a layer has taken a direction away altogether


def exact_average(key, adjacency, features, depth):
    """An orthonormal basis (N, r) of the span of W^n H, W the walk of method `key`: all that a linear reader can tell from it.

    W^n H itself keeps the digits of its largest direction and rounds the others away; here columns are made orthonormal again
    after each layer (subspace iteration: Golub and Van Loan 2013, section 8.2.4).
    features: (N, F).  depth: n.
    """
    basis, singular, _ = np.linalg.svd(of_size_one(features.astype(float))[0], full_matrices=False)
    basis = basis[:, singular > singular[0] * max(features.shape) * np.ldexp(1.0, -digits(features))]
    for _ in range(depth):
        (moved,) = islice(layers(key, adjacency, basis), 1, 2)
        basis, lengths = np.linalg.qr(moved)
        lengths = np.abs(np.diag(lengths))
        basis = basis[:, lengths > NOTHING * lengths.max(initial=0)]
    return basis
