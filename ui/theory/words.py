"""What the page Theory vs simulation says: pure functions from curves to sentences."""

import numpy as np

from core import theorems
from core.walks import detection_strength
from ui.charts import theme
from ui.words.curve import below, course_words
from ui.words.detection import detection_words, eigenvalue_words
from ui.words.readings import amount, percent, ratio_sentence

# Two values that differ by less than this share are not told apart.
ALIKE = 0.02


def lines(*sentences):
    """Sentences one below the other; empty ones take no room."""
    return "  \n".join(sentence for sentence in sentences if sentence)


def no_distance(model):
    """Why nothing is drawn in units of the distance of the means where there is none; else nothing."""
    if model.gap:
        return ""
    return "Both classes have the same mean here: there is no distance, so there is no share of it to draw."


def gap_words(model, gap, paper, simulated):
    """Below the chart of the gap. gap, paper: sizes (depth+1,) by walk theory and by Theorem 1.

    simulated: Estimate of the gap with its sign, for the size of noise is never zero on average; or None.
    """
    if not model.gap:
        return no_distance(model)
    return lines(
        simulated and _gap_ratio("Walk theory", gap, simulated),
        simulated and _gap_ratio("Paper, leading order", paper, simulated),
        left_out(model, gap, paper),
        simulated and "The dots are exact for each sampled graph; their bars show how much graphs differ.",
    )


def _gap_ratio(name, theory, simulated):
    return ratio_sentence(name, theory, np.abs(simulated.value), 1e-9, error=simulated.standard_error)


def left_out(model, gap, paper):
    """What Theorem 1 leaves out, where that can be seen at depth 2; else nothing."""
    if gap.size < 3 or abs(gap[2] - paper[2]) <= ALIKE * max(gap[2], paper[2]) or percent(gap[2]) == percent(paper[2]):
        return ""
    alone = model.isolated_share
    isolated = (
        f", and that {percent(alone)} of the nodes have no neighbours and keep what they have" if alone > 0.001 else ""
    )
    return (
        f"The paper leaves out that a walker can turn back{isolated}: at depth 2 walk theory keeps {percent(gap[2])} of the distance, λⁿ "
        f"{percent(paper[2])}."
    )


def variance_words(model, prediction, simulation):
    """Below the chart of the variance. simulation: core.simulation.Simulation, or None."""
    return lines(
        simulation and ratio_sentence("Walk theory", prediction.variance, simulation.variance.mean(axis=0)),
        floor_words(model, prediction.variance),
    )


def bounds_words(model, prediction, simulation, nodes, n_nodes):
    """What the bounds in the chart of the variance are, and the two variances. simulation: as above, or None with what follows.

    nodes: (n_graphs, depth+1), variance across the n_nodes nodes of one graph that stand for all in pictures.
    """
    if simulation is None:
        return refined_words(model, prediction.variance)
    return lines(
        refined_words(model, prediction.variance),
        f"The shaded space lies between two bounds that hold on every graph at every depth (mean over {n_nodes} nodes of the first graph): "
        "one over the number of nodes that a walk of exactly n steps can reach, and the largest entry of the node's row of Pⁿ.",
        across_words(simulation.variance.mean(axis=0), nodes.mean(axis=0), n_nodes),
        f"Simulated variances are {_route(simulation)}.",
    )


def _route(simulation):
    if simulation.variance_route == "exact":
        return "exact, from every row of Pⁿ"
    return f"exact to depth 2 and in the leading directions, and estimated from {simulation.n_draws} random probes in the rest"


def refined_words(model, variance):
    """Where the paper's refined bounds are drawn, and why not elsewhere. variance: (depth+1,) by walk theory, a share of sigma^2."""
    if not theorems.refined_bounds_hold(model):
        return (
            "The paper's refined bounds are not drawn: Theorem 2 asks for p > q > 0 and a mean degree of at least "
            f"log N = {np.log(model.n_nodes):.3g}, and this model is outside."
        )
    depth = variance.size - 1
    regime = np.flatnonzero(theorems.refined_regime(model, depth))
    if not regime.size:
        return "The refined upper bound is asymptotic, and no depth drawn here is in its regime."
    deepest = int(regime[-1])
    if deepest == depth:
        return "The refined upper bound is asymptotic, and all depths drawn here are in its regime."
    upper = theorems.variance_bounds(model, depth)[1] / model.sigma**2
    too_low = np.flatnonzero(upper[deepest + 1 :] < variance[deepest + 1 :])
    return (
        f"The refined upper bound is asymptotic: it is drawn to depth {deepest}, beyond that it is outside its regime"
        + (f" (at depth {deepest + 1 + too_low[0]} it would lie below walk theory)." if too_low.size else ".")
    )


def floor_words(model, variance):
    """Where the variance across draws (depth+1,) ends, beside the floor of Lemma 3."""
    depth, alone = variance.size - 1, model.isolated_share
    words = f"At depth {depth} the variance across draws is, by walk theory, {amount(variance[-1] * model.n_nodes)} times the floor σ²/N of Lemma 3"
    if alone > 0.1 * variance[-1]:
        return f"{words}: {percent(alone)} of the nodes have no neighbours, and keep all of theirs."
    return f"{words}."


def across_words(across, nodes, n_nodes):
    """The variance across draws beside that across the nodes of one graph, both simulated (depth+1,). n_nodes: that were drawn."""
    if not np.isfinite(nodes[-1]):
        return ""
    end = f"Across the nodes of one graph (open circles, {n_nodes} nodes) it is {percent(nodes[-1])} of σ² at depth {nodes.size - 1}"
    if nodes[-1] < across[-1] / 2:
        return f"{end}, against {percent(across[-1])} across draws: what is missing is one shift that nodes share."
    return f"{end}; across draws {percent(across[-1])}."


def noise_words(model, prediction, simulated):
    """Below the chart of neighbourhood noise. simulated: Estimate or None."""
    if not model.gap:
        return no_distance(model)
    return lines(
        simulated
        and ratio_sentence(
            "Walk theory", prediction.neighbourhood_noise, simulated.value, 1e-15, error=simulated.standard_error
        ),
        "The paper has no curve for it: nodes of one class differ in their neighbours, and hence in their own means, whatever the features are.",
    )


def noise_share_words(prediction, strength, mark):
    """How much of a hill's variance is neighbourhood noise. strength: |Delta| / (2 sigma)."""
    share = noise_share(prediction, strength)[mark]
    return (
        "Nodes of one class have different neighbours, and hence means of their own: **neighbourhood noise**. "
        f"At depth {mark} it makes up **{percent(float(share))}** of a hill's variance here (walk theory)."
    )


def noise_share(prediction, strength):
    """Share of neighbourhood noise in a hill's variance, (depth+1,)."""
    noise = strength**2 * prediction.neighbourhood_noise
    return noise / (noise + prediction.variance)


def error_words(prediction, simulated):
    """Below the chart of the error. simulated: name of the reading -> Estimate; empty without a simulation."""
    return lines(
        *(
            ratio_sentence(
                f"{theme.READING_LABELS[name]}, walk theory",
                getattr(prediction, f"error_{name}"),
                found.value,
                0.005,
                first=0,
                error=found.standard_error,
            )
            for name, found in simulated.items()
        )
    )


def reading_words(prediction, mark):
    """The three readings, what each means and what it does here, as a Markdown list. mark: the marked depth."""
    fixed, fitted = prediction.error_fixed, prediction.error_fitted
    paper, actual = percent(prediction.error_paper[mark]), percent(fixed[mark])
    beside = (
        f"at depth {mark} it gives {paper}, and the rule that it describes errs on just as many"
        if paper == actual
        else f"at depth {mark} it gives {paper}, and the rule that it describes actually errs on {actual}"
    )
    ends = f" With the fixed threshold it ends at {percent(fixed[-1])}." if below(fitted[-1], fixed[-1]) else ""
    return "\n".join(
        (
            f"- **Paper's formula** takes every class for one Gaussian and leaves out neighbourhood noise: {beside} of the nodes.",
            "- **Fixed threshold** is that rule: the midpoint of μ₁ and μ₂, chosen before the graph is seen, on a fresh graph with fresh features. "
            f"Its error {course_words(fixed)}.",
            "- **Fitted threshold** is the midpoint of the class means of this very graph, so that a shift common to all nodes no longer counts. "
            f"Its error {course_words(fitted)}.{ends}",
        )
    )


def slip_words(model):
    """What the post's formula without the factor one half would give at depth 0; nothing where that shows no difference."""
    wrong, right = (float(theorems.bayes_error(times * model.gap, model.sigma)) for times in (2, 1))
    if percent(wrong) == percent(right):
        return ""
    return (
        "The blog post on the paper (see About) prints the Bayes error without the factor ½ inside Φ. That is a slip of the pen: without "
        f"convolution it would give {percent(wrong)} here instead of the true {percent(right)}."
    )


def trust_words(model):
    """Both thresholds, each by its name."""
    return (
        f"**Do the links alone tell the classes apart?** d λ² = {amount(detection_strength(model))}, {detection_words(model)}.  \n"
        f"**Do the classes stand out of the spectrum?** {eigenvalue_words(model)}"
    )
