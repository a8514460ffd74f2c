"""Two thresholds, each by its name: whether the links tell the classes apart, and whether the walk has an eigenvalue for them.

They differ: d lam^2 > 1 is about every method on a graph of very many nodes; lam^2 (1-b) > b is about the random walk P alone.
"""

from core.number_of import number_of
from core.walks import back_probability, detection_strength, second_eigenvalue
from ui.words.readings import amount, percent

FEW_NODES = 1000


def graph_words(model, brief=False):
    """What N, p and q amount to, in plain words. brief: without the label correlation, which would answer a question."""
    if model.mean_degree == 0:
        return "No links at all: every node keeps its own feature."
    words = (
        f"A node has **{number_of(amount(model.mean_degree), 'neighbour')}** on average (mean degree d), "
        f"**{percent(model.degree_within / model.mean_degree)}** of them in its own class"
    )
    if brief:
        return f"{words}."
    return f"{words} (label correlation λ = {amount(model.edge_correlation)}). Signal d λ² = **{amount(detection_strength(model))}**, {detection_words(model)}."


def detectable(model):
    """Whether d lam^2 > 1: on very many nodes the links alone tell the classes apart better than chance."""
    return detection_strength(model) > 1


def class_eigenvalue(model):
    """theta, the eigenvalue of P that walk theory expects for the classes, 0 where lam^2 (1-b) <= b and it expects none."""
    return second_eigenvalue(model.edge_correlation, back_probability(model.mean_degree))


def detection_words(model):
    """What d lam^2 says of the links alone, as a clause; a limit of many nodes, and said to be one."""
    detected = detectable(model)
    if model.n_classes > 2 and not detected:
        # Several classes may be told apart below it, by a search that takes too long.
        return "not above 1, the detection threshold: no fast method is known that tells the classes apart by the links alone"
    few = f"; at N = {model.n_nodes:,} it is a rough guide" if model.n_nodes < FEW_NODES else ""
    return (
        f"{'above' if detected else 'not above'} 1, the detection threshold: among very many nodes the links alone tell the classes apart "
        f"{'better' if detected else 'no better'} than chance{few}"
    )


def eigenvalue_words(model):
    """Whether walk theory expects an eigenvalue of P for the classes, as a sentence with both sides of its criterion."""
    back, theta = back_probability(model.mean_degree), class_eigenvalue(model)
    own = model.edge_correlation**2 * (1 - back)
    if model.mean_degree == 0:
        return "There are no links, so the walk stays where it is."
    if theta:
        return (
            f"λ²(1 − b) = {amount(own)} is above b = {amount(back)}, the chance to walk straight back: walk theory expects an eigenvalue of P for the "
            f"classes, θ = {amount(theta)}, outside the bulk."
        )
    return (
        f"λ²(1 − b) = {amount(own)} is not above b = {amount(back)}, the chance to walk straight back: walk theory expects no eigenvalue of P for the "
        "classes outside the bulk."
    )
