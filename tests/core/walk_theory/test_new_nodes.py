"""New nodes at each hop by theory are those of sampled graphs, and never more than there are."""

import numpy as np
import pytest

from core.inside.growth import mean_new_nodes
from core.model import CSBM
from core.sampling import sample_graph
from core.walk_theory.new_nodes import expected_new_nodes

SAMPLED = (
    CSBM(),
    CSBM(p_within=0.0144, q_across=0.0008),
    CSBM(100, 0.2, 0.1),
    CSBM(600, 0.02, 0.2),
    CSBM(1000, 0.2, 0.0),
)


@pytest.mark.parametrize("model", SAMPLED)
def test_new_nodes_are_those_of_sampled_graphs(model):
    graphs = [sample_graph(np.random.default_rng(seed), model) for seed in range(8)]
    found = np.array([mean_new_nodes(graph, 8) for graph in graphs])
    spread = 3 * found.std(axis=0, ddof=1) / np.sqrt(len(graphs))
    theory = expected_new_nodes(model, 8)
    # Starts are alike in theory and differ in a graph, by a few per cent of all nodes where the last ones are met.
    assert np.all(np.abs(theory - found.mean(axis=0)) <= spread + 0.03 * model.n_nodes)
    # Control: a tree that never runs out of nodes.
    tree = model.mean_degree ** np.arange(9)
    assert np.any(np.abs(tree - found.mean(axis=0)) > spread + 0.03 * model.n_nodes)


@pytest.mark.parametrize(
    "model",
    [*SAMPLED, CSBM(10, 1.0, 1.0), CSBM(10, 1.0, 0.0), CSBM(p_within=0.0, q_across=0.0), CSBM(10**12, 1e-11, 1e-12)],
)
def test_nobody_is_met_twice_and_first_come_the_neighbours(model):
    new = expected_new_nodes(model, 30)
    assert new[0] == 1 and np.all(new >= 0) and new.sum() <= model.n_nodes * (1 + 1e-9)
    assert new[1] == pytest.approx(model.mean_degree, rel=1e-6)
