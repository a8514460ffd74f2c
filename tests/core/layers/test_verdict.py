"""Each verdict on a network made for it, and silence where the numbers do not carry one."""

import numpy as np
import pytest

from core.inside.monitors import wide_features
from core.layers import measure, network, sentence, verdict
from core.layers.samples import sample
from core.model import CSBM
from core.propagation import propagate
from core.sampling import block_labels, sample_graph


def judged(hidden, adjacency, labels, **more):
    """(Verdict, its sentence) of layers."""
    made = network(hidden, adjacency, labels, **more)
    found = measure(made)
    said = verdict(made, found)
    return said, sentence(made, found, said)


def graph_and_layers(model, depth, seed=0, n_features=16):
    rng = np.random.default_rng(seed)
    adjacency = sample_graph(rng, model)
    hidden = list(propagate("convolution", adjacency, wide_features(rng, model, n_features), depth))
    return hidden, adjacency, block_labels(model)


def test_similarity_that_rises_while_the_probe_holds_is_denoising():
    said, words = judged(*graph_and_layers(CSBM(), 8))
    assert said.kind == "denoising" and words.startswith("Denoising, leave it") and "layer 8" in words


def test_distance_that_shrinks_faster_than_width_with_a_falling_probe_is_mixing():
    # Links say next to nothing about the classes here, so each layer of averaging loses more than it gains.
    said, words = judged(*graph_and_layers(CSBM(1000, 0.022, 0.018, -1.0, 1.0, 0.8), 10))
    assert said.kind == "mixing" and said.best <= 1
    assert "shrunk faster than their width" in words


def test_classes_that_can_be_read_but_are_not_are_optimisation():
    said, words = judged(*graph_and_layers(CSBM(), 6), logits=np.random.default_rng(1).standard_normal((2000, 2)))
    assert said.kind == "optimisation" and "training did not find them" in words


def test_columns_that_die_are_vanishing():
    hidden, adjacency, labels = graph_and_layers(CSBM(), 4)
    hidden[3], hidden[4] = np.zeros_like(hidden[3]), np.zeros_like(hidden[4])
    said, words = judged(hidden, adjacency, labels)
    assert (said.kind, said.layer) == ("vanishing", 3) and "100.0 % of its columns are zero" in words


def test_what_weights_throw_away_while_averaging_would_keep_it_is_not_called_mixing():
    hidden, adjacency, labels = graph_and_layers(CSBM(), 4)
    along = np.full(16, 16**-0.5)
    hidden[3] = hidden[3] - np.outer(hidden[3] @ along, along)  # a layer whose weights are blind to the classes
    hidden[4] = adjacency @ hidden[3]
    said, words = judged(hidden, adjacency, labels)
    assert (said.kind, said.layer) == ("weights", 3) and "Lost in the weights" in words


def test_few_labelled_nodes_get_no_verdict():
    hidden, adjacency, labels = graph_and_layers(CSBM(), 3)
    few = np.where(np.arange(labels.size) % 100 == 0, labels > 0, -1)
    said, words = judged(hidden, adjacency, few)
    assert said.kind == "too_few" and words.startswith("Too few labelled nodes to say")


@pytest.mark.parametrize("change", ["scaled", "rotated"])
def test_scale_and_rotation_leave_the_verdict_alone(change):
    hidden, adjacency, labels = graph_and_layers(CSBM(), 8)
    turn = np.linalg.qr(np.random.default_rng(3).standard_normal((16, 16)))[0]
    changed = [1e-3 * layer if change == "scaled" else layer @ turn for layer in hidden]
    assert judged(changed, adjacency, labels)[0].kind == judged(hidden, adjacency, labels)[0].kind


def test_pure_noise_is_never_called_anything_but_quiet():
    model, kinds = CSBM(400, 0.02, 0.02, 0.0, 0.0, 1.0), []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        layers = [rng.standard_normal((400, 8)) for _ in range(4)]
        kinds.append(judged(layers, sample_graph(rng, model), block_labels(model))[0].kind)
    assert set(kinds) == {"quiet"}


@pytest.mark.parametrize(("depth", "kind"), [(2, "denoising"), (8, "denoising"), (16, "optimisation")])
def test_the_samples_show_the_verdicts_that_the_page_promises(depth, kind):
    made = sample(depth)
    found = measure(made)
    assert made.depth == depth and verdict(made, found).kind == kind
