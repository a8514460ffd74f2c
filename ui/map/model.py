"""Between the map and the sidebar: what is held fixed on a map, where the present model lies on it, and how a cell is loaded."""

import numpy as np

from ui.link import link
from ui.session import choices, state

PAIR_LABELS = {"dl": "(d, λ)", "pq": "(p, q)", "sd": "(Δ/σ, d)", "nd": "(N, d)"}
GROWTH_LABELS = {"degree": "d stays", "log": "d = a log N", "pq": "p and q stay"}
RIVALS = {
    "residual": ("residual, alpha = 0.1", "residual", 0.1),
    "residual_best": ("residual, best alpha", "residual", None),
    "lazy": ("lazy walk, best laziness", "lazy", None),
    "self_loops": ("self loops", "self_loops", None),
    "best": ("best linear found", "best", None),
}


def fixed_values(pair, model):
    """(N, lam, Delta/sigma) that a map is drawn for; what varies in it has a fixed stand-in, so that loading a cell keeps the map.

    Rounded to what is printed beside the map: lam to three decimals, Delta/sigma to four digits.
    """
    correlation = round(model.edge_correlation, 3) + 0.0 if pair in ("sd", "nd") else 0.5
    strength = float(f"{abs(model.gap) / model.sigma:.4g}") if pair != "sd" else 1.0
    return model.n_nodes if pair != "nd" else 2000, correlation, strength


def coordinates(plane, model):
    """(x, y) of a model on a plane."""
    values = {
        "p": model.p_within,
        "q": model.q_across,
        "d": model.mean_degree,
        "lam": model.edge_correlation,
        "strength": abs(model.gap) / model.sigma,
        "N": model.n_nodes,
    }
    return values[plane.x.name], values[plane.y.name]


def nearest(plane, place):
    """(row, column) of the cell nearest to (x, y), by ratio on logarithmic axes; at the border for what lies outside."""
    found = []
    for axis, value in ((plane.y, place[1]), (plane.x, place[0])):
        if axis.log:
            found.append(int(np.argmin(np.abs(np.log(axis.values) - np.log(max(value, 1e-300))))))
        else:
            found.append(int(np.argmin(np.abs(axis.values - value))))
    return tuple(found)


def load_cell(plane, row, column):
    """From a callback: set the sidebar to the model of a cell. What the axes do not name stays, as far as the ranges allow."""
    row, column = int(row), int(column)
    if not plane.possible[row, column] or choices.obstacle(*link.MODEL_KEYS):
        return
    now = state.model()
    names = {plane.x.name, plane.y.name}
    if "strength" in names:
        cell = plane.model(row, column, now.midpoint, now.sigma, -1.0 if now.gap < 0 else 1.0)
        highest = max(abs(cell.mean_1), abs(cell.mean_2))
        if highest > link.KEYS["m1"].high:
            # Hills that far apart only fit between the ends of the sliders when they are narrow and in the middle.
            cell = plane.model(row, column, 0.0, min(now.sigma, 1.0), -1.0 if now.gap < 0 else 1.0)
        means = {"m1": _short(cell.mean_1), "m2": _short(cell.mean_2), "s": cell.sigma}
    else:
        cell, means = plane.model(row, column), {}
    state.put(n=cell.n_nodes, p=cell.p_within, q=cell.q_across, **means)


def _short(value):
    return float(f"{value:.6g}")
