"""A chart of a real graph: title, picture, its reading, and its numbers."""

import streamlit as st

from ui.charts import chart, picture
from ui.charts.figures import over_depth
from ui.real.figures import columns
from ui.words.plain import spoken


def draw(panel, key, words, axis="linear"):
    """Draw a figures.Panel over depth. key: unique on the page.  words: one reading, also for a screen reader."""
    st.markdown(f"**{panel.title[:1].upper()}{panel.title[1:]}**")
    picture.draw(over_depth(panel, axis=axis), key=key, alt=f"{panel.title}. {spoken(words)}")
    st.markdown(words)
    chart.numbers(key, columns(panel), panel.percent)
