"""What the Remedies page says and tabulates: pure functions from curves to words and rows."""

from dataclasses import dataclass

import numpy as np

from core.estimate import estimate
from core.propagation import METHODS
from ui.words.readings import percent

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
        depth = int(np.argmin(curve))
        return depth, float(curve[depth])


def verdict(result, plain, strength):
    """One sentence: what the method does to the best error of plain convolution here, and why. None without curves.

    strength: |Delta| / (2 sigma).
    """
    if result.curve("error_fixed") is None or plain.curve("error_fixed") is None:
        return None
    (depth, error), (plain_depth, plain_error) = result.best("error_fixed"), plain.best("error_fixed")
    change = error / plain_error - 1 if plain_error > 0 else 0.0
    if abs(change) < NOTICEABLE:
        start = f"it leaves the best error with a fixed threshold about as it is: {percent(error)} against {percent(plain_error)}"
    else:
        verb = "lowers" if change < 0 else "raises"
        start = (
            f"it {verb} the best error with a fixed threshold from {percent(plain_error)} (depth {plain_depth}) "
            f"to {percent(error)} (depth {depth})"
        )
    return f"{start}; {_reason(result, plain, depth, plain_depth, strength)}"


def _reason(result, plain, depth, plain_depth, strength):
    if METHODS[result.key].combines_depths:
        return "because the read-out weighs all depths up to there instead of the last one alone."
    own, reference = _gap_and_spread(result, depth, strength), _gap_and_spread(plain, plain_depth, strength)
    if own is None or reference is None or min(*reference) <= 0:
        return METHODS[result.key].touches[:1].lower() + METHODS[result.key].touches[1:]
    gap, spread = own[0] / reference[0], own[1] / reference[1]
    return (
        f"at its best depth the gap is {_times(gap)} that of plain convolution at its own (mixing), and the spread of a hill "
        f"{_times(spread)} (denoising and neighbourhood noise together)."
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


def _times(ratio):
    return f"{ratio:.2g} times"


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
                depth = int(np.argmin(curve))
                row |= {
                    f"{threshold}: depth": depth,
                    f"{threshold}: best": percent(float(curve[depth])),
                    f"{threshold}: at {deepest}": percent(float(curve[-1])),
                }
            rows.append(row)
    return rows


def advice(deepest, best, plain, residual, corrected):
    """The closing table, computed for this model by walk theory, in Markdown. best: threshold -> (depth+1,)."""
    depth = int(np.argmin(plain.error_fixed))
    kept = int(np.argmin(residual.error_fixed))
    late = {
        "residual to the input": residual.error_fixed[-1],
        "corrected convolution": corrected.error_fixed[-1],
        "jumping knowledge": best["fixed"][-1],
    }
    robust = min(late, key=late.get)
    rows = (
        (
            "Node classification, short range",
            "stay shallow and plain",
            f"{percent(plain.error_fixed[depth])} at depth {depth}",
        ),
        (
            "You cannot tell the best depth beforehand",
            "residual to the input",
            f"{percent(residual.error_fixed[kept])} at depth {kept}, and still {percent(residual.error_fixed[-1])} at depth {deepest}",
        ),
        (
            "You may read all depths",
            "jumping knowledge",
            f"{percent(best['fixed'][-1])} up to depth {deepest}: the best any linear method could do",
        ),
        (
            "You fit on the same graph, or centre",
            "corrected convolution, normalisation",
            f"{percent(corrected.error_fixed[-1])} at depth {deepest}, where plain convolution has {percent(plain.error_fixed[-1])}",
        ),
        (
            f"The task itself needs {deepest} hops",
            f"what bears depth best: {robust}",
            f"{percent(late[robust])} at depth {deepest}, plain {percent(plain.error_fixed[-1])}",
        ),
    )
    table = "\n".join(f"| {case} | {use} | {numbers} |" for case, use, numbers in rows)
    gain = plain.error_fixed[depth] - best["fixed"][-1]
    return (
        f"| If … | then | error on this model (walk theory, fixed threshold) |\n|---|---|---|\n{table}\n\n"
        f"The most that any linear remedy could gain over the best plain depth is **{100 * max(gain, 0):.2g} percentage points** here.\n\n"
        "**Monitor** the similarity of the nodes' features when a network has more than two or three layers, when the graph is dense or has one "
        "block only, and in deep training runs; it is wasted on a shallow network over a sparse graph. Not simulated here: **wider layers** change "
        "nothing in the propagation, they help a network to be trained; **hybrids with global attention** and **positional encodings** bring "
        "information by another way than neighbours' averages; **pooling** a whole graph for a graph-level answer is hardly touched, because the mean over "
        "nodes is what convolution keeps (Rusch, Bronstein and Mishra 2023; Wu et al. 2023)."
    )
