"""No sentence of the Remedies page is refuted by the curves it speaks of, for any model and any method."""

from types import SimpleNamespace

import numpy as np
import pytest
from claims import NUMBER, SHARE, first_low, models, predictions, refuted, says

from core.model import CSBM
from core.propagation import METHODS
from core.simulation import count_parts
from core.walks import predict
from ui.remedies import words

pytestmark = pytest.mark.xdist_group("claims")

AT = rf"({SHARE}) at depth (\d+)"
DEPTH = rf"({SHARE}) \(depth (\d+)\)"
PLAIN = rf"; plain convolution: ({SHARE})"
BOTH = (
    rf"at depth (\d+) plain convolution ({SHARE}) with the threshold fixed in advance, ({SHARE}) with a fitted one; "
    rf"corrected convolution, fixed in advance: ({SHARE})"
)
THEORIES = [
    key for key, method in METHODS.items() if method.has_theory and key != "convolution" and not method.combines_depths
]


def at_end(value, depth, error):
    return int(depth) == error.size - 1 and says(value, error[-1])


def lowest_at(value, depth, error):
    return int(depth) == first_low(error) and says(value, error.min())


def advice_readers(plain, fitted, residual, corrected, best):
    names = {
        "plain convolution": plain,
        "a residual to the input": residual,
        "corrected convolution": corrected,
        "jumping knowledge": best,
    }
    any_name = "|".join(names)

    def worst(first, value, depth, second, other):
        low, high = (names[name][1:].max() for name in (first, second))
        return says(value, low) and says(other, high) and int(depth) == plain.size - 1 and low <= high

    def both(depth, value, other, centred):
        return at_end(value, depth, plain) and says(other, fitted[-1]) and says(centred, corrected[-1])

    def gain(value, unit):
        return says(f"{value} %", plain.min() - best[-1])

    return {
        rf"choose the depth \| a residual to the input \| {AT}{PLAIN} at depth (\d+)": (
            lambda value, depth, other, at: (
                lowest_at(value, depth, residual)
                and lowest_at(other, at, plain)
                and residual.min() < 0.98 * plain.min()
            )
        ),
        rf"choose the depth \| plain convolution, and stop there \| {AT}": lambda value, depth: (
            lowest_at(value, depth, plain) and int(depth) > 0
        ),
        rf"choose the depth \| no convolution \| ({SHARE}) at depth 0": lambda value: lowest_at(value, 0, plain),
        rf"beforehand \| ({any_name}) \| ({SHARE}) at the worst depth up to (\d+); ({any_name}): ({SHARE})": worst,
        rf"a shallow network \| ({SHARE}) at the worst depth up to (\d+), with a residual or without": lambda value, depth: (
            says(value, plain[1:].max()) and says(value, residual[1:].max()) and int(depth) == plain.size - 1
        ),
        rf"jumping knowledge \| ({SHARE}) up to depth (\d+), the best linear combination found": lambda value, depth: (
            at_end(value, depth, best)
        ),
        rf"features \| (a fitted threshold)?(, )?(corrected convolution)?(?:, or normalisation)? \| {BOTH}": (
            lambda threshold, _, centred, *told: (
                both(*told)
                and (not threshold or fitted[-1] < plain[-1])
                and (not centred or corrected[-1] < plain[-1])
                and (threshold or centred)
                and min(fitted[-1], corrected[-1]) <= 1.06 * plain[0]
            )
        ),
        rf"it does less harm, but no convolution does none \| {BOTH}; no convolution: ({SHARE})": (
            lambda *told: both(*told[:4]) and says(told[4], plain[0]) and plain[0] < min(fitted[-1], corrected[-1])
        ),
        rf"it changes nothing for the better here \| {BOTH}": (
            lambda *told: both(*told) and min(fitted[-1], corrected[-1]) >= 0.93 * plain[-1] - 1e-6
        ),
        rf"have (\d+) layers \| what tolerates depth best: ({any_name}) \| {AT}{PLAIN}": (
            lambda n, name, value, depth, other: (
                at_end(value, depth, names[name])
                and int(n) == int(depth)
                and says(other, plain[-1])
                and names[name][-1] == min(error[-1] for error in names.values())
            )
        ),
        rf"have (\d+) layers \| whatever you like: no remedy here tolerates depth better than plain .*? \| {AT}": (
            lambda n, value, depth: (
                int(n) == int(depth) == plain.size - 1
                and min(error[-1] for error in names.values()) >= 0.93 * plain[-1] - 1e-6
            )
        ),
        r"The best linear combination found gains ((?:less than )?[\d.]+) (percentage points) over the best plain depth": gain,
        r"No linear combination of depths was found that errs less than the best plain depth": lambda: (
            best[-1] >= 0.93 * plain.min() - 1e-6
        ),
    }


def test_no_advice_is_refuted_by_the_curves():
    kinds = set()
    for model, prediction, _ in predictions()[::2]:
        plain, depth = prediction.error_fixed, prediction.error_fixed.size - 1
        residual, corrected = (predict(model, depth, key).error_fixed for key in ("residual", "corrected"))
        # Any curve that never rises may stand for the best linear combination.
        best = np.minimum.accumulate(np.minimum(plain, residual))
        curves = (plain, prediction.error_fitted, residual, corrected)
        text = words.advice(depth, best, *curves).split("|---|---|---|")[1]
        assert not refuted(text, advice_readers(*curves, best), ("cannot tell the best depth",)), model
        kinds.add(text.split("centre the features | ")[1].split(" |")[0])
    assert len(kinds) >= 3


def test_the_advice_never_calls_plain_convolution_the_choice_where_a_residual_errs_less():
    plain, residual, corrected = (
        predict(CSBM(), 20, key).error_fixed for key in ("convolution", "residual", "corrected")
    )
    curves = (plain, predict(CSBM(), 20).error_fitted, residual, corrected)
    text = words.advice(20, residual, *curves)
    assert "choose the depth | a residual to the input" in text
    false = "| You can choose the depth | plain convolution, and stop there | 2.6 % at depth 2 |"
    assert refuted(false, advice_readers(*curves, residual))


def verdict_readers(own, plain):
    error, reference = own.error_fixed, plain.error_fixed

    def moves(verb, before, at, after, depth):
        factor = 0.98 if verb == "lowers" else 1 / 0.98
        right = (error.min() < factor * reference.min()) == (verb == "lowers")
        return right and lowest_at(before, at, reference) and lowest_at(after, depth, error)

    return {
        rf"it (lowers|raises) the best error with a fixed threshold from {DEPTH} to {DEPTH}": moves,
        rf"it leaves the best error with a fixed threshold about as it is: ({SHARE}) against ({SHARE})": (
            lambda value, other: (
                says(value, error.min())
                and says(other, reference.min())
                and abs(error.min() - reference.min()) <= 0.05 * reference.min() + 1e-6
            )
        ),
        rf"it leaves the best error with a fixed threshold about as it is: ({SHARE})": lambda value: (
            says(value, error.min()) and says(value, reference.min())
        ),
        "both are best without any layer": lambda: first_low(error) == first_low(reference) == 0,
        rf"at its best depth the gap is ({NUMBER}) times that of plain convolution at its own": lambda times: says(
            times, float(f"{abs(own.mean_gap[first_low(error)] / plain.mean_gap[first_low(reference)]):.2g}")
        ),
        rf"and the spread of a hill ({NUMBER}) times": lambda times: True,
    }


def test_no_verdict_is_refuted_by_the_curves():
    rng = np.random.default_rng(3)
    for (model, prediction, _), (_, depth, _) in zip(predictions()[::3], models()[::3], strict=True):
        key = str(rng.choice(THEORIES))
        own, strength = predict(model, depth, key), abs(model.gap) / (2 * model.sigma)
        results = [words.Result(name, {}, theory, None) for name, theory in ((key, own), ("convolution", prediction))]
        text = words.verdict(*results, strength)
        assert not refuted(text, verdict_readers(own, prediction), [METHODS[key].touches[1:]]), (model, key)


def test_two_errors_within_two_standard_errors_of_few_graphs_are_not_told_apart():
    def result(key, errors):
        curves = {name: np.ones((4, 2)) for name in ("mean_gap", "variance", "neighbourhood_noise")}
        return words.Result(key, {}, None, SimpleNamespace(error_fixed=np.array(errors), **curves))

    plain = result("convolution", [[0.5, 0.2], [0.5, 0.1], [0.5, 0.3], [0.5, 0.2]])
    near = result("lazy", [[0.5, 0.1], [0.5, 0.3], [0.5, 0.1], [0.5, 0.2]])
    far = result("lazy", [[0.5, 0.1], [0.5, 0.0], [0.5, 0.2], [0.5, 0.11]])
    assert "too close to be told apart" in words.verdict(near, plain, 1.0)
    assert "lowers the best error" in words.verdict(far, plain, 1.0)


@pytest.mark.parametrize(("p", "q"), [(0.0114, 0.0038), (0.0038, 0.0114), (0.006, 0.0065)])
def test_what_a_method_is_said_to_touch_is_what_it_touches(p, q):
    model = CSBM(p_within=p, q_across=q)
    plain = predict(model, 12)
    assert predict(model, 1, "lazy", laziness=0.3).mean_gap[1] == pytest.approx(0.3 + 0.7 * plain.mean_gap[1], abs=1e-9)
    # Nodes without a link, of which there are next to none here, would keep their gap.
    for key in ("drop_edge", "neighbour_sampling"):
        thinned = predict(model, 12, key)
        assert thinned.mean_gap == pytest.approx(plain.mean_gap, abs=0.01)
        assert np.all(thinned.variance[1:] > plain.variance[1:])
    assert np.all(predict(model, 12, "heat").mean_gap > 0)
    assert abs(predict(model, 200, "residual").mean_gap[-1]) > 0.05
    denser = CSBM(p_within=4 * p, q_across=4 * q)
    changed = [abs(predict(of, 1, "self_loops").mean_gap[1] - of.edge_correlation) for of in (model, denser)]
    assert changed[1] < changed[0]


def test_attention_on_a_graph_in_two_parts_does_not_bring_all_features_together():
    model = CSBM(60, 0.4, 0)
    similarity = count_parts(model, 60, "attention", seed=1, beta=0.1).similarity
    assert similarity[-1] > 0.1 * similarity[0]
    assert "so μ(X) stops above zero" in words.similarity_words(2)
    connected = count_parts(CSBM(60, 0.4, 0.3), 60, "attention", seed=1, beta=0.1).similarity
    assert connected[-1] < 1e-6 * connected[0]
    assert "stops above zero" not in words.similarity_words(1)
