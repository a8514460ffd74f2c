"""The distance walk against closed walks on real trees, a transition matrix, and its own closed forms."""

import networkx as nx
import numpy as np
import pytest

from core.walk_theory.chain import returns

ROUNDING = 1e-12  # fifty steps of probabilities below 1


def followed(back, end, n_steps, start=0):
    """E[end(R_m)] for m = 0..n_steps by powers of a transition matrix (forwards; the code goes backwards)."""
    size = n_steps + start + 2
    step = np.zeros((size, size))
    step[0, 1] = 1
    for k in range(1, size - 1):
        step[k, k - 1], step[k, k + 1] = back, 1 - back
    law, values = np.eye(size)[start], []
    for _ in range(n_steps + 1):
        values.append(law @ end(np.arange(size)))
        law = law @ step
    return np.array(values)


@pytest.mark.parametrize("back", [0.0, 0.07, 1 / 3, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("correlation", [-1.0, -0.6, 0.0, 0.5, 1.0])
def test_backward_recursion_equals_forward_transition_matrix(back, correlation):
    steps = 30
    walk = returns(back, correlation, steps)

    def label(k):
        return float(correlation) ** k

    def home(k):
        return (k == 0).astype(float)

    def pull(k):
        return np.where(k >= 1, float(correlation) ** np.maximum(k - 1, 0), 0)

    assert walk.home == pytest.approx(followed(back, home, steps), abs=ROUNDING)
    assert walk.meet_from_2 == pytest.approx(followed(back, home, steps, start=2), abs=ROUNDING)
    assert walk.label == pytest.approx(followed(back, label, steps), abs=ROUNDING)
    assert walk.label_from_2 == pytest.approx(followed(back, label, steps, start=2), abs=ROUNDING)
    assert walk.pull == pytest.approx(followed(back, pull, steps), abs=ROUNDING)


@pytest.mark.parametrize("degree", [2, 3, 5])
def test_return_probability_counts_the_closed_walks_of_a_regular_tree(degree):
    # A tree deep enough that six steps cannot notice its leaves; its root must have `degree` children as well.
    reach = 3
    tree = nx.Graph()
    for child in range(degree):
        branch = nx.balanced_tree(degree - 1, reach - 1) if degree > 2 else nx.path_graph(reach)
        tree = nx.union(tree, nx.relabel_nodes(branch, lambda node, child=child: (child, node)))
        tree.add_edge("root", (child, 0))
    nodes = ["root"] + [node for node in tree if node != "root"]
    adjacency = nx.to_numpy_array(tree, nodelist=nodes)
    counts = [np.linalg.matrix_power(adjacency, n)[0, 0] for n in range(2 * reach + 1)]
    assert returns(1 / degree, 0.5, 2 * reach).home == pytest.approx(
        counts / float(degree) ** np.arange(2 * reach + 1), abs=ROUNDING
    )


def test_at_depth_zero_the_walker_is_at_home():
    walk = returns(0.2, 0.5, 0)
    assert (walk.home[0], walk.meet_from_2[0], walk.label[0], walk.label_from_2[0], walk.pull[0]) == (1, 0, 1, 0.25, 0)


def test_a_walker_that_never_turns_back_loses_one_factor_a_step():
    walk = returns(0.0, -0.7, 12)
    assert walk.label == pytest.approx((-0.7) ** np.arange(13.0), abs=ROUNDING)
    assert walk.home.tolist() == [1] + [0] * 12


def test_a_walker_that_always_turns_back_swings_between_two_nodes():
    walk = returns(1.0, 0.3, 5)
    assert walk.label == pytest.approx([1, 0.3, 1, 0.3, 1, 0.3])


def test_equal_labels_everywhere_are_seen_from_any_distance():
    assert returns(0.2, 1.0, 40).label == pytest.approx(np.ones(41), abs=ROUNDING)


def test_home_and_pull_make_up_the_label():
    walk = returns(0.1, 0.6, 30)
    assert walk.home + 0.6 * walk.pull == pytest.approx(walk.label, abs=ROUNDING)


@pytest.mark.parametrize(("back", "correlation"), [(0.066, 0.5), (0.066, -0.6), (0.3, 0.9)])
def test_deep_labels_decay_at_the_second_eigenvalue(back, correlation):
    # v_k = lam^(k-1)(...) solves theta v_k = b v_(k-1) + (1-b) v_(k+1) with theta = lam(1-b) + b/lam (section 4).
    assert correlation**2 * (1 - back) > back
    theta = correlation * (1 - back) + back / correlation
    label = returns(back, correlation, 400).label
    assert label[400] / label[399] == pytest.approx(theta, abs=1e-6)  # the bulk, 2 sqrt(b(1-b)), is long gone


def test_below_the_detection_threshold_labels_decay_at_the_edge_of_the_bulk():
    back, correlation = 0.2, 0.3
    assert correlation**2 * (1 - back) < back
    label = returns(back, correlation, 800).label
    # The law n^(-3/2) rate^n, its power removed: corrections of order 1/n^2 are left.
    rate = (label[800] / label[400] * 2**1.5) ** (1 / 400)
    assert rate == pytest.approx(2 * np.sqrt(back * (1 - back)), rel=1e-4)


def test_a_long_walk_stays_a_number():
    walk = returns(0.066, 0.5, 20_000)
    for values in (walk.home, walk.label, walk.pull, walk.meet_from_2, walk.label_from_2):
        assert np.isfinite(values).all() and np.all(np.abs(values) <= 1 + ROUNDING)
