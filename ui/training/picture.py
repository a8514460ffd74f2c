"""Everything the Training page draws about one set of results."""

import streamlit as st

from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT
from core.training.reading import table as every_run
from ui.charts import table
from ui.charts.picture import draw
from ui.frame import page_choice, present
from ui.frame.more import more
from ui.server import cache
from ui.training import rulers
from ui.training.figures import Ceiling, gradients, over_depths
from ui.training.words import (
    WHERE,
    alike,
    beside_classifier,
    cost_of_features,
    findings,
    gradient_rows,
    gradient_words,
    headline,
    numbers_rows,
    scale_sentence,
    table_rows,
    two_thresholds,
)

LABELS = {key: network.label for key, network in NETWORKS.items()}


def _with_numbers(figure, title, key, rows):
    """A chart under its title, with the table of its numbers."""
    st.markdown(f"**{title}**")
    draw(figure, key=f"chart_{key}", alt=title)
    table.numbers(table.columns(rows), key=f"numbers_{key}")


def _over_depths(results, name, width, heading, key, **more):
    figure = over_depths(results, name, width, LABELS, **more)
    _with_numbers(figure, heading, key, numbers_rows(results, name, width))


def ceilings(plan, tested):
    """What a rule that knows the model reaches, by walk theory: readings 2 and 3, and the best linear found."""
    if plan.graph != "csbm":
        return ()
    deepest = max(plan.depths)
    prediction = cache.predict(plan.model, deepest)
    threshold = "fixed" if tested == FRESH else "fitted"
    return (
        Ceiling("theory: fitted threshold (wide)", "fitted", 1 - prediction.error_fitted),
        Ceiling("theory: fixed threshold", "fixed", 1 - prediction.error_fixed),
        Ceiling(
            f"theory: best linear found, {threshold}", "best", 1 - cache.best_possible(plan.model, deepest, threshold)
        ),
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
    words = {str(depth): str(depth) for depth in plan.depths}
    explanation = "The depth that the sentences and the gradients speak of."
    return int(page_choice.buttons("tdepth", "Depth put into words", words, explanation))


def picture(results, kind, tested, chosen_width, complete=True):
    """Everything about one set of results; while they are still coming, what does not need all of them."""
    plan = results.plan
    test = tested if plan.graph == "csbm" else HELD_OUT
    width = chosen_width if chosen_width in plan.widths else plan.widths[0]
    # On a projector the chart comes first.
    chart = st.container() if present.presenting() else None
    depth = _depth(plan) if complete else max(plan.depths)
    lines = _sentences(results, width, depth, test) if complete else []
    limits = ceilings(plan, test)
    if lines:
        with st.container(border=True, key=f"headline_{kind}"):
            st.markdown(lines[0])
            if limits:
                fitted, fixed, _ = (float(limit.accuracy[depth]) for limit in limits)
                shared = float(cache.common_share(plan.model, max(plan.depths))[depth])
                st.markdown(two_thresholds(results, width, depth, test, fixed, fitted, shared))
    heading = f"Test accuracy on {WHERE[test]}, width {width}" + (f", σ_w = {plan.scale:g}" if plan.scale != 1 else "")
    with chart or st.container():
        _over_depths(results, test, width, heading, f"test_{kind}", ceilings=limits, mark=depth, title="nodes right")
    if lines[1:]:
        st.markdown("\n".join(f"- {line}" for line in lines[1:]))
    if complete and limits and (cost := cost_of_features(results, width, float(limits[0].accuracy[depth]), depth)):
        st.markdown(cost)
    if kind == "stored":
        _claims(results)
    more(f"fit_{kind}", "how well the training nodes themselves are fitted", _fit, results, kind, width)
    if not complete:
        return
    more(f"gradient_{kind}", "can the gradient still be felt?", _gradients, results, kind, width, depth)
    more(f"alike_{kind}", "are the trained features all alike?", _alike, results, kind, width, depth, test)
    if plan.rulers and depth:
        words = "collapse to zero or consensus? Three rulers, and W against 2 W"
        more(f"rulers_{kind}", words, rulers.section, results, width, depth, LABELS)
    more(f"runs_{kind}", "every network, width and depth", _runs, results, test)


def _fit(results, kind, width):
    first, second = st.columns(2)
    with first:
        heading = "Accuracy on the training nodes themselves"
        title = "training nodes right"
        _over_depths(results, "train_accuracy", width, heading, f"train_{kind}", title=title, height=380)
    with second:
        heading = "Loss on the training nodes in the end"
        _over_depths(results, "loss", width, heading, f"loss_{kind}", axis="log", title="cross-entropy", height=380)


def _gradients(results, kind, width, depth):
    _with_numbers(
        gradients(results, width, depth, LABELS),
        "Norm of the gradient by the weights of each layer",
        f"gradient_{kind}",
        gradient_rows(results, width, depth),
    )
    st.markdown(
        f"Each mark is the size of the loss's gradient by the weights of one layer of the depth-{depth} networks, before training (open, "
        f"dotted) and after (filled). {gradient_words(results, width, depth)}"
    )


def _alike(results, kind, width, depth, test):
    first, second = st.columns(2)
    with first:
        heading = "Share of the last layer that tells nodes apart"
        _over_depths(results, "spread", width, heading, f"spread_{kind}", axis="log", title="μ(H) / ‖H‖", height=380)
    with second:
        heading = "Mean cosine difference over links (like MAD)"
        _over_depths(results, "difference", width, heading, f"mad_{kind}", axis="log", title="1 − cos", height=380)
    st.markdown(alike(results, width, depth, test))


def _runs(results, test):
    plan = results.plan
    st.markdown(f"Per cent right on {WHERE[test]}, ± one standard error over seeds.")
    table.show(table.columns(table_rows(every_run(results, test))), "Every network, width and depth")
    if plan.fewer:
        widths = sorted({width for _, width, _ in plan.fewer})
        st.markdown(
            f":small[{plan.n_seeds} seeds each, but fewer at width {', '.join(map(str, widths))}; what is missing was not run.]"
        )


def _claims(results):
    """The post's claims and what the stored runs say."""
    st.header("What the post found, and what is found here")
    lines = [f"- *{claim}* **{verdict.capitalize()}.** {sentence}" for claim, verdict, sentence in findings(results)]
    st.markdown(f"Whatever the chart above is tested on, these numbers are of {WHERE[HELD_OUT]}:")
    st.markdown("\n".join(lines))
    st.markdown(scale_sentence(results, 16))
