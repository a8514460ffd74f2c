"""Walk theory among C classes of one size: the walkers of two classes, and a score for each class (docs/theory.md, section 17)."""

import numpy as np

from core.many_classes.compositions import compositions
from core.many_classes.highest import not_highest, paper_error, simplex_error
from core.simplex import circumradius
from core.walk_theory.prediction import Prediction

DEPTHS_AT_ONCE = 4


def prediction(model, layers):
    """Prediction of Layers (C classes) at their depths; errors are one minus the chance that the own class scores highest."""
    fixed, fitted = (errors(model, layers, shifted) for shifted in (True, False))
    return Prediction(
        mean_gap=layers.gap,
        variance=layers.variance,
        neighbourhood_noise=layers.noise,
        error_paper=paper_error(model, layers.gap, layers.variance),
        error_fixed=fixed,
        error_fitted=fitted,
    )


def errors(model, layers, shifted=True):
    """Error at every depth, with what all nodes of a graph share (shifted), or without. Returns (depth+1,).

    Score of class j, up to what all share: rho (stay [j = own] + pull f_j) + tau_j z_j with f the composition, rho the
    simplex's radius and tau_j^2 = (1-1/C)(sigma^2 w + rho^2 A) + rho^2 B f_j: noise; means that differ from node to node by
    the same in all directions (A) and along each neighbour's class (B), from `second_step`.
    """
    n_classes, radius = model.n_classes, circumradius(model)
    guess = 1 - 1 / n_classes
    kinds = compositions(model)
    alone = simplex_error(abs(model.gap) / model.sigma * layers.side * np.sign(layers.constant), n_classes)
    error = alone.copy()
    if kinds.weight.size:
        for start in range(0, error.size, DEPTHS_AT_ONCE):
            part = slice(start, start + DEPTHS_AT_ONCE)
            found = _connected(model, layers, kinds, radius, part, shifted) @ kinds.weight
            error[part] = (1 - kinds.isolated) * found + kinds.isolated * alone[part]
    error[layers.side == 0] = guess
    error[0] = alone[0]
    return np.minimum(error, guess)


def _connected(model, layers, kinds, radius, rows, shifted):
    n_classes = model.n_classes
    inner = 1 - 1 / n_classes

    def column(name):
        return getattr(layers, name)[rows, None]

    stay, pull, own = column("stay"), column("pull"), column("own")
    spread = np.maximum(column("s0") + column("s1") * kinds.inverse_degree, 0)
    noise = np.maximum(column("w0") + column("w1") * kinds.inverse_degree, 0)
    # |m - own v_c|^2 of the composition's mean, for the class signal of this draw.
    own_part = stay - own + pull * kinds.own
    others = (kinds.times * kinds.rivals**2).sum(axis=1)
    length = (own_part**2 + pull**2 * others - (stay - own + pull) ** 2 / n_classes) / inner
    passed_on = column("constant") - own
    left = np.divide(pull, passed_on, out=np.zeros_like(pull), where=passed_on != 0)
    even, along = second_step(spread, left, n_classes)
    common = model.sigma**2 * (noise + column("draw") * length) + radius**2 * even
    if shifted:
        common = common + model.sigma**2 * column("shift_w") + radius**2 * column("shift_s") / (n_classes - 1)
    common = inner * common
    own_variance = common + radius**2 * (along * kinds.own + (pull / inner) ** 2 * kinds.spread)
    rival_variance = common[..., None] + radius**2 * along[..., None] * kinds.rivals
    lead = column("side")[..., None] * radius * ((stay + pull * kinds.own)[..., None] - pull[..., None] * kinds.rivals)
    floor = (1e-12 * (radius + model.sigma)) ** 2
    own_variance, rival_variance = np.maximum(own_variance, 0), np.maximum(rival_variance, floor)
    return not_highest(lead, np.sqrt(own_variance), np.sqrt(rival_variance), kinds.times)


def second_step(spread, correlation, n_classes):
    """(A, B): a spread S of means beyond the first step is A in every direction and B f_j along class j, (C-1) A + B = S.

    An end that is correlated g with a neighbour of class j has covariance (1-g)/(C-1) in every direction and g - g^2 along v_j
    beside it: in shares of the whole 1 - g^2, A = S/((C-1)(1+g)) and B = S g/(1+g).
    """
    correlation = np.clip(correlation, -1 / n_classes, 1)
    return spread / ((n_classes - 1) * (1 + correlation)), spread * correlation / (1 + correlation)
