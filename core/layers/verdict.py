"""What the numbers of a trained network say, in one of a few words; where they do not say it surely, nothing."""

from dataclasses import dataclass

import numpy as np

SURE = 2.5  # standard errors that a difference must have
LEAST = 0.03  # and how large it must be at least, in accuracy
LEAST_TESTED, LEAST_FITTED = 30, 4  # nodes to test on, and to fit on in each class
DEAD = 0.9  # share of zero columns from which on a layer says nothing
VANISHED = 1e-6  # size of a layer against the input, below which it has vanished
LOST = 0.1  # share of the distance in widths that must be gone for distances to have shrunk faster
RISE = 0.05  # of the mean cosine over links, from which on similarity "rises"
KINDS = ("too_few", "vanishing", "optimisation", "mixing", "weights", "denoising", "quiet")


@dataclass(frozen=True)
class Verdict:
    """kind: one of KINDS.  layer: from which layer on, where the kind has one.  best: layer of the best probe.

    too_few: nothing can be said.  vanishing: columns die, or the whole layer shrinks to nothing.  optimisation: the classes can be
    read from the last layer, and the network does not read them.  mixing: distances shrink faster than widths, and what can be
    read falls, with plain averaging too.  weights: what can be read falls, or was never there, but plain averaging to the same
    depth keeps it.  denoising: layers grow alike and nothing is lost by it.  quiet: none of these.
    """

    kind: str
    layer: int | None
    best: int


def verdict(network, measures):
    """The Verdict on the Measures of a core.layers.Network."""
    probe, error = measures.probe, measures.probe_error
    if measures.n_test < LEAST_TESTED or np.bincount(network.labels[network.train], minlength=2).min() < LEAST_FITTED:
        return Verdict("too_few", None, 0)
    best, last = int(np.argmax(probe)), network.depth
    gone = gone_layer(measures)
    read, plain, averaged = last_read(measures), measures.plain_probe, last_averaged(measures)
    falls = sure(probe[best], error[best], *read)
    unread = _unread(measures, last)
    if gone is not None and (falls or unread):
        return Verdict("vanishing", gone, best)
    if falls and sure(plain.max(), error[best], plain[averaged], error[last]):
        layer = mixing_layer(measures)
        return Verdict("quiet" if layer is None else "mixing", layer, best)
    if falls:
        return Verdict("weights", _first_below(measures, probe[best], best), best)
    if unread:
        return Verdict("optimisation", None, best)
    if sure(plain[averaged], error[last], *read):
        return Verdict("weights", _first_below(measures, plain, 0), best)
    rises = measures.edge_cosine[last] - measures.edge_cosine[0] > RISE
    if rises and not sure(probe[best], error[best], probe[last], error[last]):
        return Verdict("denoising", None, best)
    return Verdict("quiet", None, best)


def last_read(measures):
    """(right answers, standard error) of the last layer's probe, or of the network itself where it gets more right.

    A network whose answers draw on all of its layers does not lose what its last layer lost.
    """
    own, last = measures.own_test, (float(measures.probe[-1]), float(measures.probe_error[-1]))
    return last if own is None or not own.value > last[0] else (own.value, own.standard_error)


def last_averaged(measures):
    """The last depth of plain averaging or the one before, whichever is read better: P without loops swings between them."""
    last = measures.plain_probe.size - 1
    return last if measures.plain_probe[last] >= measures.plain_probe[last - 1] else last - 1


def sure(high, high_error, low, low_error):
    """Whether one accuracy is above another by more than chance explains, and by enough to care."""
    return high - low > max(LEAST, SURE * np.hypot(high_error, low_error))


def gone_layer(measures):
    """First layer from which on, to the last, columns are dead or entries are nothing beside the input's; None without one."""
    alive = np.flatnonzero((measures.dead < DEAD) & (measures.size >= VANISHED * measures.size[0]))
    first = int(alive[-1]) + 1 if alive.size else 0
    return first if first < measures.size.size else None


def mixing_layer(measures):
    """First layer beyond the largest distance / width, if that has fallen by LOST of itself in the last one; else None."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = measures.distance / measures.width
    if not np.isfinite(ratio).all():
        return None
    peak = int(np.argmax(ratio))
    return peak + 1 if ratio[-1] < (1 - LOST) * ratio[peak] else None


def _first_below(measures, high, start):
    """First layer beyond `start` from which on the probe is surely below `high`, one accuracy or one for each layer."""
    probe, error = measures.probe, measures.probe_error
    high = np.broadcast_to(high, probe.shape)
    place = probe.size - 1
    while place > start + 1 and sure(high[place - 1], error[start], probe[place - 1], error[place - 1]):
        place -= 1
    return place


def _unread(measures, last):
    """Whether the network's own answers are surely worse than what a probe reads from its last layer, or from any better one."""
    if measures.own_test is None:
        return False
    own = measures.own_test
    tested = sure(measures.probe[last], measures.probe_error[last], own.value, own.standard_error)
    fitted = measures.own_train
    trained = sure(measures.probe_train[last], 0.0, fitted.value, fitted.standard_error)
    return tested or (trained and measures.probe[last] > own.value)
