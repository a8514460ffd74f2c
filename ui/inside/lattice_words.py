"""What the section on grids, rings and the random graph says: pure functions from Worlds to sentences and rows."""

from dataclasses import dataclass

import numpy as np

from core.estimate import Estimate
from core.lowest import first_lowest
from ui.words.curve import below
from ui.words.readings import percent, times

NOISIER = 4
EARLY = 8
NAMES = {"torus": "grid (torus)", "ring": "ring", "small": "small world", "csbm": "random graph (CSBM)"}


@dataclass(frozen=True)
class World:
    """One kind of graph over its samples: estimates over depth 0..n of new nodes, mean gap, variance and one error.

    noisy_best: the depth of the lowest error if sigma were NOISIER times as large.
    """

    new: Estimate
    gap: Estimate
    variance: Estimate
    error: Estimate
    noisy_best: int

    @property
    def best(self):
        """Depth of the lowest error."""
        return first_lowest(self.error.value)

    @property
    def lowest(self):
        """The error there."""
        return float(self.error.value[self.best])

    @property
    def harmless(self):
        """Deepest depth from the best one on at which the error is still at most twice the lowest."""
        above = self.error.value[self.best :] > 2 * self.error.value[self.best]
        return self.best + (int(np.argmax(above)) - 1 if above.any() else above.size - 1)

    @property
    def last_hop(self):
        """The last hop that brings a node on average."""
        return int(np.flatnonzero(self.new.value >= 0.5)[-1])


def headline(worlds, depth, where):
    """What the grid and the random graph do at the deepest layer, how long new nodes come, and what that is worth."""
    grid, random = worlds["torus"], worlds["csbm"]
    start = (
        f"With as many links a node, at depth **{depth}** the grid errs on **{percent(float(grid.error.value[-1]))}** and the random graph "
        f"on **{percent(float(random.error.value[-1]))}**. The random graph {_runs_out(random, depth)}, the grid {_runs_out(grid, depth)}."
    )
    if where == "everywhere":
        lowest = (
            f"The lowest error is {percent(grid.lowest)} on the grid and {percent(random.lowest)} on the random graph"
        )
        none = ": where the classes are mixed this thoroughly, new nodes alone do not help"
        return f"{start} {lowest}{'' if below(grid.lowest, random.lowest) else none}."
    return (
        f"{start} With {NOISIER} times the noise the best depth would be **{_deep(grid.noisy_best, depth)}** on the grid and "
        f"**{_deep(random.noisy_best, depth)}** on the random graph."
    )


def _runs_out(world, depth):
    last = world.last_hop
    return f"has run out of new nodes after hop {last}" if last < depth else f"still meets new nodes at hop {depth}"


def rows(worlds, depth):
    """Rows of the table, one a kind of graph."""
    return [
        {
            "graph": NAMES[kind],
            "best depth": _deep(world.best, depth),
            "error there": percent(world.lowest),
            "at most double to depth": _deep(world.harmless, depth),
            f"at depth {depth}": percent(float(world.error.value[-1])),
            "new nodes to hop": _deep(world.last_hop, depth),
        }
        for kind, world in worlds.items()
    ]


def explanation(worlds, depth, where):
    """Why the grid bears depth better or not, each clause only where this set of graphs shows it, in Markdown."""
    parts = [_regions(worlds, depth)] if where == "regions" else [_everywhere(worlds, depth)]
    return "\n\n".join(part for part in (*parts, _noisier(worlds, depth)) if part)


def peak_words(worlds, depth):
    """Why a peak alone is no problem; nothing where the random graph's error is lowest at the last depth, or without convolution."""
    random = worlds["csbm"]
    if not 0 < random.best <= EARLY or not below(random.lowest, float(random.error.value[-1])):
        return ""
    return (
        f"**A peak is no problem, an early one is.** The best depth of the random graph is **{random.best}**, so every network of {random.best + 1} layers or more is too "
        f"deep for it. Did the peak come at 100 layers, as it may on images, nobody would call it oversmoothing: hardly anybody builds deeper."
    )


def _regions(worlds, depth):
    grid, random, ring = worlds["torus"], worlds["csbm"], worlds["ring"]
    words = ["**Why a deep network can work on an image.** Two things may differ."]
    falls = [max(0.0, float(1 - world.variance.value[-1] / world.variance.value[-2])) for world in (grid, random)]
    words.append(
        f"*Denoising{' lasts' if below(falls[1], falls[0]) else ''}*: in the last layer drawn the variance falls by {percent(falls[0])} on the grid and by "
        f"{percent(falls[1])} on the random graph."
    )
    gaps = [abs(float(world.gap.value[-1])) for world in (grid, random)]
    slow = below(gaps[1], gaps[0])
    why = ", because only the borders of regions mix" if slow else ""
    words.append(
        f"*Mixing{' is slow' if slow else ''}*: at depth {depth} {percent(gaps[0])} of the gap is left on the grid{why}, {percent(gaps[1])} on the random graph."
    )
    words.append(
        "Slow mixing makes depth harmless, lasting denoising makes it worth while; it takes both: choose *everywhere* to take the regions away and keep the grid."
    )
    if below(ring.lowest, grid.lowest):
        words.append(
            "The grid's error is made at the border; the ring, whose regions touch in two places only, has less of it."
        )
    return " ".join(words)


def _everywhere(worlds, depth):
    grid, random = worlds["torus"], worlds["csbm"]
    second = min(2, depth)
    ratio = float(grid.variance.value[second] / random.variance.value[second])
    gaps = [abs(float(world.gap.value[second])) for world in (grid, random)]
    few = ", because the second hop of a grid meets few new nodes" if ratio > 1.05 and second == 2 else ""
    return (
        f"**New nodes are not enough.** Here the classes stand side by side everywhere: at depth {second} {percent(gaps[0])} of the gap is left on the grid, "
        f"{percent(gaps[1])} on the random graph. The grid's variance there is {times(ratio)} that of the random graph{few}. What lets networks on "
        "images be deep is slow mixing *and* lasting denoising: choose *in two regions*."
    )


def _noisier(worlds, depth):
    grid, random = worlds["torus"], worlds["csbm"]
    deeper = grid.noisy_best > max(grid.best, random.noisy_best)
    why = " The more there is to denoise, the deeper one wants to go, and the grid lets one." if deeper else ""
    return (
        f"**The best depth** is {_deep(grid.best, depth)} on the grid and {_deep(random.best, depth)} on the random graph; with {NOISIER} times the noise it is "
        f"{_deep(grid.noisy_best, depth)} and {_deep(random.noisy_best, depth)}.{why}"
    )


def _deep(best, depth):
    return str(best) if best < depth else f"{depth} or more"
