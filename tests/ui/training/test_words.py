"""No sentence of the Training page is refuted by the runs it speaks of, made-up ones and the stored ones."""

from dataclasses import replace

import numpy as np
import pytest
from claims import NUMBER, SHARE, refuted, says

from core.training.experiment import Plan, empty
from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT, over_seeds
from core.training.stored import load
from ui.training import words
from ui.words.readings import percent

pytestmark = pytest.mark.xdist_group("claims")

PLAN = Plan(depths=(0, 2, 16), widths=(16,), networks=("classifier", "linear", "gcn"), n_seeds=3, fewer=())


def random_results(rng):
    """Results anywhere from chance to perfect, with seeds that scatter."""
    found = empty(PLAN)
    for name in (HELD_OUT, FRESH, "train_accuracy"):
        level = rng.uniform(0.5, 1, found.arrays[name].shape[:-1] + (1,))
        if name == FRESH and rng.random() < 0.5:
            level = found.arrays[HELD_OUT].mean(axis=-1, keepdims=True)
        found.arrays[name][:] = np.clip(level + rng.normal(0, 0.01, found.arrays[name].shape), 0, 1)
    found.arrays["spread"][:] = 10 ** rng.uniform(-6, 0, found.arrays["spread"].shape)
    return found


def readers(found, key, width, depth, tested):
    plan = found.plan
    row = plan.depths.index(depth)

    def mean(name, network):
        return over_seeds(found.of(name, network, width)).value

    classifier, network = mean(tested, "classifier"), mean(tested, key)
    differences = (found.of(tested, "classifier", width) - found.of(tested, key, width))[row].astype(float)
    differences = differences[np.isfinite(differences)]
    lost, error = (
        float(np.mean(differences)),
        differences.std(ddof=1) / np.sqrt(differences.size) if differences.size > 1 else 0.01,
    )
    trained = mean("train_accuracy", "classifier")[row] - mean("train_accuracy", key)[row]
    best = int(np.argmax(classifier))

    own, fresh = mean(HELD_OUT, "classifier")[row], mean(FRESH, "classifier")[row]

    def points(text, value):
        return abs(float(text) - 100 * value) <= 0.051

    fits = rf"on its training nodes ({SHARE}) \(the classifier ({SHARE})\)"

    def training(own, other):
        return says(own, mean("train_accuracy", key)[row]) and says(other, mean("train_accuracy", "classifier")[row])

    amount = rf"({NUMBER})(?: ± {NUMBER})? points"
    return {
        rf"At depth (\d+) ({NUMBER}) points are lost to smoothing: the classifier on h⁽ⁿ⁾ is right on ({SHARE}) there, and on ({SHARE}) at its best depth, (\d+)": (
            lambda at, loss, here, top, where: (
                int(at) == depth
                and points(loss, classifier[best] - classifier[row])
                and says(here, classifier[row])
                and says(top, classifier[best])
                and int(where) == plan.depths[best]
            )
        ),
        rf"At depth (\d+) next to nothing is lost to smoothing: the classifier on h⁽ⁿ⁾ is right on ({SHARE}), about as at its best depth": (
            lambda at, here: (
                int(at) == depth and says(here, classifier[row]) and classifier[best] - classifier[row] < 0.011
            )
        ),
        rf"At depth (\d+) ({NUMBER}) points do not carry over to another graph: the classifier on h⁽ⁿ⁾ is right on ({SHARE}) of a fresh one's nodes, and on ({SHARE}) of held-out nodes of its own": (
            lambda at, loss, there, here: (
                int(at) == depth
                and tested == FRESH
                and points(loss, own - fresh)
                and own - fresh > 0.0099
                and says(there, fresh)
                and says(here, own)
            )
        ),
        r"not measurably different from the classifier": lambda: (
            tested == FRESH and (abs(lost) < 0.011 or abs(lost) < 2.1 * error)
        ),
        rf"{NETWORKS[key].label}: ({SHARE}) right": lambda right: says(right, network[row]),
        r"nothing measurable lost to optimisation": lambda: (
            tested == HELD_OUT and (abs(lost) < 0.011 or abs(lost) < 2.1 * error)
        ),
        rf"{amount} better": lambda change: points(change, -lost) and lost < 0,
        rf"{amount} lost to optimisation: {fits}, so a better one was there and was not found": lambda change, own, other: (
            points(change, lost) and training(own, other) and trained > lost / 2 > 0 and key == "linear"
        ),
        rf"{amount} less: {fits}, so it has not learnt even these as well": lambda change, own, other: (
            points(change, lost) and training(own, other) and trained > lost / 2 > 0
        ),
        rf"{amount} less, but not for want of optimisation: {fits}, which does not carry over": lambda change, own, other: (
            points(change, lost) and training(own, other) and trained <= lost / 2
        ),
        rf"at depth (\d+) it is smallest for the classifier on h⁽ⁿ⁾ \(({NUMBER})\), and that one is right on ({SHARE})": (
            lambda at, value, right: int(at) == depth and says(right, classifier[row]) and classifier[row] > 0.5
        ),
    }


def text_of(found, key, width, depth, tested):
    first = words.headline(found, key, width, depth, tested)
    return "\n".join(filter(None, (first, words.alike(found, width, depth, tested))))


def test_no_sentence_about_made_up_runs_is_refuted():
    rng = np.random.default_rng(12)
    plain = ("A small value is not yet a lost cause",)
    for _ in range(200):
        found = random_results(rng)
        for key in ("linear", "gcn"):
            for depth in PLAN.depths:
                for tested in (HELD_OUT, FRESH):
                    text = text_of(found, key, 16, depth, tested)
                    assert not refuted(text, readers(found, key, 16, depth, tested), plain)
                    lost = text.startswith(
                        f"At depth {depth} **{100 * words.carried(found, 16, depth)[0]:.1f} points do"
                    )
                    assert not (lost and "lost to smoothing" in text)


def test_first_weights_of_another_size_are_named_beside_what_is_lost_and_the_usual_ones_are_not():
    rng = np.random.default_rng(14)
    for scale in (0.5, 1.0, 2.0):
        found = random_results(rng)
        found = replace(found, plan=replace(PLAN, scale=scale))
        for depth in PLAN.depths:
            said = words.headline(found, "linear", 16, depth, HELD_OUT)
            assert (f"σ_w = {scale:g}**" in said) == ("chosen for σ_w = 1" in said) == (scale != 1 and depth > 0)


def test_gradients_are_called_tiny_or_large_where_the_largest_layer_is():
    rng, seen = np.random.default_rng(15), set()
    for _ in range(100):
        found = random_results(rng)
        for row, depth in enumerate(PLAN.depths):
            shape = found.arrays["gradient_start"][1:, :, row].shape
            levels = 10 ** rng.uniform(-9, 5, (shape[0], 1, 1, 1)) * rng.uniform(0.5, 1, shape)
            found.arrays["gradient_start"][1:, :, row] = levels
            tiny, _, large = words.gradient_words(found, 16, depth).partition("Large")
            for key in ("linear", "gcn"):
                most = found.of("gradient_start", key, 16)[row, :, 1 : depth + 2].mean(axis=0).max()
                right = percent(float(found.of("train_accuracy", key, 16)[row].mean()))
                for part, holds in ((tiny, most < 1e-4), (large, most > 100)):
                    assert (f"**{NETWORKS[key].label}**" in part) == holds
                    assert not holds or f"{right} of its training nodes right" in part
                seen.add((most < 1e-4, most > 100))
    assert len(seen) == 3 and words.gradient_words(empty(PLAN), 16, 2) == ""


def test_no_sentence_about_the_stored_runs_is_refuted():
    found, _ = load()
    for tested in (HELD_OUT, FRESH):
        for width in found.plan.widths:
            for depth in found.plan.depths:
                text = text_of(found, "linear", width, depth, tested)
                assert not refuted(
                    text, readers(found, "linear", width, depth, tested), ("A small value is not yet a lost cause",)
                )


def test_the_page_never_says_both_that_it_is_optimisation_and_that_it_is_not():
    rng = np.random.default_rng(13)
    for _ in range(200):
        found = random_results(rng)
        for key in ("linear", "gcn"):
            said = words.beside_classifier(found, key, 16, 16, HELD_OUT)
            assert not ("lost to optimisation**:" in said and "not for want of optimisation" in said)
            assert key == "linear" or "was not found" not in said


def test_what_is_said_of_scale_is_what_the_stored_runs_show():
    found, _ = load()
    text = words.scale_sentence(found, 16)
    row = found.plan.depths.index(16)
    by_adam, solved = (
        over_seeds(found.of(HELD_OUT, key, found.plan.widths[0])).value[row]
        for key in ("classifier_adam", "classifier")
    )
    pairnorm = over_seeds(found.of("train_accuracy", "pairnorm", words.USUAL)).value.min()
    shown = {
        rf"is right on ({SHARE}) at depth (\d+), where its own optimum reaches ({SHARE})": lambda adam, depth, optimum: (
            says(adam, by_adam) and int(depth) == 16 and says(optimum, solved) and by_adam < solved
        ),
        rf"is right on ({SHARE}) of its training nodes or more at every depth here": lambda share: says(
            share, pairnorm
        ),
    }
    assert not refuted(text, shown, ("PairNorm restores the size in every layer",))
