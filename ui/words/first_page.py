"""What the cards of the first page say of mixing, denoising and the sweet spot: each claim from the curve that it speaks of.

One unit for both: a share of the initial distance of the means, and a share of the initial width of a hill.
"""

import numpy as np

from core.lowest import first_lowest
from core.walk_theory.hills import Hills
from core.walks import predict_layers, stage_hills
from ui.words import missing
from ui.words.curve import Course, course_words
from ui.words.readings import cut, percent, share

# Short, so that on a phone Play is on the first screen.
OPENING = (
    "Each convolution averages over neighbours: the hills **close in** (mixing, which hurts) and **sharpen** (denoising, "
    "which helps). Press play"
)
HARDLY = 0.05  # a layer that takes less than this share of a width hardly narrows it
KEEPS = 0.995  # a distance that never falls below this share of itself is kept
GOES_ON = 0.99  # every layer leaves at most this share of the distance it finds
FEW_ISOLATED = 1e-3


def opening(model):
    """The first sentences of the page; hills of several classes, or of features at some nodes, cannot be dragged."""
    if model.known < 1:
        return missing.OPENING
    return f"{OPENING}." if model.n_classes > 2 else f"{OPENING}, or drag a hill."


def mixing_words(model, prediction):
    """What layers do to the distance of the means. prediction: walk theory of plain convolution."""
    # Of the distance as it was at depth 0, whoever has a feature.
    gap = np.abs(prediction.mean_gap) / model.known
    depth = gap.size - 1
    if model.gap == 0:
        return "Both classes have the same mean: there is no distance to lose."
    if model.mean_degree == 0:
        return "There are no links: every node keeps its own feature, and the means stay where they are."
    if gap.min() > KEEPS:
        if prediction.mean_gap[1] > 0:
            reason = f"{'no' if model.q_across == 0 else 'hardly a'} link leads from one class to the other"
            return f"Here the means keep their distance at every depth: {reason}."
        reason = f"{'every' if model.p_within == 0 else 'nearly every'} link leads to the other class"
        return f"Here the means keep their distance at every depth and swap their sides: {reason}."
    crossing = "swaps their sides" if model.n_classes == 2 else "leads across, because a node hears its own class least"
    swapped = f", and {crossing}" if prediction.mean_gap[1] < 0 and share(gap[1]) != "0 %" else ""
    words = f"The first layer leaves **{share(gap[1])}** of the distance of the means{swapped}"
    later = later_share(gap)
    if later is not None:
        words += f"; each of the {depth - 1} others **{share(later)}** of what it finds, on average"
        if gap[1] < later and share(gap[1]) != share(later) and model.isolated_share < FEW_ISOLATED:
            words += ", because walks also turn back, which the formula leaves out"
    if depth == 1:
        return f"{words}."
    goes_on = bool(np.all(gap[1:] <= GOES_ON * gap[:-1]))
    left = f"{'at' if goes_on else 'At'} depth {depth} **{share(gap[-1])}** of it is left."
    return f"{words}. Mixing goes on at every layer: {left}" if goes_on else f"{words}. {left}"


def later_share(gap):
    """The share of the distance that a layer after the first leaves, geometric mean to the deepest; None where that says nothing."""
    if gap.size < 4 or not 0 < gap[-1] < gap[1]:
        return None
    share = float((gap[-1] / gap[1]) ** (1 / (gap.size - 2)))
    return share if share < KEEPS else None


def denoising_words(model, prediction, reached=None):
    """What layers do to widths. reached: share of the graph a node has met within n hops, (depth+1,), where it is known."""
    if model.mean_degree == 0:
        return "There are no links: nothing is averaged, and the hills stay as wide as they are."
    own = np.sqrt(prediction.variance / model.known)
    depth = own.size - 1
    words = (
        f"Over draws of the features a node's own width cannot fall below **{share(model.n_nodes**-0.5)}** of where it began, "
        f"because there are only {'N' if model.known == 1 else f'{model.known:g} N'} values to average."
    )
    start = level_from(own)
    if start is None:
        words += f" At depth {depth} it is **{share(own[-1])}**."
    else:
        words += f" From depth **{start}** on, at **{share(own[start])}**, a layer takes less than {100 * HARDLY:.0f} % of it"
        words += (
            ": hardly any new nodes are left to average over." if reached is not None and reached[start] > 0.99 else "."
        )
    at = max(1, first_lowest(prediction.error_fixed))
    hill = float(hill_width(model, prediction)[at])
    # Where some have no feature a hill begins as two, and has no one width to speak of.
    if model.known == 1 and own[at] < hill and share(own[at]) != share(hill):
        words += (
            f" A hill is wider, because nodes of a class have different neighbours: **{share(hill)}** of its initial width at depth {at}, "
            f"where a node's own is {share(own[at])}."
        )
    return words


def small_print(n_graphs, accuracy):
    """What zigzags, lines and dots are. n_graphs: how many are simulated, 0 where theory is drawn alone.  accuracy: how good the lines are, a sentence of ui.words.accuracy."""
    dots = f" Dots: {n_graphs} sampled graphs, bars are one standard error over graphs." if n_graphs else ""
    return (
        "A zigzag of odd and even depths comes from walks that return to where they began. Theory: walk theory of this project. "
        f"{accuracy}{dots}"
    )


def hill_width(model, prediction):
    """Standard deviation of a hill as a share of sigma, sqrt(v + (Delta/2 sigma)^2 S). Returns (depth+1,).

    Of several classes a hill along the line between two of them.
    """
    if model.n_classes > 2:
        drawn = stage_hills(model, predict_layers(model, prediction.mean_gap.size - 1))
    else:
        drawn = Hills(prediction.mean_gap, prediction.variance, prediction.neighbourhood_noise)
    return drawn.width(model) / model.sigma


def level_from(width):
    """First depth from which on no layer takes HARDLY of the width or more; None unless two layers or more follow it."""
    taken = np.flatnonzero(width[1:] <= (1 - HARDLY) * width[:-1])
    start = int(taken[-1]) + 1 if taken.size else 0
    return start if 1 <= start <= width.size - 3 else None


def balance_words(model, prediction):
    """Where the error with a fixed threshold is lowest, and from where on the graph no longer helps."""
    course = Course(prediction.error_fixed)
    words = f"With the {cut(model)} fixed in advance the error {course_words(course.error)}."
    if course.helps and course.useless_from is not None:
        words += f" From depth **{course.useless_from}** on it is never below the error without a graph."
    if model.n_classes > 2:
        return (
            f"{words} It counts all {model.n_classes} classes; guessing would give {percent(1 - 1 / model.n_classes)}."
        )
    return f"{words} (Over nodes i: distance mᵢ of a node's own mean from the threshold, spread sᵢ.)"
