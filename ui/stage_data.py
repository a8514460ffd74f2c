"""Messages to the stage: pure functions from the engine's results to JSON, all depths at once."""

import math

import numpy as np

from core.estimate import estimate
from core.simulation import read
from core.walks import predict_layers, stage_neighbourhoods

BINS = 48
READINGS = ("paper", "fixed", "fitted")


def theory_message(model, prediction, best, token):
    """Hills and curves of walk theory. prediction: walks.Prediction; best: threshold -> (depth+1,). Returns a dict."""
    depth = prediction.mean_gap.size - 1
    kinds = stage_neighbourhoods(model)
    layers = predict_layers(model, depth)
    names = ("stay", "pull", "w0", "w1", "s0", "s1", "shift_w", "shift_s", "gap", "variance", "constant")
    return {
        "token": token,
        "depth_max": depth,
        "model": {
            "n": model.n_nodes,
            "p": model.p_within,
            "q": model.q_across,
            "m1": model.mean_1,
            "m2": model.mean_2,
            "s": model.sigma,
            "degree": model.mean_degree,
            "correlation": model.edge_correlation,
        },
        "neighbourhoods": {
            "weight": numbers(kinds.weight),
            "x": numbers(kinds.x),
            "inverse_degree": numbers(kinds.inverse_degree),
            "spread": numbers(kinds.spread),
            "isolated": kinds.isolated,
        },
        "layers": {name: numbers(getattr(layers, name)) for name in names},
        "curves": {name: numbers(getattr(prediction, f"error_{name}")) for name in READINGS},
        "best": {name: numbers(curve) for name, curve in best.items()},
    }


def simulation_message(model, graphs, side, token):
    """Dots with error bars over graphs, and histograms of the simulated features. graphs: GraphMoments. Returns a dict."""
    simulation = read(graphs, side, model)
    dots = {}
    for name in READINGS:
        over_graphs = estimate(getattr(simulation, f"error_{name}"))
        dots[name] = {"value": numbers(over_graphs.value), "error": numbers(over_graphs.standard_error)}
    return {
        "token": token,
        "n_graphs": len(graphs),
        "dots": dots,
        "histogram": {"fixed": _histograms(model, graphs, False), "fitted": _histograms(model, graphs, True)},
    }


def absence_message(reason, token):
    """The message in place of dots: why nothing is simulated."""
    return {"token": token, "dots": None, "message": reason}


def numbers(values):
    """A list of finite floats, None where there is no number."""
    return [float(value) if math.isfinite(value) else None for value in values]


def _histograms(model, graphs, centred):
    """Densities per depth and class of h^(n) = m + (Delta/2) signal + sigma draws, over graphs, nodes and draws.

    centred: each draw is moved so that its fitted threshold lies at m.
    """
    values = {-1: [], 1: []}
    for graph in graphs:
        signal = graph.centred_signal if centred else graph.signal
        noise = graph.draws - graph.common[:, None, :] if centred else graph.draws
        features = (model.gap / 2 * signal)[:, :, None] + model.sigma * noise
        for label, found in values.items():
            chosen = features[:, graph.labels == label]
            found.append(chosen.reshape(chosen.shape[0], -1))
    first, second = (np.concatenate(values[label], axis=1) for label in (-1, 1))
    centre = (second.mean(axis=1) - first.mean(axis=1)) / 2
    reach = np.abs(centre) + 4.2 * np.maximum(first.std(axis=1), second.std(axis=1)) + 1e-12
    return [
        {
            "lo": model.midpoint - float(edge),
            "hi": model.midpoint + float(edge),
            "class_1": _densities(first[depth], edge),
            "class_2": _densities(second[depth], edge),
        }
        for depth, edge in enumerate(reach)
    ]


def _densities(values, edge):
    """Density in equal bins of [-edge, edge], four digits, normalised by all values."""
    place = ((values + edge) * (BINS / (2 * edge))).astype(int)
    inside = place[(place >= 0) & (place < BINS)]
    return [
        float(f"{density:.4g}") for density in np.bincount(inside, minlength=BINS) / (values.size * 2 * edge / BINS)
    ]
