"""A part of the live run: three rulers on the untrained and the trained network, and the same with all weights doubled."""

import streamlit as st

from core.training.networks import NETWORKS
from core.training.rulers import RULERS
from ui.charts import table
from ui.charts.picture import draw
from ui.training.figures import over_layers
from ui.training.ruler_words import EXPLANATION, RULER_LABELS, change_rows, doubling, moral, rows


def section(results, width, depth, labels):
    """Draw the rulers over the layers of the same networks at one depth. labels: key -> label."""
    with st.expander("What each ruler measures"):
        st.markdown(EXPLANATION)
    st.markdown("Open and dotted: untrained; filled: trained.")
    for column, name in zip(st.columns(3), RULERS, strict=True):
        with column:
            title = f"{RULER_LABELS[name]}, layers of depth {depth}"
            st.markdown(f"**{RULER_LABELS[name]}**")
            draw(over_layers(results, name, width, depth, labels), key=f"ruler_{name}", alt=title)
    table.numbers(table.columns(rows(results, width, depth)), key="numbers_rulers")
    keys = results.plan.networks
    st.markdown(
        f"**Which way did the energy go?** From the input to layer {depth}, as factors; a tenth or less counts as collapse or as consensus:"
    )
    table.show(table.columns(change_rows(results, width, depth)), "Energy, size and differences as factors")
    lines = [line for key in keys if NETWORKS[key].weights and (line := doubling(results, key, width, depth))]
    if lines:
        st.markdown(f"**W against 2 W.** Every weight of the trained layers doubled, depth {depth}:")
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.markdown(moral(results, width, depth))
