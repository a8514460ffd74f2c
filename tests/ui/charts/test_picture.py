"""A figure on a projector: every letter can be read from the last row, and nothing else about it changes."""

import numpy as np
import plotly.graph_objects as go
import pytest

from ui.charts.figures import Line, Panel, over_depth
from ui.charts.picture import LONGEST, MOST, TYPE, broken, give_room, project


def sizes(node):
    """Every font size in a figure's JSON."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("font", "tickfont") and "size" in value:
                yield value["size"]
            else:
                yield from sizes(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from sizes(value)


def curves():
    panel = Panel("error", (Line("theory", np.linspace(0.5, 0.1, 9), "#000000"),), verticals={"here": 3}, mark=2)
    return over_depth(panel, axis="linear")


def heat():
    figure = go.Figure(go.Heatmap(z=[[1.0, 2.0]], colorbar={"tickfont": {"size": 13}, "title": {"text": "depth"}}))
    return figure.update_layout(height=600, font={"size": 14}, legend={"font": {"size": 13}})


@pytest.mark.parametrize("make", [curves, heat])
def test_every_letter_of_a_figure_on_a_projector_is_large(make):
    before, after = make(), make()
    project(after)
    assert min(sizes(before.to_dict())) < TYPE
    assert min(sizes(after.to_dict())) >= TYPE
    assert after.layout.height >= before.layout.height


def test_a_projector_changes_no_number():
    before, after = curves(), curves()
    project(after)
    for one, other in zip(before.data, after.data, strict=True):
        np.testing.assert_array_equal(one.y, other.y)
        assert one.line.width < other.line.width


def test_notes_of_lines_stand_above_the_plot_on_lines_of_their_own():
    notes = curves().layout.annotations
    assert {note.y for note in notes} == {1} and {note.yanchor for note in notes} == {"bottom"}
    assert len({note.yshift for note in notes}) == len(notes)


def test_a_long_name_is_broken_into_lines_and_loses_no_word():
    rng = np.random.default_rng(5)
    for _ in range(300):
        text = " ".join("n" * int(length) for length in rng.integers(1, 12, int(rng.integers(1, 20))))
        lines = broken(text).split("<br>")
        assert " ".join(lines) == text
        assert len(lines) == 1 if len(text) <= LONGEST else max(map(len, lines)) <= LONGEST + 4


def test_a_legend_of_many_makes_a_chart_higher_and_one_of_few_does_not():
    def height(count):
        figure = over_depth(Panel("t", tuple(Line(f"{k}", np.ones(3), "#000000") for k in range(count))), axis="linear")
        give_room(figure)
        return figure.layout.height

    assert height(1) == height(MOST) < height(MOST + 1) < height(MOST + 4)
