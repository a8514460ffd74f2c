"""Averages over degrees against sums over the two binomial laws."""

import numpy as np
import pytest
from scipy.stats import binom, poisson
from walk_models import model_of

from core.model import CSBM
from core.walk_theory.degrees import degrees_of, mean_inverse_degree
from core.walk_theory.neighbourhoods import neighbourhoods


def summed(model):
    """P(D = 0), E[1/D; D > 0]/P(D > 0), E[D^2] and E[(a - c)/D | D > 0] by the sum over both counts."""
    half = model.n_nodes // 2
    own, other = np.arange(half)[:, None], np.arange(half + 1)[None, :]
    weight = binom.pmf(own, half - 1, model.p_within) * binom.pmf(other, half, model.q_across)
    degree, linked = own + other, weight[own + other > 0].sum()
    inverse = np.divide(1.0, degree, out=np.zeros(degree.shape), where=degree > 0)
    return (
        weight[0, 0],
        (weight * inverse).sum() / linked,
        (weight * degree**2).sum(),
        (weight * (own - other) * inverse).sum() / linked,
    )


def of(model):
    return degrees_of(model.n_nodes, model.p_within, model.q_across)


@pytest.mark.parametrize("degree", [1e-3, 0.3, 0.5, 1, 7.7, 100, 499, 501, 2000])
def test_the_mean_inverse_of_a_poisson_degree_is_its_sum(degree):
    count = np.arange(1, int(degree + 15 * np.sqrt(degree) + 40))
    weight = poisson.pmf(count, degree)
    assert float(mean_inverse_degree(degree)) == pytest.approx((weight / count).sum() / weight.sum(), rel=1e-6)


@pytest.mark.parametrize("n_nodes", [20, 60, 400])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.45])
@pytest.mark.parametrize("correlation", [-0.7, 0.0, 0.5])
def test_isolated_nodes_returns_and_squares_are_exact_and_the_rest_nearly(n_nodes, share, correlation):
    model = model_of(n_nodes, share * n_nodes, correlation)
    found, (isolated, inverse, square, lean) = of(model), summed(model)
    assert float(found.isolated) == pytest.approx(isolated, rel=1e-9, abs=1e-300)
    assert float(found.back) == pytest.approx((1 - isolated) / model.mean_degree, rel=1e-9)
    assert float(found.square) == pytest.approx(square / model.mean_degree**2, rel=1e-9)
    # An order beyond what was kept: 1/d of the part that finite N takes.
    assert float(found.inverse) == pytest.approx(inverse, rel=0.03)
    assert float(found.lean) == pytest.approx(lean, abs=0.3 / n_nodes)
    # Control: Poisson degrees and lam itself are further away where the graph is dense.
    if share == 0.45:
        assert abs(float(mean_inverse_degree(model.mean_degree)) - inverse) > 2 * abs(float(found.inverse) - inverse)
        assert abs(model.edge_correlation - lean) >= 2 * abs(float(found.lean) - lean) or correlation == 0


def test_the_share_of_isolated_nodes_is_that_of_the_listed_neighbourhoods():
    # Whatever N: with a million million nodes it is e^-d.
    for n_nodes in (2, 10, 400, 10**12):
        model = CSBM(n_nodes, min(0.5, 0.2 / n_nodes), 0.6 / n_nodes)
        assert neighbourhoods(model).isolated == pytest.approx(float(of(model).isolated))
    assert float(of(model).isolated) == pytest.approx(np.exp(-0.4), rel=1e-6)


def test_arrays_give_what_numbers_give():
    models = [model_of(100, 8, 0.5), model_of(2000, 40, -0.3), model_of(10**9, 3, 0.9)]
    together = degrees_of(*np.array([(m.n_nodes, m.p_within, m.q_across) for m in models]).T)
    for place, model in enumerate(models):
        for name, value in vars(of(model)).items():
            assert getattr(together, name)[place] == pytest.approx(float(value), rel=1e-12), name
