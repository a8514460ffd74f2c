"""What the optimum says beside plain convolution and the best linear combination: only what the bars of its graphs carry."""

import numpy as np

from core.lowest import first_lowest
from core.optimum.error import N_DRAWS, Optimum
from ui.words.readings import percent, points

# Decelle et al. (2011); docs/theory.md, section 16: exact on trees, elsewhere up to what loops carry.
BELIEVED = "believed to be the best on large sparse graphs"
SURE = 3.0  # standard errors by which two errors must differ to be called different


def level_words(found: Optimum):
    """The level alone, with its error and whether the beliefs settled."""
    level, error, graphs = found.error.value, found.error.standard_error, found.error.n_graphs
    sure = f" ± {points(2 * error)}" if error > 0 else ""
    told = (
        f"**{percent(level)}{sure}** (two standard errors over {graphs} graphs)"
        if level > 0
        else f"**no node wrong** on {graphs} sampled graphs"
    )
    return f"Any method at all: {told}, by belief propagation told p, q, the means and σ, {BELIEVED}; {settled_words(found.converged)}"


def settled_words(converged):
    """Whether the beliefs stopped moving. converged: share of the runs in which they did."""
    if converged == 1:
        return "the beliefs settled in every run."
    return f"the beliefs settled in only {percent(converged)} of the runs; elsewhere the last ones are counted."


def sentence(plain, best, found: Optimum, n_nodes):
    """What each step away from the optimum costs, in points of error; differences that the bars do not carry are not told.

    plain, best: (depth+1,) errors of plain convolution and of the best linear combination found, at one threshold.
    n_nodes: of each graph.
    """
    depth, linear, first = first_lowest(plain), float(best.min()), float(plain[0])
    level, error = float(found.error.value), float(found.error.standard_error)
    spread = f" (± {points(error)}, one standard error)" if error > 0 else ""
    any_method = (
        f"any method at all {percent(level)}**{spread}"
        if level > 0
        else "any method at all not one node** of these graphs"
    )
    words = [
        f"Of the {percent(first)} without a graph, plain convolution at its best depth ({depth}) leaves {percent(plain[depth])}, the best "
        f"linear combination found {percent(linear)}, and **{any_method}, by belief propagation, which is {BELIEVED}."
    ]
    if depth > 0:
        words.append(f"One layer too shallow costs {points(plain[depth - 1] - plain[depth])};")
    elif plain.size > 1:
        words.append(f"One layer at all costs {points(plain[1] - plain[0])};")
    gap, doubt = linear - level, _doubt(found, n_nodes)
    if gap > doubt:
        words.append(f"staying linear costs {points(gap)}.")
    elif -gap > doubt:
        words.append(
            "the best linear combination lies below what any method reaches on these graphs, so its curve, walk theory, is too low here."
        )
    else:
        words.append("what staying linear costs is too little to be told from zero on so few graphs.")
    if found.converged < 1:
        words.append(f"({settled_words(found.converged).capitalize()[:-1]}.)")
    return " ".join(words)


def _doubt(found, n_nodes):
    """By how much the level may be off: three standard errors, or how far what the beliefs expect is from what was counted.

    Where n nodes were counted and none was wrong, an error of 3/n would still go unseen once in twenty times.
    """
    level, error = float(found.error.value), float(found.error.standard_error)
    if not np.isfinite(error):
        return np.inf
    unseen = 3 / (n_nodes * N_DRAWS * found.error.n_graphs)
    return max(SURE * error, abs(level - float(found.expected.value)), unseen)
