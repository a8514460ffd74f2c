"""The two hills of a model on paper: at several depths on one axis that never changes, so that they close in and sharpen there too."""

import numpy as np
from scipy.special import ndtr

from core.many_classes.pair import pair_gaussians
from core.walk_theory.mixture import gaussians
from core.walks import predict_layers, stage_neighbourhoods

WIDTH, HEIGHT, POINTS = 112, 52, 241
_SHARPEST = 4  # a hill that is this many times as high as at depth 0 has reached the top of its picture


def hills(model, depth, reading="fixed", reach=None):
    """Densities of both classes at one depth. Returns (places (POINTS,), class 1, class 2); about the threshold.

    The mixture of core.walks.Layers: mean stay + pull x, variance of a node with neighbourhood (x, 1/D); class 1 mirrored.
    reach: half the width of the axis; what the hills at this depth need unless given. Averages over cells of the axis, so that
    a hill thinner than a cell keeps its area.
    """
    weight, mean, deviation = _parts(model, depth, reading)
    if reach is None:
        centre = weight @ mean
        reach = abs(centre) + 3.5 * np.sqrt(weight @ (deviation**2 + (mean - centre) ** 2))
    places = np.linspace(-reach, reach, POINTS)
    cell = places[1] - places[0]
    edges = np.append(places - cell / 2, places[-1] + cell / 2)
    below = ndtr((edges[:, None] - mean) / deviation) @ weight
    second = np.diff(below) / cell
    return places, second[::-1], second


def first_reach(model):
    """Half the width of the axis on which the hills of depth 0 are seen whole."""
    return abs(model.gap) / 2 + 3.5 * model.sigma


def drawing(model, depth, reading="fixed"):
    """Both hills at one depth as a small SVG, on the axis of depth 0; a hill too sharp for it is cut off at the top."""
    reach = first_reach(model)
    _, first, second = hills(model, depth, reading, reach)
    top = _SHARPEST * max(curve.max() for curve in hills(model, 0, reading, reach)[1:])
    x = np.linspace(1, WIDTH - 1, POINTS)

    def path(values):
        heights = HEIGHT - 4 - (HEIGHT - 8) * np.minimum(values / top, 1)
        return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, heights, strict=True))

    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="The two hills at depth {depth}">'
        f'<line class="floor" x1="0" x2="{WIDTH}" y1="{HEIGHT - 3}" y2="{HEIGHT - 3}"/>'
        f'<path class="class-1" d="{path(first)}"/><path class="class-2" d="{path(second)}"/></svg>'
    )


def _parts(model, depth, reading):
    """Weight, mean and standard deviation of the Gaussians that class 2 is made of."""
    kinds, layers = stage_neighbourhoods(model), predict_layers(model, depth)
    weight = np.append((1 - kinds.isolated) * np.asarray(kinds.weight), kinds.isolated)
    shifted = reading != "fitted"
    if model.n_classes > 2:
        connected = pair_gaussians(model, layers, kinds, shifted)
    else:
        connected = gaussians(layers, kinds, model.gap / 2, model.sigma, shifted=shifted)
    # An isolated node keeps its feature.
    mean, variance = (
        np.append(part[depth], own) for part, own in zip(connected, (model.gap / 2, model.sigma**2), strict=True)
    )
    return weight, mean, np.sqrt(np.maximum(variance, 1e-30))
