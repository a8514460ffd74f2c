"""Each verdict on a network made for it, and silence where the numbers do not carry one."""

import re

import numpy as np
import pytest

from core.inside.monitors import wide_features
from core.layers import measure, network, sentence, verdict
from core.layers.measure import AVERAGES, CURVES, Answers, Measures
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


def test_one_layer_that_averages_over_unrelated_nodes_is_mixing():
    hidden, adjacency, labels = graph_and_layers(CSBM(1000, 0.01, 0.01, -1.5, 1.5, 1.0), 1, n_features=4)
    said, words = judged(hidden, adjacency, labels)
    assert said.kind == "mixing" and "Averaging without weights falls too" in words and "stop at layer 0" in words


def test_classes_that_can_be_read_but_are_not_are_optimisation():
    said, words = judged(*graph_and_layers(CSBM(), 6), logits=np.random.default_rng(1).standard_normal((2000, 2)))
    assert said.kind == "optimisation" and "training did not find them" in words


def test_columns_that_die_are_vanishing():
    hidden, adjacency, labels = graph_and_layers(CSBM(), 4)
    hidden[3], hidden[4] = np.zeros_like(hidden[3]), np.zeros_like(hidden[4])
    said, words = judged(hidden, adjacency, labels)
    assert (said.kind, said.layer) == ("vanishing", 3) and "100.0 % of its columns are zero" in words


def test_layers_of_nothing_but_zeros_are_named_however_few_nodes_are_tested():
    rng, labels = np.random.default_rng(0), np.arange(80) % 2
    features = rng.standard_normal((80, 4))
    features[:, 0] += 2 * labels
    said, words = judged([features, 0 * features], rng.integers(0, 80, (2, 300)), labels)
    assert (said.kind, said.layer) == ("vanishing", 1) and "Nothing to report" not in words


@pytest.mark.filterwarnings("error")
def test_an_input_of_nothing_but_zeros_is_told_and_has_not_vanished():
    nothing = np.zeros((200, 3))
    said, words = judged([nothing, nothing], np.array([[0], [1]]), np.arange(200) % 2)
    assert said.kind == "quiet" and "The input holds nothing but zeros." in words


def test_what_may_be_a_loss_is_called_neither_a_loss_nor_nothing():
    rng, labels, found = np.random.default_rng(0), np.arange(80) % 2, []
    for strength in (0.0, 0.8, 1.0, 1.2):
        features = rng.standard_normal((80, 4))
        features[:, 0] += strength * labels
        found.append(judged([features, rng.standard_normal((80, 4))], np.array([[0], [1]]), labels))
    unsure = [words for said, words in found if said.kind == "unsure"]
    assert unsure and all("has a standard error of" in words and "may be chance" in words for words in unsure)


def test_vanishing_among_classes_of_unequal_size_is_seen_by_what_averaging_alone_reads():
    # A layer that says nothing still gets nine of ten right.
    rng, labels = np.random.default_rng(1), np.arange(1000) % 10 // 9
    chance = np.array([[0.02, 0.004], [0.004, 0.1]])[labels][:, labels]
    adjacency = np.triu(rng.random((1000, 1000)) < chance, 1)
    features = rng.standard_normal((1000, 4)) + labels[:, None]
    dead = np.zeros((1000, 8))
    dead[:, 0] = 1e-40 * rng.random(1000)
    said, words = judged([features, dead, dead], np.array(adjacency.nonzero()), labels)
    assert (said.kind, said.layer) == ("vanishing", 1) and "87.5 % of the columns are zero" in words
    assert re.search(r"its entries are (\d × )?10⁻⁴[⁰¹] times those of the input", words)


@pytest.mark.parametrize(
    ("factor", "words"), [(1e-30, "entries are 10⁻³⁰ times"), (1e30, "entries grow to 10³⁰ times")]
)
def test_layers_far_smaller_or_larger_than_the_input_are_named(factor, words):
    hidden, adjacency, labels = graph_and_layers(CSBM(1000, 0.02, 0.02, -1.0, 1.0, 1.0), 2)
    scaled = [hidden[0], factor * hidden[0], factor * hidden[0]]
    before = judged([hidden[0]] * 3, adjacency, labels)
    said, told = judged(scaled, adjacency, labels)
    assert said.kind == before[0].kind and re.search(words, told)
    assert not re.search("entries", before[1])


def test_a_graph_without_links_is_told_in_words():
    hidden, _, labels = graph_and_layers(CSBM(), 1)
    _, words = judged([hidden[0], hidden[0]], np.zeros((2, 0), dtype=int), labels)
    assert "There are no links." in words and "nan" not in words


def test_a_head_that_knows_its_training_nodes_by_heart_is_overfitting_and_not_optimisation():
    hidden, adjacency, labels = graph_and_layers(CSBM(), 3)
    masks, rng = halves(labels), np.random.default_rng(2)
    wrong = masks["test"] & (rng.random(labels.size) < 0.4)
    said, words = judged(hidden, adjacency, labels, logits=np.eye(2)[1 * ((labels > 0) ^ wrong)], **masks)
    assert said.kind == "overfitting" and "does not generalise" in words and "training did not find" not in words
    # As many wrong answers on both sides are the training's.
    wrong = rng.random(labels.size) < 0.4
    said, _ = judged(hidden, adjacency, labels, logits=np.eye(2)[1 * ((labels > 0) ^ wrong)], **masks)
    assert said.kind == "optimisation"


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
    assert "20 nodes are tested" not in words and "10 nodes are tested, where 30 are needed." in words


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_class_without_training_nodes_is_named_wherever_it_stands(missing):
    rng, labels = np.random.default_rng(0), np.arange(300) % 3
    train = (np.arange(300) < 150) & (labels != missing)
    hidden = [rng.standard_normal((300, 4)) + labels[:, None]] * 2
    masks = {"train": train, "test": np.arange(300) >= 150}
    said, words = judged(hidden, rng.integers(0, 300, (2, 900)), np.array(["a", "b", "c"])[labels], **masks)
    name = "abc"[missing]
    assert said.kind == "too_few"
    assert words == f"Too few labelled nodes to say: class {name} has 0 training nodes, where 4 are needed."


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


@pytest.mark.parametrize(("depth", "kind"), [(2, "denoising"), (8, "denoising"), (16, "optimisation")])
def test_the_samples_show_the_verdicts_that_the_page_promises(depth, kind):
    made = sample(depth)
    found = measure(made)
    assert made.depth == depth and verdict(made, found).kind == kind


def measures_of(own=None, exact=None, **changes):
    """Measures of four layers at which nothing happens, with changes. Readers differ on the nodes between their shares."""
    flat = dict.fromkeys(CURVES, np.ones(4)) | {
        "probe": np.full(4, 0.9),
        "plain_probe": np.full(4, 0.9),
        "dead": np.zeros(4),
    }
    flat |= {"edge_cosine": np.array([0.1, 0.5, 0.7, 0.9]), "probe_train": np.full(4, 0.92)}
    flat |= {name: np.array(value) for name, value in changes.items()}
    told = [np.arange(900) < 900 * flat[name][:, None] for name in ("probe", "plain_probe")]
    answers = Answers(
        told[0], dict.fromkeys(AVERAGES, told[1]), *(share and np.arange(900) < 900 * share for share in (own, exact))
    )
    share = None if own is None else Share(own, 0.01, 900)
    return Measures(**flat, plain_theory_note="", own_test=share, own_train=share, n_test=900, bits=53, answers=answers)


def kind_of(**changes):
    """(kind, words) of such Measures."""
    made = network([np.ones((900, 2))] * 4, np.array([[0], [1]]), np.arange(900) % 2)
    found = measures_of(**changes)
    said = verdict(made, found)
    return said.kind, sentence(made, found, said)


def test_what_all_layers_read_worse_than_averaging_alone_is_no_loss_between_them():
    kind, words = kind_of(probe=[0.5, 0.6, 0.6, 0.6], plain_probe=[0.5, 0.8, 0.8, 0.8])
    assert kind == "short" and "is read 80.0 % right" in words and "Lost" not in words
    # Within what chance does, nothing is said of it.
    assert kind_of(probe=[0.5, 0.78, 0.78, 0.78], plain_probe=[0.5, 0.8, 0.8, 0.8])[0] == "denoising"


def test_a_network_whose_answers_keep_what_its_last_layer_lost_is_not_called_mixing():
    falls = {"probe": [0.9, 0.8, 0.7, 0.6], "plain_probe": [0.9, 0.8, 0.7, 0.6], "distance": [1, 0.7, 0.5, 0.3]}
    assert kind_of(**falls)[0] == "mixing"
    kind, words = kind_of(**falls, own=0.9)
    assert kind == "quiet" and words.startswith("The last layer has lost something that the network keeps")
    # Having back less than half of it is not keeping it.
    assert kind_of(**falls, own=0.65)[0] == "mixing"


def test_a_fall_without_a_cause_among_the_numbers_gets_no_name():
    kind, words = kind_of(probe=[0.9, 0.8, 0.7, 0.6], plain_probe=[0.9, 0.8, 0.7, 0.6])
    assert kind == "quiet" and words.startswith("Something is lost, and these numbers do not tell by what")


def test_a_fall_to_which_weights_and_mixing_add_is_told_by_the_larger():
    far = {"probe": [0.9, 0.9, 0.7, 0.5], "distance": [1, 0.7, 0.5, 0.3]}
    kind, words = kind_of(**far, plain_probe=[0.9, 0.88, 0.86, 0.84])
    assert kind == "weights" and "more than by mixing" in words and "Averaging the input 3 times" in words
    assert kind_of(**far, plain_probe=[0.9, 0.8, 0.7, 0.6])[0] == "mixing"


def test_what_is_read_along_directions_next_to_nothing_is_faint_and_neither_denoising_nor_lost():
    kind, words = kind_of(probe_finest=[1, 1, 1e-4, 1e-6])
    assert (
        kind == "faint"
        and "at layer 3 directions of 10⁻⁶ of a column's spread, and from layer 2 on less than 0.001" in words
    )
    assert kind_of(probe_finest=[1, 1, 1e-4, 1])[0] == "denoising"
    # A network that answers as well as the probe has found them.
    assert kind_of(probe_finest=[1, 1, 1e-4, 1e-6], own=0.9)[0] == "denoising"
    kind, words = kind_of(probe_finest=[1, 1, 1e-4, 1e-6], own=0.5)
    assert kind == "optimisation" and "directions of 10⁻⁶" in words


def test_rounding_is_named_where_averaging_keeps_more_than_half_without_it():
    falls = {"probe": [0.9, 0.9, 0.9, 0.5], "plain_probe": [0.9, 0.9, 0.9, 0.5], "distance": [1, 0.7, 0.5, 0.3]}
    kind, words = kind_of(**falls, exact=0.88)
    assert kind == "rounding" and "lost from layer 3 on" in words and "50.0 % with so many digits and 88.0 %" in words
    assert kind_of(**falls, exact=0.6)[0] == kind_of(**falls)[0] == "mixing"


def test_a_layer_that_others_come_alive_after_is_not_vanishing():
    assert kind_of(dead=[0, 0.95, 0.5, 0.5], own=0.5)[0] == "optimisation"
    kind, words = kind_of(dead=[0, 0.95, 0.5, 0.95], own=0.5)
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
