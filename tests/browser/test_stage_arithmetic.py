"""The stage's own arithmetic, model.js alone in an empty page: its errors, hills and drags are those of the engine."""

from pathlib import Path

import numpy as np
import pytest
from browser.stage_numbers import message_of

from core.many_classes.pair import pair_kinds, pair_parts
from core.model import CSBM
from core.walk_theory.neighbourhoods import neighbourhoods
from core.walks import predict, predict_layers
from ui.stage.data import READINGS

STAGE_MODEL = Path(__file__).resolve().parents[2] / "ui" / "stage" / "model.js"
MODELS = (CSBM(), CSBM(p_within=0.0038, q_across=0.0114), CSBM(100, 0.2, 0.1, 1.0, 1.5), CSBM(10**12, 1e-11, 1e-12))


def test_the_stages_own_arithmetic_gives_the_curves_of_the_engine(page):
    # model.js alone, in an empty page: error of the mixture, and overlap of its densities in both zooms.
    page.add_script_tag(content=STAGE_MODEL.read_text(encoding="utf-8"))
    for model in MODELS:
        found = page.evaluate(
            """([data, readings]) => readings.map(reading => [0, 1, 2, 5, 10].map(depth => {
                const mix = createMixture(data.neighbourhoods.weight.length + 1);
                if (!fillMixture(mix, data, reading, depth)) return null;
                const {offset, deviation, side} = momentsOf(mix);
                const half = Math.abs(offset) + 12 * deviation, density = new Float64Array(2400);
                fillDensity(density, mix, half);
                const wrong = side < 0 ? density.slice(1200) : density.slice(0, 1200);
                return [data.curves[reading][depth], errorOf(mix), wrong.reduce((a, b) => a + b, 0) * 2 * half / 2400];
            }))""",
            [message_of(model), READINGS],
        )
        for curve_error, by_sum, by_area in (entry for row in found for entry in row):
            assert by_sum == pytest.approx(curve_error, abs=1e-3)
            assert by_area == pytest.approx(by_sum, abs=1e-4)


def test_of_several_classes_the_hills_are_those_of_the_engines_pair(page):
    page.add_script_tag(content=STAGE_MODEL.read_text(encoding="utf-8"))
    models = (CSBM(1998, n_classes=3), CSBM(2702, 0.0082, 0.00032, n_classes=7), CSBM(2000, 0.002, 0.012, n_classes=10))
    for model in models:
        layers, kinds = predict_layers(model, 10), pair_kinds(model)
        mean, own, others = pair_parts(model, layers, kinds)
        half = model.gap / 2
        found = page.evaluate(
            """(data) => [1, 2, 5, 10].map(depth => {
                const mix = createMixture(data.neighbourhoods.weight.length + 1);
                fillMixture(mix, data, "fitted", depth);
                return [[...mix.offset].slice(0, mix.connected), [...mix.variance].slice(0, mix.connected)];
            })""",
            message_of(model),
        )
        for depth, (offset, variance) in zip((1, 2, 5, 10), found, strict=True):
            assert offset == pytest.approx(half * mean[depth], rel=1e-9, abs=1e-15)
            assert variance == pytest.approx(model.sigma**2 * own[depth] + half**2 * others[depth], rel=1e-9)


@pytest.mark.parametrize("known", [0.3, 0.05])
def test_hills_of_features_at_some_nodes_have_the_engines_mean_and_width_and_peak_where_nobody_is_heard(page, known):
    page.add_script_tag(content=STAGE_MODEL.read_text(encoding="utf-8"))
    for model in (
        CSBM(known=known),
        CSBM(1000, 0.002, 0.001, known=known),
        CSBM(1500, 0.016, 0.03, -0.6, 0.6, known=known),
    ):
        wanted, half, flips = predict(model, 10), model.gap / 2, (1 - known)
        found = page.evaluate(
            """(data) => Array.from({ length: 11 }, (_, depth) => {
                const mix = createMixture(data.neighbourhoods.weight.length + 1);
                if (!fillMixture(mix, data, "fixed", depth)) return null;
                const { offset, deviation } = averagesOf(mix);
                let peak = 0;
                for (let k = 0; k < mix.size; k += 1) if (mix.variance[k] < 1e-100) peak += mix.weight[k];
                return [offset, deviation, errorOf(mix), peak];
            })""",
            message_of(model),
        )
        width = np.sqrt(model.sigma**2 * wanted.variance + half**2 * wanted.neighbourhood_noise)
        offset, deviation, error, peak = np.array(found).T
        assert offset == pytest.approx(half * wanted.mean_gap, rel=0.02, abs=1e-12)
        assert deviation == pytest.approx(width, rel=0.06)
        assert error == pytest.approx(wanted.error_fixed, abs=0.04) and error[0] == pytest.approx(wanted.error_fixed[0])
        silent = flips * model.isolated_share + (1 - model.isolated_share) * unheard_at_one(model)
        assert peak[0] == pytest.approx(flips) and peak[1] == pytest.approx(silent, rel=0.03, abs=1e-4)


def unheard_at_one(model):
    """Chance that no neighbour of a connected node has a feature."""
    kinds = neighbourhoods(model)
    return float(kinds.weight @ (1 - model.known) ** (1 / kinds.inverse_degree))


def test_curves_of_other_features_are_those_of_the_engine(page):
    page.add_script_tag(content=STAGE_MODEL.read_text(encoding="utf-8"))
    for model in MODELS:
        for m1, m2, s in ((-2.0, 0.5, 0.4), (1.0, 1.5, 3.0), (2.0, -1.0, 1.0), (1.0, 1.0, 1.0)):
            changed = {"m1": m1, "m2": m2, "s": s}
            found = page.evaluate("([data, to]) => withFeatures(data, to).curves", [message_of(model), changed])
            wanted = predict(CSBM(model.n_nodes, model.p_within, model.q_across, m1, m2, s), 10)
            for reading in READINGS:
                error = getattr(wanted, f"error_{reading}")
                assert found[reading] == pytest.approx(error, rel=0.01, abs=1e-6), (model, changed, reading)


def test_what_is_dragged_stays_under_the_pointer(page):
    # Means and deviation of the hills as they are drawn, after the features behind a drag have been found and put in.
    page.add_script_tag(content=STAGE_MODEL.read_text(encoding="utf-8"))
    for model in MODELS:
        for reading, depth in ((r, d) for r in READINGS for d in (0, 1, 2, 6, 10)):
            mean, response, deviation, share = page.evaluate(
                """([data, reading, depth]) => {
                    const {m1, m2, s} = data.model, response = responseOf(data, reading, depth), half = (m2 - m1) / 2;
                    const from = (m1 + m2) / 2 + half * response.gap, hill = (features) => {
                        const mix = createMixture(data.neighbourhoods.weight.length + 1);
                        fillMixture(mix, withFeatures(data, features), reading, depth);
                        return momentsOf(mix);
                    };
                    const moved = meanBehind(response, m2, m1, from, from + 0.3);
                    const wide = hill(data.model).deviation, sigma = spreadBehind(response, half, s, wide, 1.3 * wide);
                    const share = spreadShare(response, half, s);
                    const mean = (m1 + moved) / 2 + hill({m1, m2: moved, s}).offset;
                    return [mean, response.gap, hill({m1, m2, s: sigma}).deviation / wide, share];
                }""",
                [message_of(model), reading, depth],
            )
            middle, half = (model.mean_1 + model.mean_2) / 2, (model.mean_2 - model.mean_1) / 2
            case = (model, reading, depth)
            if response > -0.75:
                assert mean == pytest.approx(middle + half * response + 0.3, abs=1e-9), case
            assert np.isfinite(mean)
            if share > 0.1:
                assert deviation == pytest.approx(1.3, abs=1e-9), case
            assert np.isfinite(deviation) and deviation >= 1


NEXT_TO_NO_LINKS = [CSBM(n) for n in (2, 4, 10, 20)] + [CSBM(2000, 1e-9, 1e-9), CSBM(2000, 3e-4, 1e-4)]


def test_what_is_said_of_gap_and_width_holds_for_all_nodes_and_no_picture_is_wider(page):
    for file in (STAGE_MODEL, STAGE_MODEL.with_name("words.js"), STAGE_MODEL.with_name("layer_words.js")):
        page.add_script_tag(content=file.read_text(encoding="utf-8"))
    for model in (*MODELS, *NEXT_TO_NO_LINKS):
        theory = predict(model, 10)
        for depth in (1, 2, 6):
            offset, deviation, words, seen = page.evaluate(
                """([data, depth]) => {
                    const mix = createMixture(data.neighbourhoods.weight.length + 1);
                    fillMixture(mix, data, "fixed", depth);
                    const all = averagesOf(mix), seen = momentsOf(mix);
                    const words = sentence(data, "fixed", depth, hillsAt(data, "fixed", depth));
                    return [all.offset, all.deviation, words, seen.deviation];
                }""",
                [message_of(model), depth],
            )
            half = (model.mean_2 - model.mean_1) / 2
            assert offset / half == pytest.approx(theory.mean_gap[depth], abs=0.005), (model, depth)
            variance = theory.variance[depth] * model.sigma**2 + theory.neighbourhood_noise[depth] * half**2
            assert deviation**2 == pytest.approx(variance, rel=0.05), (model, depth)
            assert seen <= 1.01 * deviation, (model, depth)
            if model.mean_degree < 0.05 and depth == 2:
                assert "as wide as at the start" in words, words


def test_one_node_is_one_node_and_everything_else_is_plural(page):
    page.add_script_tag(content=STAGE_MODEL.with_name("words.js").read_text(encoding="utf-8"))
    assert page.evaluate("[0, 1, 2].map((count) => numberOf(count, 'node'))") == ["0 nodes", "1 node", "2 nodes"]
