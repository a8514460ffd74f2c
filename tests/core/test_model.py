"""The model: one record, derived quantities counted from the matrix of edge probabilities, and sentences for bad input."""

from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from core import theorems, walks
from core.model import CSBM, probabilities_at
from core.walk_theory.neighbourhoods import neighbourhoods

ROUNDING = 1e-12  # a few hundred double additions


def edge_probabilities(model):
    """Dense matrix of P(i ~ j), written down from the definition in docs/theory.md, section 1."""
    label = np.repeat([-1, 1], model.block_sizes)
    chance = np.where(np.equal.outer(label, label), model.p_within, model.q_across)
    np.fill_diagonal(chance, 0)
    return chance, label


MODELS = [
    CSBM(n_nodes=40, p_within=0.3, q_across=0.1),
    CSBM(n_nodes=40, p_within=0.1, q_across=0.3),
    CSBM(n_nodes=40, p_within=0.0, q_across=0.2),
    CSBM(n_nodes=40, p_within=0.2, q_across=0.0),
    CSBM(n_nodes=2, p_within=1.0, q_across=0.5),
    CSBM(n_nodes=40, p_within=0.3, q_across=0.1, share_1=0.2),
    CSBM(n_nodes=40, p_within=0.1, q_across=0.3, share_1=0.9),
    CSBM(n_nodes=40, p_within=0.0, q_across=0.2, share_1=0.3),
    CSBM(n_nodes=40, p_within=0.2, q_across=0.0, share_1=0.01),
    CSBM(n_nodes=40, p_within=0.2, q_across=0.1, share_1=0.99),
]


@pytest.mark.parametrize("model", MODELS)
def test_mean_degree_and_edges_are_the_sums_of_the_edge_probabilities(model):
    chance, _ = edge_probabilities(model)
    assert model.mean_degree == pytest.approx(chance.sum(axis=1).mean(), abs=ROUNDING)
    assert model.expected_edges == pytest.approx(chance.sum() / 2, abs=ROUNDING)


@pytest.mark.parametrize("model", MODELS)
def test_edge_correlation_is_the_correlation_of_the_labels_at_the_ends_of_an_edge(model):
    chance, label = edge_probabilities(model)
    end = chance.sum(axis=1) / chance.sum()
    mean = end @ label
    if abs(mean) == 1:
        pytest.skip("all edges are in one class")
    covariance = label @ chance @ label / chance.sum() - mean**2
    assert model.edge_correlation == pytest.approx(covariance / (1 - mean**2), abs=ROUNDING)


@pytest.mark.parametrize("model", MODELS)
def test_degrees_and_transitions_of_the_classes_are_sums_over_the_blocks(model):
    chance, label = edge_probabilities(model)
    assert [np.sum(label == -1), np.sum(label == 1)] == list(model.block_sizes)
    for row, side in enumerate((-1, 1)):
        of_class = chance[label == side]
        degree = of_class.sum(axis=1).mean()
        assert model.mean_degrees[row] == pytest.approx(degree, abs=ROUNDING)
        for column, other in enumerate((-1, 1)):
            share = of_class[:, label == other].sum(axis=1).mean() / degree if degree > 0 else float(row == column)
            assert model.class_transition[row][column] == pytest.approx(share, abs=ROUNDING)


@pytest.mark.parametrize("model", MODELS)
def test_edge_correlation_is_the_trace_of_the_class_transition_less_one(model):
    rows = np.array(model.class_transition)
    assert model.edge_correlation == pytest.approx(np.trace(rows) - 1, abs=ROUNDING)


@pytest.mark.parametrize("n_nodes", [2, 10, 2000, 10**12])
def test_each_class_has_at_least_one_node_and_a_half_is_exactly_a_half(n_nodes):
    for share in (1e-15, 0.2, 0.5, 0.77, 1 - 1e-15):
        first, second = CSBM(n_nodes, 0.0, 0.0, share_1=share).block_sizes
        assert min(first, second) >= 1 and first + second == n_nodes
        assert abs(first - share * n_nodes) <= 1
    assert CSBM(n_nodes, 0.0, 0.0).block_sizes == (n_nodes // 2, n_nodes // 2)


def test_what_is_known_for_equal_blocks_only_refuses_others_in_one_sentence():
    unequal = CSBM(n_nodes=40, p_within=0.3, q_across=0.1, share_1=0.2)
    known = (
        lambda: walks.predict(unequal, 3),
        lambda: walks.predict_layers(unequal, 3),
        lambda: walks.best_possible(unequal, 3),
        lambda: neighbourhoods(unequal),
        lambda: theorems.mean_gap(unequal, 3),
        lambda: theorems.variance_bounds(unequal, 3),
        lambda: theorems.pagerank_gap(unequal, 0.1),
    )
    for call in known:
        with pytest.raises(
            ValueError, match=r"^share_1 is 0.2 and gives blocks of 8 and 32 nodes, but [^.]* 0\.5, [^.]*\.$"
        ):
            call()


@pytest.mark.parametrize("model", [CSBM(4, 0.3, 0.6), CSBM(2, 1, 0), CSBM(2, 1, 1), CSBM(6, 0.2, 0.5, share_1=0.34)])
def test_the_isolated_share_is_the_chance_that_a_node_has_no_link(model):
    alone = np.prod(1 - edge_probabilities(model)[0], axis=1)
    assert model.isolated_share == pytest.approx(alone.mean(), abs=ROUNDING)
    assert CSBM(10**12, 3e-12, 1e-12).isolated_share == pytest.approx(np.exp(-2), rel=1e-9)


def test_edge_correlation_tells_homophily_from_heterophily_and_its_absence():
    assert CSBM(p_within=0.02, q_across=0.01).edge_correlation > 0
    assert CSBM(p_within=0.01, q_across=0.02).edge_correlation < 0
    assert CSBM(p_within=0.0, q_across=0.1).edge_correlation == -1
    assert CSBM(p_within=0.1, q_across=0.0).edge_correlation == 1
    assert CSBM(p_within=0.0, q_across=0.0).edge_correlation == 0


def test_the_correlation_approaches_the_papers_ratio_in_a_large_graph():
    # The missing self pair is worth 1/N: (p-q)/(p+q) is the limit.
    model = CSBM(n_nodes=10**10, p_within=3e-9, q_across=1e-9)
    assert model.edge_correlation == pytest.approx(0.5, abs=1e-9)


def test_gap_is_signed_and_midpoint_lies_between_the_means():
    model = CSBM(mean_1=3.0, mean_2=-1.0)
    assert (model.gap, model.midpoint) == (-4.0, 1.0)


def test_defaults_are_those_every_shared_link_relies_on():
    assert [(field.name, field.default) for field in fields(CSBM)] == [
        ("n_nodes", 2000),
        ("p_within", 0.0114),
        ("q_across", 0.0038),
        ("mean_1", -1.0),
        ("mean_2", 1.0),
        ("sigma", 1.0),
        ("share_1", 0.5),
        ("n_classes", 2),
        ("known", 1.0),
    ]


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ({"n_classes": 1}, "n_classes is 1"),
        ({"n_classes": 11}, "n_classes is 11"),
        ({"n_classes": 2.5}, "n_classes is 2.5"),
        ({"n_classes": 3, "n_nodes": 2000}, "a multiple of 3, .* such as 1,998"),
        ({"n_classes": 7, "n_nodes": 1}, "a multiple of 7, .* such as 14"),
        ({"n_classes": 7, "n_nodes": float("nan")}, "a multiple of 7, .* to 1,000,000,000,000.$"),
        ({"n_classes": 4, "share_1": 0.3}, "0.5 for 4 classes"),
    ],
)
def test_several_classes_are_of_one_size(numbers, named):
    with pytest.raises(ValueError, match=named):
        CSBM(**numbers)


def test_neighbours_of_several_classes_by_counting():
    model = CSBM(12, 0.5, 0.1, n_classes=3)
    assert model.mean_degree == pytest.approx(3 * 0.5 + 8 * 0.1)
    # A neighbour is of the own class with probability (1 + 2 lam)/3.
    assert (1 + 2 * model.edge_correlation) / 3 == pytest.approx(1.5 / 2.3)
    assert model.isolated_share == pytest.approx(0.5**3 * 0.9**8)
    with pytest.raises(ValueError, match="n_classes = 2"):
        _ = model.class_transition


def test_a_model_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        CSBM().sigma = 2.0


def test_equal_numbers_make_equal_models_whatever_their_type():
    exact = CSBM(n_nodes=np.int64(100), p_within=np.float64(0.5), mean_1=-1, sigma=2)
    assert exact == CSBM(n_nodes=100.0, p_within=0.5, mean_1=-1.0, sigma=2.0)
    assert hash(exact) == hash(CSBM(n_nodes=100, p_within=0.5, sigma=2))
    assert type(exact.n_nodes) is int and type(exact.p_within) is float and type(exact.mean_1) is float


@pytest.mark.parametrize("n_nodes", [2, 10, 10**6, 10**12])
def test_every_even_size_up_to_a_million_millions_is_a_model(n_nodes):
    assert CSBM(n_nodes=n_nodes, p_within=0.0, q_across=0.0).n_nodes == n_nodes


BAD = [
    ("n_nodes", 7),
    ("n_nodes", 0),
    ("n_nodes", -2),
    ("n_nodes", 2.5),
    ("n_nodes", 10**12 + 2),
    ("n_nodes", 10**400),
    ("n_nodes", "2000"),
    ("n_nodes", None),
    ("n_nodes", True),
    ("p_within", -0.1),
    ("p_within", 1.0001),
    ("p_within", float("nan")),
    ("p_within", "0.1"),
    ("p_within", np.array([0.1, 0.2])),
    ("q_across", 2),
    ("q_across", float("-inf")),
    ("q_across", 1j),
    ("mean_1", float("inf")),
    ("mean_1", [1.0]),
    ("mean_2", float("nan")),
    ("mean_2", 1e7),
    ("sigma", 0.0),
    ("sigma", -1.0),
    ("sigma", float("inf")),
    ("sigma", True),
    ("share_1", 0),
    ("share_1", 1.0),
    ("share_1", float("nan")),
    ("share_1", "half"),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_bad_value_is_refused_in_a_sentence_with_field_value_and_range(field, value):
    with pytest.raises(ValueError) as refusal:
        CSBM(**{field: value})
    sentence = str(refusal.value)
    assert sentence.startswith(field), "the field comes first"
    assert repr(value) in sentence, "the value is quoted"
    assert "must be" in sentence and any(digit.isdigit() for digit in sentence.split("must be")[1]), "so is the range"


def test_another_number_of_nodes_keeps_the_mean_degree_and_the_edge_correlation():
    rng = np.random.default_rng(7)
    for _ in range(300):
        n = 2 * int(10 ** rng.uniform(1, 5))
        model = CSBM(n, *rng.uniform(0, min(1, 50 / n), 2), share_1=float(rng.choice([0.5, 0.3])))
        other = 2 * int(10 ** rng.uniform(3, 11))
        p, q = probabilities_at(model, other)
        resized = replace(model, n_nodes=other, p_within=p, q_across=q)
        assert resized.mean_degree == pytest.approx(model.mean_degree, rel=1e-9)
        if model.share_1 == 0.5:
            assert resized.edge_correlation == pytest.approx(model.edge_correlation, abs=1e-9)
    # Control: p and q as they are keep neither.
    assert replace(CSBM(), n_nodes=20_000).mean_degree == pytest.approx(152, rel=0.01)


def test_so_few_nodes_that_they_cannot_have_the_neighbours_are_told_by_a_probability_above_1():
    assert probabilities_at(CSBM(), 10)[0] == pytest.approx(0.0114 * 999 / 4)
    assert probabilities_at(CSBM(), 2) == (float("inf"), pytest.approx(3.8))
    assert probabilities_at(CSBM(p_within=0), 2)[0] == 0
    assert probabilities_at(CSBM(p_within=0, q_across=0), 4) == (0, 0)
