"""What the Remedies page says and tabulates: pure functions from curves to words and rows."""

from dataclasses import dataclass

import numpy as np

from core.estimate import estimate
from core.lowest import first_lowest
from core.propagation import METHODS
from ui.words.curve import below
from ui.words.readings import amount, percent, points, times

NOTICEABLE = 0.03


@dataclass(frozen=True)
class Result:
    """One method on one model: walk theory (or None) and simulation (or None), readings fixed and fitted."""

    key: str
    options: dict
    theory: object
    simulation: object

    @property
    def label(self):
        """Name with its strength, as in "Residual to the input, alpha = 0.1"."""
        strengths = ", ".join(f"{name} = {value:g}" for name, value in self.options.items())
        return METHODS[self.key].label + (f", {strengths}" if strengths else "")

    def curve(self, name):
        """The curve (depth+1,) that is talked about: simulated where there is a simulation, else theory, else None."""
        if self.simulation is not None:
            return estimate(getattr(self.simulation, name)).value
        return None if self.theory is None else getattr(self.theory, name)

    def best(self, name):
        """(depth, error) at the lowest point of an error curve."""
        curve = self.curve(name)
        depth = first_lowest(curve)
        return depth, float(curve[depth])


def verdict(result, plain, strength):
    """One sentence: what the method does to the best error of plain convolution here, and why. None without curves.

    strength: |Delta| / (2 sigma).
    """
    if result.curve("error_fixed") is None or plain.curve("error_fixed") is None:
        return None
    (depth, error), (plain_depth, plain_error) = result.best("error_fixed"), plain.best("error_fixed")
    shown, against = percent(error), percent(plain_error)
    if shown == against or abs(error - plain_error) < NOTICEABLE * plain_error:
        words = f"it leaves the best error with a fixed threshold about as it is: {shown}{'' if shown == against else f' against {against}'}"
    elif not _told_apart(result, plain, depth, plain_depth):
        words = f"its best error with a fixed threshold is {shown}, against {against}: too close to be told apart on so few graphs"
    else:
        words = (
            f"it {'lowers' if error < plain_error else 'raises'} the best error with a fixed threshold from {against} (depth {plain_depth}) "
            f"to {shown} (depth {depth})"
        )
    return f"{words}; {_reason(result, plain, depth, plain_depth, strength)}"


def _told_apart(result, plain, depth, plain_depth):
    """Whether the two errors differ by more than two standard errors over the graphs that both were simulated on."""
    if result.simulation is None or plain.simulation is None:
        return True
    pairs = result.simulation.error_fixed[:, depth] - plain.simulation.error_fixed[:, plain_depth]
    difference = estimate(pairs)
    return len(pairs) > 1 and abs(difference.value) > 2 * difference.standard_error


def _reason(result, plain, depth, plain_depth, strength):
    if METHODS[result.key].combines_depths:
        return "its read-out weighs all depths up to there instead of the last one alone."
    if depth == plain_depth == 0:
        return "both are best without any layer."
    own, reference = _gap_and_spread(result, depth, strength), _gap_and_spread(plain, plain_depth, strength)
    if own is None or reference is None or min(*reference) <= 0:
        return METHODS[result.key].touches[:1].lower() + METHODS[result.key].touches[1:]
    gap, spread = own[0] / reference[0], own[1] / reference[1]
    return (
        f"at its best depth the gap is {times(gap)} that of plain convolution at its own (mixing), and the spread of a hill "
        f"{times(spread)} (denoising and neighbourhood noise together)."
    )


def _gap_and_spread(result, depth, strength):
    """(gap in units of Delta, spread in units of sigma) at a depth, None where a curve is missing."""
    if result.curve("mean_gap") is None:
        return None
    gap = abs(float(result.curve("mean_gap")[depth]))
    return gap, float(spread(result.curve("variance"), result.curve("neighbourhood_noise"), strength)[depth])


def spread(variance, noise, strength):
    """Standard deviation of a hill in units of sigma: sqrt(v + (Delta/2 sigma)^2 S)."""
    return np.sqrt(np.maximum(np.nan_to_num(variance) + strength**2 * noise, 0))


def table_rows(results, deepest):
    """Rows for a table: method, source, and per threshold the best depth, the best error and the error at the deepest layer."""
    rows = []
    for result in results:
        for source, curves in (("theory", result.theory), ("simulated", result.simulation)):
            if curves is None:
                continue
            row = {"method": result.label, "by": source}
            for threshold in ("fixed", "fitted"):
                curve = getattr(curves, f"error_{threshold}")
                curve = estimate(curve).value if curve.ndim > 1 else curve
                depth = first_lowest(curve)
                row |= {
                    f"{threshold}: depth": depth,
                    f"{threshold}: best": percent(float(curve[depth])),
                    f"{threshold}: at {deepest}": percent(float(curve[-1])),
                }
            rows.append(row)
    return rows


def advice(deepest, best, plain, fitted, residual, corrected):
    """The closing table, computed for this model by walk theory, in Markdown.

    best: (depth+1,), the best linear combination found.  plain, residual, corrected: error of each, (depth+1,); threshold fixed.
    fitted: of plain convolution with its threshold fitted.
    """
    rows = (
        ("You can choose the depth", *_choose(plain, residual)),
        ("You cannot tell the best depth beforehand", *_endure(deepest, plain, residual)),
        (
            "A read-out may weigh all depths",
            "jumping knowledge",
            f"{percent(best[-1])} up to depth {deepest}, the best linear combination found",
        ),
        ("You can fit the threshold on the graph, or centre the features", *_centre(deepest, plain, fitted, corrected)),
        (f"The network must have {deepest} layers", *_last(deepest, best, plain, residual, corrected)),
    )
    table = "\n".join(f"| {case} | {use} | {numbers} |" for case, use, numbers in rows)
    alpha = METHODS["residual"].options["alpha"].default
    return f"| If … | then | error on this model (walk theory; threshold fixed in advance where no other is named; residual with alpha = {alpha:g}) |\n|---|---|---|\n{table}\n\n{_gain(best, plain)}"


def _choose(plain, residual):
    """(what to use, its numbers): the lower of two lowest points, the plain one unless the other is noticeably lower."""
    depth, other = first_lowest(plain), first_lowest(residual)
    here = f"{percent(plain[depth])} at depth {depth}"
    if residual[other] < (1 - NOTICEABLE) * plain[depth] and below(residual[other], plain[depth]):
        return "a residual to the input", f"{percent(residual[other])} at depth {other}; plain convolution: {here}"
    return ("plain convolution, and stop there" if depth else "no convolution"), here


def _endure(deepest, plain, residual):
    """(what to use, its numbers): what errs least at its worst depth."""
    worst = {"a residual to the input": float(residual[1:].max()), "plain convolution": float(plain[1:].max())}
    if percent(worst["a residual to the input"]) == percent(worst["plain convolution"]):
        return (
            "a shallow network",
            f"{percent(plain[1:].max())} at the worst depth up to {deepest}, with a residual or without",
        )
    use, other = sorted(worst, key=worst.get)
    return use, f"{percent(worst[use])} at the worst depth up to {deepest}; {other}: {percent(worst[other])}"


def _centre(deepest, plain, fitted, corrected):
    """(what to use, its numbers): whichever of a fitted threshold and centred features errs less than plain convolution does."""
    numbers = (
        f"at depth {deepest} plain convolution {percent(plain[-1])} with the threshold fixed in advance, {percent(fitted[-1])} with a fitted one; "
        f"corrected convolution, fixed in advance: {percent(corrected[-1])}"
    )
    threshold, centred = below(fitted[-1], plain[-1]), below(corrected[-1], plain[-1])
    if not (threshold or centred):
        return "it changes nothing for the better here", numbers
    if below(plain[0], min(fitted[-1], corrected[-1])):
        return "it does less harm, but no convolution does none", f"{numbers}; no convolution: {percent(plain[0])}"
    if not threshold:
        return "corrected convolution", numbers
    return f"a fitted threshold{', corrected convolution' if centred else ''}, or normalisation", numbers


def _last(deepest, best, plain, residual, corrected):
    late = {
        "plain convolution": plain[-1],
        "a residual to the input": residual[-1],
        "corrected convolution": corrected[-1],
        "jumping knowledge": best[-1],
    }
    robust = min(late, key=late.get)
    numbers = f"{percent(late[robust])} at depth {deepest}"
    if not below(late[robust], plain[-1]):
        return "whatever you like: no remedy here tolerates depth better than plain convolution", numbers
    return f"what tolerates depth best: {robust}", f"{numbers}; plain convolution: {percent(plain[-1])}"


def _gain(best, plain):
    if not below(best[-1], plain.min()):
        return "No linear combination of depths was found that errs less than the best plain depth here."
    return (
        f"The best linear combination found gains **{points(plain.min() - best[-1])}** over the best plain depth here."
    )


ELSEWHERE = (
    "**Monitor** the similarity of the nodes' features when a network has more than two or three layers, when the graph is dense or has one block only, and in "
    "deep training runs; a shallow network over a sparse graph hardly needs it. Not on this page: **wider layers** change nothing in the propagation, they "
    "help a network to be trained (page *Training*); **hybrids with global attention** let a node hear every other one in a single layer, so no depth is needed "
    "to get far, and weights that must be learnt decide what is mixed; **positional encodings** hand each node its place in the graph, such as the eigenvector that "
    "belongs to the classes (page *Inside the graph*, *Spectrum*), before the first layer, so that smoothing need not find it; **pooling** a whole graph for one answer keeps what depth takes from single nodes (page *Inside the graph*, *Whole graphs*). "
    "Sources: Rusch, Bronstein and Mishra 2023; Wu et al. 2023."
)


def pairnorm_facts(plain, pairnorm):
    """Three facts about PairNorm as a Markdown list. plain, pairnorm: simulated Results."""
    fitted, own = plain.curve("error_fitted"), pairnorm.curve("error_fitted")
    noise, depth = estimate(pairnorm.simulation.error_fitted).standard_error[-1], fitted.size - 1
    gap, own_gap = (abs(float(result.curve("mean_gap")[-1])) for result in (plain, pairnorm))
    fixed, own_fixed = (float(result.curve("error_fixed")[-1]) for result in (plain, pairnorm))
    return "\n".join(
        (
            "1. After a linear convolution PairNorm is one shift and one scale for all nodes. With a fitted threshold its error is therefore that of plain "
            f"convolution: {percent(own[-1])} against {percent(fitted[-1])} at depth {depth} (counted on sampled features, ± {percent(noise)}).",
            f"2. It scales the gap **and** the spread by one factor: at depth {depth} the gap is {amount(own_gap)} of the initial one, against {amount(gap)} "
            "without it. What counts is gap over spread, and that is unchanged.",
            f"3. Its centring does what a fitted threshold does: with the threshold fixed in advance its error at depth {depth} is {percent(own_fixed)}, against "
            f"{percent(fixed)} for plain convolution. Scaling every node on its own (PN-SI) turns a single feature into +s or −s.",
        )
    )


def loops_words(plain, loops):
    """What the self loops alone do, which attention has as well. plain, loops: error by walk theory, (depth+1,), threshold fixed."""
    errors = [float(np.min(curve)) for curve in (plain, loops)]
    words = (
        f"With beta = 0 attention **is** convolution with self loops: by walk theory these err on {percent(errors[1])} at their best, plain convolution on "
        f"{percent(errors[0])}"
    )
    return f"{words}, so a gain of attention is owed to them first." if below(errors[1], errors[0]) else f"{words}."


def similarity_words(n_parts):
    """What becomes of mu(X) under attention with finite beta, on a graph of so many connected parts."""
    whole = "on a connected graph with self loops μ(X) falls exponentially in the end, at the speed of the walk's second eigenvalue"
    here = (
        ""
        if n_parts == 1
        else f" This graph has {n_parts:,} connected parts, each with a value of its own in the end, so μ(X) stops above zero."
    )
    return (
        f"For any finite beta the range of the features never grows: {whole}. With a large beta clusters freeze first, and the fall may be too slow to be "
        f"seen.{here}"
    )
