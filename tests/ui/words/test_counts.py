"""On the smallest models and graphs no sentence says "1 nodes", and none expects a part of a node."""

import re

import pytest

from core.model import CSBM, step
from core.walks import predict
from ui.real import words as real_words
from ui.session import classes
from ui.words import detection, missing
from ui.words.readings import expected

PLURAL = re.compile(
    r"(?<![\d.,])1(?:\*\*)? (?:\w+ )?(?:nodes|neighbours|links|classes|layers|features|values|cells|hops|graphs)\b"
)
PART = re.compile(r"(?<![\d.,])0\.\d+ (?:nodes|features)\b")
SMALL = [
    CSBM(2, 0, 1),
    CSBM(2, 0, 1, known=0.01),
    CSBM(2, 0, 1, known=0.5),
    CSBM(2, 1, 0.3, known=0.4),
    CSBM(100, 0.01, 0.01, known=0.01),
    CSBM(4, 1, 0, known=0.25),
    CSBM(1000, 1e-6, 1e-6, known=0.001),
    CSBM(2000, 1e-4, 1e-5, known=0.3),
    CSBM(3, 0.5, 0.25, n_classes=3),
]


def said(model):
    yield detection.graph_words(model)
    yield detection.graph_words(model, brief=True)
    yield missing.approximate(model)
    if model.n_classes == 2:
        yield missing.opening(model, predict(model, 3))
    yield classes.words(model, (model.n_nodes + step(model.n_classes), model.n_nodes, model.n_classes))


@pytest.mark.parametrize("model", SMALL, ids=str)
def test_one_is_never_plural_and_no_part_of_a_node_is_counted(model):
    for sentence in said(model):
        assert not PLURAL.search(sentence) and not PART.search(sentence), sentence


def test_the_guard_sees_what_it_is_made_for():
    assert (
        PLURAL.search("2 classes of 1 nodes.")
        and PLURAL.search("A node has **1 neighbours** on")
        and PLURAL.search("1 new nodes")
    )
    assert not PLURAL.search("2 classes of 11 nodes, 2.1 neighbours, 1 class, 1 node.")
    assert PART.search("Only about 0.02 nodes") and not PART.search("10.02 nodes or 0.02 neighbours on average")


def test_two_nodes_make_classes_of_one():
    assert classes.words(CSBM(2)) == "2 classes of 1 node."
    assert "**1 neighbour** on average" in detection.graph_words(CSBM(2, 0, 1))
    assert "**0.5 neighbours** on average" in detection.graph_words(CSBM(2, 0, 0.5))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "no node"),
        (0.02, "less than one node"),
        (0.999, "less than one node"),
        (1, "about 1 node"),
        (1.5, "about 1.5 nodes"),
        (12, "about 12 nodes"),
    ],
)
def test_what_is_expected_below_one_is_less_than_one(number, words):
    assert expected(number, "node") == words


def test_a_feature_that_hardly_anybody_has_is_expected_at_less_than_one_node():
    assert missing.approximate(CSBM(2, 0, 1, known=0.01)).startswith(
        "A feature is expected at less than one node only: "
    )
    assert missing.approximate(CSBM(100, 0.1, 0.1, known=0.12)).startswith(
        "A feature is expected at about 12 nodes only: "
    )


def test_a_graph_of_one_link_has_one_link():
    class Graph:
        name, n_nodes, n_edges, n_classes = "pair", 2, 1, 1

    assert real_words.summary(Graph) == "**pair**: 2 nodes, 1 link."
