"""What the section on minority classes says: pure functions from curves to sentences and rows."""

import numpy as np

from core.estimate import estimate
from core.number_of import number_of
from ui.words.curve import below
from ui.words.readings import amount, percent, points

RULES = {
    "fixed": "fixed at m",
    "midpoint": "half-way between the class means",
    "bayes": "with the lowest total error (Bayes)",
}
GONE = 0.01
SMALLEST_STEP = 1e-4
EXAMPLE_SHARE = 0.2
SURE = 3
# Steps that fall by factors nearer to each other fall alike; means that are nearer to each other have met.
ALIKE, MET = 0.02, 0.1


def smaller_class(model):
    """Place (0 or 1) of the class with fewer nodes, None if they are equal."""
    first, second = model.block_sizes
    return None if first == second else int(second < first)


def side(prediction):
    """-1 where the classes have swapped sides (p < q, odd depth), else 1. Shape (depth+1,)."""
    return np.where(prediction.mean[:, 1] < prediction.mean[:, 0], -1, 1)


def crossing(prediction, place):
    """First depth at which the mean of a class is on the other class's side of m; None if there is none."""
    own = side(prediction) * (-1, 1)[place] * prediction.mean[:, place]
    return _first(own <= 0)


def lost_for_good(error, level):
    """The first depth from which an error (depth+1,) stays above `level`; None if it ends below."""
    found = np.flatnonzero(error <= level)
    start = 0 if found.size == 0 else int(found[-1]) + 1
    return start if start < error.size else None


def _first(holds):
    found = np.flatnonzero(holds)
    return int(found[0]) if found.size else None


def headline(model, prediction, rule, depth, example):
    """One sentence: who errs how much at the marked depth. example: prediction at EXAMPLE_SHARE, for equal classes."""
    error = prediction.error[rule][depth]
    place = smaller_class(model)
    if place is None:
        return (
            f"**Equal classes lose alike**: at depth {depth} both err on {percent(error[0])}. Move the share: with "
            f"{percent(EXAMPLE_SHARE)} of the nodes, class 1 would err on {percent(example.error[rule][depth, 0])} and class 2 on "
            f"{percent(example.error[rule][depth, 1])}."
        )
    share = model.block_sizes[place] / model.n_nodes
    if below(error[1 - place], error[place]):
        verdict = f"**At depth {depth} the smaller class loses more**"
    elif below(error[place], error[1 - place]):
        verdict = f"**At depth {depth} the larger class loses more**"
    else:
        verdict = f"**At depth {depth} both classes lose alike**"
    return (
        f"{verdict}: class {place + 1}, with {percent(share)} of the nodes, is wrong on {percent(error[place])}, class {2 - place} on "
        f"{percent(error[1 - place])}. Threshold {RULES[rule]}; in all {percent(prediction.total[rule][depth])} of the nodes are wrong."
    )


def three_senses(model, prediction, depth):
    """Who goes first, in three senses, as a Markdown list with computed numbers. depth: the marked one."""
    place = smaller_class(model)
    if place is None:
        return "\n".join(
            (
                f"1. **Who fades faster?** {_rates(prediction)}",
                "2. **With the threshold at m?** Neither: both means are equally far from it.",
                "3. **With another threshold?** Neither: by symmetry all three thresholds are one.",
            )
        )
    return "\n".join(
        (
            f"1. **Who fades faster?** {_rates(prediction)}",
            f"2. **With the threshold at m?** {_at_m(prediction, place)}",
            f"3. **With a threshold that follows?** {_following(model, prediction, place, depth)}",
        )
    )


def _rates(prediction):
    """How fast each mean moves, once it moves steadily."""
    steps = np.abs(np.diff(prediction.mean, axis=0))
    seen = np.flatnonzero(np.all(steps > SMALLEST_STEP, axis=1))
    if seen.size < 4:
        return "There are too few depths here at which the means still move to compare the two."
    first, last = seen[seen.size // 2], seen[-1]
    factors = (steps[last] / steps[first]) ** (1 / (last - first))
    slower, faster = sorted(f"{factor:.2f}" for factor in factors)
    alike = "**Neither**" if float(faster) - float(slower) <= ALIKE else "**Not quite alike**"
    return f"{alike}: from depth {first + 1} to {last + 1} each layer's step is {factors[0]:.2f} of the one before for class 1, {factors[1]:.2f} for class 2."


def _at_m(prediction, place):
    """Which mean crosses m, and what that costs there."""
    name, other, deepest = f"class {place + 1}", f"class {2 - place}", prediction.mean.shape[0] - 1
    found = [
        f"The mean of {who} is on the wrong side of m at **depth {crossed}**, and there {percent(wrong[crossed, own])} of its nodes are wrong, against "
        f"{percent(wrong[crossed, 1 - own])} of {whom}"
        for own, who, whom in ((place, name, other), (1 - place, other, name))
        for wrong in (prediction.error["fixed"],)
        if (crossed := crossing(prediction, own)) is not None
    ]
    if not found:
        return f"Neither within depth {deepest}: both means stay on their own side of m."
    odd = (
        " At odd depths the classes have swapped sides here, and the rule with them."
        if (side(prediction) < 0).any()
        else ""
    )
    return f"{'. '.join(found)}.{odd}"


def _following(model, prediction, place, depth):
    """Half-way between the means, and with the Bayes threshold."""
    name, other, deepest = f"class {place + 1}", f"class {2 - place}", prediction.mean.shape[0] - 1
    degrees = model.mean_degrees
    across = [row[1 - index] for index, row in enumerate(model.class_transition)]
    half, bayes = prediction.error["midpoint"][depth], prediction.error["bayes"][:, place]
    words = (
        f"Half-way between the means, {name} errs on {percent(half[place])} at depth {depth} and {other} on {percent(half[1 - place])}: a node of {name} has "
        f"{number_of(amount(degrees[place]), 'neighbour')}, {percent(across[place])} of them in the other class; a node of {other} has {amount(degrees[1 - place])}, "
        f"{percent(across[1 - place])} of them in the other. "
    )
    recall, gone = lost_for_good(bayes, 0.5), lost_for_good(bayes, 1 - GONE)
    if recall is None:
        return f"{words}With the Bayes threshold, which makes the fewest errors in all, {percent(1 - bayes[-1])} of {name} are still found at depth {deepest}."
    words += f"The Bayes threshold, which makes the fewest errors in all, gives {name} up: it finds less than half of it from **depth {recall}** on"
    return words + ("." if gone is None else f", and less than {percent(GONE)} from depth {gone} on.")


def accuracy_sentence(stored, rule, model):
    """How good the theory is, from its stored measurement, and whether this model is where it is weak."""
    total, minority = stored["errors"][rule]["total"], stored["errors"][rule]["minority"]
    sentence = (
        f"Theory (lines) is approximate. On {stored['n_models']} other models, with {stored['n_graphs']} graphs each, nine values in ten were within "
        f"{points(total['ninety'])} for the share of all nodes that are wrong (worst {points(total['worst'])}), and within {points(minority['ninety'])} for that of the "
        f"smaller class (worst {points(minority['worst'])}). It is weak where the smaller class has fewer than {stored['least_degree']} neighbours a node"
    )
    fewest = min(model.mean_degrees)
    return sentence + (f", as here ({amount(fewest)})." if fewest < stored["least_degree"] else ".")


def means_sentence(model, prediction):
    """What the chart of the means shows."""
    place, deepest = smaller_class(model), prediction.mean.shape[0] - 1
    last = prediction.mean[-1]
    if np.ptp(last) > MET:
        end = f"At depth {deepest} the means are at {_signed(last[0])} and {_signed(last[1])}"
    elif place is None:
        end = f"By depth {deepest} the two means have met, at m"
    else:
        middle = last.mean()
        end = f"By depth {deepest} the two means have met, at {_signed(middle)}" + (
            f", on the side of class {1 + (middle > 0)}" if abs(middle) >= 0.005 else ""
        )
    crossed = None if place is None else crossing(prediction, place)
    return f"{end}." if crossed is None else f"{end}; that of class {place + 1} is across m at depth {crossed}."


def _signed(value):
    text = f"{value:.2f}".replace("-", "−")
    return "0.00" if text == "−0.00" else text


def errors_sentence(prediction, simulation, rule):
    """How far theory and simulation are apart in the chart of the errors."""
    if simulation is None:
        return "Theory alone: this model is not simulated here."
    simulated = estimate(simulation.error[rule])
    # At depth 0 nothing has been sampled yet.
    distance, bars = np.abs(prediction.error[rule] - simulated.value)[1:], simulated.standard_error[1:]
    if distance.size == 0 or simulated.n_graphs < 2:
        return ""
    depth, place = np.unravel_index(distance.argmax(), distance.shape)
    beyond = int((distance > SURE * bars).sum())
    if beyond == 0:
        larger = "no difference is"
    elif beyond == distance.size:
        larger = f"all {beyond} differences are"
    else:
        larger = f"{beyond} of the {distance.size} differences {'is' if beyond == 1 else 'are'}"
    return (
        f"Theory and simulation differ by {points(np.median(distance))} (median), at most by {points(distance[depth, place])} (class {place + 1} at depth "
        f"{depth + 1}, where the mean of {simulated.n_graphs} graphs has a standard error of {points(bars[depth, place])}); {larger} larger than {SURE} "
        "standard errors."
    )


def rows(prediction, simulation, rule):
    """Rows of the table of numbers, one a depth."""
    found = []
    simulated = None if simulation is None else estimate(simulation.error[rule])
    for depth, (mean, error) in enumerate(zip(prediction.mean, prediction.error[rule], strict=True)):
        row = {"depth": depth}
        for place in (0, 1):
            row[f"mean of class {place + 1} (Δ/2 about m)"] = f"{mean[place]:.4f}"
            row[f"error of class {place + 1}, theory"] = percent(error[place])
            if simulated is not None:
                value, bar = simulated.value[depth, place], simulated.standard_error[depth, place]
                row[f"error of class {place + 1}, simulated"] = f"{percent(value)} ± {percent(bar)}"
        found.append(row)
    return found
