"""What the Training page says: pure functions from results to sentences."""

import numpy as np

from core.training.learning_rates import DEPTHS as TUNED_DEPTHS
from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT, losses, over_seeds
from ui.training.figures import ACCURACIES
from ui.training.ruler_words import factor
from ui.training.values import by_depth, by_layer
from ui.words.readings import amount, percent

WHERE = {HELD_OUT: "held-out nodes of the same graph", FRESH: "nodes of a fresh graph"}
# A difference below one point, or below two standard errors, is not called a loss.
NOTICED = 0.01
# The widths and depths at which the post's claims are judged.
NARROW, USUAL, WIDE = 4, 16, 64
MIDDLE, DEEP = 8, 10
MUCH = 0.1  # ten points worse are much worse
# Norms of a gradient that are remarked on; losses start at about 1.
TINY, LARGE = 1e-4, 100.0


def points(share):
    """A difference of accuracies in points: 43.2 points, 1.0 point."""
    return f"{100 * share:.1f} points"


def noticed(difference, standard_error):
    """Whether a difference is a point or more, and beyond two standard errors (a single seed: beyond two points)."""
    error = standard_error if np.isfinite(standard_error) else NOTICED
    return abs(difference) >= NOTICED and abs(difference) > 2 * error


def headline(results, network, width, depth, tested):
    """What is lost to smoothing, or on a fresh graph does not carry over, and what to optimisation; None while runs are missing."""
    found = losses(results, network, width, depth, tested)
    if not np.isfinite([found.smoothing, found.optimisation]).all():
        return None
    missed, error = carried(results, width, depth)
    if tested == FRESH and noticed(missed, error) and missed > 0:
        smoothing = (
            f"**{points(missed)} do not carry over** to another graph: the classifier on h⁽ⁿ⁾ is right on {percent(found.classifier)} of a fresh one's nodes, and on "
            f"{percent(found.classifier + missed)} of held-out nodes of its own"
        )
    elif found.smoothing < NOTICED:
        smoothing = f"**next to nothing is lost to smoothing**: the classifier on h⁽ⁿ⁾ is right on {percent(found.classifier)}, about as at its best depth"
    else:
        smoothing = (
            f"**{points(found.smoothing)} are lost to smoothing**: the classifier on h⁽ⁿ⁾ is right on {percent(found.classifier)} there, and on "
            f"{percent(found.classifier + found.smoothing)} at its best depth, {found.best_depth}"
        )
    beside = beside_classifier(results, network, width, depth, tested)
    return " ".join(filter(None, (f"At depth {depth} {smoothing}. {beside}", start_words(results.plan.scale, depth))))


def carried(results, width, depth):
    """By how much the classifier is worse on a fresh graph than on held-out nodes of its own, mean over seeds, and its standard error."""
    difference = over_seeds(results.of(HELD_OUT, "classifier", width) - results.of(FRESH, "classifier", width))
    row = results.plan.depths.index(depth)
    return float(difference.value[row]), float(difference.standard_error[row])


def deep_network(results, depth):
    """What a deep network with weights loses beside the classifier, at the stored depth nearest to this one; empty where it is not optimisation."""
    nearest = min(results.plan.depths, key=lambda stored: abs(stored - depth))
    found = losses(results, "linear", USUAL, nearest)
    if not (noticed(found.optimisation, found.standard_error) and found.train > found.optimisation / 2 > 0):
        return ""
    return (
        f"**A deep network** with weights loses something else, **optimisation**: of the stored ones below a linear GNN of depth {nearest} and width {USUAL} is right on "
        f"{percent(found.network)} of held-out nodes, where the classifier on the same h⁽ⁿ⁾ is on {percent(found.classifier)}."
    )


def start_words(scale, depth):
    """That the learning rates were not chosen for these first weights; empty for the usual ones. scale: sigma_w."""
    if scale == 1 or not depth:
        return ""
    return f"The first weights of its layers have **σ_w = {scale:g}**, and the learning rates were chosen for σ_w = 1: with rates of its own it might do better."


def beside_classifier(results, network, width, depth, tested):
    """How a network with weights does beside the classifier on the same h^(n), and why; None while runs are missing."""
    found = losses(results, network, width, depth, tested)
    if not np.isfinite(found.optimisation):
        return None
    error = f" ± {100 * found.standard_error:.1f}" if np.isfinite(found.standard_error) else ""
    change = f"{100 * abs(found.optimisation):.1f}{error} points"
    start = f"{NETWORKS[network].label}: {percent(found.network)} right"
    if not noticed(found.optimisation, found.standard_error):
        if tested == FRESH:
            # Both may have learnt what belongs to their own graph: that says nothing of optimisation.
            return f"{start}, **not measurably different from the classifier**."
        return f"{start}, **nothing measurable lost to optimisation**."
    if found.optimisation < 0:
        return f"{start}, **{change} better**."
    training = (
        f"on its training nodes {percent(found.network_train)} (the classifier {percent(found.classifier_train)})"
    )
    if found.train > found.optimisation / 2 and network == "linear":
        return f"{start}, **{change} lost to optimisation**: {training}, so a better one was there and was not found."
    if found.train > found.optimisation / 2:
        # Unlike a linear one it need not contain the classifier, so what was there to be found is not known.
        return f"{start}, **{change} less**: {training}, so it has not learnt even these as well."
    return f"{start}, {change} less, but **not for want of optimisation**: {training}, which does not carry over."


def two_thresholds(results, width, depth, tested, fixed, fitted, shared):
    """Why the classifier is above the fixed threshold's line, or on a fresh graph no longer; empty where it is not, or for another reason.

    fixed, fitted: accuracies of both thresholds at the depth by theory.  shared: core.walks.common_share there.
    """
    row = results.plan.depths.index(depth)
    own, fresh = (over_seeds(results.of(name, "classifier", width)) for name in (HELD_OUT, FRESH))
    if not shared > 0.5 or not fitted > fixed:
        return ""
    shift = f"{percent(shared)} of a hill's variance at depth {depth} is one shift common to all nodes of a graph"
    if tested == HELD_OUT and noticed(gain := float(own.value[row] - fixed), own.standard_error[row]) and gain > 0:
        return (
            f"**Why the fixed threshold (dashed) is down at {percent(fixed)} and the classifier at {percent(float(own.value[row]))}:** {shift}. The classifier's bias is "
            f"fitted on this graph and follows it, as the fitted threshold does (the wide line, {percent(fitted)}); one fixed in advance cannot."
        )
    if (
        tested == FRESH
        and noticed(lost := float(own.value[row] - fresh.value[row]), own.standard_error[row])
        and lost > 0
    ):
        return (
            f"**Why the classifier is right on {percent(float(fresh.value[row]))} here, and on {percent(float(own.value[row]))} of held-out nodes of its own graph:** {shift}. Its bias "
            "follows the shift of the graph that it learnt on; a fresh graph has another."
        )
    return ""


def cost_of_features(results, width, ceiling, depth):
    """What noise features cost the trained classifier at a depth, beside the rule that knows the direction. ceiling: accuracy."""
    row = results.plan.depths.index(depth)
    found = over_seeds(results.of(HELD_OUT, "classifier", width))
    if not np.isfinite(found.value[row]):
        return None
    cost = float(ceiling - found.value[row])
    costs = f"costs {points(cost)}" if cost >= NOTICED else "costs next to nothing"
    return (
        f"The ceiling knows the direction in which the classes differ; a trained classifier must learn it among {results.plan.n_features} "
        f"features from {results.plan.model.n_nodes // 2:,} nodes. At depth {depth} that {costs} (held-out nodes)."
    )


def alike(results, width, depth, tested):
    """That a small spread is not a lost cause, where the classifier on h^(n) shows it; else nothing."""
    row = results.plan.depths.index(depth)
    spreads = {key: float(by_depth(results, "spread", key, width).value[row]) for key in results.plan.networks}
    spreads = {key: value for key, value in spreads.items() if np.isfinite(value)}
    if "classifier" not in spreads or spreads["classifier"] > min(spreads.values()) or depth == 0:
        return ""
    right = float(over_seeds(results.of(tested, "classifier", width)).value[row])
    if not right > 0.5 + NOTICED:
        return ""
    return (
        f"A small value is not yet a lost cause: at depth {depth} it is smallest for the classifier on h⁽ⁿ⁾ ({amount(spreads['classifier'])}), "
        f"and that one is right on {percent(right)}."
    )


def table_rows(rows):
    """Rows for a table from core.training.reading.table: network, width, and per depth "95.1 ± 0.4"."""
    return [
        {"network": NETWORKS[key].label, "width": "any" if width is None else str(width)}
        | {f"depth {depth}": _cell(*cell) for depth, cell in cells.items()}
        for key, width, cells in rows
    ]


def _cell(value, error, count):
    if not count:
        return ""
    return f"{100 * value:.1f}" + (f" ± {100 * error:.1f}" if np.isfinite(error) else "")


def numbers_rows(results, name, width):
    """Rows for the table under a chart: network, depth, mean, standard error, seeds."""
    rows, scale, unit = [], *((100, " (%)") if name in ACCURACIES else (1, ""))
    for key in results.plan.networks:
        found = by_depth(results, name, key, width)
        rows += [
            {
                "network": NETWORKS[key].label,
                "depth": depth,
                f"mean{unit}": _digits(scale * value, 4),
                f"standard error{unit}": _digits(scale * error, 2),
                "seeds": int(count),
            }
            for depth, value, error, count in zip(
                results.plan.depths, found.value, found.standard_error, found.count, strict=True
            )
            if count
        ]
    return rows


def gradient_rows(results, width, depth):
    """Rows for the table under the chart of gradients: network, layer, norm before and after training, seeds."""
    rows = []
    for key in results.plan.networks:
        start, end = (by_layer(results, f"gradient_{when}", key, width, depth) for when in ("start", "end"))
        if key.startswith("classifier"):
            continue
        rows += [
            {
                "network": NETWORKS[key].label,
                "layer": str(place + 1) if place < depth else f"{place + 1} (read-out)",
                "before training": _digits(start.value[place], 4),
                "its standard error": _digits(start.standard_error[place], 2),
                "after training": _digits(end.value[place], 4),
                "and its standard error": _digits(end.standard_error[place], 2),
                "seeds": int(end.count[place]),
            }
            for place in range(depth + 1)
            if end.count[place]
        ]
    return rows


def gradient_words(results, width, depth):
    """Which networks start from gradients that are tiny or large, and what becomes of their training nodes; else empty.

    The largest layer's gradient decides, mean over seeds.
    """
    row, tiny, large = results.plan.depths.index(depth), [], []
    for key in results.plan.networks:
        gradient = by_layer(results, "gradient_start", key, width, depth)
        if key.startswith("classifier") or not gradient.count.any():
            continue
        most, right = float(np.nanmax(gradient.value)), by_depth(results, "train_accuracy", key, width).value[row]
        end = f"{percent(float(right))} of its training nodes right in the end"
        if most < TINY:
            tiny.append(f"**{NETWORKS[key].label}** (at most {factor(most) if most > 0 else '0'}; {end})")
        elif most > LARGE:
            large.append(f"**{NETWORKS[key].label}** (up to {factor(most)}; {end})")
    found = []
    if tiny:
        found.append(f"Tiny from the start, so that the loss hardly depends on the weights there: {', '.join(tiny)}.")
    if large:
        found.append(
            f"Large from the start: {', '.join(large)}. Adam's steps have about the size of the learning rate whatever the gradient's, so on so steep a "
            "loss one of them can lead past what it aims at."
        )
    return " ".join(found)


def _digits(value, digits):
    return float(f"{value:.{digits}g}")


def findings(results):
    """The post's three claims beside what these runs say: [(claim, "holds" | "holds in part" | "does not hold", sentence)].

    The linear network is compared with the classifier on held-out nodes; width by the linear network and the GCN.
    """
    depths = results.plan.depths
    shallow, deep = [depth for depth in depths if 1 <= depth <= 4], [depth for depth in depths if depth > DEEP]
    near = [losses(results, "linear", WIDE, depth).optimisation for depth in shallow]
    far = [losses(results, "linear", USUAL, depth).optimisation for depth in deep]
    spared = [
        (width, depth, found)
        for width in results.plan.widths
        for depth in deep
        if width != USUAL and (found := losses(results, "linear", width, depth)).optimisation < MUCH
    ]
    found = [
        (
            "With and without weights in each layer, shallow networks are on par.",
            "holds" if max(map(abs, near)) <= 0.02 else "does not hold",
            f"To depth {shallow[-1]}, at width {WIDE}, the linear GNN and the classifier differ by at most {points(max(map(abs, near)))}.",
        ),
        (
            f"Beyond {DEEP} layers weights make it much worse.",
            "does not hold" if max(far) < MUCH else "holds in part" if spared or min(far) < MUCH else "holds",
            f"At width {USUAL} the linear GNN is "
            + " and ".join(_worse(loss, depth) for loss, depth in zip(far, deep, strict=True))
            + "".join(
                f", but at width {width} and depth {depth} right on {percent(found.network)}, the classifier on {percent(found.classifier)}"
                for width, depth, found in spared
            )
            + ".",
        ),
    ]
    gains = {key: _gain_from_width(results, key, MIDDLE) for key in ("linear", "gcn")}
    at_the_end = max(_gain_from_width(results, key, deep[-1]) for key in gains)
    helped = [gain >= 0.05 for gain in gains.values()]
    holds = at_the_end < 0.05 and any(helped)
    found.append(
        (
            "More width helps shallower networks, and not the deepest.",
            "does not hold" if not holds else "holds" if all(helped) else "holds in part",
            f"From width {NARROW} to {WIDE}, at depth {MIDDLE}, the GCN {_moves(gains['gcn'])} and the linear GNN {_moves(gains['linear'])}; "
            f"at depth {deep[-1]} neither gains {'anything' if at_the_end < 5e-4 else f'more than {points(at_the_end)}'}. In between it is not so plain: at depth {deep[0]} the linear GNN is right on "
            + ", ".join(
                f"{percent(_reached(results, 'linear', width, deep[0]))} at width {width}"
                for width in results.plan.widths
            )
            + f", with learning rates chosen at depths {' and '.join(map(str, TUNED_DEPTHS))}.",
        )
    )
    return found


def _worse(loss, depth):
    return f"{points(abs(loss))} {'worse' if loss >= 0 else 'better'} at depth {depth}"


def _moves(gain):
    return f"gains {points(gain)}" if gain >= 0 else f"loses {points(-gain)}"


def scale_sentence(results, depth):
    """How much of the optimisation failure remains for a classifier without any weights in between; None while runs are missing."""
    row = results.plan.depths.index(depth)
    by_adam, solved = (
        float(over_seeds(results.of(HELD_OUT, key, results.plan.widths[0])).value[row])
        for key in ("classifier_adam", "classifier")
    )
    if not solved - by_adam >= NOTICED:
        return ""
    pairnorm = np.nanmin(over_seeds(results.of("train_accuracy", "pairnorm", USUAL)).value)
    return (
        f"**What the claims leave out: scale.** Trained by the same Adam on h⁽ⁿ⁾ as it is, the classifier *without* weights in between is right on "
        f"{percent(by_adam)} at depth {depth}, where its own optimum reaches {percent(solved)}: by then the classes differ by so little "
        f"that the gradient is hardly felt, whatever the number of weights. PairNorm restores the size in every layer, and is right on {percent(float(pairnorm))} of "
        "its training nodes or more at every depth here."
    )


def _reached(results, network, width, depth):
    return float(over_seeds(results.of(HELD_OUT, network, width)).value[results.plan.depths.index(depth)])


def _gain_from_width(results, network, depth):
    row = results.plan.depths.index(depth)
    small, large = (over_seeds(results.of(HELD_OUT, network, width)).value[row] for width in (NARROW, WIDE))
    return float(large - small)
