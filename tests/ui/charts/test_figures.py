"""Figures draw what they are given: gaps where there is no number, no text "NaN", an axis that covers the data."""

import json

import numpy as np
import pytest

from core.estimate import Estimate, estimate
from ui.charts import theme
from ui.charts.chart_slot import undrawn_words
from ui.charts.figures import SMALLEST, Band, Dots, Line, Panel, below_axis, over_depth

RNG = np.random.default_rng(0)
COLOUR = theme.CLASS_1


def drawn(panel, axis="log"):
    """The figure as the browser gets it: parsed JSON, in which NaN would be an error."""

    def refuse(text):
        raise AssertionError(f"{text} in the figure's JSON")

    return json.loads(over_depth(panel, axis=axis).to_json(), parse_constant=refuse)


def trace(figure, name):
    return next(entry for entry in figure["data"] if entry.get("name") == name)


def numbers(values):
    """A trace's y as list with None for gaps, whether Plotly wrote a list or packed bytes."""
    if isinstance(values, dict):
        import base64

        values = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [None if value is None or not np.isfinite(value) else value for value in values]


def texts(part):
    if isinstance(part, dict):
        return [text for key, value in part.items() if key != "bdata" for text in texts(value)]
    if isinstance(part, list):
        return [text for value in part for text in texts(value)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_a_hole_in_a_curve_is_a_gap_and_no_text(axis):
    values = np.array([1.0, np.nan, 0.2, np.inf, 0.1])
    figure = drawn(Panel("title", (Line("walk", values, COLOUR),)), axis)
    assert numbers(trace(figure, "walk")["y"]) == [1.0, None, 0.2, None, 0.1]
    assert not trace(figure, "walk").get("connectgaps")
    assert not [text for text in texts(figure) if "nan" in text.lower() or "inf" in text.lower()]


def test_a_logarithmic_axis_leaves_out_what_it_cannot_show_and_a_linear_one_does_not():
    values = np.array([1.0, 0.0, -0.5, SMALLEST / 10])
    panel = Panel("title", (Line("walk", values, COLOUR),))
    assert numbers(trace(drawn(panel, "log"), "walk")["y"]) == [1.0, None, None, None]
    assert numbers(trace(drawn(panel, "linear"), "walk")["y"]) == values.tolist()


def test_the_logarithmic_range_covers_lines_and_dots_closely():
    for _ in range(50):
        line, dots = 10 ** RNG.uniform(-9, 1, 12), 10 ** RNG.uniform(-9, 1, (4, 12))
        panel = Panel("title", (Line("walk", line, COLOUR),), (Dots("dots", estimate(dots), COLOUR),))
        low, high = drawn(panel)["layout"]["yaxis"]["range"]
        everything = np.log10(np.concatenate([line, dots.mean(axis=0)]))
        assert low <= everything.min() and everything.max() <= high
        # A fifth of a decade of room at the most, or as much as a dot at each end of a long axis.
        assert high - low <= max(np.ptp(everything) + 0.2, 1.07 * np.ptp(everything))


def test_the_logarithmic_range_is_never_longer_than_twelve_decades_and_needs_no_data():
    steep = 10.0 ** -np.arange(0, 40)
    low, high = drawn(Panel("title", (Line("walk", steep, COLOUR),)))["layout"]["yaxis"]["range"]
    assert high >= 0 and high - low <= 12
    low, high = drawn(Panel("title", (Line("walk", np.full(3, np.nan), COLOUR),)))["layout"]["yaxis"]["range"]
    assert low < high


def test_a_linear_axis_has_the_limits_of_the_panel():
    panel = Panel("title", (Line("walk", np.ones(3), COLOUR),), limits=(0, 1.05))
    assert drawn(panel, "linear")["layout"]["yaxis"]["range"] == [0, 1.05]


def test_error_bars_are_one_standard_error_and_stay_above_zero_on_a_logarithmic_axis():
    found = estimate(np.array([[0.1, 1e-6], [0.3, 3e-6], [0.2, 9e-5]]))
    panel = Panel("title", (Line("walk", np.ones(2), COLOUR),), (Dots("dots", found, COLOUR),))
    for axis in ("log", "linear"):
        entry = trace(drawn(panel, axis), "dots")
        up, down = numbers(entry["error_y"]["array"]), numbers(entry["error_y"]["arrayminus"])
        assert up == pytest.approx(found.standard_error)
        if axis == "linear":
            assert down == pytest.approx(found.standard_error)
        else:
            assert all(value - bar > 0 for value, bar in zip(found.value, down, strict=True))


def test_a_single_graph_has_dots_without_bars():
    found = estimate(np.array([[0.1, 0.2]]))
    panel = Panel("title", (Line("walk", np.ones(2), COLOUR),), (Dots("dots", found, COLOUR),))
    assert numbers(trace(drawn(panel), "dots")["error_y"]["array"]) == [0, 0]


def test_the_marked_depth_and_verticals_are_drawn_inside_the_range_only():
    lines = (Line("walk", np.ones(6), COLOUR),)
    inside = drawn(Panel("title", lines, verticals={"saturation": 3.5}, mark=2))["layout"]
    assert [shape["x0"] for shape in inside["shapes"]] == [3.5, 2]
    assert [note["text"] for note in inside["annotations"]] == ["saturation", "depth 2"]
    outside = drawn(Panel("title", lines, verticals={"saturation": 7.0}))["layout"]
    assert not outside.get("shapes") and not outside.get("annotations")


def test_a_band_lies_between_its_two_curves():
    low, high = np.array([0.5, 0.1, 0.01]), np.array([1.0, 0.4, 0.2])
    panel = Panel("title", (Line("walk", high, COLOUR),), bands=(Band("band", low, high, COLOUR),))
    first, second = drawn(panel)["data"][:2]
    assert second["fill"] == "tonexty" and second["name"] == "band" and not first["showlegend"]
    assert numbers(first["y"]) == low.tolist() and numbers(second["y"]) == high.tolist()


def test_every_reading_has_a_label_a_colour_and_a_stroke_of_its_own():
    tables = (theme.READING_LABELS, theme.READING_COLOURS, theme.READING_DASHES)
    assert all(table.keys() == {"paper", "fixed", "fitted"} and len(set(table.values())) == 3 for table in tables)


def test_dots_that_a_logarithmic_axis_does_not_reach_are_counted():
    rng = np.random.default_rng(2)
    for _ in range(200):
        values = 10 ** rng.uniform(-14, 0, 9)
        dots = Dots("one graph", Estimate(values, np.zeros(9), 4), COLOUR, str(rng.choice(["circle", "circle-open"])))
        panel = Panel(
            "title", (Line("walk", np.geomspace(1, 1e-3, 9), COLOUR),), (dots,), percent=bool(rng.integers(2))
        )
        low = 10 ** over_depth(panel).layout.yaxis.range[0] / (100 if panel.percent else 1)
        below = int((values < low).sum())
        assert below_axis(panel) == ({"one graph": (below, 9)} if below else {})
        assert undrawn_words(panel).startswith(f"{below} of 9 dots of “one graph” lie" if below else "") or below == 1
    assert undrawn_words(Panel("title", (Line("walk", np.ones(3), COLOUR),))) == ""
