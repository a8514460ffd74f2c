"""A cross-section of the map through the present model: depths and errors along one axis."""

import numpy as np
import streamlit as st

from core.maps.sweet_spot import trust
from ui.charts import picture, table, theme
from ui.charts.layout import BARE
from ui.frame import page_choice
from ui.map.axes import AXIS_LABELS, SHORT
from ui.map.check import checked_cells
from ui.map.curves import curves
from ui.map.model import coordinates, nearest
from ui.map.words import cut_rows
from ui.words.readings import amount

# A logarithmic axis has no place for an error of nothing.
SMALLEST = 1e-6


def section(plane, found, model):
    """Draw the cross-section, with dots where it was simulated; returns its cells [(row, column), ...]."""
    st.header("Cross-section through your model")
    cut = page_choice.buttons(
        "across",
        "Along",
        {"row": f"a row: {SHORT[plane.x.name]} varies", "column": f"a column: {SHORT[plane.y.name]} varies"},
    )
    row, column = nearest(plane, coordinates(plane, model))
    if cut == "row":
        axis, other, at = plane.x, plane.y, row
        cells = [(row, place) for place in range(plane.shape[1])]
    else:
        axis, other, at = plane.y, plane.x, column
        cells = [(place, column) for place in range(plane.shape[0])]
    st.markdown(f"All of it at {SHORT[other.name]} = {amount(other.values[at])}.")
    _charts(found, cells, axis, 1 if cut == "row" else 0, coordinates(plane, model), checked_cells(plane, model))
    table.numbers(table.columns(cut_rows(plane, found, trust(plane, found), cells)))
    return cells


def _charts(found, cells, axis, side, here, checked):
    """Depths and errors beside each other. side: which number of a cell (row, column) runs along the axis."""
    index = tuple(np.transpose(cells))
    common = {"x_label": AXIS_LABELS[axis.name], "x_log": axis.log, "mark": here[1 - side]}
    checked = [cell for cell in checked if cell.n_graphs and cell.cell in cells]

    def dots(label, values, errors):
        places = axis.values[[cell.cell[side] for cell in checked]]
        return [(label, places, np.array(values), np.array(errors), theme.CLASS_2)] if checked else []

    depths, errors = st.columns(2)
    figure = curves(
        axis.values,
        [
            ("best depth n*", found.best_depth[index], theme.CLASS_1, "solid", "hvh"),
            ("error back at n₀", found.return_depth[index], theme.NEUTRAL, "dash", "hvh"),
        ],
        title="depth",
        dots=dots("simulated best depth", [cell.best_depth for cell in checked], np.zeros(len(checked))),
        **common,
    )
    with depths:
        picture.draw(figure, key="cut_depths", config=BARE, alt="Best depth along the cross-section")
    figure = curves(
        axis.values,
        [
            ("lowest error", np.maximum(found.best_error[index], SMALLEST), theme.CLASS_1, "solid", "linear"),
            ("without convolution", np.maximum(found.first_error[index], SMALLEST), theme.NEUTRAL, "dash", "linear"),
        ],
        title="error",
        y_log=True,
        limit=(1e-4, 0.7),
        percent=True,
        dots=dots("simulated error there", [cell.error for cell in checked], [cell.standard_error for cell in checked]),
        **common,
    )
    with errors:
        picture.draw(figure, key="cut_errors", config=BARE, alt="Lowest error along the cross-section")
