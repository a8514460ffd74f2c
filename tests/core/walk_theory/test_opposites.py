"""Opposites attract: at odd depths the classes have swapped sides, however little of their distance is left."""

from dataclasses import replace

import numpy as np

from core.model import CSBM
from core.simulation import read, sample_moments, side_of
from core.walk_theory.mixture import model_error
from core.walk_theory.neighbourhoods import neighbourhoods
from core.walks import predict, predict_layers

DEPTH = 64
OPPOSITES = CSBM(2000, 0.0038, 0.0114)


def random_opposites(rng):
    """p < q, signal well above the spectrum's bulk, and isolated nodes that hardly any graph has."""
    n_nodes, degree, ratio = 2 * rng.integers(100, 1000), rng.uniform(14, 40), rng.uniform(0.05, 0.35)
    across = 2 * degree / n_nodes / (1 + ratio)
    return CSBM(int(n_nodes), across * ratio, across, sigma=rng.uniform(0.5, 1.5))


def models():
    rng = np.random.default_rng(3)
    return [OPPOSITES, *(random_opposites(rng) for _ in range(20))]


def test_the_gap_changes_its_sign_with_every_layer_and_the_fitted_error_does_not_see_it():
    odd = np.arange(DEPTH + 1) % 2 == 1
    for model in models():
        theory, side = predict(model, DEPTH), side_of(model, DEPTH)
        assert (side == np.where(odd, -1, 1)).all(), model
        if model.n_nodes * model.isolated_share < 0.05:
            assert (np.sign(theory.mean_gap) == side).all(), model
        # From layer to layer the same up to the small even-odd difference of two walkers.
        assert np.abs(np.diff(theory.error_fitted[8:])).max() < 0.02, model
        assert theory.error_fitted.max() <= 0.5


def test_the_sign_of_the_mean_over_all_nodes_would_swap_the_classes_wrongly():
    share, gap = OPPOSITES.isolated_share, predict_layers(OPPOSITES, DEPTH).gap
    naive = np.sign((1 - share) * gap + share)
    assert (naive != side_of(OPPOSITES, DEPTH)).sum() > 10


def test_theory_follows_a_graph_to_depth_64_and_the_simulated_fitted_error_stays():
    graphs = list(sample_moments(OPPOSITES, DEPTH, n_graphs=6, n_draws=16, seed=2))
    theory, side = predict(OPPOSITES, DEPTH), side_of(OPPOSITES, DEPTH)
    found = read(graphs, side, OPPOSITES)
    assert np.abs(found.error_fitted[:, 8:] - theory.error_fitted[8:]).max() < 0.02
    # A graph's own eigenvalue is within a few per cent of the model's, and its n-th power a few times n per cent off.
    eigenvalue = np.abs(found.mean_gap / theory.mean_gap) ** (1 / np.maximum(np.arange(DEPTH + 1), 1))
    assert np.abs(eigenvalue[:, 8:] - 1).max() < 0.03
    share = OPPOSITES.isolated_share
    naive = read(graphs, np.sign(theory.mean_gap * (1 - share) + share), OPPOSITES)
    assert naive.error_fitted[:, 31::2].min() > 0.9


def test_whatever_the_share_of_isolated_nodes_the_side_is_that_of_the_lower_fitted_error():
    rng, lost = np.random.default_rng(4), {"side": 0.0, "gap": 0.0}
    for _ in range(60):
        n_nodes, degree, ratio = 2 * int(rng.integers(50, 1000)), rng.uniform(1, 12), rng.uniform(0, 0.6)
        across = 2 * degree / n_nodes / (1 + ratio)
        model = CSBM(n_nodes, across * ratio, across)
        layers, kinds = predict_layers(model, 40), neighbourhoods(model)
        for name in lost:
            side = np.sign(getattr(layers, name))
            one, other = (model_error(model, replace(layers, side=way * side), kinds, "fitted") for way in (1, -1))
            lost[name] = max(lost[name], (one - other)[1:].max())
    assert lost["side"] < 0.03
    assert lost["gap"] > 0.2
