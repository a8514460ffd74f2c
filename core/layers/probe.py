"""A linear probe: how well the classes can be read from a layer by the simplest classifier there is."""

from dataclasses import dataclass

import numpy as np

PENALTIES = (1e-6, 1e-3, 1e-1, 10.0)
TINY = 1e-12
LEAST_VALIDATED = 10


@dataclass(frozen=True)
class Share:
    """Right answers among `count` nodes: their share, and its standard error over draws of nodes."""

    value: float
    standard_error: float
    count: int


def probe_accuracy(features, network):
    """Accuracies of `probe_scores`: (Share of test, Share of train); NaN without nodes to fit on."""
    scores = probe_scores(features, network)
    if scores is None:
        return Share(np.nan, np.nan, 0), Share(np.nan, np.nan, 0)
    return accuracy(scores, network.labels, network.test), accuracy(scores, network.labels, network.train)


def probe_scores(features, network):
    """Scores (N, C) of ridge regression onto the classes, fitted on the train mask of a Network; None without nodes to fit on.

    W = argmin ||Y - X W||^2 + k n ||W||^2 on columns centred and scaled by their spread over the train nodes, with the
    intercept free; k is chosen on the val nodes where there are some, else by leaving each train node out once.
    features: (N, F), each column in a unit of its own.
    """
    train, labels = network.train, network.labels
    if not train.any():
        return None
    targets = np.eye(len(network.classes))[labels[train]]
    features = of_size_one(features, axis=0)[0]
    centre, spread = features[train].mean(axis=0), features[train].std(axis=0)
    # A column that rounding alone tells from a constant says nothing.
    alive = spread > TINY * np.abs(features[train]).max(axis=0)
    scaled = (features[:, alive] - centre[alive]) / spread[alive]
    fitted, offset = scaled[train], targets.mean(axis=0)
    left, singular, right = np.linalg.svd(fitted, full_matrices=False)
    turned = left.T @ (targets - offset)
    best, scores = None, None
    for penalty in PENALTIES:
        shrink = singular**2 / (singular**2 + penalty * train.sum())
        weights = right.T @ (
            np.divide(shrink, singular, out=np.zeros_like(singular), where=singular > 0)[:, None] * turned
        )
        score = _validated(scaled, weights, offset, shrink, left, turned, network)
        if best is None or score > best + 1e-12:
            best, scores = score, scaled @ weights + offset
    return scores


def of_size_one(features, axis=None):
    """(features / 2^k, k): a power of two, of all entries or of each column, loses no digit. Of zeros k is 0.

    Squares of what is left are neither zero nor infinite, however small or large the features are.
    """
    power = np.frexp(np.abs(features).max(axis=axis))[1]
    return np.ldexp(features, -power), power


def _validated(scaled, weights, offset, shrink, left, turned, network):
    """Accuracy on the val nodes, or of leaving each train node out: y_i - (y_i - p_i)/(1 - H_ii)."""
    if network.val.sum() >= LEAST_VALIDATED:
        scores = scaled[network.val] @ weights + offset
        return float(np.mean(scores.argmax(axis=1) == network.labels[network.val]))
    own = np.eye(len(network.classes))[network.labels[network.train]]
    predicted = left @ (shrink[:, None] * turned) + offset
    leverage = (left**2 @ shrink + 1 / network.train.sum()).clip(max=1 - 1e-9)[:, None]
    apart = own - (own - predicted) / (1 - leverage)
    return float(np.mean(apart.argmax(axis=1) == network.labels[network.train]))


def accuracy(scores, labels, nodes):
    """Share of nodes whose largest score is their class's.

    The error of a share of k in n is sqrt(a (1-a) / n) with a = (k+1)/(n+2), so that none is certain. NaN without nodes.
    """
    count = int(nodes.sum())
    if not count:
        return Share(np.nan, np.nan, 0)
    right = int((scores[nodes].argmax(axis=1) == labels[nodes]).sum())
    share = (right + 1) / (count + 2)
    return Share(right / count, float(np.sqrt(share * (1 - share) / count)), count)
