"""What is sent to the stage: finite numbers or None, densities, and hills whose overlap is the error on the curve."""

import json
import math
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.stats import norm

from core.inside.crowd import sample_crowd
from core.model import CSBM
from core.simulation import sample_moments, sample_readings, side_of
from core.walks import best_possible, predict, predict_layers, stage_hills
from ui.link import presets
from ui.stage.data import BINS, READINGS, absence_message, numbers, simulation_message, theory_message
from ui.stage.nodes import nodes_message

PIXEL = 1e-3  # the error that hills and curve may differ by: well below a pixel of the drawn curve

SPECIAL = {
    "default": CSBM(),
    "no communities": CSBM(p_within=0.0076, q_across=0.0076),
    "classes avoid each other": CSBM(p_within=0.0038, q_across=0.0114),
    "no edges": CSBM(p_within=0.0, q_across=0.0),
    "two closed parts": CSBM(q_across=0.0),
    "two parts without edges inside": CSBM(p_within=0.0),
    "complete, ten nodes": CSBM(10, 1.0, 1.0),
    "two cliques, ten nodes": CSBM(10, 1.0, 0.0),
    "two nodes": CSBM(2, 0.5, 0.5),
    "less than one neighbour": CSBM(p_within=0.0004, q_across=0.0002),
    "little noise": CSBM(sigma=0.05),
    "tiny noise": CSBM(sigma=1e-9),
    "equal means": CSBM(mean_1=1.0, mean_2=1.0),
    "means swapped": CSBM(mean_1=2.0, mean_2=-1.0),
    "dense": CSBM(20_000, 0.9, 0.3),
    "a million millions": CSBM(10**12, 1e-11, 1e-12),
}


@cache
def theory(model, depth):
    """The message after its way through JSON, in which NaN and infinity are errors."""
    best = {name: best_possible(model, depth, name) for name in ("fixed", "fitted")}
    return json.loads(json.dumps(theory_message(model, predict(model, depth), best, "t"), allow_nan=False))


@cache
def simulation(model, depth, n_graphs=2):
    graphs = list(sample_moments(model, depth, n_graphs=n_graphs))
    message = simulation_message(model, graphs, side_of(model, depth), sample_crowd(model, depth, 0), "t")
    return json.loads(json.dumps(message, allow_nan=False)), graphs


def class_two(message, reading, depth):
    """Weights, offsets from the threshold and variances of class 2's hill: the algebra of fillMixture once more."""
    model, kinds = message["model"], message["neighbourhoods"]
    at = {name: values[depth] for name, values in message["layers"].items()}
    half, noise = (model["m2"] - model["m1"]) / 2, model["s"] ** 2
    if reading == "paper":
        return np.ones(1), np.array([half * at["gap"]]), np.array([noise * at["variance"]])
    weight, x, inverse, spread = (np.array(kinds[name]) for name in ("weight", "x", "inverse_degree", "spread"))
    shift = 1 if reading == "fixed" else 0
    signal = at["stay"] + at["pull"] * x
    own = np.maximum(0, at["w0"] + at["w1"] * inverse) + shift * at["shift_w"]
    others = np.maximum(0, at["s0"] + at["s1"] * inverse) + at["pull"] ** 2 * spread
    drawn = at["draw"] * (signal - at["own"]) ** 2
    variance = noise * own + half**2 * shift * at["shift_s"] + np.hypot(half**2 * others, noise * drawn)
    isolated = kinds["isolated"]
    return (
        np.append((1 - isolated) * weight, isolated),
        half * np.append(signal, at["constant"]),
        np.append(variance, noise * at["constant"] ** 2),
    )


def error_of(message, reading, depth):
    """Mass of class 2 on the side of class 1: half the overlap, because class 1 is the mirror image."""
    weight, offset, variance = class_two(message, reading, depth)
    kinds = message["neighbourhoods"]["weight"]
    connected = slice(0, len(kinds)) if reading != "paper" and kinds else slice(None)
    side = np.sign(weight[connected] @ offset[connected])
    if side == 0:
        return 0.5
    return float(weight @ norm.cdf(-side * offset / np.sqrt(np.maximum(variance, 1e-200))))


def check_hills(model, depths, tolerance=PIXEL):
    message = theory(model, max(depths))
    for reading, depth in product(READINGS, depths):
        wanted = message["curves"][reading][depth]
        assert error_of(message, reading, depth) == pytest.approx(wanted, abs=tolerance), (reading, depth)


@pytest.mark.parametrize("preset", presets.TWO_CLASSES, ids=lambda preset: preset.name)
def test_hills_and_curve_agree_for_every_preset(preset):
    check_hills(preset.model, (0, 1, 2, 3, 5, 10, 20))


@pytest.mark.parametrize("strength", [0.1, 1, 4, 10, 30])
def test_hills_and_curve_agree_over_a_grid_of_graphs_up_to_very_strong_features(strength):
    for n_nodes, degree, correlation in product((100, 2000, 10**6), (3, 15, 60), (0.2, 0.5, 0.9, -0.5)):
        within, across = (degree * (1 + sign * correlation) / n_nodes for sign in (1, -1))
        if within <= 1:
            check_hills(CSBM(n_nodes, within, across, -strength / 2, strength / 2), (0, 1, 2, 3, 5, 10, 20))


@pytest.mark.parametrize(
    "name", ["two closed parts", "two parts without edges inside", "means swapped", "a million millions"]
)
def test_hills_and_curve_agree_at_the_edges_of_the_model(name):
    check_hills(SPECIAL[name], (0, 1, 2, 5, 10, 20))


@pytest.mark.parametrize("model", SPECIAL.values(), ids=SPECIAL)
@pytest.mark.parametrize("depth", [1, 20])
def test_theory_is_finite_or_none_with_one_entry_per_depth(model, depth):
    message = theory(model, depth)
    for table in ("layers", "curves", "best"):
        for name, values in message[table].items():
            assert len(values) == depth + 1, (table, name)
    assert all(
        0 <= value <= 0.5 for table in ("curves", "best") for values in message[table].values() for value in values
    )
    kinds = message["neighbourhoods"]
    sizes = {len(kinds[name]) for name in ("weight", "x", "inverse_degree", "spread")}
    assert len(sizes) == 1 and sizes.pop() <= 200
    if kinds["weight"]:
        assert sum(kinds["weight"]) == pytest.approx(1, abs=1e-9)
        assert min(kinds["weight"]) > 0 and min(kinds["spread"]) >= 0 and max(map(abs, kinds["x"])) <= 1
    assert 0 <= kinds["isolated"] <= 1


@pytest.mark.parametrize("model", [CSBM(), SPECIAL["classes avoid each other"], CSBM(100, 0.2, 0.1, 1.0, 1.5)])
def test_swapping_the_names_of_the_classes_mirrors_the_hills_and_keeps_every_curve(model):
    mirrored = CSBM(model.n_nodes, model.p_within, model.q_across, model.mean_2, model.mean_1, model.sigma)
    ours, theirs = theory(model, 10), theory(mirrored, 10)
    for table in ("curves", "best", "layers"):
        for name in ours[table]:
            assert ours[table][name] == pytest.approx(theirs[table][name], rel=1e-12)
    for reading in READINGS:
        weight, offset, variance = class_two(ours, reading, 4)
        assert class_two(theirs, reading, 4) == (pytest.approx(weight), pytest.approx(-offset), pytest.approx(variance))


@pytest.mark.parametrize("factor", [0.01, 7.0])
def test_the_unit_of_the_features_changes_no_error(factor):
    ours, theirs = theory(CSBM(), 10), theory(CSBM(mean_1=-factor, mean_2=factor, sigma=factor), 10)
    for name in READINGS:
        assert ours["curves"][name] == pytest.approx(theirs["curves"][name], rel=1e-9)
        assert error_of(ours, name, 5) == pytest.approx(error_of(theirs, name, 5), rel=1e-9)


SIMULATED = {name: model for name, model in SPECIAL.items() if model.n_nodes <= 2000}


@pytest.mark.parametrize("model", SIMULATED.values(), ids=SIMULATED)
def test_simulation_is_finite_or_none_and_its_histograms_are_densities(model):
    message, _ = simulation(model, 6)
    assert message["n_graphs"] == 2
    for name in READINGS:
        dots = message["dots"][name]
        assert len(dots["value"]) == len(dots["error"]) == 7
        assert all(0 <= value <= 1 for value in dots["value"])
    for reading in ("fixed", "fitted"):
        for histogram in message["histogram"][reading]:
            bin_width = (histogram["hi"] - histogram["lo"]) / BINS
            assert bin_width > 0
            for values in (histogram["class_1"], histogram["class_2"]):
                assert len(values) == BINS and min(values) >= 0
                # Four digits per bin: BINS halves of the fourth digit.
                assert sum(values) * bin_width <= 1 + 5e-4


def test_histograms_hold_nearly_all_values_and_their_mean_is_the_simulated_gap():
    model = CSBM(n_nodes=600, p_within=0.04, q_across=0.01, mean_1=0.5, mean_2=2.5)
    message, graphs = simulation(model, 5, n_graphs=3)
    for depth, histogram in enumerate(message["histogram"]["fixed"]):
        edges = np.linspace(histogram["lo"], histogram["hi"], BINS + 1)
        centres, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
        first, second = np.array(histogram["class_1"]), np.array(histogram["class_2"])
        assert min(first.sum(), second.sum()) * width > 0.99
        # 64 of 600 nodes stand for all: their means scatter with the neighbourhood noise, and by the noise left in 192 draws.
        noise = np.mean([graph.neighbourhood_noise[depth] + graph.variance[depth] for graph in graphs])
        gap = (centres @ second / second.sum() - centres @ first / first.sum()) / model.gap
        wanted = np.mean([graph.mean_gap[depth] for graph in graphs])
        assert gap == pytest.approx(wanted, abs=5 * math.sqrt(noise / 64) + width)


def test_dots_are_the_mean_over_graphs_with_its_standard_error():
    model = CSBM(n_nodes=200, p_within=0.1, q_across=0.03)
    message, graphs = simulation(model, 4, n_graphs=3)
    crowd = sample_crowd(model, 4, 0)
    one_by_one = [
        simulation_message(model, [graph], side_of(model, 4), crowd, "t")["dots"]["fixed"]["value"] for graph in graphs
    ]
    assert message["dots"]["fixed"]["value"] == pytest.approx(np.mean(one_by_one, axis=0), rel=1e-9)
    assert message["dots"]["fixed"]["error"] == pytest.approx(
        np.std(one_by_one, axis=0, ddof=1) / math.sqrt(3), rel=1e-6
    )


def test_a_single_graph_has_no_standard_error():
    message, _ = simulation(CSBM(n_nodes=100, p_within=0.1, q_across=0.1), 3, n_graphs=1)
    assert set(message["dots"]["fixed"]["error"]) <= {None, 0.0}


def test_both_messages_fit_through_a_slow_wire():
    # At the default depth 20: what a change of a slider sends, raw.
    assert len(json.dumps(theory(CSBM(), 20))) < 30_000
    assert len(json.dumps(simulation(CSBM(n_nodes=600), 20)[0])) < 90_000


def test_numbers_are_finite_or_none():
    assert numbers(np.array([1.0, np.nan, np.inf, -np.inf, -2])) == [1.0, None, None, None, -2.0]


def test_an_absence_carries_its_reason_and_the_token():
    assert absence_message("Too many nodes.", "t") == {"token": "t", "dots": None, "message": "Too many nodes."}


@pytest.mark.parametrize("n_classes", [3, 7])
def test_of_several_classes_a_pair_is_drawn_and_all_are_counted(n_classes):
    model = CSBM(60 * n_classes, 0.2, 0.03, n_classes=n_classes)
    message = theory(model, 4)
    assert message["model"]["c"] == n_classes and len(message["neighbourhoods"]["both"]) > 1
    assert message["curves"]["fixed"] == pytest.approx(list(predict(model, 4).error_fixed))
    fixed, fitted = (stage_hills(model, predict_layers(model, 4), reading) for reading in ("fixed", "fitted"))
    assert message["layers"]["noise"] == pytest.approx(list(fixed.others))
    assert message["layers"]["others_fitted"] == pytest.approx(list(fitted.others))
    graphs = [sample_readings(model, 4, index=index) for index in range(2)]
    dots = json.loads(json.dumps(simulation_message(model, graphs, None, None, "t"), allow_nan=False))
    assert dots["nodes"] is None and dots["dots"]["fixed"]["value"][0] == pytest.approx(
        message["curves"]["fixed"][0], abs=0.02
    )
    for bins in (row for rows in dots["histogram"].values() for row in rows):
        assert (bins["hi"] - bins["lo"]) / BINS * sum(bins["class_1"]) == pytest.approx(1, abs=0.02)
    # Chance among several classes is beyond one half: nothing is cut there.
    hard = theory(CSBM(60 * n_classes, 0.05, 0.05, -0.1, 0.1, n_classes=n_classes), 4)
    assert 0.5 < max(hard["curves"]["fixed"]) <= 1 - 1 / n_classes and max(hard["best"]["fixed"]) > 0.5


def test_features_at_a_share_of_the_nodes_come_as_hills_of_that_share_and_nodes_by_their_paths():
    model = CSBM(200, 0.1, 0.03, known=0.25)
    prediction = predict(model, 4)
    message = theory_message(model, prediction, {}, "t")
    layers, every = message["layers"], theory_message(replace(model, known=1.0), prediction, {}, "t")["layers"]
    assert message["model"]["have"] == 0.25
    assert layers["gap"] == pytest.approx(list(prediction.mean_gap)) and layers["gap"][0] == 0.25
    assert layers["variance"] == pytest.approx(list(prediction.variance))
    assert layers["noise"] == pytest.approx(list(prediction.neighbourhood_noise))
    # After one step a neighbour says nothing where it has no feature itself; after three, those behind it count as well.
    assert layers["unheard"][:2] == [1.0, 0.75] and layers["unheard"][3] < 0.1 and "unheard" not in every
    nodes, whole = (nodes_message(one, sample_crowd(one, 4, 0)) for one in (model, replace(model, known=1.0)))
    assert nodes["have"] == 0.25 and "links" not in nodes and "links" in whole
