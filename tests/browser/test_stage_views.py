"""Four linked views of one depth: hills through a lens and at true size, the error, and who wins each layer."""

import re

import numpy as np
import pytest
from browser.stage_alone import mount
from browser.stage_numbers import message_of
from browser.stage_steps import area, fact, points, scrub, stage_of
from playwright.sync_api import expect

from core.model import CSBM
from core.walk_theory.hills import hills, layer_factors
from core.walk_theory.new_nodes import expected_new_nodes
from core.walks import predict, predict_layers
from ui.stage.stage import FIGURE
from ui.words.layer import sentence

MODELS = (
    CSBM(),
    CSBM(p_within=0.0038, q_across=0.0114),
    CSBM(100, 0.2, 0.1, 1.0, 1.5),
    CSBM(p_within=0.0076, q_across=0.0076),
)


def drawn(page, name, inside="true-size"):
    """Data of the paths of one kind in one view."""
    return [node.get_attribute("d") for node in page.get_by_test_id(inside).locator(f"path.stage-{name}").all()]


def span(path):
    """Leftmost and rightmost x of a path of absolute M, H and L."""
    xs = [x for x, _ in points(re.sub(r"[mv][^MHLVZ]*", "", path))]
    return min(xs), max(xs)


def extent(path):
    low, high = span(path)
    return high - low


def test_at_true_size_no_depth_changes_the_axis_and_gap_and_spread_keep_their_scale(page):
    mount(page)
    theory, axes = predict(CSBM(), 10), set()
    (gap,), (spread, _) = drawn(page, "gap"), drawn(page, "spread")
    first = extent(gap), extent(spread)
    for depth in range(11):
        scrub(page, depth)
        axes.add(tuple(page.get_by_test_id("true-size").locator(".stage-tick-text").all_text_contents()))
        width = np.sqrt(theory.variance[depth] + theory.neighbourhood_noise[depth])
        if depth < 4:
            assert extent(drawn(page, "gap")[0]) == pytest.approx(first[0] * theory.mean_gap[depth], abs=0.1)
        assert extent(drawn(page, "spread")[0]) == pytest.approx(first[1] * width, abs=0.1)
        words = page.get_by_test_id("true-size").text_content() if depth == 2 else None
        assert words is None or f"gap {100 * theory.mean_gap[2]:.0f} %" in words
    assert len(axes) == 1
    # What stays faintly behind is depth 0.
    assert len(drawn(page, "first-1")) == 1 and extent(drawn(page, "track-gap")[0]) == pytest.approx(first[0], abs=0.1)


def test_at_true_size_hills_keep_their_area_until_they_are_as_high_as_the_strip(page):
    mount(page)
    areas, heights = [], []
    for depth in (0, 1, 2, 3, 6):
        scrub(page, depth)
        corners = points(drawn(page, "true-2")[0])
        areas.append(area(corners))
        heights.append(max(y for _, y in corners) - min(y for _, y in corners))
    assert areas[1] == pytest.approx(areas[0], rel=0.02)
    assert heights[0] < heights[1] < heights[2] == pytest.approx(heights[3]) == pytest.approx(heights[4])
    assert areas[4] < areas[3] < areas[2] < areas[0]


def test_the_lens_opens_from_what_is_seen_of_the_strip_to_the_whole_width_and_says_how_many_times(page):
    mount(page)
    seen = []
    for depth in (0, 1, 3, 8):
        scrub(page, depth)
        corners = points(page.locator("path.stage-lens").get_attribute("d"))
        (left, _), (from_, _), (right, _), (to, _) = corners
        assert left < from_ or depth == 0
        said = float(page.locator("text.stage-strong", has_text=re.compile(r"^×")).first.text_content().split()[1])
        assert (right - left) / (to - from_) == pytest.approx(said, rel=0.06)
        seen.append(to - from_)
        ends = page.locator("path.stage-line-1").first.get_attribute("d")
        assert span(ends)[1] - span(ends)[0] == pytest.approx(right - left, abs=3)
    assert seen == sorted(seen, reverse=True) and seen[0] > 300 > seen[-1]


@pytest.mark.parametrize("reading", ["paper", "fixed", "fitted"])
def test_the_factors_of_every_layer_are_the_engines_and_so_is_its_sentence(page, reading):
    for model in MODELS:
        mount(page, model, reading=reading, dots=False)
        seen, error = hills(model, predict_layers(model, 10), reading), getattr(predict(model, 10), f"error_{reading}")
        factors = layer_factors(seen.gap, seen.width(model))
        for depth in range(11):
            scrub(page, depth)
            texts = [stage_of(page).get_attribute(f"data-{name}-factor") for name in ("gap", "width")]
            words = page.get_by_test_id("reading").inner_text()
            if depth == 0:
                assert texts == ["", ""] and "Layer" not in words
                continue
            gap, width = (values[depth - 1] for values in factors)
            for text, wanted in zip(texts, (gap, width), strict=True):
                assert float(text) == pytest.approx(wanted, rel=1e-9, nan_ok=True), (model, depth)
            assert words.endswith(sentence(depth, gap, width, error[depth - 1], error[depth]))


def test_bars_and_step_are_the_logarithms_of_the_factors_under_the_marker_of_the_error(page):
    mount(page, dots=False)
    seen = hills(CSBM(), predict_layers(CSBM(), 10))
    levels = np.log(layer_factors(seen.gap, seen.width(CSBM())))
    zero = points(drawn(page, "axis", "layers")[0])[0][1]
    bars = {name: [] for name in ("gap", "width")}
    for depth in range(1, 11):
        scrub(page, depth)
        for name, heights in bars.items():
            corners = points(
                page.get_by_test_id("layers").locator(f"path.stage-layer-{name}.stage-layer-now").get_attribute("d")
            )
            ys = [y for _, y in corners]
            heights.append(min(ys) - zero if min(ys) < zero - 0.01 else max(ys) - zero)
            xs = [x for x, _ in corners]
            cursor = page.locator("line.stage-cursor")
            assert (min(xs) + max(xs)) / 2 == pytest.approx(float(cursor.get_attribute("x1")), abs=0.05)
            assert float(cursor.get_attribute("y2")) > zero  # one line through both
    scale = bars["width"][0] / levels[1][0]
    assert scale > 0
    assert bars["width"] == pytest.approx(list(scale * levels[1]), abs=0.1)  # up, where widths shrink
    assert bars["gap"] == pytest.approx(list(-scale * levels[0]), abs=0.1)
    steps = [y for _, y in points(drawn(page, "step", "layers")[0])][::2]
    assert steps == pytest.approx(list(zero - scale * (levels[0] - levels[1])), abs=0.1)
    # Where the step crosses zero the error turns.
    best = predict(CSBM(), 10).error_fixed.argmin()
    assert all(y < zero for y in steps[:best]) and steps[best] > zero


def test_the_row_under_the_layers_says_how_many_new_nodes_are_met(page):
    mount(page, depth=3)
    share = expected_new_nodes(CSBM(), 10) / 2000
    expect(page.get_by_test_id("layers")).to_contain_text(f"{100 * share[3]:.0f} %")
    blocks = drawn(page, "met", "layers")[0].split("Z")
    assert len([block for block in blocks if block]) == np.sum(share[1:] > 5e-4)


def test_the_second_method_is_laid_over_every_view(page):
    other = message_of(CSBM(), 10)
    slow = predict(CSBM(), 10, "residual", alpha=0.2)
    layers = predict_layers(CSBM(), 10, "residual", alpha=0.2)
    names = other["layers"]
    over = {
        "name": "residual",
        "layers": {name: getattr(layers, name, np.zeros(11)).tolist() for name in names},
        "curves": {name: getattr(slow, f"error_{name}").tolist() for name in other["curves"]},
    }
    mount(page, depth=4, overlay=over)
    assert all(node.get_attribute("d") for node in page.locator("path.stage-ghost.stage-overlay").all())
    assert page.locator("path.stage-overlay").last.get_attribute("d")
    assert drawn(page, "layer-outline", "layers")[0]
    expect(page.locator(".stage-course")).to_contain_text("residual")
    # Features that a hand has changed change the other method's curve too.
    before = page.locator("svg .stage-overlay").last.get_attribute("d")
    page.locator(".stage-handle-m2").focus()
    page.keyboard.press("Shift+ArrowRight")
    assert fact(page, "m2") == 1.5
    assert page.locator("svg .stage-overlay").last.get_attribute("d") != before


def test_words_of_python_and_of_the_browser_are_the_same_over_random_layers(page):
    page.set_content("<p></p>")
    page.add_script_tag(content=FIGURE)
    rng = np.random.default_rng(0)
    cases = [[n, *map(float, np.exp(rng.normal(-1, 1.5, 4)))] for n in range(1, 301)]
    said = page.evaluate(
        "cases => cases.map(([n, gap, width, ...errors]) => layerWords({gap, width}, n, ...errors))", cases
    )
    assert said == [sentence(*case) for case in cases]
