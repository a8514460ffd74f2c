"""Why an accuracy may stay high though the error comes back to chance: what two thresholds, and a trained classifier, make of a deep layer."""

import numpy as np
from scipy.special import ndtr, stdtrit

from core.estimate import Estimate
from ui.words.readings import cut, percent

DEEP = 20  # the depth that the question names
QUESTION = f"But my accuracy stayed high at depth {DEEP}?"
LEAD = f"Your network stayed good at depth {DEEP}? See why"
CHANCE = 0.9  # an error above this share of guessing's is close to chance
NOTICED = 0.01  # a difference below one point is none
LEARNT = 0.05  # less than this below guessing is next to nothing learnt
HIGH = 0.2  # an accuracy this share of the way from guessing to no error, or less, is not high
KEPT = 0.9  # one that keeps this share of the way that it is without convolution stays high
LOST, PARTLY, STAYS = range(3)


def height(error, guess):
    """How far an error is from guessing's on the way to none: 0 at guessing, 1 without any error."""
    return 1 - float(error) / guess


def level(error, first, guess):
    """Whether an accuracy stays high, partly or not. first: the error without convolution; guess: by guessing."""
    own = height(error, guess)
    if own < HIGH:
        return LOST
    return STAYS if own >= KEPT * height(first, guess) else PARTLY


def levels(model, prediction, depth):
    """The levels with a fixed and with a fitted threshold by walk theory, (fixed, fitted)."""
    first, guess = prediction.error_fixed[0], 1 - 1 / model.n_classes
    fixed, fitted = (level(curve[depth], first, guess) for curve in (prediction.error_fixed, prediction.error_fitted))
    # Whatever is said of either holds of the better one too.
    return min(fixed, fitted), fitted


def leads(model, prediction):
    """Whether the question is to be asked: at the deepest layer a fixed threshold is close to chance, a fitted one stays high."""
    chance = prediction.error_fixed[-1] > CHANCE * (1 - 1 / model.n_classes)
    return bool(chance and levels(model, prediction, -1)[1] == STAYS)


def answer_words(model, prediction, depth=DEEP):
    """What both thresholds, or rules of several classes, make of a depth by walk theory, answer first."""
    first, fixed, fitted = (
        float(value)
        for value in (prediction.error_fixed[0], prediction.error_fixed[depth], prediction.error_fitted[depth])
    )
    rule, guess = cut(model), 1 - 1 / model.n_classes
    nowhere = ", nor without any convolution" if height(first, guess) < HIGH else ""
    answer = {
        (STAYS, STAYS): f"It may stay high, whichever {rule} it has",
        (PARTLY, STAYS): f"It may stay high if its {rule} is fitted, and some of it with a fixed one",
        (LOST, STAYS): f"It may stay high if its {rule} is fitted",
        (PARTLY, PARTLY): f"Some of it may stay, whichever {rule} it has",
        (LOST, PARTLY): f"Some of it may stay if its {rule} is fitted",
        (LOST, LOST): f"With neither {rule} is it high here{nowhere}",
    }[levels(model, prediction, depth)]
    return (
        f"**{answer}.** At depth {depth} a {rule} **fixed** before the graph is seen errs on **{percent(fixed)}**, one **fitted** on the same graph on "
        f"**{percent(fitted)}**; without any convolution it is {percent(first)}, by guessing {percent(guess)}."
    )


def why_words(model, share, prediction, depth=DEEP):
    """Why only the fitted threshold keeps an accuracy high, or why both do; empty for another reason. share: core.walks.common_share (depth+1,)."""
    fixed, fitted = levels(model, prediction, depth)
    if fixed == fitted == STAYS and model.isolated_share > 0.5:
        return f"**Why:** {percent(model.isolated_share)} of the nodes have no link, and keep their own feature at every depth."
    if not share[depth] > 0.5 or not fixed < fitted:
        return ""
    return (
        f"**Why:** by then {percent(float(share[depth]))} of a hill's variance is one shift common to all nodes. A threshold fitted on the same graph, "
        "such as a network's bias, moves with it; one fixed in advance cannot."
    )


def measured_words(model, prediction, errors, depth=DEEP):
    """That the sampled graphs say otherwise than walk theory at a depth, where they do; else empty. errors: "fixed", "fitted" -> Estimate (depth+1,)."""
    said = []
    for name, found in errors.items():
        theory, value = float(getattr(prediction, f"error_{name}")[depth]), float(found.value[depth])
        bar = float(np.nan_to_num(found.standard_error[depth]))
        if abs(theory - value) > max(NOTICED / 2, 0.05 * value, 2 * bar):
            side = "low" if theory < value else "high"
            here = Estimate(found.value[depth], found.standard_error[depth], found.n_graphs)
            said.append(f"**{_measured(here)}** with the {name} {cut(model)}, where walk theory reads {side}")
    return f"The sampled graphs themselves say {', and '.join(said)}." if said else ""


def trained_words(found, depth=DEEP):
    """What a classifier trained on that layer makes of it, and of a new graph. found: core.training.classifier.TrainedErrors."""
    held_out, fresh = found.at(depth)
    words = f"**Trained:** a linear classifier on h⁽ⁿ⁾ errs, at depth {depth}, on **{_measured(held_out)}** of the nodes that it did not learn from"
    learnt, lost = 0.5 - held_out.value > LEARNT, float(fresh.value - held_out.value)
    if learnt and lost >= NOTICED and lost > _beyond_doubt(held_out, fresh):
        return f"{words}; the same one on **{_measured(fresh)}** of a new graph's nodes: what it learnt belongs to one graph."
    words = f"{words}, and on {_measured(fresh)} of a new graph's nodes"
    if not learnt and held_out.standard_error < LEARNT / 2:
        return f"{words}: it has learnt next to nothing."
    return f"{words}."


def more_words(model, found, n_features, thresholds, depth=DEEP):
    """Why a trained classifier is better than both thresholds; empty where it is not. thresholds: errors, of theory and of dots alike."""
    held_out, _ = found.at(depth)
    if not float(np.min(thresholds)) - held_out.value > max(LEARNT, _beyond_doubt(held_out)):
        return ""
    noise = ", all of them noise because the means are equal," if model.gap == 0 else ""
    return (
        f"**It errs less than both thresholds because it is given more:** {n_features} columns of features{noise} and the true classes of half the nodes. Convolution makes "
        "even noise alike within a community, and the known classes tell it which community is which."
    )


def untrained_words(model, small):
    """That no classifier is trained on a model, and why; empty where one is. small: whether it is small enough to train on at once."""
    if model.n_classes > 2:
        return f"No classifier is trained here: that is for two classes, and the model has {model.n_classes}."
    if model.known < 1:
        return "No classifier is trained here: that is for a feature at every node."
    return "" if small else "No classifier is trained here: the model is too large for that while somebody waits."


def _beyond_doubt(*found):
    """Three standard errors of a sum, or as many more as make up for an error known from few graphs (Student's t)."""
    factor = stdtrit(found[0].n_graphs - 1, ndtr(3))
    return float(factor * np.sqrt(sum(part.standard_error**2 for part in found)))


def _measured(found):
    value, error = float(found.value), float(found.standard_error)
    # A bar below what is printed is not printed.
    return f"{percent(value).removesuffix(' %')} ± {100 * error:.1f} %" if error >= 5e-4 else percent(value)
