"""The theory note docs/theory.md on a page: its formulas drawn, and alone on the paper when the page is printed."""

from functools import cache
from pathlib import Path

import streamlit as st

FILE = Path(__file__).resolve().parents[2] / "docs" / "theory.md"
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
    """The note as Markdown below a page's header: without its title, its headings one level down."""
    return FILE.read_text(encoding="utf-8").split("\n", 1)[1].replace("\n## ", "\n### ")


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
