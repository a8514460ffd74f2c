"""A Plotly chart as every page shows one: its title, the picture, and its numbers as a table."""

import csv
import io
from html import escape

import numpy as np
import streamlit as st

from ui import present
from ui.figures import over_depth

# Read from the last row of a lecture hall.
_PROJECTED = {"font": {"size": 21}, "legend": {"font": {"size": 20}}}

_STYLE = """<style>
.numbers { max-height: 26rem; overflow: auto; font-size: .875rem; }
.numbers table { border-collapse: collapse; margin: 0; font-variant-numeric: tabular-nums; }
.numbers th, .numbers td { padding: .25rem .625rem; text-align: right; border-bottom: 1px solid rgb(128 128 128 / 30%); }
.numbers thead th { vertical-align: bottom; }
</style>"""


def show(panel, key, axis, height=380):
    """Draw a figures.Panel under its title, with its numbers below. key: unique on the page."""
    st.markdown(f"**{panel.title}**")
    figure = over_depth(panel, axis=axis, height=height)
    if present.presenting():
        figure.update_layout(_PROJECTED, height=1.35 * height)
        figure.update_traces(line_width=5, selector=lambda trace: trace.mode == "lines" and trace.line.width)
        figure.update_traces(marker_size=12, selector={"mode": "markers"})
    # Plotly's own button saves the picture, at double size.
    config = {
        "displaylogo": False,
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": f"sweet-spot-{key}"},
    }
    st.plotly_chart(figure, key=key, config=config, alt=panel.title)
    numbers(key, panel_columns(panel))


def panel_columns(panel):
    """Every curve, dot, bar and band of a panel: name -> (depth+1,)."""
    found = {line.label: line.values for line in panel.lines}
    for dots in panel.dots:
        found[dots.label] = dots.estimate.value
        found[f"{dots.label}, standard error"] = dots.estimate.standard_error
    for band in panel.bands:
        found |= {f"{band.label}, lower": band.low, f"{band.label}, upper": band.high}
    return found


def numbers(key, columns):
    """The expander "Numbers": a table of four digits, and all digits to download. columns: name -> (depth+1,)."""
    with st.expander("Numbers"):
        st.html(table(columns))
        st.download_button(
            "Download these numbers (CSV, all digits)",
            lambda: as_csv(columns),
            f"sweet-spot-{key}.csv",
            "text/csv",
            key=f"numbers_{key}",
            on_click="ignore",
        )


def table(columns):
    """The columns as an HTML table in a frame of its own, which scrolls by keys too. A reader hears the column with each number."""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("depth", *columns))
    rows = "".join(
        f'<tr><th scope="row">{depth}</th>' + "".join(f"<td>{_shown(value)}</td>" for value in row) + "</tr>"
        for depth, row in enumerate(zip(*columns.values(), strict=True))
    )
    return (
        f'{_STYLE}<div class="numbers" tabindex="0" role="region" aria-label="Numbers of this chart">'
        f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def as_csv(columns):
    """The columns as CSV, every number in the shortest form that reads back the same, empty where there is none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["depth", *columns])
    for depth, row in enumerate(zip(*columns.values(), strict=True)):
        writer.writerow([depth, *(repr(float(value)) if np.isfinite(value) else "" for value in row)])
    return text.getvalue()


def _shown(value):
    return f"{value:.4g}" if np.isfinite(value) else "–"
