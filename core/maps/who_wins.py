"""Plain convolution against its rivals over a plane of feature strength and mean degree: each at its own best depth.

Errors are of walk theory with a threshold fixed in advance. What a method does to a graph does not depend on Delta and sigma, so
one set of moments serves a whole row of the plane.
"""

from dataclasses import dataclass

import numpy as np

from core.maps.plane import plane as plane_of
from core.propagation import coefficients
from core.walk_theory.best_combination import combinations, depth_moments
from core.walk_theory.mixture import mixture_error
from core.walks import Layers, polynomial_layers, stage_neighbourhoods

SIDE = 40
DEPTH = 24
ALPHAS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9)
LAZINESSES = (0.1, 0.25, 0.5, 0.75)
BEST_DEPTHS = (2, 4, 8, 16)
# Curves of the rivals are smooth beyond the first layers.
LOOKED_AT = (*range(9), 10, 12, 16, 20, 24)
RIVALS = ("residual", "lazy", "self_loops", "best")
DRAW = 0.01


@dataclass(frozen=True)
class Duel:
    """Lowest errors over all depths, arrays (rows, columns) over (mean degree, Delta/sigma), NaN where there is no model.

    plain, self_loops, best.  residual: (alphas, rows, columns).  lazy: (lazinesses, rows, columns).
    """

    plane: object
    plain: np.ndarray
    residual: np.ndarray
    lazy: np.ndarray
    self_loops: np.ndarray
    best: np.ndarray

    def rival(self, name, strength=None):
        """Lowest error of a rival: a residual with this alpha, a lazy walk with this laziness, or the best of them for None."""
        errors = getattr(self, name)
        if errors.ndim == 2:
            return errors
        values = ALPHAS if name == "residual" else LAZINESSES
        if strength is None:
            return errors.min(axis=0)
        if strength not in values:
            raise ValueError(f"strength is {strength!r}, but it must be one of {', '.join(map(str, values))}.")
        return errors[values.index(strength)]

    def margin(self, name, strength=None):
        """Rival's error over plain convolution's, less 1: below 0 the rival wins, by so much of the error."""
        return self.rival(name, strength) / np.maximum(self.plain, np.finfo(float).tiny) - 1

    def best_alpha(self):
        """The alpha of the lowest error in each cell, 0 where plain convolution is as good (within one percent)."""
        alpha = np.asarray(ALPHAS)[np.argmin(np.where(np.isnan(self.residual), np.inf, self.residual), axis=0)]
        alpha = np.where(self.margin("residual") > -DRAW, 0.0, alpha)
        return np.where(np.isnan(self.plain), np.nan, alpha)


def who_wins(n_nodes=2000, correlation=0.5, side=SIDE, depth=DEPTH):
    """Duels over (Delta/sigma, mean degree), side x side cells: yields (rows done, rows, Duel), the last one complete.

    n_nodes, correlation: N and lam, the same everywhere.
    """
    plane = plane_of("sd", n_nodes=n_nodes, correlation=correlation, side=side)
    rows, columns = plane.shape
    shapes = {"plain": (), "residual": (len(ALPHAS),), "lazy": (len(LAZINESSES),), "self_loops": (), "best": ()}
    errors = {name: np.full((*shape, rows, columns), np.nan) for name, shape in shapes.items()}
    for row in range(rows):
        if plane.possible[row, 0]:
            for name, values in duel_row(plane.model(row, 0), plane.strength[row], depth).items():
                errors[name][..., row, :] = values
        yield row + 1, rows, Duel(plane, **errors)


def duel_row(model, strengths, depth=DEPTH):
    """Lowest errors on one graph for several strengths |Delta|/sigma (k,): name -> (k,), or (options, k) with options."""
    runs = [coefficients("residual", model, depth, alpha=alpha) for alpha in ALPHAS]
    runs += [coefficients("lazy", model, depth, laziness=laziness) for laziness in LAZINESSES]
    runs += [coefficients("self_loops", model, depth)]
    looked_at = [n for n in LOOKED_AT if n <= depth]
    chosen = [np.eye(depth + 1), *(_widened(polynomials[looked_at], depth) for polynomials in runs)]
    combined = [_widened(best_polynomials(model, n, strengths), depth) for n in BEST_DEPTHS if n <= depth]
    sizes = [len(polynomials) for polynomials in (*chosen, *combined)]
    layers = polynomial_layers(model, np.concatenate([*chosen, *combined]))
    kinds = stage_neighbourhoods(model)
    parts = [_rows(layers, slice(end - size, end)) for size, end in zip(sizes, np.cumsum(sizes), strict=True)]
    lowest = [mixture_error(part, kinds, strengths).min(axis=0) for part in parts[: len(chosen)]]
    in_turn = [_errors_in_turn(part, kinds, strengths) for part in parts[len(chosen) :]]
    middle = 1 + len(ALPHAS)
    return {
        "plain": lowest[0],
        "residual": np.array(lowest[1:middle]),
        "lazy": np.array(lowest[middle:-1]),
        "self_loops": lowest[-1],
        # All the others are linear combinations too, so the best linear found is never above them.
        "best": np.min([*in_turn, *lowest], axis=0),
    }


def best_polynomials(model, depth, strengths):
    """Best linear combination of depths 0..depth for each strength, as in walks.best_coefficients. (k, depth+1)."""
    return combinations(*depth_moments(model, depth), np.asarray(strengths) / 2)[:, -1]


def _widened(polynomials, depth):
    return np.pad(polynomials, ((0, 0), (0, depth + 1 - polynomials.shape[1])))


def _rows(layers, rows):
    return Layers(**{name: values[rows] for name, values in vars(layers).items()})


def _errors_in_turn(layers, kinds, strengths):
    """Error of each row at its own strength, (k,)."""
    pairs = enumerate(strengths)
    return np.array(
        [mixture_error(_rows(layers, slice(row, row + 1)), kinds, [strength])[0, 0] for row, strength in pairs]
    )
