"""How often a verdict is given where its truth is known not to hold: networks without weights, noise, equal readers."""

import numpy as np
import pytest

from core.layers import measure, network, verdict
from core.layers.sentence import sentence
from core.layers.verdict import difference_error, sure
from core.model import CSBM
from core.propagation import propagate
from core.real.fit_blocks import equal_blocks
from core.sampling import block_labels, sample_graph

WALKS = ("convolution", "self_loops", "symmetric", "gcn", "lazy")
WEIGHTLESS = [(15, 0.4, 1.2, 12), (10, 0.5, 1.5, 12), (6, 0.6, 1.0, 12), (4, -0.5, 1.5, 4)]


def weightless(degree, correlation, strength, depth, walk, seed):
    """Layers of one of core's walks, without any weights: (hidden, adjacency, labels). strength: half of Delta/sigma."""
    rng, model = np.random.default_rng(seed), equal_blocks(1000, degree, correlation)
    adjacency, labels = sample_graph(rng, model), block_labels(model)
    features = rng.standard_normal((1000, 4))
    features[:, 0] += strength * labels
    return list(propagate(walk, adjacency, features, depth)), adjacency, labels


def kind_of(hidden, adjacency, labels):
    made = network(hidden, adjacency, labels)
    return verdict(made, measure(made)).kind


@pytest.mark.parametrize("walk", WALKS)
def test_a_network_without_weights_is_never_told_of_its_weights(walk):
    # Forty of them: an alarm that is given once in ten such networks is missed once in seventy such tests.
    kinds = [kind_of(*weightless(*of, walk, seed)) for of in WEIGHTLESS for seed in range(2)]
    assert set(kinds) <= {"mixing", "denoising", "unsure", "quiet"}


@pytest.mark.parametrize("walk", ["symmetric", "gcn"])
def test_what_deep_averaging_makes_small_is_read_in_doubles_and_told_to_be_rounded_away_in_floats(walk):
    for of in ((15, 0.4, 1.2, 40), (10, 0.5, 1.5, 56)):
        hidden, adjacency, labels = weightless(*of, walk, 0)
        doubles, floats = (
            network([layer.astype(kind) for layer in hidden], adjacency, labels) for kind in ("f8", "f4")
        )
        found, small = measure(doubles), measure(floats)
        assert found.probe[-1] > 0.85 > 0.65 > small.probe[-1] and found.probe_finest[-1] < 1e-6
        said = verdict(floats, small)
        assert verdict(doubles, found).kind in ("faint", "mixing") and said.kind == "rounding"
        # It goes where the direction falls below seven digits, and with it goes what averaging alone reads.
        before = small.probe_finest[said.layer - 1]
        assert small.probe[said.layer - 1] > 0.85 and before < 1e-4
        assert "about 7 digits" in sentence(floats, small, said)
        assert small.answers.exact.mean() == pytest.approx(found.probe[-1], abs=0.05)


@pytest.mark.parametrize("walk", WALKS)
def test_a_layer_that_is_blind_to_the_classes_is_told_of_its_weights_on_every_walk(walk):
    # The other side of the rate: the same walks, and a last layer that drops the one column that tells.
    for seed in range(2):
        hidden, adjacency, labels = weightless(10, 0.6, 1.5, 3, walk, seed)
        hidden[-1] = hidden[-1][:, 1:]
        assert kind_of(hidden, adjacency, labels) == "weights"


def test_averaging_less_than_others_is_not_a_loss():
    hidden, adjacency, labels = weightless(10, 0.7, 0.5, 1, "convolution", 0)
    made = network([hidden[0]] * 3, adjacency, labels)
    found = measure(made)
    said = verdict(made, found)
    words = sentence(made, found, said)
    assert said.kind == "short" and words.startswith("Less than averaging alone gives: averaging the input 2 times")


def test_readers_of_the_same_nodes_are_compared_node_by_node():
    """The standard error is that of the difference over draws of nodes, and equal readers never differ."""
    rng, differences, errors = np.random.default_rng(0), [], []
    for _ in range(400):
        hard = rng.random(200)  # a node that is hard for one is hard for the other
        first, second = (hard + 0.1 * rng.standard_normal(200) < level for level in (0.8, 0.75))
        differences.append(first.mean() - second.mean())
        errors.append(difference_error(first, second))
    assert np.mean(errors) == pytest.approx(np.std(differences), rel=0.1)
    assert not sure(first, first) and 0 < difference_error(first, first) < 0.01
    assert sure(np.ones(200, bool), np.zeros(200, bool)) and difference_error(np.ones(40, bool), np.zeros(40, bool)) > 0


def test_the_best_of_many_must_be_further_ahead():
    first, second = np.arange(400) < 320, np.arange(400) < 280
    second = np.roll(second, 20)
    assert sure(first, second) and not sure(first, np.roll(second, 90), among=10**9)


def test_pure_noise_is_never_called_a_loss_or_a_gain():
    model, kinds = CSBM(400, 0.02, 0.02, 0.0, 0.0, 1.0), []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        layers = [rng.standard_normal((400, 8)) for _ in range(4)]
        kinds.append(kind_of(layers, sample_graph(rng, model), block_labels(model)))
    assert set(kinds) <= {"quiet", "unsure"}
