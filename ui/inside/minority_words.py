"""What the section on minority classes says: pure functions from curves to sentences and rows."""

import numpy as np

from core.estimate import estimate
from ui.words.readings import percent

RULES = {
    "fixed": "fixed at m",
    "midpoint": "half-way between the class means",
    "bayes": "with the lowest total error (Bayes)",
}
GONE = 0.01
SMALLEST_STEP = 1e-4
EXAMPLE_SHARE = 0.2
SURE = 3


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
    below = np.flatnonzero(error <= level)
    start = 0 if below.size == 0 else int(below[-1]) + 1
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
    if abs(error[place] - error[1 - place]) < 5e-4:
        verdict = f"**At depth {depth} both classes lose alike**"
    elif error[place] > error[1 - place]:
        verdict = f"**At depth {depth} the smaller class loses more**"
    else:
        verdict = f"**At depth {depth} the larger class loses more**"
    return (
        f"{verdict}: class {place + 1}, with {percent(share)} of the nodes, is wrong on {percent(error[place])}, class {2 - place} on "
        f"{percent(error[1 - place])}. Threshold {RULES[rule]}; in all {percent(prediction.total[rule][depth])} of the nodes are wrong."
    )


def three_senses(model, prediction, depth):
    """Who goes first, in three senses, as a Markdown list with computed numbers. depth: the marked one."""
    place, deepest = smaller_class(model), prediction.mean.shape[0] - 1
    lines = [f"1. **Who fades faster? Neither.** {_rates(prediction)}"]
    if place is None:
        return "\n".join(
            (
                *lines,
                "2. **With the threshold at m?** Neither: both means are equally far from it.",
                "3. **With another threshold?** Neither: by symmetry all three thresholds are one.",
            )
        )
    name, other = f"class {place + 1}", f"class {2 - place}"
    crossed = crossing(prediction, place)
    drift = f"Both means drift to the side of {other}, which has more nodes"
    if crossed is None:
        lines.append(
            f"2. **With the threshold at m? {name.capitalize()}, but not within depth {deepest}.** {drift}; the mean of {name} stays on its own side of m so far."
        )
    else:
        lines.append(
            f"2. **With the threshold at m? {name.capitalize()}.** {drift}; the mean of {name} crosses m at **depth {crossed}**, and there "
            f"{percent(prediction.error['fixed'][crossed, place])} of its nodes are wrong, against {percent(prediction.error['fixed'][crossed, 1 - place])} of {other}."
        )
    swapped = crossing(prediction, 1 - place)
    if swapped is not None:
        lines[-1] += (
            f" At odd depths the classes have swapped sides here, and the rule with them: there m leaves {other} on the wrong side, from depth {swapped} on."
        )
    degrees = model.mean_degrees
    across = [row[1 - index] for index, row in enumerate(model.class_transition)]
    half = prediction.error["midpoint"][depth]
    recall = lost_for_good(prediction.error["bayes"][:, place], 0.5)
    gone = lost_for_good(prediction.error["bayes"][:, place], 1 - GONE)
    verdict = f"{name.capitalize()} again." if half[place] > half[1 - place] else "It depends."
    sentence = (
        f"3. **With a threshold that follows? {verdict}** Half-way between the means, {name} errs on {percent(half[place])} at depth {depth} and {other} on "
        f"{percent(half[1 - place])}: a node of {name} has {degrees[place]:.3g} neighbours, {percent(across[place])} of them in the other class; a node of {other} has "
        f"{degrees[1 - place]:.3g}, {percent(across[1 - place])} of them in the other. The Bayes threshold, which makes the fewest errors in all, gives {name} up: "
    )
    if recall is None:
        sentence += f"not within depth {deepest}, where it still finds {percent(1 - prediction.error['bayes'][-1, place])} of it."
    else:
        limit = np.sqrt(2 * np.log(model.block_sizes[1 - place] / model.block_sizes[place]))
        sentence += (
            f"it finds less than half of it from **depth {recall}** on (for hills of one width: once gap/spread is below √(2 log(π₂/π₁)) = {limit:.2f}; "
            f"here it is {_score(model, prediction, recall):.2f})"
        )
        sentence += "." if gone is None else f", and less than {percent(GONE)} from depth {gone} on."
    return "\n".join((*lines, sentence))


def _rates(prediction):
    steps = np.abs(np.diff(prediction.mean, axis=0))
    seen = np.flatnonzero(np.all(steps > SMALLEST_STEP, axis=1))
    if seen.size < 4:
        return "There are too few depths here to compare the two rates."
    first, last = seen[seen.size // 2], seen[-1]
    factors = (steps[last] / steps[first]) ** (1 / (last - first))
    return (
        f"Both means move to one common value. From depth {first + 1} to {last + 1} each layer's step is {factors[0]:.2f} of the one before for class 1, "
        f"{factors[1]:.2f} for class 2."
    )


def _score(model, prediction, depth):
    """Distance of the class means over the mean standard deviation of a hill."""
    strength = abs(model.gap) / (2 * model.sigma)
    noise = prediction.neighbourhood_noise[depth] + prediction.shift[depth]
    spread = np.sqrt(prediction.variance[depth] + strength**2 * noise)
    return strength * abs(prediction.mean[depth, 1] - prediction.mean[depth, 0]) / spread.mean()


def accuracy_sentence(stored, rule, model):
    """How good the theory is, from its stored measurement, and whether this model is where it is weak."""
    total, minority = stored["errors"][rule]["total"], stored["errors"][rule]["minority"]
    sentence = (
        f"Theory (lines) is approximate. On {stored['n_models']} other models, with {stored['n_graphs']} graphs each, nine values in ten were within "
        f"{_points(total['ninety'])} for the share of all nodes that are wrong (worst {_points(total['worst'])}), and within {_points(minority['ninety'])} for that of the "
        f"smaller class (worst {_points(minority['worst'])}). It is weak where the smaller class has fewer than {stored['least_degree']} neighbours a node"
    )
    fewest = min(model.mean_degrees)
    return sentence + (f", as here ({fewest:.2g})." if fewest < stored["least_degree"] else ".")


def _points(difference):
    """A difference of two shares in percentage points."""
    return f"{100 * difference:.2g} percentage points"


def means_sentence(model, prediction):
    """What the chart of the means shows."""
    place, deepest = smaller_class(model), prediction.mean.shape[0] - 1
    if place is None:
        return "The two means are equally far from m, and meet there."
    crossed = crossing(prediction, place)
    end = f"Both means end near {prediction.mean[-1].mean():.2f}, on the side of class {2 - place}"
    return f"{end}." if crossed is None else f"{end}; class {place + 1} is across m from depth {crossed} of {deepest}."


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
    many = "all" if beyond == distance.size else "none" if beyond == 0 else str(beyond)
    return (
        f"Theory and simulation differ by {_points(np.median(distance))} (median), at most by {_points(distance[depth, place])} (class {place + 1} at depth "
        f"{depth + 1}, where the mean of {simulated.n_graphs} graphs has a standard error of {_points(bars[depth, place])}); {many} of the {distance.size} "
        f"differences are larger than {SURE} standard errors."
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
