"""The map of the sweet spot checked by simulation, cell by cell."""

from dataclasses import dataclass

import numpy as np

from core.estimate import estimate
from core.lowest import first_lowest
from core.maps.sweet_spot import TINY_ERROR
from core.model import CSBM
from core.simulation import simulate

N_GRAPHS = 16
SLACK = 0.10
BEYOND = 3


@dataclass(frozen=True)
class CheckedCell:
    """One cell, theory beside simulation.

    cell: what the caller named it.  predicted_depth, predicted_error: theory's n* and its error.
    error, standard_error: simulated at that very depth, over n_graphs graphs (0 of them: not simulated, and why in `reason`).
    best_depth, best_error: of the simulated mean curve.
    """

    cell: tuple[int, int]
    model: CSBM
    predicted_depth: int
    predicted_error: float
    error: float = float("nan")
    standard_error: float = float("nan")
    best_depth: int = 0
    best_error: float = float("nan")
    n_graphs: int = 0
    reason: str = ""

    @property
    def agrees(self):
        """Within 10 % and three standard errors, or both so small that they cannot be told apart; None if not simulated.

        The best depth agrees when the error at theory's depth is no worse than the simulated best, by the same measure.
        """
        if not self.n_graphs:
            return None
        slack = SLACK * max(self.error, TINY_ERROR) + 3 * self.standard_error
        return abs(self.predicted_error - self.error) <= slack and self.error - self.best_error <= slack


def check_cells(plane, found, cells, n_graphs=N_GRAPHS, seed=0, max_nodes=20_000, max_edges=1_000_000):
    """Simulate cells [(row, column), ...] of a map: yields (graphs done, graphs in all, CheckedCell or None).

    found: SweetSpot of the plane.  A CheckedCell comes after the last graph of its cell, and at once for a cell that
    is not simulated because it has more nodes or expected edges than allowed. Stop by asking for no more.
    """
    cells = [tuple(int(place) for place in cell) for cell in cells if plane.possible[tuple(cell)]]
    total, done = n_graphs * len(cells), 0
    for cell in cells:
        model, best = plane.model(*cell), int(found.best_depth[cell])
        known = {
            "cell": cell,
            "model": model,
            "predicted_depth": best,
            "predicted_error": float(found.best_error[cell]),
        }
        if model.n_nodes > max_nodes or model.expected_edges > max_edges:
            done += n_graphs
            yield done, total, CheckedCell(**known, reason="too large to be simulated here")
            continue
        samples = []
        for graph in range(n_graphs):
            # A seed for each graph: the same numbers whatever else is checked, and in whatever order.
            simulation = simulate(model, best + BEYOND, n_graphs=1, seed=seed + graph, n_draws=32, exact=False)
            samples.append(simulation.error_fixed[0])
            done += 1
            if graph < n_graphs - 1:
                yield done, total, None
        simulated = estimate(np.stack(samples))
        lowest = first_lowest(simulated.value)
        yield (
            done,
            total,
            CheckedCell(
                **known,
                error=float(simulated.value[best]),
                standard_error=float(simulated.standard_error[best]),
                best_depth=lowest,
                best_error=float(simulated.value[lowest]),
                n_graphs=n_graphs,
            ),
        )
