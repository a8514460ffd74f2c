"""Grids of models with several classes."""

import pytest

from core.sweeps.grid import read_grid


def models(text):
    return [cell.model for cell in read_grid(text).cells()]


def test_the_number_of_classes_is_a_field_like_any_other():
    found = models(
        'by = "theory"\n[model]\nn_nodes = 600\nn_classes = [2, 3]\nmean_degree = 12\nedge_correlation = 0.4'
    )
    assert [model.n_classes for model in found] == [2, 3]
    for model in found:
        assert model.mean_degree == pytest.approx(12, rel=1e-5)
        assert model.edge_correlation == pytest.approx(0.4, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[model]\nn_nodes = 601\nn_classes = 3", "multiple of 3"),
        ("[model]\nn_nodes = 600\nn_classes = 3\n[methods.pairnorm]", "pairnorm"),
        ("[model]\nknown = [1, 0.3]\n[methods.pairnorm]", "known is 0.3, but a model that is swept with pairnorm"),
        ('by = "theory"\n[model]\nknown = 0.3\n[methods.drop_edge]', "swept with drop_edge"),
        ("[model]\nn_nodes = 600\nn_classes = 3\nmean_degree = 12\nedge_correlation = -0.9", "below 0"),
    ],
)
def test_what_cannot_be_run_is_said_before_the_night(text, named):
    with pytest.raises(ValueError, match=named):
        read_grid(text)
