"""Class means at equal distances: the corners of a simplex."""

import numpy as np


def class_means(model):
    """Means of the C classes, (C, C-1): all |Delta| apart, classes 1 and 2 at mu1 and mu2 of the first axis, the others at its m.

    Corner c is (Delta/sqrt 2)(b_1[c], ..., b_(C-1)[c]) with Helmert's orthonormal rows b_k, less the middle m on the first axis.
    """
    corners = model.gap / np.sqrt(2) * helmert(model.n_classes).T
    corners[:, 0] += model.midpoint
    return corners


def circumradius(model):
    """Distance of a class mean from their centre, |Delta| sqrt((C-1)/(2C)): |Delta|/2 for two classes."""
    return abs(model.gap) * np.sqrt((model.n_classes - 1) / (2 * model.n_classes))


def helmert(n_classes):
    """Orthonormal rows b_k, k = 1..C-1, that sum to zero: b_k = (k e_(k+1) - e_1 - ... - e_k)/sqrt(k(k+1)), (C-1, C)."""
    rows = np.zeros((n_classes - 1, n_classes))
    for k in range(1, n_classes):
        rows[k - 1, :k], rows[k - 1, k] = -1, k
        rows[k - 1] /= np.sqrt(k * (k + 1))
    return rows
