"""How much of a hill's variance all nodes share: against draws of graph and features, and at the corners."""

import numpy as np
import pytest
from claims import models
from walk_models import model_of

from core.model import CSBM
from core.propagation import propagate
from core.sampling import block_labels, sample_graph
from core.walks import common_share

DEPTH, N_GRAPHS, N_DRAWS = 16, 80, 16
POINTS = [(300, 12, 0.5, 2.0), (400, 15, 0.7, 1.0), (300, 12, -0.6, 2.0), (600, 25, 0.3, 2.0)]


def sampled_share(model):
    """From draws alone, (depth+1,): mean square of the shift of both classes over that of a node, and its error."""
    labels, draws = block_labels(model), []
    for stream in np.random.default_rng(3).spawn(N_GRAPHS):
        graph = sample_graph(stream, model)
        signal = labels[:, None] * model.gap / 2
        features = signal + model.sigma * stream.standard_normal((model.n_nodes, N_DRAWS))
        draws.append(propagate("convolution", graph, features, DEPTH))
    classes = [np.stack(draws)[:, :, labels == side] for side in (-1, 1)]
    shift = (sum(nodes.mean(axis=2) for nodes in classes) / 2) ** 2
    centres = [nodes.mean(axis=(0, 2, 3), keepdims=True) for nodes in classes]
    spread = sum(((nodes - centre) ** 2).mean(axis=2) for nodes, centre in zip(classes, centres, strict=True)) / 2
    share = shift.mean(axis=(0, 2)) / spread.mean(axis=(0, 2))
    error = (
        (shift.mean(axis=2) - share * spread.mean(axis=2)).std(axis=0) / np.sqrt(N_GRAPHS) / spread.mean(axis=(0, 2))
    )
    return share, error


@pytest.mark.parametrize("point", POINTS)
def test_it_is_what_sampled_nodes_have_in_common(point):
    model = model_of(*point)
    theory, (sampled, error) = common_share(model, DEPTH), sampled_share(model)
    slack = 0.1 * sampled + 3 * error + 1 / model.n_nodes
    assert np.all(np.abs(theory - sampled) < slack), (theory, sampled, error)
    # Control: one layer more or less is told apart, and so is a graph half as large.
    assert np.any(np.abs(theory[:-1] - sampled[1:]) > slack[1:])
    half = model_of(point[0] // 2, *point[1:])
    assert np.any(np.abs(common_share(half, DEPTH) - sampled) > slack)


def test_it_is_a_share_nothing_at_depth_0_and_nothing_without_links():
    for model, depth, _ in models():
        share = common_share(model, depth)
        assert np.all((share >= 0) & (share <= 1)) and share[0] == 0
    assert not common_share(CSBM(p_within=0.0, q_across=0.0), 5).any()


def test_other_models_are_refused_in_a_sentence():
    for model in (CSBM(n_nodes=1998, n_classes=3), CSBM(known=0.5)):
        with pytest.raises(ValueError, match="common shift"):
            common_share(model, 3)
