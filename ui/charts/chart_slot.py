"""A chart in a place that is filled twice: theory at once, and again when the simulation is there."""

import streamlit as st

from core.number_of import number_of
from ui.charts import chart
from ui.charts.figures import below_axis


def fill(slot, panel, name, stage, axis, words="", height=380, folded=""):
    """Put a chart, and a sentence below it, in place of what the slot (st.empty) held. name, stage: together unique on the page.

    panel: None where there is nothing to draw, and only the words are said.  folded: what only some want to know about the chart.
    """
    with slot.container():
        if panel is not None:
            chart.show(panel, f"{name}_{stage}", axis, height)
        # Even without words: what is drawn in the same run in fewer pieces would leave the last one of before.
        unseen = undrawn_words(panel) if panel is not None and axis == "log" else ""
        st.markdown("  \n".join(part for part in (words, unseen) if part))
        if folded:
            with st.expander("More: how to read it"):
                st.markdown(folded)


def undrawn_words(panel):
    """Which dots a logarithmic axis does not reach, a sentence each; "" where it reaches all."""
    return " ".join(
        f"{below} of {number_of(size, 'dot')} of “{label}” {'lies' if below == 1 else 'lie'} below this axis; their numbers are in the table."
        for label, (below, size) in below_axis(panel).items()
    )
