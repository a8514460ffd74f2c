"""Walk theory beside averaging without weights: what P^n h0 would let a probe read if the graph were two blocks."""

import numpy as np
from scipy.special import ndtr

from core.model import CSBM
from core.number_of import number_of
from core.real.fit_blocks import fit_blocks
from core.walks import predict

LEAST_SHARE = 0.4  # of the smaller class, from which on two blocks count as equal
NODES_A_COLUMN = 10  # labelled nodes for each column of the input, below which its classes' distance is not known well
ROOM = 0.03  # between the theory and the probe at the input, beside three standard errors


def averaging_theory(network, probe, error):
    """(right answers (L+1,), "") of a fitted threshold on P^n h0 by walk theory, or (NaN, why there is none, as one clause).

    Blocks are fitted to graph and classes (core.real.fit_blocks), and Delta/sigma is the distance of the two classes along
    their best line (separation).  probe, error: right answers on h0 itself and their standard error, which two Gaussian
    classes so far apart must give: where they do not, the input is something else and nothing is said.
    """
    none = np.full(network.depth + 1, np.nan)
    features, labels = network.hidden[0].astype(float), network.labels
    sizes = np.bincount(labels[labels >= 0])
    if sizes.size != 2:
        return none, f"it has two classes, and there are {sizes.size} here"
    if not network.adjacency.nnz:
        return none, "there are no links"
    if not np.isfinite(probe):
        return none, "no probe was fitted and tested to hold it to"
    if sizes.min() < LEAST_SHARE * sizes.sum():
        return none, f"it has two classes of one size, and here they have {sizes[0]:,} and {sizes[1]:,} nodes"
    if sizes.sum() < NODES_A_COLUMN * features.shape[1]:
        few, columns = number_of(sizes.sum(), "labelled node"), number_of(features.shape[1], "column")
        return none, f"{few} cannot tell how far apart the classes are in {columns}"
    apart = separation(features, labels)
    expected = float(ndtr(apart / 2))
    if not abs(expected - probe) <= max(ROOM, 3 * error):
        return none, (
            f"two Gaussian classes as far apart as those of the input would be read {100 * expected:.1f} % right, "
            f"and the probe reads {100 * probe:.1f} %"
        )
    fitted = fit_blocks(network.adjacency, labels).model
    model = CSBM(fitted.n_nodes, fitted.p_within, fitted.q_across, -apart / 2, apart / 2, 1.0)
    return 1 - predict(model, network.depth).error_fitted, ""


def separation(features, labels):
    """Delta/sigma of two classes along the line that tells them apart best (Fisher's discriminant), without its bias.

    D^2 = (n-r-3)/(n-2) (m1-m2)' S^-1 (m1-m2) - r n/(n1 n2), S the spread within the classes, r its rank.
    features: (N, F).  labels: int (N,), 0, 1 or -1 for unknown.  Source: Lachenbruch and Mickey 1968.
    """
    groups = [features[labels == value] for value in (0, 1)]
    sizes = np.array([len(group) for group in groups])
    n, line = sizes.sum(), groups[1].mean(axis=0) - groups[0].mean(axis=0)
    within = np.concatenate([group - group.mean(axis=0) for group in groups])
    left, singular, right = np.linalg.svd(within / np.sqrt(n - 2), full_matrices=False)
    alive = singular > max(within.shape) * np.finfo(float).eps * singular[0]
    rank = int(alive.sum())
    square = float(np.sum((right[alive] @ line / singular[alive]) ** 2))
    return float(np.sqrt(max(0.0, (n - rank - 3) / (n - 2) * square - rank * n / sizes.prod())))
