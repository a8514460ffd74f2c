"""Finished markup put on the page as it is, with its drawings, which st.html would take out. Whoever makes it escapes the words."""

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
