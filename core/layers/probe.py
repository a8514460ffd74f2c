"""A linear probe: how well the classes can be read from a layer by the simplest classifier there is."""

from dataclasses import dataclass

import numpy as np

from core.layers.precision import DOUBLE, of_size_one

PENALTIES = 10.0 ** np.array([1, -1, -3, -6, *range(-8, -32, -2)])
MARGIN = 4  # times its rounding, from which on a column or a direction says something
NEAR = 0.03  # of the best penalty's share, or two standard errors, within which a larger one reads as well
LEAST_VALIDATED = 10
EVEN = 1e-8  # smallest against largest square of a singular value, from which on the squares tell all of its digits that matter


@dataclass(frozen=True)
class Share:
    """Right answers among `count` nodes: their share, and its standard error over draws of nodes."""

    value: float
    standard_error: float
    count: int


@dataclass(frozen=True)
class Reading:
    """Scores (N, C) of a probe.  finest: size of the smallest directions that it needs, against a column's spread.

    directions: how many there are that are more than rounding.
    """

    scores: np.ndarray
    finest: float
    directions: int


def probe_accuracy(features, network, bits=DOUBLE):
    """Accuracies of `probe`: (Share of test, Share of train); NaN without nodes to fit on."""
    reading = probe(features, network, bits)
    if reading is None:
        return Share(np.nan, np.nan, 0), Share(np.nan, np.nan, 0)
    return tuple(accuracy(reading.scores, network.labels, nodes) for nodes in (network.test, network.train))


def probe(features, network, bits=DOUBLE):
    """The Reading of ridge regression onto the classes, fitted on the train mask of a Network; None without nodes to fit on.

    W = argmin ||Y - X W||^2 + k n ||W||^2 on columns centred and scaled by their spread over the train nodes, with the
    intercept free; k is chosen on the val nodes where there are some, else by leaving each train node out once.  Penalties go
    down to rounding: what tells the classes apart may be small beside what does not.
    features: (N, F), each column in a unit of its own, known to `bits` binary digits.
    """
    train, labels = network.train, network.labels
    if not train.any():
        return None
    own = np.eye(len(network.classes))[labels[train]]
    offset = own.mean(axis=0)
    scaled, noise = _scaled(features, train, bits)
    fitted, n = scaled[train], len(own)
    left, singular, right = _decomposed(fitted)
    kept = singular > _floor(singular, right, noise, n)
    left, singular, right = left[:, kept], singular[kept], right[kept]
    turned = left.T @ (own - offset)
    validated = network.val.sum() >= LEAST_VALIDATED
    known = labels[network.val if validated else train]
    seen = scaled[network.val] @ right.T if validated else left**2
    tried = []
    for penalty in PENALTIES:
        shrink = singular**2 / (singular**2 + penalty * n)
        if validated:
            scores = seen @ ((shrink / singular)[:, None] * turned) + offset
        else:  # y_i - (y_i - p_i) / (1 - H_ii)
            leverage = (seen @ shrink + 1 / n).clip(max=1 - 1e-9)[:, None]
            scores = own - (own - left @ (shrink[:, None] * turned) - offset) / (1 - leverage)
        tried.append(np.mean(scores.argmax(axis=1) == known))
        if shrink.min(initial=1) > 0.999:
            break
    shares = np.array(tried)
    near = max(NEAR, 1 / np.sqrt(known.size))
    best, enough = PENALTIES[[np.argmax(shares > shares.max() - more) for more in (1e-12, near)]]
    weights = right.T @ ((singular / (singular**2 + best * n))[:, None] * turned)
    return Reading(scaled @ weights + offset, min(1.0, float(np.sqrt(enough))), len(singular))


def _scaled(features, train, bits):
    """(columns centred and scaled by their spread over the train nodes, the rounding of each), without those that are constant."""
    features = of_size_one(features, axis=0)[0]  # a copy
    fitted = features[train]
    centre, spread = fitted.mean(axis=0), fitted.std(axis=0)
    rounding = np.ldexp(np.sqrt(np.mean(fitted**2, axis=0)), -bits)
    # A column that rounding alone tells from a constant says nothing.
    alive = spread > MARGIN * rounding
    if not alive.all():
        features, centre, spread, rounding = features[:, alive], centre[alive], spread[alive], rounding[alive]
    features -= centre
    features /= spread
    return features, rounding / spread


def _decomposed(fitted):
    """(U, s, V') of the singular value decomposition of (n, F), by the eigenvectors of X'X where these lose no digits of note.

    They cost a third, but know s_i only to eps s_1^2 / s_i.
    """
    if 0 < fitted.shape[1] < fitted.shape[0]:
        squares, right = np.linalg.eigh(fitted.T @ fitted)
        if squares[0] > EVEN * squares[-1]:
            singular, right = np.sqrt(squares[::-1]), right[:, ::-1]
            return fitted @ (right / singular), singular, right.T
    return np.linalg.svd(fitted, full_matrices=False)


def _floor(singular, right, noise, n):
    """Singular values (r,) that rounding alone can make: of the entries, along each direction, and of the decomposition."""
    entries = (np.sqrt(n) + np.sqrt(noise.size)) * np.linalg.norm(right * noise, axis=1)
    return MARGIN * np.maximum(entries, np.ldexp(singular.max(initial=0), -DOUBLE))


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
