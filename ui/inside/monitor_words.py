"""What the section on monitors says: pure functions from curves to sentences."""

import numpy as np

from core.inside.monitors import N_FEATURES, PLATEAU
from core.number_of import number_of
from ui.words.detection import class_eigenvalue
from ui.words.readings import percent

NEARLY = 0.01


def headline(stops, error):
    """What each rule for stopping gives beside the lowest error. stops: name of the rule -> depth, None without a signal."""
    best, spike, plateau = stops["lowest error"], stops["similarity spikes"], stops["accuracy plateaus"]
    parts = [f"The error is lowest at depth **{best}** ({percent(float(error[best]))})."]
    if spike is None:
        parts.append("Similarity never rises here, so it gives no signal.")
    else:
        parts.append(
            f"Similarity rises most at layer **{spike}**: stopping there gives {percent(float(error[spike]))}{_verdict(spike, best, error)}."
        )
    parts.append(
        f"Accuracy plateaus at depth **{plateau}**: {percent(float(error[plateau]))}{_verdict(plateau, best, error)}."
    )
    return " ".join(parts)


def _verdict(depth, best, error):
    if depth == best:
        return ", the best depth itself"
    if percent(float(error[depth])) == percent(float(error[best])):
        return ", as good as the best depth"
    layers = abs(depth - best)
    return f", {number_of(layers, 'layer')} too {'late' if depth > best else 'early'}"


def words(model, found, rate, stops, n_parts):
    """The list below the charts, in Markdown. found: core.inside.monitors.Monitors.  rate: fitted per layer, NaN without one.

    n_parts: connected parts of the graph.
    """
    return "\n".join(
        (
            f"- {_speed(model, found, rate, n_parts)}",
            f"- {_similar(found, stops['lowest error'])}",
            f"- **What stop means here.** *Similarity spikes*: the layer that raises the cosine over links most. *Accuracy plateaus*: the first depth whose next "
            f"layer gains less than {percent(PLATEAU)}. One practitioner's rule says: stop at a spike.",
            "- **Where each means nothing.** The cosine (and MAD, one minus it; its authors average over each node's neighbours first) of a *single* "
            f"feature is only a sign, so these curves have {N_FEATURES} features, the classes apart along one direction; and it depends on where zero is: add a "
            "constant to all features and everything looks alike at once. *Dirichlet energy* counts links, so it is zero on constants only in the form used here, not divided "
            f"by degrees. *μ(X)* and *energy* shrink when features are merely scaled down, which costs no accuracy. {_directions(found)}",
            "- One **simulated** graph and draw of features; the error is **walk theory** (approximate), along the one direction that tells the classes apart.",
        )
    )


def _speed(model, found, rate, n_parts):
    """How fast mu(X) falls, and to what end on a graph in one part or in several."""
    curve, theta = found.consensus, class_eigenvalue(model)
    ends = "" if n_parts == 1 else f" The graph has {n_parts:,} connected parts: what tells these apart stays in μ(X)."
    if np.isnan(rate):
        return f"**How fast?** There are too few layers here to fit a rate to μ(X).{ends}"
    if rate > 1 - NEARLY:
        return f"**How fast?** In the second half of its depths μ(X) hardly falls any more ({rate:.3f} a layer, fitted).{ends}"
    expected = (
        f"walk theory's second eigenvalue is {abs(theta):.3f}"
        if theta
        else "walk theory expects no eigenvalue for the classes outside the bulk"
    )
    whole = (
        " On a connected graph it falls at the second eigenvalue in the end"
        if n_parts > 1
        else " In the end it falls at the second eigenvalue of the graph"
    )
    first = float(curve[1] / curve[0])
    before = "; before, it falls faster, because that is the noise going." if first < rate - NEARLY else "."
    return (
        f"**How fast?** μ(X) falls by a factor of **{rate:.3f}** a layer in the second half of its depths (fitted); {expected}.{whole}, and this exponential decay is the survey's "
        f"definition of oversmoothing{before}{ends}"
    )


def _similar(found, best):
    """Cosines at the best depth and at the last one."""
    alike, last = found.edge_similarity[best], found.edge_similarity[-1]
    if not np.isfinite(alike):
        return "There are no links, so no ends of links to compare."
    last_depth = found.edge_similarity.size - 1
    after = f"; by depth {last_depth} it is {_cosine(last)}" if best < last_depth else ""
    if last <= found.edge_similarity[0]:
        return f"**Similar?** At the best depth linked nodes have a cosine of {_cosine(alike)}{after}."
    return (
        f"**Similar is not smoothed away.** At the best depth linked nodes have a cosine of {_cosine(alike)}{after}. Denoising raises similarity just as mixing does: "
        "no monitor without labels can tell the two apart. A validation error can."
    )


def _cosine(value):
    return f"{value:.2f}".replace("-", "−")


def _directions(found):
    """How many directions stand above rounding here, and on most graphs."""
    first, last = int(found.directions[0]), int(found.directions[-1])
    here = f"stay {first} here" if last == first else f"go from {first} to {last} here"
    return (
        f"*Directions above rounding* {here}; in exact arithmetic they stay as many as there are features on most graphs, though where nodes have the very same "
        "neighbours they drop at once (to 2 on a complete bipartite graph): the effective rank is what sees a gradual collapse."
    )
