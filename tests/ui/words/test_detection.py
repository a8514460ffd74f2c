"""What is said of the links: two thresholds, each by its own criterion, never one against the other."""

import re

import numpy as np
import pytest
from claims import NUMBER, SHARE, models, refuted, says

from core.model import CSBM
from core.walks import back_probability, second_eigenvalue
from ui.words import detection

pytestmark = pytest.mark.xdist_group("claims")


def readers(model):
    degree, correlation = model.mean_degree, model.edge_correlation
    back = back_probability(degree)
    own, strength = correlation**2 * (1 - back), degree * correlation**2
    theta = second_eigenvalue(correlation, back)
    limit = "1, the detection threshold: among very many nodes the links alone tell the classes apart"
    return {
        rf"A node has ({NUMBER}) neighbours? on average": lambda count: says(count, degree),
        rf"({SHARE}) of them in its own class": lambda share: says(share, (1 + correlation) / 2),
        rf"λ = ({NUMBER})\)": lambda value: says(value, correlation),
        rf"Signal d λ² = ({NUMBER}), above {limit} better than chance": lambda value: (
            says(value, strength) and strength > 1
        ),
        rf"Signal d λ² = ({NUMBER}), not above {limit} no better than chance": lambda value: (
            says(value, strength) and strength <= 1
        ),
        rf"at N = ({NUMBER}) it is a rough guide": lambda count: says(count, model.n_nodes) and model.n_nodes < 1000,
        rf"λ²\(1 − b\) = ({NUMBER}) is above b = ({NUMBER}), .*? θ = ({NUMBER}), outside the bulk": lambda left, right, value: (
            says(left, own) and says(right, back) and says(value, theta) and own > back
        ),
        rf"λ²\(1 − b\) = ({NUMBER}) is not above b = ({NUMBER}), .*? no eigenvalue of P": lambda left, right: (
            says(left, own) and says(right, back) and own <= back and theta == 0
        ),
        "No links at all|There are no links": lambda: degree == 0,
    }


def test_no_sentence_about_the_links_is_refuted_by_the_model():
    for model, *_ in models():
        text = f"{detection.graph_words(model)} {detection.eigenvalue_words(model)}"
        assert not refuted(text, readers(model), ("every node keeps its own feature", "the walk stays where it is")), (
            model
        )


def test_of_several_classes_the_share_of_the_own_and_the_limit_are_said_as_they_are():
    rng, seen = np.random.default_rng(31), set()
    for _ in range(300):
        classes = int(rng.integers(3, 11))
        n = classes * int(rng.integers(2, 2000))
        model = CSBM(n, *np.minimum(10 ** rng.uniform(-1, 1.5, 2) / n * classes, 1), n_classes=classes)
        said = detection.graph_words(model)
        (share,) = re.findall(rf"\*\*({SHARE})\*\* of them in its own class", said)
        assert says(share, model.degree_within / model.mean_degree), (model, said)
        assert ("not above 1" in said) == (model.mean_degree * model.edge_correlation**2 <= 1)
        # Below the threshold four classes and more may still be told apart, by a search without a fast method.
        assert "no better than chance" not in said
        seen.add("no fast method" in said)
    assert seen == {True, False}


def test_between_the_two_thresholds_each_is_named_and_neither_is_denied():
    model = CSBM(1500, 0.00326, 0.00074)
    assert detection.detectable(model) and not detection.class_eigenvalue(model)
    assert "detection threshold" in detection.graph_words(model) and "better than chance" in detection.graph_words(
        model
    )
    assert "expects no eigenvalue of P" in detection.eigenvalue_words(model)


def test_a_limit_of_many_nodes_is_called_a_rough_guide_where_there_are_few():
    assert "rough guide" in detection.graph_words(CSBM(20, 0.9, 0.5))
    assert "rough guide" not in detection.graph_words(CSBM())
