"""A chart in a place that is filled twice: theory at once, and again when the simulation is there."""

import streamlit as st

from ui.charts import chart


def fill(slot, panel, name, stage, axis, words="", height=380, folded=""):
    """Put a chart, and a sentence below it, in place of what the slot (st.empty) held. name, stage: together unique on the page.

    panel: None where there is nothing to draw, and only the words are said.  folded: what only some want to know about the chart.
    """
    with slot.container():
        if panel is not None:
            chart.show(panel, f"{name}_{stage}", axis, height)
        # Even without words: what is drawn in the same run in fewer pieces would leave the last one of before.
        st.markdown(words)
        if folded:
            with st.expander("More: how to read it"):
                st.markdown(folded)
