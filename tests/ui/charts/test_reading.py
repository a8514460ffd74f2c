"""A chart in words says what its curves do, and nothing of what it cannot read."""

import numpy as np
import plotly.graph_objects as go
import pytest

from ui.charts.reading import described


def figure(*traces, unit=""):
    return go.Figure(traces, go.Layout(yaxis={"ticksuffix": unit}))


def curve(name, values, **more):
    return go.Scatter(x=np.arange(len(values)), y=np.array(values, dtype=float), name=name, mode="lines", **more)


def test_a_curve_is_told_by_its_ends_and_by_what_lies_between():
    assert described(figure(curve("theory", [16, 3, 50]), unit=" %")) == (
        "theory: from 16 % at 0 to 50 % at 2, lowest 3 % at 1."
    )
    assert described(figure(curve("up", [1, 2, 3]))) == "up: from 1 at 0 to 3 at 2."
    assert (
        described(figure(curve("hat", [0, -2, 5, 1]))) == "hat: from 0 at 0 to 1 at 3, lowest −2 at 1, highest 5 at 2."
    )
    assert described(figure(curve("flat", [4, 4]))) == "flat: 4 from 0 to 1."


@pytest.mark.parametrize("seed", range(5))
def test_what_is_called_lowest_and_highest_is_so_for_random_curves_with_gaps(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=12).round(2)
    values[rng.integers(1, 11)] = np.nan
    said = described(figure(curve("c", values)))
    for kind, value in (("lowest", np.nanmin(values)), ("highest", np.nanmax(values))):
        spoken = f"{value:.3g}".replace("-", "−")
        inside = value not in (values[0], values[-1])
        assert (f"{kind} {spoken} at {np.flatnonzero(values == value)[0]}" in said) == inside


def test_dots_and_further_curves_are_named_and_what_has_no_name_or_no_numbers_is_left_out():
    dots = go.Scatter(x=[0, 1], y=[1, 2], name="simulation", mode="markers")
    curves = [curve(f"c{k}", [k, k + 1]) for k in range(6)]
    assert described(figure(*curves, dots)).endswith("Also drawn: c4, c5, simulation.")
    assert described(figure(go.Scatter(x=[0, 1], y=[1, 2], mode="lines"))) == ""
    assert described(figure(curve("hidden", [1, 2], visible=False))) == ""
    assert described(figure(go.Heatmap(z=[[1, 2]]))) == ""
    assert described(figure(curve("n<sub>0</sub>", [1, 2]))).startswith("n0: ")
