"""A chart in words, read off its curves: what a screen reader says of it after its name."""

import re

import numpy as np

MOST_CURVES = 4
_TAG = re.compile(r"<[^>]+>")


def described(figure):
    """Where each named curve of a go.Figure begins and ends, and where it is lowest and highest between; "" without curves.

    At most MOST_CURVES curves, in the order of the legend; of dots and further curves the names.
    """
    unit = figure.layout.yaxis.ticksuffix or ""
    told, named = [], []
    for trace in figure.data:
        name = _TAG.sub("", trace.name or "").strip()
        if trace.type != "scatter" or not name or trace.visible in (False, "legendonly"):
            continue
        ends = _course(trace, unit) if "lines" in (trace.mode or "lines") and len(told) < MOST_CURVES else ""
        if ends:
            told.append(f"{name}: {ends}.")
        elif name not in named:
            named.append(name)
    return " ".join([*told, *([f"Also drawn: {', '.join(named)}."] if named else [])])


def _course(trace, unit):
    """From where to where a curve goes, or "" where fewer than two of its values are numbers."""
    if trace.x is None or trace.y is None:
        return ""
    try:
        places, values = (np.asarray(part, dtype=float) for part in (trace.x, trace.y))
    except (TypeError, ValueError):
        return ""
    if places.size != values.size:
        return ""
    known = np.isfinite(places) & np.isfinite(values)
    places, values = places[known], values[known]
    if values.size < 2 or places[0] == places[-1]:
        return ""

    def at(place):
        return f"{_said(values[place])}{unit} at {_said(places[place])}"

    if np.ptp(values) == 0:
        return f"{_said(values[0])}{unit} from {_said(places[0])} to {_said(places[-1])}"
    words = f"from {at(0)} to {at(-1)}"
    for kind, place in (("lowest", values.argmin()), ("highest", values.argmax())):
        if values[place] not in (values[0], values[-1]):
            words += f", {kind} {at(place)}"
    return words


def _said(value):
    """Three digits, and a minus that is spoken."""
    return f"{value:,.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:,.0f}".replace("-", "−")
