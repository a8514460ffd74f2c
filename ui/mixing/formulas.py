"""The first page's formulas, set by the browser, and below each the same in numbers, which the stage's script writes."""

import streamlit as st

from ui.words.formulas import formula_markup
from ui.words.markup import mount

_HEIGHT = 70  # kept free until the browser has fetched the component, so that nothing below moves
_STYLE = """
.formula-mount { font-size: 1.25rem; min-height: 4rem; display: flex; align-items: center; }
.formula-mount button.symbol { font-style: italic; font-family: math, serif; line-height: 1; }
"""
_component = mount("formula", _STYLE)


def show(name):
    """Draw one of ui.words.formulas.FORMULAS."""
    _component(key=f"formula_{name}", data=formula_markup(name), height=_HEIGHT)
    st.html(f'<p data-fill="{name}" style="min-height: 2.8em; margin: 0"></p>')
