"""The cross-section checked by simulation: a few of its cells, with progress and stop."""

import numpy as np
import streamlit as st

from core.maps.check import N_GRAPHS, check_cells
from core.number_of import number_of
from ui.charts import table
from ui.map import words
from ui.map.model import fixed_values
from ui.server import baton
from ui.session import state
from ui.settings import SETTINGS

MOST_CELLS = 8


def checked_cells(plane, model):
    """The map_check.CheckedCells of this map so far."""
    kept = _mine(plane, model)
    return kept["found"] if kept else []


def section(plane, found, cells, model):
    """Simulate a few cells of the cross-section; what is done is kept, whatever else is clicked meanwhile."""
    st.header("Check by simulation")
    possible = [cell for cell in cells if plane.possible[cell]]
    places = np.unique(np.linspace(0, len(possible) - 1, MOST_CELLS).astype(int)) if possible else []
    chosen = [possible[place] for place in places]
    st.markdown(
        f"{number_of(len(chosen), 'cell')} spread over the cross-section, {N_GRAPHS} sampled graphs each; dots appear on the map and in the charts."
    )
    kept = _mine(plane, model)
    if kept and kept["running"]:
        st.button("Stop checking", on_click=_stop)
        _go_on(plane, found, kept)
    st.button("Check the cross-section", on_click=_start, args=(_token(plane, model), chosen), disabled=not chosen)
    if kept and kept["found"]:
        st.markdown(words.check_sentence(kept["found"]))
        with st.expander("Simulated cells", expanded=True):
            table.show(table.columns(words.check_rows(plane, kept["found"])), "Simulated cells")


def _go_on(plane, found, kept):
    """Simulate what is missing, then draw the page again."""
    done = len(kept["found"])
    bar = st.progress(0.0, "Simulating …")
    missing = kept["cells"][done:]
    steps = check_cells(plane, found, missing, max_nodes=SETTINGS.max_nodes, max_edges=SETTINGS.max_edges)
    for graphs, total, cell in baton.each(steps):
        share = (done + len(missing) * graphs / max(total, 1)) / len(kept["cells"])
        bar.progress(min(share, 1.0), f"Simulating: {len(kept['found'])} of {number_of(len(kept['cells']), 'cell')}")
        if cell is not None:
            kept["found"].append(cell)
    state.keep("check", {**kept, "running": False})
    st.rerun()


def _token(plane, model):
    """What the cells that were simulated belong to."""
    pair = state.page("map")
    return (pair, *fixed_values(pair, model), plane.shape)


def _mine(plane, model):
    kept = state.kept("check")
    return kept if kept and kept["token"] == _token(plane, model) else None


def _start(token, cells):
    state.keep("check", {"token": token, "cells": cells, "found": [], "running": True})


def _stop():
    state.keep("check", {**state.kept("check"), "running": False})
