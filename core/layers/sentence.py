"""The verdict on a trained network in words, with the numbers that decide it."""

import numpy as np

from core.aloud import aloud
from core.layers.verdict import (
    FAINT,
    VANISHED,
    averaging_falls,
    difference_error,
    faint,
    fallen,
    gone_layer,
    grown_layer,
    last_read,
    lost_by_last,
    too_few,
)
from core.number_of import number_of

HOW = {
    "convolution": "without weights",
    "symmetric": "without weights, as a GCN without self loops does,",
    "gcn": "without weights, as a GCN does,",
}
ADVICE = (
    "Stop earlier, keep what earlier layers knew, or take out of each layer what all nodes share (by normalisation)."
)
LISTED = 3  # classes that are named


def sentence(network, measures, found):
    """A few plain sentences for a Verdict; every number in them is one of the Measures."""
    if found.kind == "too_few":
        return f"Too few labelled nodes to say: {_lacking(too_few(network, measures))}."
    said = {
        "vanishing": _vanishing,
        "rounding": _rounding,
        "mixing": _mixing,
        "weights": _weights,
        "short": _short,
        "optimisation": _optimisation,
        "overfitting": _overfitting,
        "faint": _faint,
        "denoising": _denoising,
        "unsure": _unsure,
        "quiet": _quiet,
    }[found.kind](measures, found)
    size = "" if found.kind == "vanishing" else _size(measures)
    answers = "" if found.kind in ("mixing", "optimisation", "overfitting") else _own(measures)
    return " ".join(filter(None, (said, answers, size)))


def _lacking(entries):
    """What there are too few of, in one clause each."""
    tested = [
        f"{number_of(count, 'node')} {'is' if count == 1 else 'are'} tested, where {least} are needed"
        for name, count, least in entries
        if name is None
    ]
    classes = [entry for entry in entries if entry[0] is not None]
    fitted = [
        f"class {name} has {number_of(count, 'training node')}, where {least} are needed"
        for name, count, least in classes[:LISTED]
    ]
    rest = len(classes) - LISTED
    more = (
        [f"{number_of(rest, 'more class', 'more classes')} {'has' if rest == 1 else 'have'} too few"]
        if rest > 0
        else []
    )
    return "; ".join(tested + fitted + more)


def _vanishing(measures, found):
    return f"Vanishing, not consensus: {_gone(measures, found.layer)}. {_fall(measures, found)}"


def _rounding(measures, found):
    last, exact = measures.probe.size - 1, _percent(measures.answers.exact.mean())
    digits = int(measures.bits * np.log10(2))
    return (
        f"Lost in rounding: {_fall(measures, found)} Layers are known to about {digits} digits, and what tells the classes "
        f"apart has become smaller than the last of them: averaging the input {number_of(last, 'time')} "
        f"{HOW[measures.answers.fitting]} reads {_averaged(measures)} with so many digits and {exact} where nothing is "
        f"rounded. More than half of that is lost from layer {found.layer} on. {ADVICE}"
    )


def _faint(measures, found):
    return (
        f"Faint, not lost: {_fall(measures, found)} But what it needs is small beside the rest: {_finest(measures)}, and from "
        f"layer {found.layer} on less than {FAINT:g}. A probe finds that; a layer that is trained may not. {ADVICE}"
    )


def _finest(measures):
    """How small what the last layer's probe needs is beside the rest."""
    return (
        f"at layer {measures.probe.size - 1} directions of {aloud(measures.probe_finest[-1], 1)} of a column's spread"
    )


def _mixing(measures, found):
    last, ratio = measures.probe.size - 1, measures.distance / measures.width
    return (
        f"Mixing: from layer {found.layer} on the distance between the classes has shrunk faster than their width "
        f"({ratio[found.layer - 1]:.2f} widths apart before it, {ratio[last]:.2f} at layer {last}), "
        f"and less can be read. {_fall(measures, found)} "
        f"Averaging {HOW[measures.answers.fitting]} falls too, to {_averaged(measures)}: stop at layer {found.best}, "
        "or keep what earlier layers knew (a residual connection, jumping knowledge)."
    )


def _weights(measures, found):
    times = number_of(measures.probe.size - 1, "time")
    most = "more than by mixing" if averaging_falls(measures) else "not by mixing"
    return (
        f"Lost in the weights, {most}: {_fall(measures, found)} Averaging the input {times} {HOW[measures.answers.fitting]} keeps "
        f"{_averaged(measures)}. Layer {found.layer} is the first that is surely below layer {found.best}."
    )


def _short(measures, found):
    times = number_of(measures.probe.size - 1, "time")
    return (
        f"Less than averaging alone gives: averaging the input {times} {HOW[measures.answers.fitting]} is read "
        f"{_averaged(measures)} right. {_fall(measures, found)}"
    )


def _optimisation(measures, found):
    words = f"Optimisation, not smoothing: {_answers(measures)} The classes are there; training did not find them."
    return f"{words} What tells them apart is small beside the rest: {_finest(measures)}." if faint(measures) else words


def _overfitting(measures, found):
    return (
        f"Overfitting, not smoothing: {_answers(measures)} "
        "The classes are there; the network fits its training nodes and does not generalise."
    )


def _denoising(measures, found):
    return f"Denoising, leave it: {_similar(measures)} Nothing is lost by that. {_fall(measures, found)}"


def _unsure(measures, found):
    best, read = measures.answers.layers[found.best], last_read(measures)
    lost, error = best.mean() - read.mean(), difference_error(best, read)
    return (
        f"Not sure: {_fall(measures, found)} On {number_of(measures.n_test, 'test node')} a loss of {_points(lost)} "
        f"has a standard error of {_points(error)}, so it may be chance."
    )


def _quiet(measures, found):
    if fallen(measures):
        return (
            f"Something is lost, and these numbers do not tell by what: {_fall(measures, found)} "
            f"Averaging {HOW[measures.answers.fitting]} reads {_averaged(measures)} at that depth."
        )
    if lost_by_last(measures):
        return f"The last layer has lost something that the network keeps: {_fall(measures, found)}"
    return f"Nothing to report: {_similar(measures)} {_fall(measures, found)}"


def _fall(measures, found):
    last, probe = measures.probe.size - 1, measures.probe
    read = f"A linear probe reads {_percent(probe[found.best])} of the test nodes right at layer {found.best}"
    return f"{read} and {_percent(probe[last])} at layer {last}." if found.best != last else f"{read}, the last one."


def _similar(measures):
    first, last = measures.edge_cosine[[0, -1]]
    if np.isnan(first):
        return "There are no links."
    return f"Neighbours' cosine goes from {first:.2f} to {last:.2f}."


def _answers(measures):
    return (
        f"a linear probe still reads {_percent(measures.probe[-1])} of the test nodes right from the last layer, and the network "
        f"itself gets {_percent(measures.own_test.value)} (on its training nodes {_percent(measures.own_train.value)})."
    )


def _averaged(measures):
    return _percent(measures.answers.averages[measures.answers.fitting][-1].mean())


def _gone(measures, layer):
    """How layers from this one on have gone: columns, entries, or both."""
    dead, size, last = measures.dead[layer], measures.size / measures.size[0], measures.probe.size - 1
    if dead == 1 or not size[layer] < VANISHED:
        return f"from layer {layer} on {_percent(dead)} of its columns are zero"
    first, deepest = aloud(size[layer], 1), aloud(size[last], 1)
    columns = f", where {_percent(measures.dead[last])} of the columns are zero" if measures.dead[last] >= 0.5 else ""
    # Two sizes are told each with its layer: neither holds from the first of them on.
    if first == deepest:
        return f"from layer {layer} on its entries are {first} times those of the input{columns}"
    return (
        f"at layer {layer} its entries are {first} times those of the input, at layer {last} {deepest} times{columns}"
    )


def _size(measures):
    """What layers have shrunk to or grown to, where nothing is lost by it that a probe would miss; else nothing."""
    gone, grown = gone_layer(measures), grown_layer(measures)
    if not measures.size[0]:
        return "The input holds nothing but zeros."
    if gone:
        told = _gone(measures, gone)
        return f"{told[0].upper()}{told[1:]}, which a probe does not mind."
    if grown is not None:
        size = measures.size[-1] / measures.size[0]
        return f"From layer {grown} on entries grow to {aloud(size, 1)} times those of the input, which a probe does not mind."
    return ""


def notes(network, measures):
    """What else must be known of the numbers, a sentence each."""
    found = []
    if network.input_columns > network.hidden[0].shape[1]:
        found.append(
            f"The input has {number_of(network.input_columns, 'column')}: "
            f"{network.hidden[0].shape[1]} fixed random combinations of them stand for it."
        )
    if network.logits_note:
        found.append(network.logits_note)
    if measures.plain_theory_note:
        found.append(f"Walk theory of averaging alone is not drawn: {measures.plain_theory_note}.")
    return found


def _own(measures):
    """What the network itself gets right; nothing without logits."""
    if measures.own_test is None:
        return ""
    trained = measures.own_train
    fitted = f" (on its training nodes {_percent(trained.value)})" if trained.count else ""
    return f"The network itself gets {_percent(measures.own_test.value)} right{fitted}."


def _points(value):
    return f"{100 * value:.1f} points"


def _percent(value):
    return f"{100 * value:.1f} %"
