"""What one more layer gains over the map: the depth to start from, and the words. Pure but for the control."""

import numpy as np
import streamlit as st

from core.maps.sweet_spot import AS_MUCH, COMPARED, DEPTH, log2
from ui.session import state
from ui.words.readings import percent, times

NOTHING = 1e-300


def depth_control(depth, deepest):
    """A slider for n, the depth that all pages mark. deepest: the last depth that is drawn."""
    last = min(deepest, DEPTH - 1)
    place = state.follow("map_depth", min(depth, last), last)
    st.slider(
        "Depth n, to which one more layer is added",
        0,
        last,
        key=place,
        on_change=state.take,
        args=("depth", place),
        help="The same depth as on the first page, and in the link.",
    )


def change_words(change, depth, before, after):
    """What layer n + 1 does to the error of one cell. change: log2(after / before).  depth: n.  before, after: the two errors."""
    if not np.isfinite(change):
        return f"depths {depth} and {depth + 1} are not both in the sweep"
    shown, then = (percent(max(float(error), NOTHING)) for error in (before, after))
    if max(before, after) < COMPARED:
        both = f"both {then}" if shown == then else f"{shown} and {then}"
        return (
            f"the errors at depths {depth} and {depth + 1} are {both}, too small for theory to tell one from the other"
        )
    if abs(change) < AS_MUCH or shown == then:
        return f"layer {depth + 1} leaves the error as it is: {then}"
    how = f" to {times(2.0**change)} as much" if change >= 1 else f" by {percent(abs(2.0**change - 1))}"
    if min(before, after) < COMPARED:
        how = ""  # of an error so small theory has the order, not the digits
    return f"layer {depth + 1} {'lowers' if change < 0 else 'raises'} the error{how}: from {shown} to {then}"


def headline(plane, found, depth):
    """On how much of the map one more layer lowers, raises or leaves the error, in one sentence."""
    change = found.one_more(depth)
    there = np.isfinite(change)
    if not there.any():
        return (
            "No cell of this map is a graph that exists."
            if not plane.possible.any()
            else "No cell has both of these depths."
        )
    compared = found.compared(depth)[there]
    falls, rises = (float(np.mean(compared & far)) for far in (change[there] <= -AS_MUCH, change[there] >= AS_MUCH))
    small, words = float(np.mean(~compared)), []
    if 1 - falls - rises - small > 1e-9:
        words.append(f"elsewhere it changes by less than {percent(2**AS_MUCH - 1)} of itself")
    if small > 0:
        words.append(f"on {percent(small)} both errors are below {100 * COMPARED:g} % (grey), too small to be compared")
    return (
        f"From depth {depth} to {depth + 1} the error falls (blue) on **{percent(falls)}** of this map and rises (orange) on "
        f"**{percent(rises)}**{''.join('; ' + part for part in words)}."
    )


def present_sentence(error, depth):
    """What layer n + 1 does at the present model. error: walk theory's curve with a fixed threshold, at least to n + 1."""
    before, after = error[depth], error[depth + 1]
    change = float(log2(after) - log2(before))
    return f"Your model (cross): {change_words(change, depth, before, after)}."
