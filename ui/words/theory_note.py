"""The theory note docs/theory.md on a page: its formulas drawn, and alone on the paper when the page is printed."""

from functools import cache
from pathlib import Path

import streamlit as st

from core.accuracy.walks import measured
from ui.words.readings import amount, percent
from ui.words.symbols import ACCURACY_NAMES

FILE = Path(__file__).resolve().parents[2] / "docs" / "theory.md"
PLACE = "*Relative errors by region stand here on the page About.*"
# On paper the note alone: what stands around it, and the scrolling frame that would cut it after one sheet, go.
_PRINT = """<style>@media print {
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar] { display: none !important; }
  .stMain [data-testid=stElementContainer]:not(.st-key-theory_note *) { display: none !important; }
  .stApp, .stMain, [data-testid=stAppViewContainer], [data-testid=stMainBlockContainer] {
    position: static !important; overflow: visible !important; height: auto !important; padding: 0 !important;
  }
  .st-key-theory_note * { color: #000 !important; background: none !important; }
  .st-key-theory_note [data-testid=stCheckbox] { display: none !important; }
  .st-key-theory_note :is(h2, h3) { break-after: avoid; }
  .st-key-theory_note :is(.katex-display, tr) { break-inside: avoid; }
}</style>"""


@cache
def text():
    """The note as Markdown below a page's header: without its title, headings one level down, the stored accuracy in its place."""
    note = FILE.read_text(encoding="utf-8").split("\n", 1)[1].replace("\n## ", "\n### ")
    return note.replace(PLACE, by_region(measured().get("regions", ())))


def by_region(regions):
    """Median relative error of each curve, and that which nine in ten stay below, as a table with a row for a region."""
    head = ["N", "mean degree", *ACCURACY_NAMES.values()]
    rows = [head, ["---"] * len(head)]
    for region in regions:
        ranges = [f"{amount(low)} to {amount(high)}" for low, high in (region["n_nodes"], region["degrees"])]
        levels = [region["curves"].get(name) for name in ACCURACY_NAMES]
        rows.append(ranges + [f"{percent(one['median'])}, {percent(one['ninety'])}" if one else "–" for one in levels])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"Relative error, median and what nine in ten stay below, by region:\n\n{table}" if regions else ""


def section():
    """Draw the header, the switch, and the note where it is wanted."""
    with st.container(key="theory_note"):
        st.header("The theory in full")
        st.markdown(
            "Every formula, what it assumes, how good it is and whose work it stands on. Printed, the note stands alone."
        )
        if st.toggle("Show the theory note", key="theory_note_shown"):
            st.html(_PRINT)
            st.markdown(text())
