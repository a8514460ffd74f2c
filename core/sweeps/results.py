"""The CSV file of a sweep read back as maps, one a method and kind: mean error over seeds, best depth at each model."""

import csv
import io
from dataclasses import dataclass, replace

import numpy as np

from core.maps.plane import Axis, Plane, rounded
from core.maps.sweet_spot import SweetSpot, log2, read_curve
from core.sweeps.rows import KINDS, read_row
from core.sweeps.sweep import COLUMNS

# Files that were written before a model had a share of nodes with a feature, and before it had a number of classes.
OLDER = tuple(tuple(name for name in COLUMNS if name not in later) for later in (("known",), ("known", "n_classes")))
MAX_ROWS = 400_000
MAX_PLACES = 5_000_000  # cells times depths: a full grid has no more than MAX_ROWS
DIGITS = 4
# Where two grids are equally full the first one stands.
PAIRS = (
    *(("d", "lam"), ("strength", "d"), ("N", "d"), ("p", "q"), ("N", "lam"), ("strength", "lam"), ("N", "strength")),
    *(("N", "p"), ("N", "q"), ("strength", "p"), ("strength", "q")),
)


@dataclass(frozen=True)
class Results:
    """One method of a sweep as a map. label: the method with its options, and where both kinds are there, which.

    kind: "theory" or "simulation".  n_seeds: graphs behind a cell, fewest; 0 by theory.
    """

    label: str
    kind: str
    plane: Plane
    found: SweetSpot
    n_seeds: int


def read_results(data):
    """Results of a sweep's CSV file (bytes), one for each method by theory and by simulation.

    A line that says again what an earlier one said counts once. Raises ValueError with one sentence that names the line, and the
    column of a cell: where it cannot be read, and where two lines of one point differ.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("The file is not text in UTF-8.") from None
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    if tuple(header) not in (COLUMNS, *OLDER):
        missing = [name for name in COLUMNS if name not in header]
        why = f"the column {missing[0]} is missing" if missing else "its columns stand in another order"
        raise ValueError(f"The file is not the result of a sweep: {why} in line 1.")
    curves, said = {}, {}
    try:
        for number, cells in enumerate(lines, start=2):
            if number > MAX_ROWS:
                raise ValueError(f"The file has more than {MAX_ROWS:,} lines, more than are read here.")
            row = read_row(header, cells, number)
            curve = curves.setdefault((row.label, row.kind), {}).setdefault(row.model, {}).setdefault(row.seed, {})
            first = said.setdefault((row.label, row.kind, row.model, row.seed, row.depth), number)
            if curve.setdefault(row.depth, row.error) != row.error:
                raise ValueError(_contradiction(row, number, first, curve[row.depth]))
    except csv.Error as problem:
        raise ValueError(f"Line {lines.line_num} is not CSV: {problem}.") from None
    if not curves:
        raise ValueError("The file has no row of results.")
    both = {label for label, _ in curves if all((label, kind) in curves for kind in KINDS)}
    return [
        _map(f"{label} by {kind}" if label in both else label, kind, models) for (label, kind), models in curves.items()
    ]


def _contradiction(row, number, first, error):
    point = f"{row.label} at depth {row.depth} " + ("by theory" if row.seed is None else f"with seed {row.seed}")
    return (
        f"Lines {first} and {number} are both of {point} on one model, but error_fixed is {error!r} in the first and "
        f"{row.error!r} in the second: one of them must go."
    )


def _map(label, kind, models):
    """One method's models as a map over the pair of axes whose grid they fill best."""
    listed = list(models)
    coordinates = {
        "N": np.array([float(model.n_nodes) for model in listed]),
        "p": np.array([model.p_within for model in listed]),
        "q": np.array([model.q_across for model in listed]),
        "d": rounded([model.mean_degree for model in listed], DIGITS),
        "lam": np.array([round(model.edge_correlation, DIGITS) for model in listed]),
        "strength": rounded([abs(model.gap) / model.sigma for model in listed], DIGITS),
    }
    values = {name: np.unique(found) for name, found in coordinates.items()}

    def apart(x, y):
        """Each model has a place of its own."""
        spread = values[x].size > 1 and values[y].size > 1
        return spread and len(set(zip(coordinates[x], coordinates[y], strict=True))) == len(listed)

    pair = min(
        (pair for pair in PAIRS if apart(*pair)),
        key=lambda pair: values[pair[0]].size * values[pair[1]].size,
        default=None,
    )
    if pair is None:
        raise ValueError(
            f"The models of {label} do not lie in a plane: exactly two of N, p, q, mean degree, edge correlation and "
            "|Delta|/sigma must vary, with more than one value each."
        )
    # A logarithmic axis has no place for 0.
    axes = [Axis(name, values[name], log=name != "lam" and values[name][0] > 0) for name in pair]
    shape = (axes[1].values.size, axes[0].values.size)
    deepest = max(depth for seeds in models.values() for curve in seeds.values() for depth in curve)
    if (deepest + 1) * shape[0] * shape[1] > MAX_PLACES:
        raise ValueError(
            f"The models of {label} fill too little of their plane of {shape[1]:,} by {shape[0]:,} to be drawn."
        )
    empty = Plane(*axes, *(np.full(shape, np.nan) for _ in range(4)))
    found = {name: np.full(shape, np.nan) for name in ("best_depth", "best_error", "first_error", "return_depth")}
    log_error = np.full((deepest + 1, *shape), np.nan)
    for place, (model, seeds) in enumerate(models.items()):
        cell = tuple(np.searchsorted(axis.values, coordinates[axis.name][place]) for axis in reversed(axes))
        depths = sorted(set.intersection(*(set(curve) for curve in seeds.values())))
        if not depths:
            raise ValueError(
                f"Not all depths are there for every seed of {label} at N = {model.n_nodes}: is the sweep complete?"
            )
        error = np.mean([[curve[depth] for depth in depths] for curve in seeds.values()], axis=0)
        best, lowest, first, back = read_curve(error)
        found["best_depth"][cell], found["best_error"][cell] = depths[int(best)], lowest
        found["first_error"][cell], log_error[(depths, *cell)] = first, log2(error)
        found["return_depth"][cell] = depths[int(back)] if np.isfinite(back) else np.inf
        for name, value in _numbers(model).items():
            getattr(empty, name)[cell] = value
    spot = SweetSpot(**found, exact=np.zeros(shape, dtype=bool), depth=deepest, log_error=log_error)
    fewest = min(map(len, models.values())) if kind == "simulation" else 0
    return Results(label, kind, replace(empty, n_nodes=np.nan_to_num(empty.n_nodes, nan=2.0)), spot, fewest)


def _numbers(model):
    return {
        "n_nodes": model.n_nodes,
        "p_within": model.p_within,
        "q_across": model.q_across,
        "strength": abs(model.gap) / model.sigma,
    }
