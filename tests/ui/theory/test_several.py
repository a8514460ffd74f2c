"""What Theory and Remedies say and draw of several classes, held against the curves."""

import re

import numpy as np
from claims import SHARE, course_readers, refuted, says

from core.model import CSBM
from core.propagation import METHODS
from core.simulation import simulate
from core.walks import predict
from ui.remedies import several as remedies
from ui.remedies.panel import error_panel
from ui.theory import several as theory


def random_models(count):
    rng = np.random.default_rng(83)
    for _ in range(count):
        classes = int(rng.integers(3, 11))
        n = 2 * classes * int(10 ** rng.uniform(0.3, 3.5))
        p, q = rng.permutation(np.minimum(10 ** rng.uniform(-0.5, 1.5, 2) / n * np.array([classes, 1]), 1))
        half = 10 ** rng.uniform(-1, 0.5)
        yield CSBM(n, p, q, -half, half, n_classes=classes)


def test_no_sentence_about_the_errors_is_refuted_by_the_curves():
    for model in random_models(40):
        prediction = predict(model, 12)
        said = theory.error_words(model, prediction)
        for curve, words in zip(
            (prediction.error_fixed, prediction.error_fitted), said.split("; with one"), strict=True
        ):
            readers = course_readers(curve) | {
                rf"Guessing gives ({SHARE})": lambda share, m=model: says(share, 1 - 1 / m.n_classes)
            }
            assert not refuted(words, readers, ("With the rule",)), (model, words)
            assert "threshold" not in words


def test_every_lowest_error_is_that_of_its_curve_and_methods_for_two_classes_are_left_out():
    model = CSBM(420, 0.1, 0.02, n_classes=7)
    theories = {
        key: predict(model, 6, key) if METHODS[key].has_theory else None for key in ("convolution", "residual", "gcn")
    }
    simulations = {key: simulate(model, 6, key, n_graphs=2, n_draws=4) for key in theories}
    for found in ({}, simulations):
        lines = remedies.lowest_words(model, theories, found).split("\n")
        assert says(re.search(rf"guessing gives ({SHARE})", lines[0])[1], 1 - 1 / 7)
        for key, line in zip(theories, lines[1:], strict=True):
            curve = found[key].error_fixed.mean(axis=0) if found else theories[key] and theories[key].error_fixed
            if curve is None:
                assert "only simulation could tell" in line
                continue
            low, depth, last = re.search(rf"lowest ({SHARE}) at depth (\d+), ({SHARE}) at depth 6", line).groups()
            assert int(depth) == curve.argmin() and says(low, curve.min()) and says(last, curve[-1])
    for key in remedies.KNOWN:
        assert np.isfinite(simulate(model, 2, key, n_graphs=1, n_draws=2).error_fixed).all()
    assert {"pairnorm", "drop_edge", "attention", "jumping"}.isdisjoint(remedies.KNOWN)


def test_axes_reach_guessing_among_all_classes():
    model = CSBM(420, 0.05, 0.05, -0.1, 0.1, n_classes=7)
    prediction = predict(model, 4)
    panel = theory.error_panel(model, prediction, 1)
    assert panel.limits[1] > prediction.error_fixed.max() > 0.52
    drawn = error_panel(model, "", "fixed", prediction.error_fixed, {"convolution": prediction}, {}, 1)
    assert drawn.limits[1] > 1 - 1 / 7
