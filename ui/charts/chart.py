"""A Plotly chart as every page shows one: its title, the picture, and its numbers as a table."""

import io

import streamlit as st

from core import csv_table
from ui.charts import picture, table
from ui.charts.figures import over_depth


def show(panel, key, axis, height=380):
    """Draw a figures.Panel under its title, with its numbers below. key: unique on the page."""
    st.markdown(f"**{panel.title[:1].upper()}{panel.title[1:]}**")
    figure = over_depth(panel, axis=axis, height=height)
    # Plotly's own button saves the picture, at double size.
    config = {
        "displaylogo": False,
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": f"sweet-spot-{key}"},
    }
    picture.draw(figure, key=key, config=config, alt=panel.title)
    numbers(key, panel_columns(panel), panel.percent)


def panel_columns(panel):
    """Every curve, dot, bar and band of a panel: name -> (depth+1,)."""
    found = {line.label: line.values for line in panel.lines}
    for dots in panel.dots:
        found[dots.label] = dots.estimate.value
        found[f"{dots.label}, standard error"] = dots.estimate.standard_error
    for band in panel.bands:
        found |= {f"{band.label}, lower": band.low, f"{band.label}, upper": band.high}
    return found


def numbers(key, columns, percent=False):
    """The expander "Numbers": a table of four digits, and all digits to download. columns: name -> (depth+1,).

    percent: the numbers are shares, shown in per cent; in the file they stay shares.
    """
    shown = table.per_cent(columns) if percent else columns
    with st.expander("Numbers"):
        st.html(table.html({"depth": range(len(next(iter(columns.values())))), **shown}))
        st.download_button(
            f"Download these numbers (CSV, all digits{', as shares of 1' if percent else ''})",
            lambda: as_csv(columns),
            f"sweet-spot-{key}.csv",
            "text/csv",
            key=f"numbers_{key}",
            on_click="ignore",
        )


def as_csv(columns):
    """The columns as CSV, every number in the shortest form that reads back the same, empty where there is none."""
    text = io.StringIO()
    rows = zip(*columns.values(), strict=True)
    csv_table.write(text, ["depth", *columns], ([depth, *row] for depth, row in enumerate(rows)))
    return text.getvalue()
