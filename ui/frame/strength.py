"""The strength of a propagation method as a slider, wherever one is chosen."""

import streamlit as st


def within(option, value):
    """The nearest value that the method takes, to a link's: where methods share a name, the link's range is the widest.

    option: core.methods.method.Option.
    """
    value = min(max(value, option.low), option.high)
    return int(value) if option.whole else float(value)


def strength_slider(option, name, **widget):
    """A slider over all that the option may be, in whole steps where it counts something. widget: key, on_change, args, width."""
    ends = (option.low, option.high)
    low, high = map(int if option.whole else float, ends)
    st.slider(f"{name}: {option.meaning}", low, high, step=1 if option.whole else 0.01, **widget)
