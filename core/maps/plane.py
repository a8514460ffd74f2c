"""Planes of models: two quantities vary along the axes of a map, the others stay as they are."""

from dataclasses import dataclass

import numpy as np

from core.model import CSBM, MAX_NODES

DENSEST = 400.0
AXIS_DIGITS, PROBABILITY_DIGITS = 3, 6


@dataclass(frozen=True)
class Axis:
    """One axis of a map: what varies ("p", "q", "d", "lam", "strength" or "N"), its values, whether spaced by ratio."""

    name: str
    values: np.ndarray
    log: bool = True


@dataclass(frozen=True)
class Plane:
    """Models over two axes; arrays (rows, columns), rows along y and columns along x.

    n_nodes, p_within, q_across: as in CSBM, NaN where no model has the wanted degree (p or q would exceed 1).
    strength: |Delta|/sigma.  Derived: degree d, correlation lam.
    """

    x: Axis
    y: Axis
    n_nodes: np.ndarray
    p_within: np.ndarray
    q_across: np.ndarray
    strength: np.ndarray

    @property
    def shape(self):
        """(rows, columns)."""
        return self.n_nodes.shape

    @property
    def possible(self):
        """Where there is a model."""
        return np.isfinite(self.p_within)

    @property
    def degree(self):
        """Mean degree d, as in CSBM."""
        return (self.n_nodes / 2 - 1) * self.p_within + self.n_nodes / 2 * self.q_across

    @property
    def correlation(self):
        """Edge correlation lam, as in CSBM."""
        difference = (self.n_nodes / 2 - 1) * self.p_within - self.n_nodes / 2 * self.q_across
        return np.divide(difference, self.degree, out=np.zeros(self.shape), where=self.degree > 0)

    def model(self, row, column, midpoint=0.0, sigma=1.0, sign=1.0):
        """The CSBM of a cell; ValueError where there is none. sign: of Delta."""
        if not self.possible[row, column]:
            raise ValueError("No model has this mean degree: p or q would exceed 1.")
        half_gap = sign * float(self.strength[row, column]) * sigma / 2
        n, p, q = (float(values[row, column]) for values in (self.n_nodes, self.p_within, self.q_across))
        return CSBM(int(n), p, q, midpoint - half_gap, midpoint + half_gap, sigma)


PAIRS = ("pq", "dl", "sd", "nd")


def plane(pair, n_nodes=2000, correlation=0.5, strength=2.0, side=100):
    """The plane of a pair of axes, side x side cells.

    pair: "pq" (p, q), "dl" (mean degree, edge correlation), "sd" (Delta/sigma, mean degree) or "nd" (N, mean degree), x first.
    n_nodes, correlation, strength: what does not vary in it.  Values on axes have three significant digits.
    Raises ValueError for an unknown pair.
    """
    if pair not in PAIRS:
        raise ValueError(f"pair is {pair!r}, but it must be one of {', '.join(PAIRS)}.")
    degrees = Axis("d", _spaced(1.0, DENSEST, side))
    if pair == "pq":
        # From two expected neighbours in all to several hundred, as far as N allows.
        high = min(1.0, DENSEST / n_nodes)
        values = _spaced(min(1 / n_nodes, high / 100), high, side)
        x, y = Axis("p", values), Axis("q", values)
        p, q = np.meshgrid(values, values)
        return Plane(x, y, np.full(p.shape, float(n_nodes)), p, q, np.full(p.shape, float(strength)))
    if pair == "dl":
        x, y = degrees, Axis("lam", np.linspace(-0.95, 0.95, side).round(4), log=False)
    elif pair == "sd":
        x, y = Axis("strength", _spaced(0.1, 8.0, side)), degrees
    else:
        sizes = np.unique(2 * np.round(_spaced(1e2, MAX_NODES, side) / 2))
        x, y = Axis("N", sizes), degrees
    across, up = np.meshgrid(x.values, y.values)
    given = {"N": float(n_nodes), "lam": float(correlation), "strength": float(strength)}
    found = {name: np.full(across.shape, value) for name, value in given.items()} | {x.name: across, y.name: up}
    p, q = probabilities(found["N"], found["d"], found["lam"])
    return Plane(x, y, found["N"], p, q, found["strength"])


def probabilities(n_nodes, degree, correlation, n_classes=2):
    """(p, q) of a mean degree d and an edge correlation lam, rounded to six digits; NaN where one would exceed 1 or be below 0.

    p = d (1 + (C-1) lam) / (N - C), q = d (1 - lam) / N.  Arrays broadcast.
    """
    n_nodes = np.asarray(n_nodes, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = degree * (1 + (n_classes - 1) * correlation) / (n_nodes - n_classes)
        q = degree * (1 - correlation) / n_nodes
    possible = (p <= 1) & (q <= 1) & (p >= 0)
    return tuple(
        np.where(possible, rounded(np.where(possible, values, 0), PROBABILITY_DIGITS), np.nan) for values in (p, q)
    )


def rounded(values, digits):
    """Values rounded to so many significant digits."""
    return np.vectorize(lambda value: float(f"{value:.{digits}g}"))(values)


def _spaced(low, high, count):
    return np.unique(rounded(np.geomspace(low, high, count), AXIS_DIGITS))
