"""Axes that a reader can read: a logarithmic one always has two labelled ticks, and shares are in per cent."""

import numpy as np
import pytest

from core.estimate import estimate
from ui.charts import theme
from ui.charts.figures import Band, Dots, Line, Panel, over_depth
from ui.charts.layout import log_axis
from ui.charts.sweep_figures import over_parameter


def labelled(low, high):
    """How many ticks Plotly labels from 10^low to 10^high."""
    ticks = log_axis(low, high, " %")
    assert len(ticks["tickvals"]) == len(ticks["ticktext"]) and all(text.endswith(" %") for text in ticks["ticktext"])
    for value, text in zip(ticks["tickvals"], ticks["ticktext"], strict=True):
        number = text.removesuffix(" %").replace("10<sup>", "1e").replace("</sup>", "").replace("−", "-")
        assert float(number) == pytest.approx(value, rel=0.01)
    return sum(low - 1e-9 <= np.log10(place) <= high + 1e-9 for place in ticks["tickvals"])


def test_a_logarithmic_axis_has_at_least_two_labelled_ticks_whatever_its_range():
    rng = np.random.default_rng(0)
    for _ in range(3000):
        low = rng.uniform(-12, 6)
        assert 2 <= labelled(low, low + 10 ** rng.uniform(-1, 1.1)) <= 14


def curve(values):
    return (Line("error", np.array(values), theme.CLASS_1),)


@pytest.mark.parametrize("axis", ["log", "linear"])
def test_shares_are_drawn_in_per_cent_with_their_bars_bands_and_limits(axis):
    values = np.array([0.5, 0.02, 0.3])
    dots = Dots("dots", estimate(np.stack([values, 1.1 * values])), theme.CLASS_1)
    panel = Panel(
        "t", curve(values), (dots,), (Band("band", values / 2, values, theme.CLASS_2),), limits=(0, 0.52), percent=True
    )
    figure = over_depth(panel, axis=axis)
    low, high, line, points = figure.data
    assert (
        list(line.y) == list(100 * values) and list(low.y) == list(50 * values) and list(high.y) == list(100 * values)
    )
    assert list(points.y) == pytest.approx(105 * values) and list(points.error_y.array) == pytest.approx(5 * values)
    assert figure.layout.yaxis.ticksuffix == " %" and "%{y:.4g} %" in line.hovertemplate
    if axis == "linear":
        assert list(figure.layout.yaxis.range) == [0, 52]
    else:
        reach = 10 ** np.array(figure.layout.yaxis.range)
        assert reach[0] <= 2 and reach[1] >= 50
    # What is no share is left as it is.
    assert list(over_depth(Panel("t", curve(values)), axis=axis).data[0].y) == list(values)


def test_a_share_over_a_parameter_is_drawn_in_per_cent():
    figure = over_parameter(
        np.array([1.0, 10.0, 100.0]), curve([0.5, 0.1, 0.004]), title="d", axis="log", x_axis="log", percent=True
    )
    assert list(figure.data[0].y) == pytest.approx([50, 10, 0.4]) and figure.layout.yaxis.ticksuffix == " %"
