"""No sentence of the page Theory vs simulation is refuted by the curve it speaks of."""

import numpy as np
import pytest
from claims import NUMBER, SHARE, course_readers, predictions, refuted, says

from core import theorems
from core.estimate import estimate
from core.model import CSBM
from core.simulation import simulate
from core.walks import predict
from ui.theory import panels, words
from ui.words.readings import depths, percent

pytestmark = pytest.mark.xdist_group("claims")

SPARSE = CSBM(p_within=0.00375, q_across=0.00125)


def reading_readers(prediction, mark):
    paper, fixed, fitted = (getattr(prediction, f"error_{name}") for name in ("paper", "fixed", "fitted"))
    gives = rf"at depth (\d+) it gives ({SHARE}), and the rule that it describes"
    return {
        rf"{gives} actually errs on ({SHARE})": lambda depth, value, actual: (
            int(depth) == mark and says(value, paper[mark]) and says(actual, fixed[mark]) and value != actual
        ),
        rf"{gives} errs on just as many": lambda depth, value: (
            int(depth) == mark and says(value, paper[mark]) and says(value, fixed[mark])
        ),
        rf"With the fixed threshold it ends at ({SHARE})": lambda value: (
            says(value, fixed[-1]) and fitted[-1] < fixed[-1]
        ),
    }


def test_no_sentence_about_the_readings_is_refuted():
    for model, prediction, mark in predictions():
        paper, fixed, fitted = words.reading_words(prediction, mark).split("\n")
        readers = reading_readers(prediction, mark)
        assert not refuted(paper, readers), model
        assert not refuted(fixed, course_readers(prediction.error_fixed)), model
        assert not refuted(fitted, readers | course_readers(prediction.error_fitted), ("no longer counts",)), model


def test_sentences_that_hold_only_sometimes_are_found_out():
    error = predict(SPARSE, 20).error_fitted
    readers = course_readers(error)
    for false in (
        "It falls, then comes back up to one half.",
        "This error does not come back up: it stays at its lowest value.",
        f"It falls from {percent(error[0])} to 1.0 % at depth 3.",
        "It is lowest at depth 2.",
    ):
        assert refuted(false, readers)
    assert not refuted(f"Its error {words.course_words(error)}.", readers)


def test_no_sentence_about_the_gap_is_refuted():
    said = 0
    for model, prediction, _ in predictions():
        gap, paper = np.abs(prediction.mean_gap), panels.paper_gap(model, prediction.mean_gap.size - 1)
        text = words.gap_words(model, gap, paper, None)
        said += bool(text)
        readers = {
            rf"at depth 2 walk theory keeps ({SHARE}) of the distance, λⁿ ({SHARE})": lambda walk, theirs, gap=gap, paper=paper: (
                says(walk, gap[2]) and says(theirs, paper[2]) and walk != theirs
            ),
            rf"({SHARE}) of the nodes have no neighbours": lambda share, model=model: says(share, model.isolated_share),
        }
        assert not refuted(text, readers), model
    # Silent where there is nothing to see, and only there.
    assert 300 < said < 1000


def variance_readers(model, variance):
    deepest = variance.size - 1
    upper = theorems.variance_bounds(model, deepest)[1] / model.sigma**2
    regime, holds = theorems.refined_regime(model, deepest), theorems.refined_bounds_hold(model)
    return {
        rf"a mean degree of at least log N = ({NUMBER}), and this model is outside": lambda number: (
            not holds and says(number, np.log(model.n_nodes))
        ),
        r"it is drawn to depth (\d+), beyond that it is outside its regime": lambda last: (
            regime[int(last)] and not regime[int(last) + 1 :].any() and int(last) < deepest
        ),
        r"\(at depth (\d+) it would lie below walk theory\)": lambda at: (
            upper[int(at)] < variance[int(at)] and not regime[int(at)]
        ),
        r"all depths drawn here are in its regime": lambda: regime.all(),
        r"no depth drawn here is in its regime": lambda: not regime.any(),
        rf"At depth (\d+) the variance across draws is, by walk theory, ({NUMBER}) times the floor": lambda at, times: (
            int(at) == deepest and says(times, variance[-1] * model.n_nodes)
        ),
        rf"({SHARE}) of the nodes have no neighbours, and keep all of theirs": lambda share: (
            says(share, model.isolated_share) and model.isolated_share <= variance[-1] * 1.0001
        ),
    }


def test_no_sentence_about_the_variance_is_refuted():
    for model, prediction, _ in predictions():
        text = (
            words.variance_words(model, prediction, None) + "\n" + words.bounds_words(model, prediction, None, None, 0)
        )
        readers = variance_readers(model, prediction.variance)
        assert not refuted(text, readers, ("Theorem 2 asks for p > q > 0 and", "of Lemma 3")), model


def test_no_sentence_about_noise_and_the_slip_of_the_pen_is_refuted():
    for model, prediction, mark in predictions():
        strength = abs(model.gap) / (2 * model.sigma)
        noise = strength**2 * prediction.neighbourhood_noise[mark]
        share = noise / (noise + prediction.variance[mark])
        right, wrong = (float(theorems.bayes_error(times * model.gap, model.sigma)) for times in (1, 2))
        readers = {
            rf"At depth (\d+) it makes up ({SHARE}) of": lambda depth, value, mark=mark, share=share: (
                int(depth) == mark and says(value, share)
            ),
            rf"it would give ({SHARE}) here instead of the true ({SHARE})": lambda there, here, right=right, wrong=wrong: (
                says(there, wrong) and says(here, right) and wrong < right
            ),
        }
        text = words.noise_share_words(prediction, strength, mark) + words.slip_words(model)
        assert not refuted(text, readers), model


def test_no_sentence_about_draws_and_nodes_is_refuted():
    rng = np.random.default_rng(16)
    for _ in range(500):
        across, nodes = 10 ** rng.uniform(-7, 0, (2, int(rng.integers(1, 20))))
        end = nodes.size - 1
        readers = {
            rf"\(open circles, 64 nodes\) it is ({SHARE}) of σ² at depth (\d+), against ({SHARE}) across draws: what is missing is one shift": (
                lambda own, depth, other, across=across, nodes=nodes, end=end: (
                    says(own, nodes[-1])
                    and says(other, across[-1])
                    and int(depth) == end
                    and nodes[-1] < across[-1] / 2
                )
            ),
            rf"\(open circles, 64 nodes\) it is ({SHARE}) of σ² at depth (\d+); across draws ({SHARE})": (
                lambda own, depth, other, across=across, nodes=nodes, end=end: (
                    says(own, nodes[-1]) and says(other, across[-1]) and int(depth) == end
                )
            ),
        }
        assert not refuted(words.across_words(across, nodes, 64), readers)
    assert words.across_words(np.ones(3), np.full(3, np.nan), 64) == ""


def test_where_there_is_no_distance_no_share_of_it_is_told_or_drawn():
    seen = 0
    for model, prediction, _ in predictions():
        gap, paper = np.abs(prediction.mean_gap), panels.paper_gap(model, prediction.mean_gap.size - 1)
        said = (words.gap_words(model, gap, paper, None), words.noise_words(model, prediction, None))
        drawn = (panels.gap(model, prediction, 0), panels.noise(model, prediction, 0))
        assert all(("no distance" in text) == (model.gap == 0) for text in said)
        assert all((panel is None) == (model.gap == 0) for panel in drawn)
        seen += model.gap == 0
    assert 5 < seen < 500


def test_with_as_many_links_across_as_inside_no_ratio_to_noise_is_told():
    model = CSBM(p_within=0.0076, q_across=0.0076)
    prediction = predict(model, 12)
    found = estimate(simulate(model, 12, n_graphs=8, n_draws=4).mean_gap)
    text = words.gap_words(model, np.abs(prediction.mean_gap), panels.paper_gap(model, 12), found)
    assert "e-" not in text and "e+" not in text
    loud = [n for n in range(1, 13) if abs(found.value[n]) > 3 * found.standard_error[n]]
    assert 0 < len(loud) < 12 and text.count(depths(loud)) == 2
    assert "**Paper, leading order** is zero, where the simulation is not" in text
