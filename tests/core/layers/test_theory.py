"""Walk theory beside averaging without weights: held to the probe on sampled networks, and silent where it does not apply."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from core.inside.monitors import wide_features
from core.layers import measure, network
from core.layers.sentence import notes
from core.layers.theory import averaging_theory, separation
from core.model import CSBM
from core.real.fit_blocks import equal_blocks
from core.sampling import block_labels, sample_graph
from core.walks import predict

DEPTH = 8
MODELS = [
    (1000, 20, 0.5, 1.0, 2),
    (2000, 12, 0.3, 2.0, 8),
    (2000, 30, 0.3, 1.2, 4),
    (1000, 25, -0.6, 0.6, 2),
    (2000, 15, 0.5, 0.7, 16),
]


def blocks(n_nodes, degree, correlation, strength):
    """The model of two equal blocks with Delta/sigma = strength."""
    return replace(equal_blocks(n_nodes, degree, correlation), mean_1=-strength / 2, mean_2=strength / 2)


def drawn(rng, model, columns, depth=DEPTH):
    """A network whose layers are of no matter: its input and graph are drawn from the model."""
    adjacency, features = sample_graph(rng, model), wide_features(rng, model, columns)
    return network([features] * (depth + 1), adjacency, block_labels(model))


def apart(found, theory):
    """|mean over graphs of probe less theory|, (depth+1,), and what it may be: 3 standard errors, a tenth of the error, .005."""
    probe, right = np.mean([one.plain_probe for one in found], axis=0), np.mean(theory, axis=0)
    error = np.sqrt(right * (1 - right) / sum(one.n_test for one in found))
    return np.abs(probe - right), 3 * error + 0.1 * (1 - right) + 0.005


@pytest.fixture(scope="module")
def sampled():
    """For each model its Measures on four graphs."""
    found = []
    for place, (n, degree, correlation, strength, columns) in enumerate(MODELS):
        model = blocks(n, degree, correlation, strength)
        rngs = [np.random.default_rng([place, graph]) for graph in range(4)]
        found.append([measure(drawn(rng, model, columns)) for rng in rngs])
    return found


def test_a_probe_on_averaged_features_reads_what_walk_theory_says(sampled):
    for model, found in zip(MODELS, sampled, strict=True):
        assert not any(one.plain_theory_note for one in found), model
        difference, allowed = apart(found, np.array([one.plain_theory for one in found]))
        assert (difference < allowed).all(), (model, difference, allowed)


def test_control_walk_theory_of_another_graph_or_other_features_is_told_from_the_probe(sampled):
    for (n, degree, correlation, strength, _), found in zip(MODELS, sampled, strict=True):
        for model in (
            blocks(n, degree, 0.6 * correlation, strength),
            blocks(n, degree / 3, correlation, 0.6 * strength),
        ):
            difference, allowed = apart(found, np.array([1 - predict(model, DEPTH).error_fitted] * len(found)))
            assert (difference > allowed).any(), model


@pytest.mark.parametrize("columns", [1, 4, 30])
def test_the_distance_of_two_classes_along_their_best_line_has_no_bias_from_columns(columns):
    rng, found, labels = np.random.default_rng(columns), [], np.repeat([0, 1], [140, 160])
    stretch = np.linalg.qr(rng.standard_normal((columns, columns)))[0] * np.linspace(1, 5, columns)
    for _ in range(200):
        features = rng.standard_normal((300, columns))
        features[labels == 1, 0] += 1.5
        found.append(separation(features @ stretch, labels) ** 2)
    # The estimate of the square is exact in the mean where it is not cut off at 0.
    assert abs(np.mean(found) - 1.5**2) < 4 * np.std(found) / len(found) ** 0.5


def test_a_rotation_a_scale_and_a_constant_column_leave_the_curve_alone():
    rng, model = np.random.default_rng(5), blocks(600, 15, 0.5, 1.0)
    made = drawn(rng, model, 3)
    turn = 7.0 * np.linalg.qr(rng.standard_normal((3, 3)))[0]
    wider = np.hstack([made.hidden[0] @ turn, np.full((600, 1), 2.0)])
    other = network([wider] * (DEPTH + 1), made.adjacency, made.labels)
    expected = float(ndtr(separation(made.hidden[0], made.labels) / 2))
    curves = [averaging_theory(one, expected, 0.0) for one in (made, other)]
    np.testing.assert_allclose(curves[0][0], curves[1][0], rtol=1e-9)
    assert curves[0][0][0] == pytest.approx(expected) and curves[0][1] == ""


def silent(features, labels, why):
    """Such an input gets no curve, and this is why, as one sentence below the charts."""
    adjacency = sample_graph(np.random.default_rng(0), CSBM(len(labels), 0.05, 0.02))
    made = network([features, features], adjacency, labels)
    found = measure(made)
    assert np.isnan(found.plain_theory).all() and why in found.plain_theory_note
    (said,) = notes(made, found)
    assert said.startswith("Walk theory of averaging alone is not drawn: ") and said.endswith(".")


def test_where_it_does_not_apply_nothing_is_drawn_and_the_reason_is_said():
    rng, labels = np.random.default_rng(1), np.tile([0, 1], 200)
    noise = rng.standard_normal((400, 3))
    silent(noise, np.arange(400) % 3, "there are 3 here")
    silent(noise, (np.arange(400) % 5 == 0).astype(int), "320 and 80 nodes")
    silent(rng.standard_normal((400, 60)), labels, "in 60 columns")
    # A few far outliers: two Gaussians of that width would overlap, and the probe reads the classes all the same.
    outliers = np.where(rng.random(400) < 0.1, 20.0, 0.0) * rng.choice([-1, 1], 400)
    silent((2.0 * labels - 1 + 0.1 * noise[:, 0] + outliers)[:, None], labels, "the probe reads")
