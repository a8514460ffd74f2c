"""Everything the Training page draws about one set of results."""

import streamlit as st

from core.networks import NETWORKS
from core.train_reading import FRESH, HELD_OUT, table
from ui import cache, page_choice
from ui.training_figures import Ceiling, gradients, over_depths
from ui.training_words import (
    WHERE,
    beside_classifier,
    cost_of_features,
    findings,
    headline,
    numbers_rows,
    scale_sentence,
    table_rows,
)

LABELS = {key: network.label for key, network in NETWORKS.items()}


def _with_numbers(figure, title, key, name, results, width):
    """A chart under its title, with the table of its numbers."""
    st.markdown(f"**{title}**")
    st.plotly_chart(figure, key=f"chart_{key}", config={"displaylogo": False}, alt=title)
    with st.expander("Numbers", key=f"numbers_{key}"):
        st.dataframe(numbers_rows(results, name, width), hide_index=True, key=f"table_{key}")


def ceilings(plan, tested):
    """What a rule that knows the model reaches, by walk theory: readings 2 and 3, and the best possible."""
    if plan.graph != "csbm":
        return ()
    deepest = max(plan.depths)
    prediction = cache.predict(plan.model, deepest)
    threshold = "fixed" if tested == FRESH else "fitted"
    return (
        Ceiling("theory: fixed threshold", "fixed", 1 - prediction.error_fixed),
        Ceiling("theory: fitted threshold", "fitted", 1 - prediction.error_fitted),
        Ceiling(f"theory: best possible, {threshold}", "best", 1 - cache.best_possible(plan.model, deepest, threshold)),
    )


def _sentences(results, width, depth, test):
    """What each network with weights loses, one sentence each; the linear one, which is the cleanest case, comes first."""
    if "classifier" not in results.plan.networks:
        return []
    keys = [key for key in results.plan.networks if NETWORKS[key].weights]
    words = [headline] + [beside_classifier] * len(keys)
    found = [say(results, key, width, depth, test) for say, key in zip(words, keys, strict=False)]
    return [sentence for sentence in found if sentence]


def _depth(plan):
    options = tuple(str(depth) for depth in plan.depths)
    return int(
        page_choice.buttons(
            "tdepth", "Depth put into words", options, str, "The depth that the sentences and the gradients speak of."
        )
    )


def picture(results, kind, tested, chosen_width, complete=True):
    """Everything about one set of results; while they are still coming, the two main charts alone."""
    plan = results.plan
    test = tested if plan.graph == "csbm" else HELD_OUT
    width = chosen_width if chosen_width in plan.widths else plan.widths[0]
    depth = _depth(plan) if complete else max(plan.depths)
    lines = _sentences(results, width, depth, test) if complete else []
    if lines:
        with st.container(border=True, key=f"headline_{kind}"):
            st.markdown(lines[0])
    limits = ceilings(plan, test)
    chart = over_depths(results, test, width, LABELS, ceilings=limits, mark=depth, title="share of nodes right")
    _with_numbers(chart, f"Test accuracy on {WHERE[test]}, width {width}", f"test_{kind}", test, results, width)
    if lines[1:]:
        st.markdown("\n".join(f"- {line}" for line in lines[1:]))
    first, second = st.columns(2)
    with first:
        chart = over_depths(results, "train_accuracy", width, LABELS, title="share of training nodes right", height=380)
        _with_numbers(
            chart,
            "Training accuracy: where it falls, optimisation failed",
            f"train_{kind}",
            "train_accuracy",
            results,
            width,
        )
    with second:
        chart = over_depths(results, "loss", width, LABELS, axis="log", title="cross-entropy", height=380)
        _with_numbers(chart, "Loss on the training nodes in the end", f"loss_{kind}", "loss", results, width)
    if not complete:
        return
    if limits and (cost := cost_of_features(results, width, float(limits[1].accuracy[depth]), depth)):
        st.markdown(cost)
    st.header("Can the gradient still be felt?")
    st.plotly_chart(
        gradients(results, width, depth, LABELS),
        key=f"gradient_{kind}",
        config={"displaylogo": False},
        alt="Norm of the gradient by the weights of each layer",
    )
    st.markdown(
        f"Each mark is the size of the loss's gradient by the weights of one layer of the depth-{depth} networks, before training (open, "
        "dotted) and after (filled). A network whose gradients are tiny from the start hardly moves, whatever its layers could express."
    )
    st.header("Are the trained features all alike?")
    first, second = st.columns(2)
    with first:
        chart = over_depths(results, "spread", width, LABELS, axis="log", title="μ(H) / ‖H‖", height=380)
        _with_numbers(
            chart, "Share of the last layer that tells nodes apart", f"spread_{kind}", "spread", results, width
        )
    with second:
        chart = over_depths(results, "difference", width, LABELS, axis="log", title="1 − cos", height=380)
        _with_numbers(chart, "Mean cosine difference over links (MAD)", f"mad_{kind}", "difference", results, width)
    st.markdown(
        "A small value is not yet a lost cause: the classifier on h⁽ⁿ⁾ has the smallest of all, and a fitted threshold still reads the classes from it."
    )
    st.header("Every network, width and depth")
    st.markdown(f"Percent right on {WHERE[test]}, ± one standard error over seeds.")
    st.dataframe(table_rows(table(results, test)), hide_index=True, key=f"all_{kind}")
    if plan.fewer:
        widths = sorted({width for _, width, _ in plan.fewer})
        st.markdown(
            f":small[{plan.n_seeds} seeds each, but fewer at width {', '.join(map(str, widths))}: there a number without ± is one "
            "seed, and what is missing was not run.]"
        )


def claims(results):
    """The post's claims and what the stored runs say."""
    st.header("What the post found, and what is found here")
    lines = [f"- *{claim}* **{verdict.capitalize()}.** {sentence}" for claim, verdict, sentence in findings(results)]
    st.markdown("\n".join(lines))
    st.markdown(scale_sentence(results, 16))
