"""Walk theory: gap, variance, neighbourhood noise and error at every depth, without sampling a graph.

Mixing is how far a walker has gone; denoising is how rarely two walkers meet. docs/theory.md derives the
formulas; the equation numbers below are its section numbers.
"""

from dataclasses import replace

import numpy as np

from core.many_classes import theory as many_classes
from core.many_classes.pair import pair_hills, pair_kinds
from core.model import require_all_known, require_equal_blocks, require_two_classes
from core.propagation import METHODS, coefficients, complete_options, require_depth
from core.walk_theory.best_combination import best_coefficients, lowest_so_far
from core.walk_theory.chain import back_probability, detection_strength, second_eigenvalue
from core.walk_theory.hills import hills
from core.walk_theory.layers import Layers, layers_of, polynomial_layers
from core.walk_theory.mixture import model_error
from core.walk_theory.neighbourhoods import merge, neighbourhoods
from core.walk_theory.prediction import CURVES, Prediction, prediction
from core.walk_theory.sampled_walks import sampled_prediction

# The theory's public names, wherever they are made.
__all__ = [
    "CURVES",
    "MAX_DEPTH",
    "MAX_DEPTH_PLAIN",
    "Layers",
    "Prediction",
    "back_probability",
    "beside",
    "best_beside",
    "best_coefficients",
    "best_possible",
    "common_share",
    "detection_strength",
    "polynomial_layers",
    "predict",
    "predict_layers",
    "second_eigenvalue",
    "stage_hills",
    "stage_neighbourhoods",
]

MAX_DEPTH_PLAIN = 10_000
MAX_DEPTH = 256


def predict(model, depth, method="convolution", **options):
    """Predict all curves of one linear method at depths 0..depth (walk theory, section 4; random methods section 8).

    depth: up to 10,000 for plain convolution, 256 otherwise.  Returns a Prediction.
    Raises ValueError for a bad depth, method or option, a method without walk theory, and unequal blocks, for which
    core.classes.unequal has a theory of its own.  Cost: a few milliseconds at depth 30, for any N; a tenth of a second for
    more than two classes, of which only methods that are one polynomial of one graph have a theory.
    """
    require_equal_blocks(model, "a model of this walk theory")
    depth = require_depth(depth, MAX_DEPTH_PLAIN if method == "convolution" else MAX_DEPTH)
    options = complete_options(method, options)
    if model.n_classes > 2:
        if METHODS[method].combines_depths or METHODS[method].sampler is not None:
            require_two_classes(model, f"a model of the walk theory of {method}")
        return many_classes.prediction(model, predict_layers(model, depth, method, **options))
    if METHODS[method].combines_depths:
        return combined_prediction(model, depth)
    if METHODS[method].sampler is not None and METHODS[method].has_theory:
        require_all_known(model, f"a model of the walk theory of {method}")
        return sampled_prediction(model, depth, method, options)
    coefs = coefficients(method, model, depth, **options)
    return prediction(model, predict_layers(model, depth, method, **options), neighbourhoods(model), coefs)


def combined_prediction(model, depth):
    """Prediction of the best read-out of depths 0..n; its errors are the lowest of it and of plain convolution so far."""
    kinds = neighbourhoods(model)
    coefs = {threshold: best_coefficients(model, depth, threshold) for threshold in ("fixed", "fitted")}
    combined = {threshold: layers_of(model, coefs[threshold], depth) for threshold in coefs}
    plain = model_error(model, layers_of(model, None, depth), kinds, "fixed", "fitted")
    errors = {
        f"error_{name}": lowest_so_far(own, model_error(model, combined[name], kinds, name, coefs=coefs[name]))
        for name, own in zip(combined, plain, strict=True)
    }
    return replace(prediction(model, combined["fixed"], kinds, coefs["fixed"]), **errors)


def predict_layers(model, depth, method="convolution", **options):
    """The mixture of Gaussians behind `predict`, for drawing hills. Returns Layers."""
    require_equal_blocks(model, "a model of this walk theory")
    depth = require_depth(depth, MAX_DEPTH_PLAIN if method == "convolution" else MAX_DEPTH)
    layers = layers_of(model, coefficients(method, model, depth, **options), depth)
    if not METHODS[method].corrected:
        return layers
    none = np.zeros(depth + 1)
    connected = 1 - model.isolated_share
    return replace(
        layers,
        shift_w=none,
        shift_s=none,
        variance=layers.variance - connected * layers.shift_w,
        noise=layers.noise - connected * layers.shift_s,
    )


def stage_neighbourhoods(model):
    """A few dozen merged neighbourhoods that draw the hills within a pixel of the full mixture; PairKinds of several classes."""
    return pair_kinds(model) if model.n_classes > 2 else merge(neighbourhoods(model))


def stage_hills(model, layers, reading="fixed"):
    """core.walk_theory.hills.hills; of several classes those of two of them, along the line between their means. Returns Hills."""
    return (pair_hills if model.n_classes > 2 else hills)(model, layers, reading)


def common_share(model, depth):
    """Share of a hill's variance that is one shift common to all nodes of a graph, for P^n: (sigma^2 F + (Delta/2)^2 T) / width^2.

    F and T of docs/theory.md, section 4.5: what a fitted threshold takes away.  Returns (depth+1,), each 0..1.
    """
    require_two_classes(model, "a model whose common shift is asked for")
    require_all_known(model, "a model whose common shift is asked for")
    layers = predict_layers(model, depth)
    whole, rest = (stage_hills(model, layers, reading).width(model) ** 2 for reading in ("fixed", "fitted"))
    return np.clip(1 - rest / whole, 0, 1)


def best_possible(model, depth, threshold="fixed"):
    """Best linear found: lowest error over all linear methods tried that see h^(0), ..., h^(n), for n = 0..depth.

    Tried are the combination that is best by the theory's own moments, plain convolution and corrected convolution, each
    at depths up to n; the curve never rises (docs/theory.md, section 7).  No bound: another method may be lower, and
    `best_beside` takes in those that are shown beside it.  threshold: "fixed" or "fitted".  Returns (depth+1,).
    """
    if threshold not in ("fixed", "fitted"):
        raise ValueError(f"threshold is {threshold!r}, but it must be 'fixed' or 'fitted'.")
    require_equal_blocks(model, "a model whose best linear method is looked for")
    depth = require_depth(depth, MAX_DEPTH)
    if model.n_classes > 2:
        combined = layers_of(model, best_coefficients(model, depth, threshold), depth)
        tried = (combined, *(predict_layers(model, depth, method) for method in ("convolution", "corrected")))
        return lowest_so_far(*(many_classes.errors(model, layers, threshold == "fixed") for layers in tried))
    kinds = neighbourhoods(model)
    coefs = best_coefficients(model, depth, threshold)
    combined = layers_of(model, coefs, depth)
    # Corrected convolution is plain convolution without what all nodes share, which a fitted threshold removes too.
    plain = model_error(model, layers_of(model, None, depth), kinds, "fixed", "fitted")
    return lowest_so_far(
        model_error(model, combined, kinds, threshold, coefs=coefs), *(plain if threshold == "fixed" else plain[1:])
    )


def best_beside(model, depth, *predictions):
    """`best_possible` with either threshold, with linear methods shown beside it among those tried: threshold -> (depth+1,).

    predictions: Predictions of linear methods, at the same depths.
    """
    return beside({name: best_possible(model, depth, name) for name in ("fixed", "fitted")}, *predictions)


def beside(best, *predictions):
    """The lowest so far of best curves (threshold -> (depth+1,)) and of the errors of linear methods shown beside them."""
    return {
        name: lowest_so_far(curve, *(getattr(prediction, f"error_{name}") for prediction in predictions))
        for name, curve in best.items()
    }
