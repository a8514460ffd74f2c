"""The numbers behind a chart, as a table that opens on demand and scrolls by keys too."""

import re
from html import escape

import numpy as np
import streamlit as st

_BEGINS_WITH_A_NUMBER = re.compile(r"\W*\d")
_STYLE = """<style>
.numbers { max-height: 26rem; overflow: auto; font-size: .875rem; }
.numbers.whole { max-height: none; }
.numbers table { border-collapse: collapse; margin: 0; font-variant-numeric: tabular-nums; }
.numbers th, .numbers td { padding: .25rem .625rem; text-align: right; border-bottom: 1px solid rgb(128 128 128 / 30%); }
.numbers thead th { vertical-align: bottom; }
.numbers td { white-space: nowrap; }
.numbers th.words, .numbers td.words { min-width: 6rem; text-align: left; white-space: normal; }
</style>"""


def numbers(columns, key=None):
    """Show columns {heading: (k,) values} in an expander; a value that does not exist is a dash."""
    with st.expander("Numbers", key=key):
        st.html(html(columns))


def per_cent(columns):
    """Columns {heading: shares} in per cent, and headings that say so."""
    return {f"{name} (%)": 100 * np.asarray(values) for name, values in columns.items()}


def show(columns, label):
    """Show the columns openly on the page, all rows at once. label: what a screen reader calls the table."""
    st.html(html(columns, label, "numbers whole"))


def columns(rows):
    """Rows [{heading: value}, ...] as columns {heading: values}."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def html(columns, label="Numbers of this chart", style="numbers"):
    """Columns {heading: (k,) numbers or texts} as an HTML table in a frame of its own. The first column names the rows.

    Numbers, and texts that begin with one, stand on the right; columns of words on the left.
    """
    sides = [' class="words"' if _are_words(values) else "" for values in columns.values()]
    names = "".join(f'<th scope="col"{side}>{escape(name)}</th>' for name, side in zip(columns, sides, strict=True))
    rows = "".join(
        f'<tr><th scope="row"{sides[0]}>{_shown(first)}</th>'
        + "".join(f"<td{side}>{_shown(value)}</td>" for value, side in zip(row, sides[1:], strict=True))
        + "</tr>"
        for first, *row in zip(*columns.values(), strict=True)
    )
    return (
        f'{_STYLE}<div class="{style}" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _are_words(values):
    return all(isinstance(value, str) and not _BEGINS_WITH_A_NUMBER.match(value) for value in values)


def _shown(value):
    """Whole numbers whole, others with four digits."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, (int, np.integer)):
        return f"{value}"
    return f"{value:.4g}" if value is not None and np.isfinite(value) else "–"
