"""No sentence of the first page's cards is refuted by the curve it speaks of."""

from functools import lru_cache

import numpy as np
import pytest
from claims import SHARE, course_readers, predictions, refuted, says

from core.many_classes.pair import pair_hills
from core.model import CSBM
from core.walk_theory.new_nodes import expected_new_nodes
from core.walks import predict, predict_layers
from ui.link import presets
from ui.words import first_page as words

pytestmark = pytest.mark.xdist_group("claims")
SIDES = "(Over nodes i: distance mᵢ of a node's own mean from the threshold, spread sᵢ.)"


def mixing_readers(model, prediction):
    gap, depth = np.abs(prediction.mean_gap), prediction.mean_gap.size - 1

    def later(count, share):
        return int(count) == depth - 1 and says(share, (gap[-1] / gap[1]) ** (1 / (depth - 1))) and gap[-1] < gap[1]

    def layer(share, swapped):
        return says(share, gap[1]) and (not swapped or prediction.mean_gap[1] < 0)

    keeps = (
        r"means keep their distance at every depth( and swap their sides)?: (no|every|hardly a|nearly every) link leads"
    )
    return {
        r"Both classes have the same mean: there is no distance to lose": lambda: model.gap == 0,
        r"There are no links: every node keeps its own feature, and the means stay where they are": lambda: (
            np.ptp(prediction.mean_gap) == 0 and model.mean_degree == 0
        ),
        keeps: lambda swap, share: (
            gap.min() > 0.99
            and bool(swap) == (prediction.mean_gap[1] < 0)
            and (share != "no" or model.q_across == 0)
            and (share != "every" or model.p_within == 0)
        ),
        rf"first layer leaves ({SHARE}) of the distance of the means(, and swaps their sides)?": layer,
        rf"each of the (\d+) others ({SHARE}) of what it finds, on average": later,
        r", because walks also turn back, which the formula leaves out": lambda: (
            (gap[-1] / gap[1]) ** (1 / (depth - 1)) > abs(model.edge_correlation)
        ),
        r"Mixing goes on at every layer:": lambda: bool(np.all(np.diff(gap) < 0)),
        rf"[aA]t depth (\d+) ({SHARE}) of it is left": lambda at, share: int(at) == depth and says(share, gap[-1]),
    }


def denoising_readers(model, prediction, reached=None, hill=None):
    own, depth = np.sqrt(prediction.variance), prediction.variance.size - 1
    if hill is None:
        hill = np.sqrt(prediction.variance + (model.gap / (2 * model.sigma)) ** 2 * prediction.neighbourhood_noise)

    def level(start, share, taken, why):
        start, after = int(start), own[int(start) :]
        used = why is None or (reached is not None and reached[start] > 0.98)
        return says(share, own[start]) and np.all(after[1:] > (1 - int(taken) / 100) * after[:-1]) and used

    def wider(share, at, mine):
        return says(share, hill[int(at)]) and says(mine, own[int(at)]) and hill[int(at)] > own[int(at)]

    return {
        r"There are no links: nothing is averaged, and the hills stay as wide as they are": lambda: (
            np.ptp(own) == 0 and model.mean_degree == 0
        ),
        rf"own width cannot fall below ({SHARE}) of where it began, because there are only N values to average": lambda share: (
            says(share, model.n_nodes**-0.5) and own.min() >= model.n_nodes**-0.5 * (1 - 1e-9)
        ),
        rf"At depth (\d+) it is ({SHARE})": lambda at, share: int(at) == depth and says(share, own[-1]),
        rf"From depth (\d+) on, at ({SHARE}), a layer takes less than (\d) % of it"
        r"(: hardly any new nodes are left to average over)?": level,
        rf"A hill is wider, because nodes of a class have different neighbours: ({SHARE}) of its initial width at depth (\d+), "
        rf"where a node's own is ({SHARE})": wider,
    }


def balance_readers(error):
    def useless(depth):
        depth = int(depth)
        return bool(np.all(error[depth:] >= error[0])) and (depth <= 1 or error[depth - 1] < error[0])

    return course_readers(error) | {
        r"From depth (\d+) on it is never below the error without a graph": useless,
    }


def test_no_sentence_about_mixing_is_refuted():
    for model, prediction, _ in predictions():
        assert not refuted(words.mixing_words(model, prediction), mixing_readers(model, prediction)), model


def test_no_sentence_about_denoising_is_refuted():
    for model, prediction, _ in predictions():
        reached = np.cumsum(expected_new_nodes(model, prediction.variance.size - 1)) / model.n_nodes
        said = words.denoising_words(model, prediction, reached)
        assert not refuted(said, denoising_readers(model, prediction, reached), ("Over draws of the features",)), model


def test_no_sentence_about_the_sweet_spot_is_refuted():
    for model, prediction, _ in predictions():
        assert not refuted(words.balance_words(model, prediction), balance_readers(prediction.error_fixed), (SIDES,)), (
            model
        )


@lru_cache(maxsize=1)
def several():
    """(model, walk theory, widths of a hill) of random models with more than two classes, the presets among them."""
    rng, found = np.random.default_rng(61), [preset.model for preset in presets.PRESETS if preset.c > 2]
    for _ in range(40):
        classes = int(rng.integers(3, 11))
        n = 2 * classes * int(10 ** rng.uniform(0, 5))
        p, q = np.minimum(10 ** rng.uniform(-0.5, 1.7, 2) / n * np.array([classes, 1]), 1)
        half = 10 ** rng.uniform(-1, 0.5)
        found.append(CSBM(n, *rng.permutation([p, q]), -half, half, 10 ** rng.uniform(-0.5, 0.5), n_classes=classes))
    theory = [(model, predict(model, int(rng.integers(1, 20)))) for model in found]
    return [
        (
            model,
            prediction,
            pair_hills(model, predict_layers(model, prediction.variance.size - 1)).width(model) / model.sigma,
        )
        for model, prediction in theory
    ]


def test_no_sentence_about_several_classes_is_refuted_and_none_speaks_of_two():
    for model, prediction, hill in several():
        mixing = words.mixing_words(model, prediction)
        readers = mixing_readers(model, prediction) | {
            r", and leads across, because a node hears its own class least": lambda p=prediction: p.mean_gap[1] < 0
        }
        assert not refuted(mixing, readers), (model, mixing)
        reached = np.cumsum(expected_new_nodes(model, prediction.variance.size - 1)) / model.n_nodes
        denoising = words.denoising_words(model, prediction, reached)
        readers = denoising_readers(model, prediction, reached, hill)
        assert not refuted(denoising, readers, ("Over draws of the features",)), (model, denoising)
        balance = words.balance_words(model, prediction)
        readers = balance_readers(prediction.error_fixed) | {
            rf"It counts all (\d+) classes; guessing would give ({SHARE})": lambda count, share, c=model.n_classes: (
                int(count) == c and says(share, 1 - 1 / c)
            ),
        }
        assert not refuted(balance, readers), (model, balance)
        assert "sides" not in mixing + denoising + balance and "threshold" not in mixing + denoising + balance
        assert "drag" not in words.opening(model) and "drag" in words.opening(CSBM())
    # Control: the width of a hill as two classes would have it is not that of a pair.
    refuting = [
        bool(refuted(words.denoising_words(model, prediction), denoising_readers(model, prediction), ("Over draws",)))
        for model, prediction, _ in several()
    ]
    assert any(refuting)


def test_sentences_that_hold_only_sometimes_are_found_out():
    """As the cards once said them."""
    ring = CSBM(10**9, 3e-9, 1e-9)
    prediction = predict(ring, 20)
    reached = np.minimum(1, 4.0 ** np.arange(21) / 1e9)
    readers = denoising_readers(ring, prediction, reached)
    false = (
        "From depth 6 on, at 50.5 %, a layer takes less than 5 % of it: hardly any new nodes are left to average over."
    )
    assert refuted(false, readers) and not refuted(false.split(":")[0], readers)
    apart = CSBM(q_across=0)
    assert refuted("It never stops.", mixing_readers(apart, predict(apart, 20)))
    assert refuted("Mixing goes on at every layer:", mixing_readers(apart, predict(apart, 20)))
    turning = predict(CSBM(400, 0.002, 0.012), 20).error_fixed
    assert refuted("From depth 1 on it is never below the error without a graph.", balance_readers(turning))


def test_new_nodes_are_said_to_be_used_up_only_where_they_are():
    model = CSBM()
    prediction = predict(model, 20)
    start = words.level_from(np.sqrt(prediction.variance))
    assert "new nodes" in words.denoising_words(model, prediction, np.ones(21))
    assert "new nodes" not in words.denoising_words(model, prediction, np.full(21, 0.5))
    assert "new nodes" not in words.denoising_words(model, prediction)
    assert start == 5


def test_distance_and_width_stand_in_one_unit_for_every_preset():
    for preset in presets.TWO_CLASSES:
        model = preset.model
        prediction = predict(model, 20)
        said = words.mixing_words(model, prediction) + words.denoising_words(model, prediction)
        assert "variance" not in said


def test_dots_are_spoken_of_only_where_there_are_some():
    assert "Dots: 4 sampled graphs" in words.small_print(4, "Good.") and "Dots" not in words.small_print(0, "Good.")
