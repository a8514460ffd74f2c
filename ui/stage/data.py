"""Messages to the stage: pure functions from the engine's results to JSON, all depths at once."""

import math

import numpy as np
from scipy.special import ndtr

from core.estimate import estimate
from core.simulation import read
from core.walk_theory.missing import unheard
from core.walk_theory.new_nodes import expected_new_nodes
from core.walks import predict_layers, stage_hills, stage_neighbourhoods
from ui.stage.nodes import nodes_message

BINS = 48
READINGS = ("paper", "fixed", "fitted")
MIXTURE_FIELDS = ("stay", "pull", "own", "w0", "w1", "s0", "s1", "shift_w", "shift_s", "draw", "constant")


def theory_message(model, prediction, best, token):
    """Hills and curves of walk theory. prediction: walks.Prediction; best: threshold -> (depth+1,). Returns a dict."""
    return {
        "token": token,
        "depth_max": prediction.mean_gap.size - 1,
        **ghost_message(model, prediction),
        "new_nodes": numbers(expected_new_nodes(model, prediction.mean_gap.size - 1) / model.n_nodes),
        **best_message(best),
    }


def best_message(best):
    """The part of `theory_message` that another method laid over changes. best: threshold -> (depth+1,). Returns a dict."""
    return {"best": {name: numbers(curve) for name, curve in best.items()}}


def ghost_message(model, prediction):
    """The part of `theory_message` that is drawn of a pinned model: parameters, hills and curves. Returns a dict."""
    kinds = stage_neighbourhoods(model)
    names = ("weight", "x", "inverse_degree", "spread") + (("both", "square") if model.n_classes > 2 else ())
    return {
        "model": {
            "n": model.n_nodes,
            "p": model.p_within,
            "q": model.q_across,
            "m1": model.mean_1,
            "m2": model.mean_2,
            "s": model.sigma,
            "c": model.n_classes,
            "have": model.known,
            "degree": model.mean_degree,
            "correlation": model.edge_correlation,
        },
        "neighbourhoods": {name: numbers(getattr(kinds, name)) for name in names} | {"isolated": kinds.isolated},
        "layers": _layers(model, predict_layers(model, prediction.mean_gap.size - 1), unheard),
        "curves": _curves(prediction),
    }


def overlay_message(name, model, layers, prediction):
    """A second method laid over the same model. name: what it is called; layers, prediction: its walk theory. Returns a dict."""
    return {"name": name, "layers": _layers(model, layers), "curves": _curves(prediction)}


def veiled(message):
    """The message of `theory_message` without anything that tells the error: for a question that is still open."""
    nothing = {name: [None] * len(curve) for name, curve in message["curves"].items()}
    return message | {"veil": True, "curves": nothing, "best": None}


def still(message):
    """The message of `theory_message` with depth 0 alone: for a question whose answer the hills themselves would show."""
    first = {name: {key: values[:1] for key, values in message[name].items()} for name in ("layers", "curves")}
    return message | first | {"depth_max": 0, "new_nodes": message["new_nodes"][:1], "still": True}


def without_dots(message, still=False):
    """The message of `simulation_message` without its errors: histogram and nodes alone. still: the histogram of depth 0 alone."""
    found = message | {"dots": None, "message": ""}
    return found | {"histogram": {name: bins[:1] for name, bins in message["histogram"].items()}} if still else found


def _layers(model, layers, unheard=None):
    """unheard: core.walk_theory.missing.unheard, for a method that has it."""
    fitted, share = stage_hills(model, layers, "fitted"), model.known
    found = {name: numbers(getattr(layers, name)) for name in MIXTURE_FIELDS}
    # Of a share r of features: gap r g, noise r v, and means that differ because not everybody is heard of.
    spread = stage_hills(model, layers, "fixed").others if model.n_classes > 2 else layers.noise
    noises = ((layers.variance, spread), (fitted.own, fitted.others))
    found |= {"gap": numbers(share * layers.gap)}
    for (own, others), names in zip(noises, (("variance", "noise"), ("own_fitted", "others_fitted")), strict=True):
        found[names[0]] = numbers(share * own)
        found[names[1]] = numbers(share**2 * others + share * (1 - share) * own)
    if share < 1:
        depth = layers.gap.size - 1
        found["unheard"] = numbers(unheard(model, depth) if unheard else np.zeros(depth + 1))
    return found


def _curves(prediction):
    return {name: numbers(getattr(prediction, f"error_{name}")) for name in READINGS}


def simulation_message(model, graphs, side, crowd, token):
    """Dots with error bars over graphs, histograms of the simulated features, and nodes to follow. Returns a dict.

    graphs: GraphMoments, GraphReadings of several classes.  crowd: core.inside.crowd.Crowd of the first graph; None follows no node.
    """
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
        "nodes": None if crowd is None else nodes_message(model, crowd),
    }


def absence_message(reason, token):
    """The message in place of dots: why nothing is simulated."""
    return {"token": token, "dots": None, "message": reason}


def limit_message(found, token):
    """The optimum, a level with its standard error. found: core.optimum.error.Optimum."""
    value, error = numbers((found.error.value, found.error.standard_error))
    return {"token": token, "limit": {"value": value, "error": error}}


def numbers(values):
    """A list of finite floats, None where there is no number."""
    return [float(value) if math.isfinite(value) else None for value in values]


def _histograms(model, graphs, centred):
    """Densities per depth and class of the simulated nodes: each is Gaussian over feature draws, exactly given its graph.

    Node i has mean m + (Delta/2) signal_i and variance sigma^2 noise_i; centred: less its graph's fitted threshold.
    """
    labels = np.concatenate([graph.labels for graph in graphs])
    names = ("centred_signal", "centred_noise") if centred else ("signal", "noise")
    signal, noise = (np.concatenate([getattr(graph, name) for graph in graphs], axis=1) for name in names)
    mean, deviation = model.gap / 2 * signal, model.sigma * np.sqrt(noise) + 1e-12
    classes = [labels == label for label in (-1, 1)]
    centre = (mean[:, classes[1]].mean(axis=1) - mean[:, classes[0]].mean(axis=1)) / 2
    width = np.max(
        [np.sqrt(mean[:, own].var(axis=1) + (deviation[:, own] ** 2).mean(axis=1)) for own in classes], axis=0
    )
    reach = np.abs(centre) + 4.2 * width
    edges = np.linspace(-1, 1, BINS + 1) * reach[:, None]
    first, second = (_densities(mean[:, own], deviation[:, own], edges) for own in classes)
    return [
        {"lo": model.midpoint - float(edge), "hi": model.midpoint + float(edge), "class_1": low, "class_2": high}
        for edge, low, high in zip(reach, first, second, strict=True)
    ]


def _densities(mean, deviation, edges):
    """Mean over nodes of their Gaussian mass in each bin, as density with four digits, one list a depth."""
    below = ndtr((edges[:, None, :] - mean[:, :, None]) / deviation[:, :, None]).mean(axis=1)
    density = np.diff(below, axis=1) / np.diff(edges, axis=1)
    return [[float(f"{value:.4g}") for value in row] for row in density]
