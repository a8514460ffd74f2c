"""The sweet spot over whole planes of models: best depth, best error, and the depth where nothing is gained any more.

Plain convolution, threshold fixed in advance. First all cells at once, a hill taken for one Gaussian:

    error_n = Phi( -(Delta/2) |g_n| / sqrt( sigma^2 v_n + (Delta/2)^2 S_n ) )

with g, v and S of walk theory (docs/theory.md); then, cell by cell, the first step exactly where nodes have so few
neighbours that hills are no Gaussians.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtr

from core.lowest import first_lowest
from core.walk_theory.degrees import degrees_of
from core.walk_theory.layers import plain_layers, unlinked
from core.walk_theory.mixture import mixture_error
from core.walks import Layers, stage_neighbourhoods

DEPTH = 64
CELLS_AT_ONCE = 128
# Above this mean degree one Gaussian gives the best depth and error of the exact first step.
EXACT_BELOW = 60.0
TINY_ERROR = 0.005
# Where both errors are smaller, one Gaussian and the exact first step disagree on their ratio by more than a few percent.
COMPARED = 0.001
AS_MUCH = float(np.log2(1.01))  # of a ratio of errors: within one percent nothing has changed
SPARSE_DEGREE, SPARSE_DEPTH = 6.0, 5
SMALL_NODES = 60

IMPOSSIBLE, SPARSE, TINY, EDGE, SMALL = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class SweetSpot:
    """What a map shows; arrays (rows, columns), NaN where there is no model.

    best_depth: n*, the depth of the lowest error.  best_error: that error.  first_error: without convolution.
    return_depth: n0, the first depth beyond n* whose error is back to that of no convolution; infinite where that does
    not happen up to `depth`, 0 where convolution never helps.
    exact: where the first step was taken exactly.  depth: the deepest layer that was looked at.
    log_error: log2 of the error at depths 0..depth, (depth+1, rows, columns) in single precision, NaN where a depth is missing.
    """

    best_depth: np.ndarray
    best_error: np.ndarray
    first_error: np.ndarray
    return_depth: np.ndarray
    exact: np.ndarray
    depth: int
    log_error: np.ndarray

    def one_more(self, depth):
        """log2 of the error at depth n + 1 over that at n = depth, (rows, columns).

        -1 where the next layer halves the error, 0 where it changes nothing, 1 where it doubles it.
        Raises ValueError unless both depths were looked at.
        """
        if not 0 <= depth < self.depth:
            raise ValueError(
                f"depth is {depth!r}, but it must be from 0 to {self.depth - 1}, one layer before the last."
            )
        return self.log_error[depth + 1] - self.log_error[depth]

    def compared(self, depth):
        """Whether the errors at depths n = depth and n + 1 are large enough for theory to tell their ratio, (rows, columns)."""
        return np.maximum(self.log_error[depth], self.log_error[depth + 1]) >= np.log2(COMPARED)


def sweet_spot(plane, depth=DEPTH):
    """The sweet spot of every cell, each hill taken for one Gaussian. Returns SweetSpot; 10^4 cells take under a second."""
    scores = one_gaussian_scores(plane, depth).reshape(depth + 1, -1)
    # Scores, not errors, are compared: beyond 38 standard deviations all errors are the same nothing.
    best, lowest, first, back = _read(-scores)
    found = (best, ndtr(lowest), ndtr(first), back)
    shaped = [values.reshape(plane.shape) for values in found]
    log_error = (log_ndtr(-scores) / np.log(2)).reshape(depth + 1, *plane.shape).astype(np.float32)
    return SweetSpot(*shaped, np.zeros(plane.shape, dtype=bool), depth, log_error)


def one_gaussian_scores(plane, depth=DEPTH, shifted=True):
    """(Delta/2) |g_n| / sqrt( sigma^2 v_n + (Delta/2)^2 S_n ) of every cell at depths 0..depth; the error is Phi(-score).

    shifted: with what all nodes of a graph share (of order 1/N), or without.
    Returns (depth+1, rows, columns), NaN where there is no model.
    """
    scores = np.full((depth + 1, plane.n_nodes.size), np.nan)
    for cells in _blocks(np.flatnonzero(plane.possible)):
        half = plane.strength.ravel()[cells] / 2
        layers = cell_layers(plane, cells, depth)
        variance = layers.variance + half**2 * layers.noise
        if not shifted:
            graphs = (values.ravel()[cells] for values in (plane.n_nodes, plane.p_within, plane.q_across))
            connected = 1 - degrees_of(*graphs).isolated
            variance = variance - connected * (layers.shift_w + half**2 * layers.shift_s)
        # Without any variance left the answer is sure, and without a gap there is none.
        signal, deviation = half * np.abs(layers.gap), np.sqrt(np.maximum(variance, np.finfo(float).tiny))
        scores[:, cells] = signal / deviation
    return scores.reshape(depth + 1, *plane.shape)


def exact_first_step(plane, found):
    """Take the first step exactly wherever it changes the picture: yields (done, total, SweetSpot), the last one complete.

    found: SweetSpot of the same plane in the one-Gaussian form.  Cells with mean degree below EXACT_BELOW change.
    """
    values = [array.copy() for array in (found.best_depth, found.best_error, found.first_error, found.return_depth)]
    exact, log_error = found.exact.copy(), found.log_error.copy()
    with np.errstate(invalid="ignore"):
        cells = np.flatnonzero(plane.possible & few_neighbours(plane.degree))
    for done, some in enumerate(_blocks(cells), start=1):
        error = exact_errors(plane, some, found.depth)
        for array, part in zip(values, _read(error), strict=True):
            array.ravel()[some] = part
        exact.ravel()[some] = True
        log_error.reshape(found.depth + 1, -1)[:, some] = log2(error)
        now = SweetSpot(*values, exact, found.depth, log_error)
        yield min(done * CELLS_AT_ONCE, cells.size), cells.size, now
    if cells.size == 0:
        yield 0, 0, found


def log2(error):
    """log2 of errors, finite also for one that is too small for a number."""
    return np.log2(np.maximum(error, np.finfo(float).tiny))


def few_neighbours(degree):
    """Whether hills of nodes with this mean degree are too far from Gaussians; rounding of p and q must not decide."""
    return degree < EXACT_BELOW - 1e-3


def exact_errors(plane, cells, depth=DEPTH, shifted=True):
    """Error at depths 0..depth of some cells (flat indices), the first step taken exactly. Returns (depth+1, cells).

    shifted: with what all nodes of a graph share (of order 1/N), or without.
    """
    layers = cell_layers(plane, cells, depth)
    error = np.empty((depth + 1, len(cells)))
    kinds = {}
    for place, cell in enumerate(cells):
        row, column = np.unravel_index(cell, plane.shape)
        graph = plane.n_nodes[row, column], plane.p_within[row, column], plane.q_across[row, column]
        if graph not in kinds:
            kinds[graph] = stage_neighbourhoods(plane.model(row, column))
        one = Layers(**{name: values[:, place] for name, values in vars(layers).items()})
        error[:, place] = mixture_error(one, kinds[graph], plane.strength[row, column], shifted)[:, 0]
    return error


def cell_layers(plane, cells, depth):
    """Walk theory of plain convolution for many cells (flat indices): walks.Layers with arrays (depth+1, cells)."""
    n_nodes, p, q, degree = (
        values.ravel()[cells] for values in (plane.n_nodes, plane.p_within, plane.q_across, plane.degree)
    )
    linked = degree > 0
    if linked.all():
        return plain_layers(n_nodes, p, q, depth)
    found = plain_layers(n_nodes, np.where(linked, p, 0.5), np.where(linked, q, 0.5), depth)
    kept = unlinked(np.ones((depth + 1, 1)))
    return Layers(**{name: np.where(linked, values, getattr(kept, name)) for name, values in vars(found).items()})


def trust(plane, found):
    """Where the theory is not to be trusted: an integer for each cell, 0 where it is.

    IMPOSSIBLE: no model.  SMALL: N < 60.  SPARSE: d <= 6 and n* > 5.  TINY: the best error is below .005.  EDGE: the best
    depth is the deepest that was looked at.  The first reason that applies.
    """
    with np.errstate(invalid="ignore"):
        cases = [
            ~plane.possible,
            plane.n_nodes < SMALL_NODES,
            found.best_depth >= found.depth,
            (plane.degree <= SPARSE_DEGREE) & (found.best_depth > SPARSE_DEPTH),
            found.best_error < TINY_ERROR,
        ]
    return np.select(cases, [IMPOSSIBLE, SMALL, EDGE, SPARSE, TINY], 0)


def read_curve(error):
    """(n*, lowest error, error without convolution, n0) of one error curve (depth+1,)."""
    return tuple(float(values[0]) for values in _read(np.asarray(error, dtype=float)[:, None]))


def _read(error):
    """Best depth, lowest value, first value and return depth of curves (depth+1, cells)."""
    missing = np.isnan(error[0])
    depth = np.arange(error.shape[0])[:, None]
    best = first_lowest(error)
    lowest = np.take_along_axis(error, best[None], axis=0)[0]
    back = (depth > best) & (error >= error[0])
    first_back = np.where(back.any(axis=0), back.argmax(axis=0), np.inf)
    first_back = np.where(best == 0, 0, first_back)
    return [np.where(missing, np.nan, values) for values in (best, lowest, error[0], first_back)]


def _blocks(cells):
    """Cells in portions whose chains stay in the processor's cache."""
    return (cells[start : start + CELLS_AT_ONCE] for start in range(0, len(cells), CELLS_AT_ONCE))
