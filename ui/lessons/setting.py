"""A scene's model with the curves that follow from it, and what a rule is that answers its question."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.lowest import first_lowest
from core.model import CSBM
from core.walk_theory.hills import layer_factors
from core.walks import best_possible, predict
from ui.words.curve import Course, below
from ui.words.first_page import hill_width
from ui.words.readings import percent

TELEPORT = 0.1
CLOSE = 0.02  # two errors that differ by less than this share are called equal
LEVEL = 1.5  # an error within this factor of the lowest has stayed level


@dataclass(frozen=True)
class Setting:
    """A scene's model, its range of depths and the reading of its error, with the curves that follow."""

    model: CSBM
    depth: int
    reading: str

    @cached_property
    def prediction(self):
        return predict(self.model, self.depth)

    @cached_property
    def error(self):
        return getattr(self.prediction, f"error_{self.reading}")

    @cached_property
    def best(self):
        """Depth of the lowest error; the first one, if there are several."""
        return first_lowest(self.error)

    @cached_property
    def residual(self):
        """The same error with a residual connection to the input, alpha = TELEPORT."""
        return getattr(predict(self.model, self.depth, "residual", alpha=TELEPORT), f"error_{self.reading}")

    @cached_property
    def possible(self):
        """Error of the best linear method found, at every depth."""
        return best_possible(self.model, self.depth, "fitted" if self.reading == "fitted" else "fixed")

    @cached_property
    def turned(self):
        """The depth from which on, to the last one, the error is no better than without a graph; None if it ends better."""
        return Course(self.error).useless_from if self.best else None

    @cached_property
    def width(self):
        """Standard deviation of a hill, noise and unlike neighbourhoods together, in units of sigma. (depth+1,)."""
        return hill_width(self.model, self.prediction)

    @cached_property
    def mixing_from(self):
        """The layer from which on every one takes more of the distance than of the width, in words."""
        return f"layer {self.mixing_start}" if self.mixing_start <= self.depth else "no layer shown"

    @cached_property
    def mixing_shows(self):
        """Where the error is lowest only behind that layer, as the end of a sentence; "" elsewhere."""
        if self.mixing_start > min(self.best, self.depth):
            return ""
        return f"; the error, an average over unlike nodes, is still lowest at depth {self.best}"

    @cached_property
    def mixing_start(self):
        """The layer of mixing_from as a number, beyond the depth where there is none."""
        shrunk, narrowed = layer_factors(self.prediction.mean_gap, self.width)
        wins = np.nan_to_num(shrunk, nan=0.0) < np.nan_to_num(narrowed, nan=1.0)
        last = np.flatnonzero(~wins)
        return int(last[-1]) + 2 if last.size else 1

    @cached_property
    def turns(self):
        """How often the error turns between falling and rising, changes below CLOSE left out."""
        way = [0]
        level = self.error[0]
        for error in self.error[1:]:
            if abs(error - level) > CLOSE * level:
                way.append(1 if error > level else -1)
                level = error
            elif (error - level) * way[-1] > 0:
                level = error
        return int(np.count_nonzero(np.diff(way[1:])))

    @cached_property
    def own_share(self):
        """Share of a node's neighbours that is of its own class, in words."""
        degree = self.model.mean_degree
        return percent(self.model.degree_within / degree) if degree > 0 else "none"

    @cached_property
    def hops(self):
        """log N / log d in words, about how many hops reach a whole random graph; no number does at one neighbour or fewer."""
        degree = self.model.mean_degree
        return f"{np.log(self.model.n_nodes) / np.log(degree):.1f}" if degree > 1.01 else "infinitely many"

    @cached_property
    def when_fitted(self):
        """What becomes of residual against plain convolution when the threshold is fitted on the graph, as a clause."""
        plain, residual = (
            predict(self.model, self.depth, *method).error_fitted.min() for method in ((), ("residual",))
        )
        if not (below(residual, plain) or below(plain, residual)):
            return f"both reach {percent(plain)}"
        better, other = (
            ("the residual one", "plain convolution") if residual < plain else ("plain convolution", "the residual one")
        )
        return (
            f"{better} errs less, {percent(min(plain, residual))} against {percent(max(plain, residual))} for {other}"
        )


@dataclass(frozen=True)
class Rule:
    """How an answer is found. outcomes: what the choices must say, in this order; empty where a depth is marked."""

    name: str
    meaning: str
    find: Callable[[Setting, Setting], int]
    outcomes: tuple[str, ...] = ()
