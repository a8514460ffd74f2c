"""The results of a sweep, opened as a map."""

import streamlit as st

from core.number_of import number_of
from core.sweeps.results import read_results
from ui.charts import picture
from ui.charts.layout import BARE
from ui.frame import upload
from ui.map.heat import SHOWN_LABELS, heat_map
from ui.map.words import headline
from ui.settings import SETTINGS
from ui.words.plain import plain


def section(shown, depth):
    """Ask for a sweep's CSV file and draw it. shown, depth: the quantity and the marked depth, as on the map."""
    st.header("Open a sweep")
    st.markdown(
        "`python -m core sweep --grid grid.toml --out results.csv` runs any grid of models; open its file here (docs/sweeps.md)."
    )
    file = upload.ask("Results of a sweep (CSV)", max_upload_size=SETTINGS.max_upload_mb)
    if file is None:
        return
    try:
        results = read_results(file.getvalue())
    except ValueError as problem:
        st.error(f"{plain(problem)} Nothing is drawn from it.")
        return
    label = st.selectbox("Method of the sweep", [result.label for result in results])
    result = next(result for result in results if result.label == label)
    if result.found.depth == 0 and shown == "more":
        shown = "depth"
    depth = min(depth, max(result.found.depth - 1, 0))
    picture.draw(
        heat_map(result.plane, result.found, shown, depth=depth, height=520),
        key="sweep_map",
        config=BARE,
        alt=f"{SHOWN_LABELS[shown]} from a sweep, {label}",
    )
    behind = "walk theory" if result.kind == "theory" else f"{number_of(result.n_seeds, 'graph')} a cell"
    st.markdown(f"**{plain(label)}**, {behind}. {headline(result.plane, result.found)}")
