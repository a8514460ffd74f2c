"""Which column of logits is whose, and silence where nothing tells."""

import numpy as np
import pytest

from core.layers import measure, network
from core.layers.sentence import notes
from core.model import CSBM
from core.sampling import sample_graph

N = 40
RNG = np.random.default_rng(0)
EDGES = np.array(sample_graph(RNG, CSBM(N, 0.3, 0.1)).nonzero())
H = [RNG.standard_normal((N, width)) for width in (5, 8, 3)]


@pytest.mark.parametrize(
    ("classes", "columns", "known"),
    [
        ([0, 1, 2], [0, 1, 2], True),
        ([0, 2, 5], [0, 2, 5], True),
        ([1, 2, 3], [1, 2, 3], True),
        ([0.0, 2.0, 3.0], [0, 2, 3], True),
        (["0", "2", "10"], [0, 2, 10], True),
        ([1, 2, 3], [0, 1, 2], False),
        (["1", "2", "10"], [0, 1, 2], False),
        ([0.5, 1.5, 2.5], [0, 1, 2], False),
    ],
)
def test_a_column_of_logits_is_that_of_its_class(classes, columns, known):
    rng, codes = np.random.default_rng(0), np.arange(N) % 3
    logits = rng.standard_normal((N, max(columns) + 1)) - 9
    right = rng.random(N) < 0.7
    logits[np.arange(N), np.array(columns)[np.where(right, codes, (codes + 1) % 3)]] = 1.0
    found = network(H, EDGES, np.array(classes)[codes], logits=logits)
    assert measure(found).own_test.value == np.mean(right[found.test])
    assert ("in order of their numbers" in found.logits_note) is not known


def test_the_answer_of_a_column_without_a_class_is_wrong():
    logits = np.eye(4)[np.full(N, 3)]
    assert measure(network(H, EDGES, np.arange(N) % 3, logits=logits)).own_test.value == 0


@pytest.mark.parametrize(
    ("classes", "width"), [(["cat", "dog", "eel"], 3), (["cat", "dog", "eel"], 5), ([10, 20, 30], 5)]
)
def test_answers_are_not_judged_where_no_column_is_known_to_be_a_class(classes, width):
    found = network(H, EDGES, np.array(classes)[np.arange(N) % 3], logits=np.ones((N, width)))
    measures = measure(found)
    assert found.logits is None and measures.own_test is None
    (said,) = [words for words in notes(found, measures) if "logits" in words]
    assert said.startswith("The network's own answers are not judged") and said.endswith(".")
