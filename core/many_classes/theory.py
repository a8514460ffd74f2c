"""Walk theory among C classes of one size: the walkers of two classes, and a score for each class (docs/theory.md, section 17)."""

import numpy as np

from core.many_classes.compositions import compositions
from core.many_classes.drawn_means import drawn_means, drawn_radius, luck
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


def errors(model, layers, shifted=True, first_order=False):
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
            found = _connected(model, layers, kinds, radius, part, shifted, first_order) @ kinds.weight
            error[part] = (1 - kinds.isolated) * found + kinds.isolated * alone[part]
    error[layers.side == 0] = guess
    error[0] = alone[0] if shifted else _own_mean(model)
    return np.minimum(error, guess)


def _connected(model, layers, kinds, radius, rows, shifted, first_order):
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
    even, along = second_step(spread, left_of(model, pull, column("constant") - own), n_classes)
    heard = (stay + pull * kinds.own)[..., None] - pull[..., None] * kinds.rivals
    lead, square, apart = column("side")[..., None] * heard * radius, radius**2, 0.0
    less = 0.0
    if not shifted:
        means = drawn_means(model, layers, kinds, rows, first_order)
        square, along_means = means.square[:, None], means.along[:, None, None]
        distance = means.distance[:, luck(*kinds.rivals.shape)]
        centre = (heard @ kinds.times / kinds.times.sum() @ kinds.weight)[:, None, None]
        relative = np.sqrt(square / (means.distance**2).mean(axis=1, keepdims=True))[..., None]
        lead = distance * (1 + np.sign(centre) * along_means * (heard - centre) * relative)
        # What other classes' neighbours add: beside the line between two means, and along it where chance has moved their own.
        first = pull**2 * (1 - model.edge_correlation**2) * kinds.inverse_degree
        beside = third_share(model) * means.moved + (1 - means.along**2) * means.square / (n_classes - 1)
        less = means.of_nodes[:, None] / inner
        apart = 2 * inner * first * beside[:, None]
    common = np.maximum(model.sigma**2 * noise + square * even - less, 0)
    if shifted:
        common = common + model.sigma**2 * (column("draw") * length + column("shift_w"))
        common = common + radius**2 * column("shift_s") / (n_classes - 1)
    common = inner * common
    own_variance = common + square * (along * kinds.own + (pull / inner) ** 2 * kinds.spread)
    rival_variance = (common + apart)[..., None] + np.expand_dims(square, -1) * along[..., None] * kinds.rivals
    floor = np.maximum(1e-12 * np.abs(lead).max(axis=(1, 2), keepdims=True), np.finfo(float).tiny ** 0.25) ** 2
    own_variance, rival_variance = np.maximum(own_variance, 0), np.maximum(rival_variance, floor)
    return not_highest(lead, np.sqrt(own_variance), np.sqrt(rival_variance), kinds.times)


def _own_mean(model):
    """Error of the nearest class mean at depth 0: a node is one of the N/C that its class mean stands on."""
    share = model.n_classes / model.n_nodes
    if share >= 1:
        return 0.0
    n_classes, radius = model.n_classes, circumradius(model)
    # In the unit of `simplex_error`, distances of the class means over what is left of a node's own noise.
    noise = model.sigma**2 * share * (1 - 1 / n_classes)
    reach = drawn_radius(radius, np.array([noise]), n_classes)[0] * np.sqrt(2 * n_classes / (n_classes - 1))
    return float(simplex_error(reach / (model.sigma * np.sqrt(1 - share)), n_classes).mean())


def left_of(model, pull, passed_on):
    """What the place where two walkers part knows of the class of the neighbour that both came by, from -1 to 1.

    They part k steps beyond it with weight x^k, x = 1/(d lam^2): lam (1-x)/(1 - x lam) far down, no less than the walk's own end.
    """
    own = np.divide(pull, passed_on, out=np.zeros_like(pull), where=passed_on != 0)
    strength, correlation = model.mean_degree * model.edge_correlation**2, model.edge_correlation
    deep = correlation * (strength - 1) / (strength - correlation) if strength > 1 else 0.0
    return np.where(np.abs(own) > abs(deep), own, deep)


def third_share(model):
    """What neighbours of all classes but two vary, and together against these two, as a share of what all vary: 0..1."""
    n_classes = model.n_classes
    own = 1 / n_classes + (1 - 1 / n_classes) * model.edge_correlation
    rival = (1 - own) / (n_classes - 1)
    pair, rest = own * (1 - own) + rival * (1 - rival), (n_classes - 2) * rival * (1 - rival)
    both = own + rival
    return (rest + both * (1 - both) / 2) / max(pair + rest, 1e-12)


def second_step(spread, correlation, n_classes):
    """(A, B): a spread S of means beyond the first step is A in every direction and B f_j along class j, (C-1) A + B = S.

    An end that is correlated g with a neighbour of class j has covariance (1-g)/(C-1) in every direction and g - g^2 along v_j
    beside it: in shares of the whole 1 - g^2, A = S/((C-1)(1+g)) and B = S g/(1+g).
    """
    correlation = np.clip(correlation, -1 / n_classes, 1)
    return spread / ((n_classes - 1) * (1 + correlation)), spread * correlation / (1 + correlation)
