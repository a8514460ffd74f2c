"""Four charts of a trained network's layers: pure functions from Measures to Panels."""

import numpy as np

from core.estimate import Estimate
from ui.charts import theme
from ui.charts.figures import Dots, Line, Panel

AS_A_GCN = {"symmetric": "probe, GCN without weights or loops", "gcn": "probe, GCN without weights"}


def mixing_panel(found, mark):
    """Distance between the classes and their width, of the network and of averaging without weights."""
    lines = (
        Line("distance between the classes", _relative(found.distance), theme.MIXING, width=3),
        Line("width of a class", _relative(found.width), theme.DENOISING, width=3),
        Line("distance, averaging alone", _relative(found.plain_distance), theme.MIXING, "dot"),
        Line("width, averaging alone", _relative(found.plain_width), theme.DENOISING, "dot"),
    )
    return Panel("Mixing against denoising, 1 at the input", lines, mark=mark)


def reading_panel(found, mark):
    """What can be read from each layer, and what the network makes of it."""
    lines = []
    if np.isfinite(found.plain_theory).all():
        lines.append(
            Line("averaging alone, walk theory of two fitted blocks", found.plain_theory, theme.SERIES[4], width=2)
        )
    lines.append(Line("linear probe on averaging alone", found.plain_probe, theme.NEUTRAL, "dot"))
    if (walk := found.n_test and found.answers.fitting) in AS_A_GCN:
        # The one that the verdict speaks of.
        averaged = found.answers.averages[walk].mean(axis=1)
        lines.append(Line(AS_A_GCN[walk], averaged, theme.NEUTRAL, "dash", 1.5))
    if found.own_test is not None:
        lines.append(
            Line("the network's own answers", np.full(found.probe.size, found.own_test.value), theme.SERIES[2], "dash")
        )
    dots = (Dots("linear probe", Estimate(found.probe, found.probe_error, 1), theme.SERIES[1], listed=True),)
    return Panel(
        "Right answers on the test nodes", tuple(lines), dots, limits=(_below(found), 1), mark=mark, percent=True
    )


def _below(found):
    """A whole tenth below everything in the panel: what is compared often lies within a few per cent."""
    own = () if found.own_test is None else (found.own_test.value,)
    averaged = found.plain_probe, found.plain_symmetric_probe, found.plain_gcn_probe
    values = np.concatenate([found.probe - found.probe_error, *averaged, found.plain_theory, own])
    lowest = np.nanmin(values, initial=0.95)
    return max(0.0, float(np.floor(10 * lowest - 0.2)) / 10)


def similarity_panel(found, mark):
    """How alike neighbours, and any two nodes, have become."""
    lines = (
        Line("cosine over links", found.edge_cosine, theme.SERIES[0]),
        Line("cosine over all pairs", found.pair_cosine, theme.SERIES[1], "dash"),
        Line("MAD, each node first", found.mad, theme.SERIES[2], "dot"),
    )
    return Panel("Similarity", lines, mark=mark)


def rank_panel(found, mark):
    """How many directions there are left, and how rough the layer is on the graph."""
    lines = (
        Line("effective rank", found.effective_rank, theme.SERIES[0]),
        Line("stable rank", found.stable_rank, theme.SERIES[1], "dash"),
        Line("Rayleigh quotient", found.rayleigh, theme.SERIES[2], "dot"),
        Line("Dirichlet energy, 1 at the input", _relative(found.energy), theme.NEUTRAL, "dot"),
    )
    return Panel("Directions and roughness", lines, mark=mark)


def _relative(values):
    return values / values[0] if values[0] > 0 else np.full_like(values, np.nan)
