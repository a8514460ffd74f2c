"""The numbers behind a chart, as a table that opens on demand."""

import numpy as np
import streamlit as st


def numbers(columns, label="Numbers"):
    """Show columns {heading: (k,) values} in an expander; a value that does not exist leaves an empty cell."""
    with st.expander(label):
        st.dataframe({name: [_cell(value) for value in values] for name, values in columns.items()}, hide_index=True)


def _cell(value):
    """Plain numbers with four digits, whole ones whole, None where there is none."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    return float(f"{value:.4g}") if np.isfinite(value) else None
