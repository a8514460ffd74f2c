"""Each verdict on a network made for it, and silence where the numbers do not carry one."""

import numpy as np
import pytest

from core.inside.monitors import wide_features
from core.layers import measure, network, sentence, verdict
from core.layers.measure import CURVES, Measures
from core.layers.probe import Share
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


LAWS = {
    "denoising": (CSBM(), 8),
    "mixing": (CSBM(1000, 0.022, 0.018, -1.0, 1.0, 0.8), 10),
}


@pytest.mark.parametrize("kind", LAWS)
@pytest.mark.parametrize("change", ["scaled", "rotated", "relabelled", "classes named otherwise"])
def test_what_does_not_matter_leaves_the_verdict_alone(change, kind):
    hidden, adjacency, labels = graph_and_layers(*LAWS[kind])
    rng, before = np.random.default_rng(3), judged(hidden, adjacency, labels, **halves(labels))
    masks = halves(labels)
    if change == "scaled":
        hidden = [1e-3 * layer for layer in hidden]
    elif change == "rotated":
        turn = np.linalg.qr(rng.standard_normal((16, 16)))[0]
        hidden = [layer @ turn for layer in hidden]
    elif change == "relabelled":
        order = rng.permutation(labels.size)
        hidden, labels, adjacency = [layer[order] for layer in hidden], labels[order], adjacency[order][:, order]
        masks = {name: mask[order] for name, mask in masks.items()}
    else:
        labels = np.where(labels > 0, "a", "b")
    said, words = judged(hidden, adjacency, labels, **masks)
    assert said.kind == before[0].kind == kind
    if change != "rotated":
        assert (said, words) == before


def halves(labels):
    """Masks of every second node of a class."""
    train = np.arange(labels.size) % 2 == 0
    return {"train": train, "test": ~train}


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


def measures_of(**changes):
    """Measures of four layers at which nothing happens, with changes; probe errors are 1 %."""
    flat = dict.fromkeys(CURVES, np.ones(4))
    flat |= {
        "probe": np.full(4, 0.9),
        "plain_probe": np.full(4, 0.9),
        "probe_error": np.full(4, 0.01),
        "dead": np.zeros(4),
    }
    flat |= {"edge_cosine": np.array([0.1, 0.5, 0.7, 0.9]), "probe_train": np.full(4, 0.92)}
    more = {"plain_theory_note": "", "own_test": None, "own_train": None, "n_test": 900}
    return Measures(
        **flat | more | {name: np.array(value) if name in flat else value for name, value in changes.items()}
    )


def kind_of(**changes):
    """(kind, words) of such Measures."""
    made = network([np.ones((900, 2))] * 4, np.array([[0], [1]]), np.arange(900) % 2)
    found = measures_of(**changes)
    said = verdict(made, found)
    return said.kind, sentence(made, found, said)


def test_what_all_layers_read_worse_than_averaging_alone_is_lost_in_the_weights():
    kind, words = kind_of(probe=[0.5, 0.6, 0.6, 0.6], plain_probe=[0.5, 0.8, 0.8, 0.8])
    assert kind == "weights" and "Layer 1 is the first that is surely below averaging as often" in words
    # Within what chance does, nothing is said of it.
    assert kind_of(probe=[0.5, 0.78, 0.78, 0.78], plain_probe=[0.5, 0.8, 0.8, 0.8])[0] == "denoising"


def test_a_network_whose_answers_keep_what_its_last_layer_lost_is_not_called_mixing():
    falls = {"probe": [0.9, 0.8, 0.7, 0.6], "plain_probe": [0.9, 0.8, 0.7, 0.6], "distance": [1, 0.7, 0.5, 0.3]}
    assert kind_of(**falls)[0] == "mixing"
    kind, words = kind_of(**falls, own_test=Share(0.9, 0.01, 900), own_train=Share(0.9, 0.01, 900))
    assert kind == "quiet" and words.startswith("The last layer has lost something that the network keeps")


def test_a_fall_without_a_cause_among_the_numbers_gets_no_name():
    kind, words = kind_of(probe=[0.9, 0.8, 0.7, 0.6], plain_probe=[0.9, 0.8, 0.7, 0.6])
    assert kind == "quiet" and words.startswith("Something is lost, and these numbers do not tell by what")


def test_averaging_that_swings_from_one_depth_to_the_next_is_not_a_fall():
    kind, words = kind_of(probe=[0.9, 0.9, 0.7, 0.6], plain_probe=[0.8, 0.7, 0.9, 0.7], distance=[1, 0.7, 0.5, 0.3])
    assert kind == "weights" and "Averaging the input 2 times" in words


def test_a_layer_that_others_come_alive_after_is_not_vanishing():
    own = {"own_test": Share(0.5, 0.01, 900), "own_train": Share(0.5, 0.01, 900)}
    assert kind_of(dead=[0, 0.95, 0.5, 0.5], **own)[0] == "optimisation"
    kind, words = kind_of(dead=[0, 0.95, 0.5, 0.95], **own)
    assert kind == "vanishing" and "from layer 3 on 95.0 % of its columns are zero" in words


@pytest.mark.parametrize(
    ("key", "depth", "kind"), [("pairnorm", 8, "denoising"), ("gcnii", 8, "denoising"), ("linear", 16, "optimisation")]
)
def test_other_networks_on_the_default_model_are_judged_by_what_they_lose(key, depth, kind):
    made = sample(depth, key)
    assert verdict(made, measure(made)).kind == kind


@pytest.mark.parametrize(
    ("key", "depth", "kind"), [("gcn", 8, "mixing"), ("linear", 4, "mixing"), ("gcnii", 8, "denoising")]
)
def test_networks_on_a_graph_that_says_little_mix_unless_a_residual_keeps_the_input(key, depth, kind):
    made = sample(depth, key, CSBM(1000, 0.022, 0.018, -1.0, 1.0, 0.8))
    assert verdict(made, measure(made)).kind == kind
