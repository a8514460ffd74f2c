"""What Plotly's figures have in common: margins, the legend below, bars of one standard error, and how a page shows them."""

import numpy as np

# A share drawn as 100 times itself reads in per cent.
UNIT = " %"
PER_CENT = {"ticksuffix": UNIT, "tickformat": ".3~r"}
MOST_DECADES = 8
# Pixels of a line of notes above a plot, and the share of an axis at whose end a note would be cut off.
NOTE, EDGE = 18, 0.1

# For st.plotly_chart: without Plotly's mark, and without its row of buttons.
PLAIN = {"displaylogo": False}
BARE = PLAIN | {"displayModeBar": False}


def lay_out(figure, height, *, top=12, **more):
    """Set height, margins, type and the legend at the foot of the figure. height, top: pixels.  more: as of update_layout.

    Plotly reserves the room of a legend that is placed in the figure, beside that of the axis and its title: none lies over the other.
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": top, "b": 8},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "font": {"size": 13}},
        font={"size": 14},
        **more,
    )


def note_above(text, share, line=0):
    """Plotly's annotation of a vertical line, above the plot, where it is printed across no curve.

    share: where the line stands, from 0 at the left end of the axis to 1.  line: of text, from 0 at the plot.
    """
    side = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    return {"text": text, "yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": side, "yshift": NOTE * line}


def error_bars(values, errors, axis):
    """Plotly's error_y of standard errors (k,) about values (k,), on an axis "log" or "linear"."""
    # A bar that reaches below zero would break a logarithmic axis: it ends at a tenth of the value.
    below = np.minimum(errors, 0.9 * np.abs(values)) if axis == "log" else errors
    return {"array": errors, "arrayminus": below, "symmetric": False, "thickness": 1.5, "width": 3}


def log_axis(low, high, unit=""):
    """Plotly's ticks of a logarithmic axis from 10^low to 10^high, at least two of them labelled, each with its unit.

    Powers of ten over more than two decades; else 1, 2 and 5; else steps of one size.
    """
    powers = range(int(low) - 2, int(high) + 2)
    if high - low > 2:
        marks = [10.0**power for power in powers if high - low <= MOST_DECADES or power % 2 == 0]
    else:
        marks = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    marks = [mark for mark in marks if low <= np.log10(mark) <= high]
    if len(marks) < 2:
        step = _round_below((10.0**high - 10.0**low) / 3)
        marks = [step * place for place in range(int(np.ceil(10.0**low / step)), int(10.0**high / step) + 1)]
    # Plotly's own labels between powers of ten come without a unit.
    return {"tickmode": "array", "tickvals": marks, "ticktext": [f"{_text(mark)}{unit}" for mark in marks]}


def _text(mark):
    """Decimals as far as they can be read, powers of ten beyond."""
    if 1e-4 <= mark < 1e4:
        return f"{mark:.9f}".rstrip("0").rstrip(".")
    power = round(np.log10(mark))
    return f"10<sup>{power}</sup>".replace("-", "−") if abs(mark / 10.0**power - 1) < 1e-9 else f"{mark:.3g}"


def _round_below(step):
    """The largest of 1, 2 and 5 times a power of ten that is not above `step`."""
    unit = 10.0 ** np.floor(np.log10(step))
    return max(digit * unit for digit in (1, 2, 5) if digit * unit <= step * (1 + 1e-9))
