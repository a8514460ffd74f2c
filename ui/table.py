"""The numbers behind a chart, as a table that opens on demand and scrolls by keys too."""

from html import escape

import numpy as np
import streamlit as st

_STYLE = """<style>
.numbers { max-height: 26rem; overflow: auto; font-size: .875rem; }
.numbers table { border-collapse: collapse; margin: 0; font-variant-numeric: tabular-nums; }
.numbers th, .numbers td { padding: .25rem .625rem; text-align: right; border-bottom: 1px solid rgb(128 128 128 / 30%); }
.numbers thead th { vertical-align: bottom; }
</style>"""


def numbers(columns, label="Numbers"):
    """Show columns {heading: (k,) values} in an expander; a value that does not exist is a dash."""
    with st.expander(label):
        st.html(html(columns))


def columns(rows):
    """Rows [{heading: value}, ...] as columns {heading: values}."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def html(columns):
    """Columns {heading: (k,) numbers or texts} as an HTML table in a frame of its own. The first column names the rows."""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    rows = "".join(
        f'<tr><th scope="row">{_shown(first)}</th>' + "".join(f"<td>{_shown(value)}</td>" for value in row) + "</tr>"
        for first, *row in zip(*columns.values(), strict=True)
    )
    return (
        f'{_STYLE}<div class="numbers" tabindex="0" role="region" aria-label="Numbers of this chart">'
        f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shown(value):
    """Whole numbers whole, others with four digits."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, (int, np.integer)):
        return f"{value}"
    return f"{value:.4g}" if value is not None and np.isfinite(value) else "–"
