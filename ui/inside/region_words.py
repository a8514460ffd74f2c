"""What the section on a dense and a sparse region of one graph says: pure functions from curves to sentences."""

from dataclasses import dataclass

import numpy as np

from core.number_of import number_of
from ui.words.curve import Course, below
from ui.words.readings import amount, percent


@dataclass(frozen=True)
class Region:
    """Means over graphs of one region, over depth 0..n: distance of the class means, spread of all features, error; and its mean degree."""

    gap: np.ndarray
    spread: np.ndarray
    error: np.ndarray
    degree: float


def headline(dense, sparse, mark):
    """Which region's nodes become alike first, which gains more, and which loses its gain first."""
    spreads = [float(region.spread[mark]) for region in (dense, sparse)]
    words = (
        f"One graph, two regions: {number_of(amount(dense.degree), 'neighbour')} a node in the dense one, {amount(sparse.degree)} in the sparse one. At depth **{mark}** the dense "
        f"region keeps **{percent(spreads[0])}** of the initial spread of its features, the sparse one **{percent(spreads[1])}**"
    )
    return (
        f"{words}{': dense nodes become alike first' if below(spreads[0], spreads[1]) else ''}. {gains(dense, sparse)}"
    )


def gains(dense, sparse):
    """Lowest errors, and from which depth on nothing is left of the gain."""
    one, other = Course(dense.error), Course(sparse.error)
    words = (
        f"Its lowest error is {percent(one.lowest)} at depth {one.best}, that of the sparse region {percent(other.lowest)} at depth {other.best}"
        if one.helps or other.helps
        else "No layer helps in either"
    )
    ends = [course.useless_from if course.helps else None for course in (one, other)]
    if None not in ends:
        first = (
            ", so the dense region **gains more and loses it sooner**"
            if ends[0] < ends[1] and below(one.lowest, other.lowest)
            else ""
        )
        words += f"; nothing is left of the gain from depth {ends[0]} on in the dense region, from depth {ends[1]} on in the sparse one{first}"
    elif ends[0] is not None and other.helps:
        words += f"; in the dense region nothing is left of the gain from depth {ends[0]} on, in the sparse one some is left to depth {other.deepest}"
    return f"{words}."


def explanation(dense, sparse, bridges):
    """Why, where the curves show it. bridges: share of a sparse node's links that lead to the dense region."""
    at = min(4, dense.gap.size - 1)
    left = [abs(float(region.gap[at])) for region in (dense, sparse)]
    why = ""
    if below(left[0], left[1]):
        why = (
            f"**Why.** A walker among few neighbours often steps straight back to where it came from, and so to its own class: at depth {at} the sparse region "
            f"keeps {percent(left[1])} of the distance of the class means, the dense one {percent(left[0])}. Where a node meets many others at once, noise is gone "
            "early, and further layers only mix. "
        )
    return (
        f"{why}**Simulated**: both regions have half the nodes, and every link joins equal classes as often; {percent(bridges)} of a sparse node's links lead to the "
        "dense region. The threshold is fixed at m."
    )
