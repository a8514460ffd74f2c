"""The model: one record, derived quantities counted from the matrix of edge probabilities, and sentences for bad input."""

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from core.model import CSBM

ROUNDING = 1e-12  # a few hundred double additions


def edge_probabilities(model):
    """Dense matrix of P(i ~ j), written down from the definition in THEORY.md section 1."""
    label = np.repeat([-1, 1], model.n_nodes // 2)
    chance = np.where(np.equal.outer(label, label), model.p_within, model.q_across)
    np.fill_diagonal(chance, 0)
    return chance, label


MODELS = [
    CSBM(n_nodes=40, p_within=0.3, q_across=0.1),
    CSBM(n_nodes=40, p_within=0.1, q_across=0.3),
    CSBM(n_nodes=40, p_within=0.0, q_across=0.2),
    CSBM(n_nodes=40, p_within=0.2, q_across=0.0),
    CSBM(n_nodes=2, p_within=1.0, q_across=0.5),
]


@pytest.mark.parametrize("model", MODELS)
def test_mean_degree_and_edges_are_the_sums_of_the_edge_probabilities(model):
    chance, _ = edge_probabilities(model)
    assert model.mean_degree == pytest.approx(chance.sum(axis=1).mean(), abs=ROUNDING)
    assert model.expected_edges == pytest.approx(chance.sum() / 2, abs=ROUNDING)


@pytest.mark.parametrize("model", MODELS)
def test_edge_correlation_is_the_correlation_of_the_labels_at_the_ends_of_an_edge(model):
    chance, label = edge_probabilities(model)
    assert model.edge_correlation == pytest.approx(label @ chance @ label / chance.sum(), abs=ROUNDING)


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
    ]


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
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_bad_value_is_refused_in_a_sentence_with_field_value_and_range(field, value):
    with pytest.raises(ValueError) as refusal:
        CSBM(**{field: value})
    sentence = str(refusal.value)
    assert sentence.startswith(field), "the field comes first"
    assert repr(value) in sentence, "the value is quoted"
    assert "must be" in sentence and any(digit.isdigit() for digit in sentence.split("must be")[1]), "so is the range"
