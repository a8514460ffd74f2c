"""Why an accuracy may stay high though the error comes back to chance: what two thresholds, and a trained classifier, make of a deep layer."""

import numpy as np

from core.estimate import Estimate
from ui.words.curve import below
from ui.words.readings import cut, percent

DEEP = 20  # the depth that the question names
QUESTION = f"But my accuracy stayed high at depth {DEEP}?"
LEAD = f"Your network stayed good at depth {DEEP}? See why"
CHANCE = 0.9  # an error above this share of guessing's is close to chance
NOTICED = 0.01  # a difference below one point is none


def leads(model, prediction):
    """Whether the question is to be asked: at the deepest layer a fixed threshold is close to chance, a fitted one better than no graph."""
    fixed, fitted = prediction.error_fixed, prediction.error_fitted
    return bool(fixed[-1] > CHANCE * (1 - 1 / model.n_classes) and below(fitted[-1], fixed[0]))


def answer_words(model, prediction, depth=DEEP):
    """What both thresholds, or rules of several classes, make of a depth by walk theory, answer first."""
    first, fixed, fitted = (
        float(value)
        for value in (prediction.error_fixed[0], prediction.error_fixed[depth], prediction.error_fitted[depth])
    )
    rule = cut(model)
    if not below(fitted, first):
        return (
            f"**Plain convolution does not explain it here.** At depth {depth} even a {rule} fitted on the same graph errs on **{percent(fitted)}**, one fixed "
            f"in advance on **{percent(fixed)}**; without any convolution it is {percent(first)}."
        )
    if not below(fixed, first):
        return (
            f"**It may, if its {rule} is fitted.** At depth {depth} a {rule} **fixed** before the graph is seen errs on **{percent(fixed)}**, one **fitted** on the same graph on "
            f"**{percent(fitted)}**; without any convolution it is {percent(first)}."
        )
    return (
        f"**It may, whichever {rule} it has.** At depth {depth} a {rule} fixed before the graph is seen errs on **{percent(fixed)}**, one fitted on the same graph on "
        f"**{percent(fitted)}**; without any convolution it is {percent(first)}."
    )


def why_words(share, prediction, depth=DEEP):
    """Why only the fitted threshold gains by a graph; empty where it is not so, or for another reason. share: core.walks.common_share (depth+1,)."""
    first, fixed, fitted = prediction.error_fixed[0], prediction.error_fixed[depth], prediction.error_fitted[depth]
    if not share[depth] > 0.5 or not below(fitted, first) or below(fixed, first):
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
    lost = float(fresh.value - held_out.value)
    if lost < NOTICED or lost < 2 * (held_out.standard_error + fresh.standard_error):
        return f"{words}, and on {_measured(fresh)} of a new graph's nodes."
    return (
        f"{words}; the same one on **{_measured(fresh)}** of a new graph's nodes: what it learnt belongs to one graph."
    )


def _measured(found):
    value, error = float(found.value), float(found.standard_error)
    # A bar below what is printed is not printed.
    return f"{percent(value).removesuffix(' %')} ± {100 * error:.1f} %" if error >= 5e-4 else percent(value)
