"""What one more layer gains over the map: the depth to start from, and the words. Pure but for the control."""

import numpy as np
import streamlit as st

from core.maps.sweet_spot import AS_MUCH, DEPTH, log2
from ui.session import state
from ui.words.readings import percent, times

COUNTED, NOTHING = (
    1e-6,
    1e-300,
)  # below the first an error is said to be less than it, and has no ratio that means anything


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
    if max(before, after) < COUNTED:
        return f"the errors at depths {depth} and {depth + 1} are both {then}"
    if abs(change) < AS_MUCH or shown == then:
        return f"layer {depth + 1} leaves the error as it is: {then}"
    how = f" to {times(2.0**change)} as much" if change >= 1 else f" by {percent(abs(2.0**change - 1))}"
    if min(before, after) < COUNTED:
        how = ""
    return f"layer {depth + 1} {'lowers' if change < 0 else 'raises'} the error{how}: from {shown} to {then}"


def headline(plane, found, depth):
    """On how much of the map one more layer lowers, raises or leaves the error, in one sentence."""
    change = found.one_more(depth)
    change = change[np.isfinite(change)]
    if change.size == 0:
        return (
            "No graph with these parameters exists."
            if not plane.possible.any()
            else "No cell has both of these depths."
        )
    falls, rises = float(np.mean(change <= -AS_MUCH)), float(np.mean(change >= AS_MUCH))
    return (
        f"From depth {depth} to {depth + 1} the error falls (blue) on **{percent(falls)}** of this map and rises (orange) on **{percent(rises)}**; on the rest it changes by "
        f"less than {percent(2**AS_MUCH - 1)} of itself."
    )


def present_sentence(error, depth):
    """What layer n + 1 does at the present model. error: walk theory's curve with a fixed threshold, at least to n + 1."""
    before, after = error[depth], error[depth + 1]
    change = float(log2(after) - log2(before))
    return f"Your model (cross): {change_words(change, depth, before, after)}."
