"""What the numbers of a trained network say, in one of a few words; where they do not say it surely, nothing."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

SURE = 2.5  # standard errors that a difference must have
LEAST = 0.03  # and how large it must be at least, in accuracy
LEAST_TESTED, LEAST_FITTED = 30, 4  # nodes to test on, and to fit on in each class
DEAD = 0.9  # share of zero columns from which on a layer says nothing
VANISHED, GROWN = 1e-6, 1e6  # size of a layer against the input, below which it has vanished, above which it has grown
LOST = 0.1  # share of the distance in widths that must be gone for distances to have shrunk faster
FAINT = 1e-3  # size of a direction against a column's spread, below which training hardly sees it
RISE = 0.05  # of the mean cosine over links, from which on similarity "rises"
KINDS = (
    "too_few",
    "vanishing",
    "overfitting",
    "optimisation",
    "rounding",
    "mixing",
    "weights",
    "short",
    "faint",
    "denoising",
    "unsure",
    "quiet",
)


@dataclass(frozen=True)
class Verdict:
    """kind: one of KINDS.  layer: from which layer on, where the kind has one.  best: layer of the best probe.

    too_few: nothing can be said. vanishing: columns die, or the whole layer shrinks to nothing. optimisation: the classes can
    be read from the last layer, and the network does not read them; overfitting: except on its training nodes. mixing:
    distances shrink faster than widths, and what can be read falls, as it does by averaging alone. weights: what can be read
    falls, and averaging alone to the same depth keeps it, or most of it. rounding: averaging alone falls as the layers do, and
    would lose less than half as much if nothing were rounded. faint: nothing falls, the classes stand in directions that are
    next to nothing beside others, and no answers of the network show that it reads them. short: nothing falls, and averaging
    alone is read better. denoising: layers grow alike and nothing is lost by it. unsure: a loss that may be chance. quiet: none
    of these.
    """

    kind: str
    layer: int | None
    best: int


def verdict(network, measures):
    """The Verdict on the Measures of a core.layers.Network."""
    if too_few(network, measures):
        return Verdict("too_few", None, 0)
    layers, last = measures.answers.layers, network.depth
    best, gone, read = int(np.argmax(measures.probe)), gone_layer(measures), last_read(measures)
    averages = [averaged[last] for averaged in measures.answers.averages.values()]
    falls, short = fallen(measures), all(sure(averaged, read) for averaged in averages)
    unread = _unread(measures, last)
    if gone and (falls or short or unread or measures.dead[last] == 1):
        return Verdict("vanishing", gone, best)
    if falls and short and by_weights(measures) > by_averaging(measures):
        return Verdict("weights", _first_below(measures, best), best)
    if falls and by_rounding(measures):
        return Verdict(
            "rounding", _first_of_last(measures.probe < (measures.probe[best] + measures.probe[-1]) / 2), best
        )
    if falls:
        layer = mixing_layer(measures) if averaging_falls(measures) else None
        return Verdict("quiet" if layer is None else "mixing", layer, best)
    if unread:
        return Verdict(unread, None, best)
    if short:
        return Verdict("short", None, best)
    if layers[best].mean() - read.mean() >= LEAST:
        return Verdict("unsure", None, best)
    if measures.own_test is None and faint(measures) and not lost_by_last(measures):
        return Verdict("faint", faint(measures), best)
    rises = measures.edge_cosine[last] - measures.edge_cosine[0] > RISE
    return Verdict("quiet" if lost_by_last(measures) or not rises else "denoising", None, best)


def too_few(network, measures):
    """What there are too few nodes of: [] or a list of (class or None for the test nodes, how many, how many are needed)."""
    fitted = np.bincount(network.labels[network.train], minlength=len(network.classes))
    tested = [(None, measures.n_test, LEAST_TESTED)] if measures.n_test < LEAST_TESTED else []
    return tested + [
        (network.classes[label], int(fitted[label]), LEAST_FITTED) for label in np.flatnonzero(fitted < LEAST_FITTED)
    ]


def last_read(measures):
    """Which test nodes are told right by the last layer's probe, or by the network where that has back half of what is lost.

    A network whose answers draw on all of its layers does not lose what its last layer lost.
    """
    layers, own = measures.answers.layers, measures.answers.own
    half = (measures.probe.max() + measures.probe[-1]) / 2
    return layers[-1] if own is None or own.mean() <= measures.probe[-1] or own.mean() < half else own


def fallen(measures):
    """Whether the last layer, or the network, is read surely worse than the best layer."""
    layers = measures.answers.layers
    return sure(layers[np.argmax(measures.probe)], last_read(measures), len(layers))


def lost_by_last(measures):
    """Whether the last layer is read surely worse than the best one, whatever the network makes of the others."""
    layers = measures.answers.layers
    return sure(layers[np.argmax(measures.probe)], layers[-1], len(layers))


def sure(high, low, among=1):
    """Whether one reader gets more of the same nodes right, bool (n,), than another: by more than chance, and enough to care.

    among: how many readers the first is the best of, by chance too: as many times less likely the difference must be
    (Bonferroni).
    """
    least = -float(ndtri(ndtr(-SURE) / among))
    return high.mean() - low.mean() > max(LEAST, least * difference_error(high, low))


def difference_error(first, second):
    """Standard error of the difference of two shares of the same n nodes, bool (n,).

    Of b nodes that only the first gets right and c only the second, sqrt((p + q - (p-q)^2) / n), p = (b + 1/2)/(n + 1), q with c:
    never zero.  Source: McNemar 1947, a half added to each count.
    """
    count = first.size
    only = [(np.sum(first & ~second) + 0.5) / (count + 1), (np.sum(second & ~first) + 0.5) / (count + 1)]
    return float(np.sqrt((sum(only) - (only[0] - only[1]) ** 2) / count))


def averaging_falls(measures):
    """Whether averaging alone is read surely worse at the last depth than at its best."""
    averaged = measures.answers.averages[measures.answers.fitting]
    return sure(averaged[np.argmax(averaged.mean(axis=1))], averaged[-1], len(averaged))


def by_averaging(measures):
    """What averaging alone loses from its best depth to the last."""
    right = measures.answers.averages[measures.answers.fitting].mean(axis=1)
    return float(right.max() - right[-1])


def by_rounding(measures):
    """Whether averaging alone, as often, would have lost less than half as much if none of it were rounded."""
    exact, averaged = measures.answers.exact, measures.answers.averages[measures.answers.fitting][-1]
    gained = 0 if exact is None else exact.mean() - averaged.mean()
    return bool(gained) and sure(exact, averaged) and 2 * gained > by_averaging(measures)


def faint(measures):
    """First layer from which on, to the last, a probe needs directions smaller than FAINT; None without one, or at the input."""
    return _first_of_last(measures.probe_finest < FAINT) or None


def by_weights(measures):
    """What the last layer, or the network, falls short of averaging alone to the same depth."""
    return float(measures.answers.averages[measures.answers.fitting][-1].mean() - last_read(measures).mean())


def gone_layer(measures):
    """First layer from which on, to the last, columns are dead or entries are nothing beside the input's; None without one."""
    return _first_of_last((measures.dead >= DEAD) | (measures.size < VANISHED * measures.size[0]))


def grown_layer(measures):
    """First layer from which on, to the last, entries are more than GROWN times those of the input; None without one."""
    return _first_of_last(measures.size > GROWN * measures.size[0]) if measures.size[0] > 0 else None


def _first_of_last(there):
    """First place from which on all of a bool (L+1,) hold; None where the last does not."""
    missing = np.flatnonzero(~there)
    first = int(missing[-1]) + 1 if missing.size else 0
    return first if first < there.size else None


def mixing_layer(measures):
    """First layer beyond the largest distance / width, if that has fallen by LOST of itself in the last one; else None."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = measures.distance / measures.width
    if not np.isfinite(ratio).all():
        return None
    peak = int(np.argmax(ratio))
    return peak + 1 if ratio[-1] < (1 - LOST) * ratio[peak] else None


def _first_below(measures, best):
    """First layer beyond `best` from which on, to the last, the probe is surely below it."""
    layers = measures.answers.layers
    place = len(layers) - 1
    while place > best + 1 and sure(layers[best], layers[place - 1]):
        place -= 1
    return place


def _unread(measures, last):
    """ "optimisation" or "overfitting" where the network's own answers are surely worse than its last layer's probe, else None.

    Overfitting: its training nodes it reads as well as the probe does, and surely better than the test nodes.
    """
    own, fitted = measures.own_test, measures.own_train
    if own is None:
        return None
    trained = _clearly(measures.probe_train[last], 0.0, fitted.value, fitted.standard_error)
    tested = sure(measures.answers.layers[last], measures.answers.own)
    if not (tested or (trained and measures.probe[last] > own.value)):
        return None
    apart = _clearly(fitted.value, fitted.standard_error, own.value, own.standard_error)
    return "overfitting" if apart and not trained else "optimisation"


def _clearly(high, high_error, low, low_error):
    """As `sure`, of two shares of different nodes."""
    return high - low > max(LEAST, SURE * np.hypot(high_error, low_error))
