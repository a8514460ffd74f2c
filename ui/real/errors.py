"""Real graphs, second part: the error with drawn features on the real links, and the accuracy with the file's own."""

import streamlit as st

from core.number_of import number_of
from ui.frame.navigation import lead
from ui.real.chart import draw
from ui.real.figures import accuracy_panel, error_panel
from ui.real.words import accuracy_words, error_words
from ui.session import state
from ui.words.stayed import QUESTION


def errors(study, chosen=None):
    """Study.errors with the means and the sigma of the sidebar."""
    model = state.model()
    return study.errors(abs(model.gap) / (2 * model.sigma), chosen)


def section(study, chosen):
    """Draw the error of all classes at once, and of the chosen one against the rest where there are more than two."""
    graph, model, mark = study.graph(), state.model(), state.marked_depth()
    st.header("The error")
    st.markdown(
        f"Drawn features on the real links: any two classes are Δ = {abs(model.gap):.3g} apart, with noise σ = {model.sigma:.3g} (means and sigma of the sidebar). Each class counts "
        "equally, however small it is; the rule knows the means, and on which side two classes are. Exact for this graph: an average over all features that could have been drawn."
    )
    every = errors(study)
    if graph.n_classes == 2:
        draw(error_panel("error", every, 2, mark), "error_all", error_words(every, 2))
        lead("training", QUESTION)
        return
    left, right = st.columns(2)
    with left:
        title = f"error, {graph.n_classes} classes at once"
        draw(error_panel(title, every, graph.n_classes, mark), "error_all", error_words(every, graph.n_classes))
    with right:
        pair = errors(study, chosen)
        draw(error_panel("error, the chosen class against the rest", pair, 2, mark), "error_pair", error_words(pair, 2))
    lead("training", QUESTION)


def own_features(study, chosen):
    """Draw the accuracy of a classifier on the features that came with the graph."""
    accuracy, given = study.accuracy()
    st.header("The file's own features")
    draw(
        accuracy_panel(accuracy, state.marked_depth()),
        "accuracy",
        f"A linear classifier (ridge regression) on h⁽ⁿ⁾ of the {number_of(study.graph().features.shape[1], 'feature')} that came with the graph, fitted anew at each depth. "
        + accuracy_words(accuracy, given)
        + " Fitted on the same graph, it does not mind a shift that all nodes share.",
    )
