"""The chart of the remedies: the error of every method against depth, at one threshold."""

from core.estimate import estimate
from core.propagation import METHODS
from ui.charts import theme
from ui.charts.figures import Dots, Line, Panel


def error_panel(model, title, threshold, best, theories, simulations, mark):
    """A Panel whose axis ends above guessing, 1 - 1/C.

    threshold: "fixed" or "fitted".  best: (depth+1,) of the best linear combination.  theories: key -> Prediction, None without
    theory; their order is that of the colours.  simulations: key -> Simulation of those that have come.
    """
    colours = dict(zip(theories, theme.SERIES, strict=False))
    lines = [Line("best linear found", best, theme.DENOISING, "dot")]
    lines += [
        Line(
            METHODS[key].label,
            getattr(theory, f"error_{threshold}"),
            colours.get(key, theme.NEUTRAL),
            width=3 if key == "convolution" else 2.5,
        )
        for key, theory in theories.items()
        if theory is not None
    ]
    dots = tuple(
        Dots(
            f"{METHODS[key].label}, simulated",
            estimate(getattr(simulation, f"error_{threshold}")),
            colours.get(key, theme.NEUTRAL),
            listed=theories[key] is None,
        )
        for key, simulation in simulations.items()
    )
    return Panel(title, tuple(lines), dots, limits=(0, 1.04 * (1 - 1 / model.n_classes)), mark=mark, percent=True)
