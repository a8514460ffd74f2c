"""One graph's own links between classes: how far the correlation it gives a label is from the model's, in each direction.

Among C classes a graph's counts of links fall a little more or less than expected for each pair of classes, so that each of the
C - 1 directions of the class means has an edge correlation of its own. A walk of n steps raises the difference to the n-th power.
"""

from typing import NamedTuple

import numpy as np

POINTS, REACH = 65, 6  # where gaps are followed, and how many standard deviations on either side


class LinkNoise(NamedTuple):
    """Standard deviations of M_cc and of M_cc', the share of a class's link ends that lead to a class, over graphs."""

    inside: float
    across: float


def link_noise(n_nodes, p_within, q_across, n_classes, degree):
    """LinkNoise: sqrt(2 (1 - 1/n) p (1-p)) / d inside, as every link has two ends, and sqrt(q (1-q)) / d across, n = N/C."""
    alone = n_classes / n_nodes
    inside = np.sqrt(2 * (1 - alone) * p_within * (1 - p_within)) / degree
    return LinkNoise(float(inside), float(np.sqrt(q_across * (1 - q_across)) / degree))


def nearby(correlation, noise, n_classes):
    """Edge correlations about the model's that graphs may have, (POINTS,), rising."""
    width = REACH * max(noise.inside, noise.across * np.sqrt(n_classes - 1), 1e-9)
    return correlation + width * np.linspace(-1, 1, POINTS)
