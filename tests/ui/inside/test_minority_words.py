"""No sentence about classes of different sizes is refuted by the curves it speaks of."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from claims import NUMBER, SHARE, models, refuted, says

from core.classes.unequal import predict_classes
from core.model import CSBM
from ui.inside import minority_words as words

pytestmark = pytest.mark.xdist_group("claims")

RULES = tuple(words.RULES)
SIGNED = r"−?\d\.\d\d"


@lru_cache(maxsize=1)
def predictions():
    """(model with blocks of other sizes, ClassPrediction, mark) of the random models."""
    rng = np.random.default_rng(15)
    shares = rng.choice([0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9], len(models()))
    found = [
        (replace(model, share_1=float(share)), depth, mark)
        for (model, depth, mark), share in zip(models(), shares, strict=True)
    ]
    return [(model, predict_classes(model, depth), mark) for model, depth, mark in found[::4]]


def headline_readers(model, prediction, rule, mark, example):
    error, sizes = prediction.error[rule][mark], model.block_sizes
    small = int(sizes[1] < sizes[0])

    def numbers(first, share, wrong, second, other):
        own, theirs = int(first) - 1, int(second) - 1
        return (
            own == small == 1 - theirs
            and says(share, sizes[own] / model.n_nodes)
            and says(wrong, error[own])
            and says(other, error[theirs])
        )

    return {
        r"At depth (\d+) the smaller class loses more": lambda depth: (
            int(depth) == mark and error[small] > error[1 - small]
        ),
        r"At depth (\d+) the larger class loses more": lambda depth: (
            int(depth) == mark and error[small] < error[1 - small]
        ),
        r"At depth (\d+) both classes lose alike": lambda depth: (
            int(depth) == mark and abs(error[0] - error[1]) <= 0.06 * max(error.max(), 1e-5)
        ),
        rf"class (\d), with ({SHARE}) of the nodes, is wrong on ({SHARE}), class (\d) on ({SHARE})": numbers,
        rf"in all ({SHARE}) of the nodes are wrong": lambda share: says(share, prediction.total[rule][mark]),
        rf"Equal classes lose alike: at depth (\d+) both err on ({SHARE})": lambda depth, share: (
            int(depth) == mark and sizes[0] == sizes[1] and says(share, error[0]) and says(share, error[1])
        ),
        rf"with 20.0 % of the nodes, class 1 would err on ({SHARE}) and class 2 on ({SHARE})": lambda first, second: (
            says(first, example.error[rule][mark, 0]) and says(second, example.error[rule][mark, 1])
        ),
    }


def test_no_headline_about_classes_is_refuted():
    for place, (model, prediction, mark) in enumerate(predictions()):
        rule = RULES[place % 3]
        example = predict_classes(replace(model, share_1=0.2), mark) if len(set(model.block_sizes)) == 1 else None
        text = words.headline(model, prediction, rule, mark, example)
        plain = (f"Threshold {words.RULES[rule]}",)
        assert not refuted(text, headline_readers(model, prediction, rule, mark, example), plain), model


def sense_readers(model, prediction, mark):
    sizes, mean = model.block_sizes, prediction.mean
    small, deepest = int(sizes[1] < sizes[0]), mean.shape[0] - 1
    side = np.where(mean[:, 1] < mean[:, 0], -1, 1)
    wrong_side = np.stack([side * -mean[:, 0] <= 0, side * mean[:, 1] <= 0], axis=1)
    half, bayes = prediction.error["midpoint"][mark], prediction.error["bayes"][:, small]

    def crosses(who, depth, own, whom, other):
        place, at = int(who) - 1, int(depth)
        wrong = prediction.error["fixed"][at]
        return (
            wrong_side[at, place]
            and not wrong_side[:at, place].any()
            and says(own, wrong[place])
            and says(other, wrong[1 - place])
        )

    def rates(start, end, first, second):
        steps = np.abs(np.diff(mean, axis=0))
        factors = (steps[int(end) - 1] / steps[int(start) - 1]) ** (1 / (int(end) - int(start)))
        return says(first, factors[0]) and says(second, factors[1])

    def neither(start, end, first, second):
        return rates(start, end, first, second) and abs(float(first) - float(second)) < 0.021

    step = rf"from depth (\d+) to (\d+) each layer's step is ({NUMBER}) of the one before for class 1, ({NUMBER}) for class 2"
    return {
        rf"Neither: {step}": neither,
        rf"Not quite alike: {step}": rates,
        r"There are too few depths here at which the means still move to compare the two": lambda: True,
        r"Neither: both means are equally far from it|Neither: by symmetry all three thresholds are one": lambda: (
            sizes[0] == sizes[1]
        ),
        rf"The mean of class (\d) is on the wrong side of m at depth (\d+), and there ({SHARE}) of its nodes are wrong, against ({SHARE}) of class (\d)": (
            lambda who, depth, own, other, whom: crosses(who, depth, own, whom, other)
        ),
        r"Neither within depth (\d+): both means stay on their own side of m": lambda depth: (
            int(depth) == deepest and not wrong_side.any()
        ),
        r"At odd depths the classes have swapped sides here": lambda: (side < 0).any(),
        rf"class (\d) errs on ({SHARE}) at depth (\d+) and class \d on ({SHARE})": lambda who, own, depth, other: (
            int(who) - 1 == small and int(depth) == mark and says(own, half[small]) and says(other, half[1 - small])
        ),
        rf"a node of class (\d) has ({NUMBER})(?: neighbours)?, ({SHARE}) of them in the other": lambda who, count, share: (
            says(count, model.mean_degrees[int(who) - 1])
            and says(share, model.class_transition[int(who) - 1][2 - int(who)])
        ),
        rf"With the Bayes threshold, which makes the fewest errors in all, ({SHARE}) of class \d are still found at depth (\d+)": (
            lambda share, depth: says(share, 1 - bayes[-1]) and int(depth) == deepest and bayes[-1] <= 0.5
        ),
        r"gives class \d up: it finds less than half of it from depth (\d+) on": lambda depth: (
            bayes[int(depth) :] > 0.5
        ).all(),
        r"less than 1.0 % from depth (\d+) on": lambda depth: (bayes[int(depth) :] > 0.99).all(),
    }


def test_no_sentence_about_who_goes_first_is_refuted():
    plain = ("Who fades faster?", "which makes the fewest errors in all,")
    for model, prediction, mark in predictions():
        text = words.three_senses(model, prediction, mark)
        for number in "123":
            text = text.replace(f"{number}. **", "**")
        assert not refuted(text, sense_readers(model, prediction, mark), plain[:1]), model


def test_no_sentence_about_the_means_is_refuted():
    for model, prediction, _ in predictions():
        last, deepest = prediction.mean[-1], prediction.mean.shape[0] - 1
        readers = {
            rf"At depth (\d+) the means are at ({SIGNED}) and ({SIGNED})": lambda depth, first, second, last=last, deepest=deepest: (
                int(depth) == deepest and says(first, last[0]) and says(second, last[1])
            ),
            r"By depth (\d+) the two means have met, at m": lambda depth, last=last: (
                np.ptp(last) <= 0.1 and abs(last.mean()) < 1e-9
            ),
            rf"By depth (\d+) the two means have met, at ({SIGNED}), on the side of class (\d)": lambda depth, at, side, last=last: (
                np.ptp(last) <= 0.1 and says(at, last.mean()) and (last.mean() > 0) == (side == "2")
            ),
            rf"By depth (\d+) the two means have met, at ({SIGNED})": lambda depth, at, last=last: (
                np.ptp(last) <= 0.1 and says(at, last.mean())
            ),
            r"that of class (\d) is across m at depth (\d+)": lambda who, depth, prediction=prediction: (
                words.crossing(prediction, int(who) - 1) == int(depth)
            ),
        }
        assert not refuted(words.means_sentence(model, prediction), readers), model


def test_a_model_whose_classes_never_mix_is_not_said_to_have_means_that_meet():
    model = CSBM(400, 0.05, 0, share_1=0.2)
    text = words.means_sentence(model, predict_classes(model, 20))
    assert "have met" not in text and "−1.00 and 1.00" in text
