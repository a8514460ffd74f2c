"""Finished markup put on the page as it is, with its drawings, which st.html would take out. Whoever makes it escapes the words."""

import re
from html import escape

import streamlit as st


def mount(name, style):
    """A component that shows the markup it is given as data, in an element of class name-mount; style: its CSS."""
    return st.components.v2.component(
        f"sweet_spot_{name}",
        html=f'<div class="{name}-mount"></div>',
        css=style,
        js="export default ({ data, parentElement }) => "
        f"{{ parentElement.querySelector('.{name}-mount').innerHTML = data; }};",
        isolate_styles=False,
    )


def plain(text):
    """Escaped words, with Markdown's bold and italics."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
