"""Measures of how alike node features have become."""

import numpy as np


def distance_to_consensus(features):
    """mu(X) = ||X - 1 gamma'||_F with gamma the column means: its exponential decay is oversmoothing (Rusch et al. 2023).

    features: (..., N, F).  Returns the shape in front of (N, F).
    """
    centred = features - features.mean(axis=-2, keepdims=True)
    return np.sqrt((centred**2).sum(axis=(-2, -1)))
