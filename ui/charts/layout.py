"""What Plotly's figures have in common: margins, the legend below, bars of one standard error, and how a page shows them."""

import numpy as np

# For st.plotly_chart: without Plotly's mark, and without its row of buttons.
PLAIN = {"displaylogo": False}
BARE = PLAIN | {"displayModeBar": False}


def lay_out(figure, height, *, legend=-0.26, top=12, **more):
    """Set height, margins, type and the legend below the plot.

    height, top: pixels.  legend: its upper end, in heights of the plot above its foot.  more: as of update_layout.
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": top, "b": 8},
        legend={"orientation": "h", "y": legend, "yanchor": "top", "x": 0, "font": {"size": 13}},
        font={"size": 14},
        **more,
    )


def error_bars(values, errors, axis):
    """Plotly's error_y of standard errors (k,) about values (k,), on an axis "log" or "linear"."""
    # A bar that reaches below zero would break a logarithmic axis: it ends at a tenth of the value.
    below = np.minimum(errors, 0.9 * np.abs(values)) if axis == "log" else errors
    return {"array": errors, "arrayminus": below, "symmetric": False, "thickness": 1.5, "width": 3}
