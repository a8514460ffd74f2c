"""Walk theory: gap, variance, neighbourhood noise and error at every depth, without sampling a graph.

Mixing is how far a walker has gone; denoising is how rarely two walkers meet. docs/theory.md derives the
formulas; the equation numbers below are its section numbers.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.chain import returns
from core.gaussian import error_probability
from core.model import require_equal_blocks
from core.neighbourhoods import Neighbourhoods, mean_inverse_degree, merge, neighbourhoods
from core.propagation import METHODS, coefficients, complete_options, require_depth
from core.sampled_walks import pair_returns, sampled, thinned

MAX_DEPTH_PLAIN = 10_000
MAX_DEPTH = 256
CELLS_AT_ONCE = 1 << 13


@dataclass(frozen=True)
class Layers:
    """Mixture of Gaussians of a node's feature at depths 0..n, arrays (depth+1,); label +1, unit Delta/2 about m.

    A node with neighbourhood (x, 1/D) has mean `stay + pull x` and variance
    sigma^2 (w0 + w1/D + shift_w) + (Delta/2)^2 (max(0, s0 + s1/D) + shift_s).
    shift_w, shift_s: the part common to all nodes of a graph, which a fitted threshold removes.
    constant: what becomes of a constant feature (and of an isolated node's own), sum_k c_k.
    side: -1 where the classes have swapped sides, 0 without a gap.
    gap, variance, noise: averages over nodes (relative, as in Prediction).
    """

    stay: np.ndarray
    pull: np.ndarray
    w0: np.ndarray
    w1: np.ndarray
    s0: np.ndarray
    s1: np.ndarray
    shift_w: np.ndarray
    shift_s: np.ndarray
    constant: np.ndarray
    side: np.ndarray
    gap: np.ndarray
    variance: np.ndarray
    noise: np.ndarray


@dataclass(frozen=True)
class Prediction:
    """Walk theory of one method at depths 0..n, arrays (depth+1,).

    mean_gap: relative to Delta.  variance: relative to sigma^2, mean over nodes, across feature draws.
    neighbourhood_noise: variance over nodes of their own means, per (Delta/2)^2.
    error_paper, error_fixed, error_fitted: readings 1 to 3 of the error, probabilities up to 1/2.
    """

    mean_gap: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    error_paper: np.ndarray
    error_fixed: np.ndarray
    error_fitted: np.ndarray


def back_probability(degree):
    """b = (1 - e^-d)/d = E[1/(1 + Poisson(d))], the chance to walk straight back; 1 without edges."""
    return float(-np.expm1(-degree) / degree) if degree > 0 else 1.0


def second_eigenvalue(correlation, back):
    """theta = lam (1-b) + b/lam where lam^2 (1-b) > b, else 0: the class signal's own eigenvalue of P."""
    return correlation * (1 - back) + back / correlation if correlation**2 * (1 - back) > back else 0.0


def detection_strength(model):
    """d lam^2: above 1 the class signal stands out of the spectrum (Kesten and Stigum 1966), below it drowns."""
    return model.mean_degree * model.edge_correlation**2


def predict(model, depth, method="convolution", **options):
    """Predict all curves of one linear method at depths 0..depth (walk theory, section 4; random methods section 6).

    depth: up to 10,000 for plain convolution, 256 otherwise.  Returns a Prediction.
    Raises ValueError for a bad depth, method or option, a method without walk theory, and unequal blocks, for which
    core.unequal has a theory of its own.  Cost: a few milliseconds at depth 30, for any N.
    """
    require_equal_blocks(model, "a model of this walk theory")
    depth = require_depth(depth, MAX_DEPTH_PLAIN if method == "convolution" else MAX_DEPTH)
    options = complete_options(method, options)
    if METHODS[method].combines_depths:
        fixed, fitted = (_layers(model, best_coefficients(model, depth, name), depth) for name in ("fixed", "fitted"))
        kinds = neighbourhoods(model)
        return replace(_prediction(model, fixed, kinds), error_fitted=_error(model, fitted, kinds, shifted=False))
    if METHODS[method].sampler is not None:
        return _sampled_prediction(model, depth, method, options)
    return _prediction(model, predict_layers(model, depth, method, **options), neighbourhoods(model))


def predict_layers(model, depth, method="convolution", **options):
    """The mixture of Gaussians behind `predict`, for drawing hills. Returns Layers."""
    require_equal_blocks(model, "a model of this walk theory")
    depth = require_depth(depth, MAX_DEPTH_PLAIN if method == "convolution" else MAX_DEPTH)
    layers = _layers(model, coefficients(method, model, depth, **options), depth)
    if not METHODS[method].corrected:
        return layers
    none = np.zeros(depth + 1)
    average = 1 - np.exp(-model.mean_degree)
    return replace(
        layers,
        shift_w=none,
        shift_s=none,
        variance=layers.variance - average * layers.shift_w,
        noise=layers.noise - average * layers.shift_s,
    )


def polynomial_layers(model, polynomials):
    """The mixtures of Gaussians of any polynomials in P, coefficients (rows, K+1), as Layers with a row for each."""
    return _layers(model, np.asarray(polynomials, dtype=float), len(polynomials) - 1)


def stage_neighbourhoods(model):
    """A few dozen merged neighbourhoods that draw the hills within a pixel of the full mixture."""
    return merge(neighbourhoods(model))


def best_possible(model, depth, threshold="fixed"):
    """Error of the best linear combination of h^(0), ..., h^(n), for n = 0..depth (walk theory, section 4).

    Coefficients c = M^-1 g with M = sigma^2 K + (Delta/2)^2 (m - g g') from one consistent chain (the d-regular
    tree), then the error of these c by the full theory.  threshold: "fixed" or "fitted".  Returns (depth+1,).
    """
    if threshold not in ("fixed", "fitted"):
        raise ValueError(f"threshold is {threshold!r}, but it must be 'fixed' or 'fitted'.")
    require_equal_blocks(model, "a model whose best possible error is computed")
    depth = require_depth(depth, MAX_DEPTH)
    layers = _layers(model, best_coefficients(model, depth, threshold), depth)
    return _error(model, layers, neighbourhoods(model), shifted=threshold == "fixed")


def best_coefficients(model, depth, threshold="fixed"):
    """Coefficients (depth+1, depth+1) of the best combination at each depth, scaled to gap 1 in the regular tree."""
    if model.mean_degree <= 0 or model.n_nodes == 2:
        # Nobody to listen to, or one node that only gives back: what a node starts with is the best it has.
        return np.outer(np.ones(depth + 1), np.arange(depth + 1) == 0)
    gap, meeting, spread = tree_moments(model, depth, threshold)
    covariance = model.sigma**2 * meeting + (model.gap / 2) ** 2 * spread
    scale = 1 / np.sqrt(np.diag(covariance))
    covariance = covariance * np.outer(scale, scale)
    chosen = np.zeros((depth + 1, depth + 1))
    for n in range(depth + 1):
        size = slice(0, n + 1)
        values, vectors = np.linalg.eigh(covariance[size, size])
        kept = values > 1e-13 * values[-1]
        projected = vectors[:, kept].T @ (scale[size] * gap[size])
        solution = scale[size] * (vectors[:, kept] @ (projected / values[kept]))
        chosen[n, size] = solution / (solution @ gap[size])
    return chosen


def tree_moments(model, depth, threshold="fixed"):
    """(g, K, m - g g') of depths 0..depth in the d-regular tree: gap (depth+1,), noise and spread (depth+1, depth+1).

    Any linear combination c of the depths has gap c'g and variance c'(sigma^2 K + (Delta/2)^2 (m - g g'))c. Needs d > 0.
    """
    degree, correlation = model.mean_degree, model.edge_correlation
    back = min(1 / degree, 1.0)
    tree = returns(back, correlation, 2 * depth)
    pair = np.add.outer(np.arange(depth + 1), np.arange(depth + 1))
    gap = tree.label[: depth + 1]
    meeting = (1 - 2 / model.n_nodes) * tree.home[pair]
    if threshold == "fixed":
        theta = second_eigenvalue(correlation, back)
        meeting = meeting + (1 + 1 / degree) * (1 + float(theta) ** pair) / model.n_nodes
    return gap, meeting, tree.label[pair] - np.outer(gap, gap)


def _layers(model, coefs, depth):
    """Mixture of the polynomials with coefficients (depth+1, K+1), or of P^n for None."""
    degree, correlation, n_nodes = model.mean_degree, model.edge_correlation, model.n_nodes
    longest = depth if coefs is None else coefs.shape[1] - 1
    ones, zeros = np.ones(longest + 1), np.zeros(depth + 1)
    if degree <= 0:
        total = np.ones(depth + 1) if coefs is None else coefs.sum(axis=1)
        return Layers(
            total, zeros, total**2, zeros, zeros, zeros, zeros, zeros, total, np.sign(total), total, total**2, zeros
        )
    back = back_probability(degree)
    meet_factor = np.clip(1 - (1 + correlation**2) * degree / n_nodes, 0, 1)
    spread_factor = np.clip(1 - (1 - correlation**2) * degree / n_nodes, 0, 1)
    theta = second_eigenvalue(correlation, back)
    walk = returns(back * meet_factor, correlation, 2 * longest)
    form = _Form(coefs, longest)

    # Returning at the second step leads to 0, not returning to 2; both are followed and mixed by 1/D.
    home, label, pull = (values[: longest + 1] for values in (walk.home, walk.label, walk.pull))
    w0 = form.walkers(walk.home, walk.home_from_2)
    w1 = meet_factor * form.meeting(walk.home - walk.home_from_2)
    gap = form.linear(label)
    pulled = form.linear(pull)
    s0 = form.walkers(walk.label, walk.label_from_2) - gap**2
    s1 = spread_factor * (form.meeting(walk.label - walk.label_from_2) - pulled**2 * (1 - correlation**2))
    constant = form.linear(ones)
    moved = form.linear(_powers(1, longest))
    shift_w = (1 + 1 / degree) / n_nodes * (moved**2 + form.linear(_powers(theta, longest)) ** 2)
    drift = form.linear(1 - _powers(correlation, longest, first=1.0))
    shift_s = drift**2 * (1 + correlation) * (1 - model.p_within) / (n_nodes * degree)

    isolated = np.exp(-degree)
    r = mean_inverse_degree(degree)
    # The average over nodes uses the chain with 1/D -> r, without conditioning on the first step.
    average_s = np.maximum(0, s0 + r * (s1 + spread_factor * pulled**2 * (1 - correlation**2)))
    noise = average_s + shift_s
    whole_gap = (1 - isolated) * gap + isolated * constant
    return Layers(
        stay=form.linear(home),
        pull=pulled,
        w0=w0,
        w1=w1,
        s0=s0,
        s1=s1,
        shift_w=shift_w,
        shift_s=shift_s,
        constant=constant,
        side=np.sign(whole_gap),
        gap=whole_gap,
        variance=(w0 + w1 * r + shift_w) * (1 - isolated) + isolated * constant**2,
        # Isolated nodes keep their mean: they add to the spread of means as one more group.
        noise=(1 - isolated) * noise + isolated * (1 - isolated) * (constant - gap) ** 2,
    )


def _powers(base, depth, first=0.0):
    """base^k for k = 0..depth, with `first` in place of k = 0."""
    values = float(base) ** np.arange(depth + 1)
    values[0] = first
    return values


def _sampled_prediction(model, depth, method, options):
    """Walk theory of a method that draws its edges anew in every layer; a node without any keeps its last feature."""
    if model.mean_degree <= 0:
        return _prediction(model, _layers(model, None, depth), neighbourhoods(model))
    kinds, meeting, alone = thinned(model, options["rate"]) if "rate" in options else sampled(model, options["k"])
    degree, correlation, n_nodes = model.mean_degree, model.edge_correlation, model.n_nodes
    # Where nodes are often left alone the walk is lazy: some layers do nothing.
    lazy_steps = None if alone < 1e-12 else coefficients("lazy", model, depth, laziness=alone)
    plain = _layers(model, lazy_steps, depth)
    back = back_probability(degree)
    meet_factor = np.clip(1 - (1 + correlation**2) * degree / n_nodes, 0, 1)
    spread_factor = np.clip(1 - (1 - correlation**2) * degree / n_nodes, 0, 1)
    if kinds.weight.size == 0:
        return _prediction(model, _layers(model, np.eye(1, depth + 1).repeat(depth + 1, axis=0), depth), kinds)
    pair = pair_returns(back * meet_factor, meeting * meet_factor, correlation, depth)
    home, home_from_2, label, label_from_2 = np.concatenate([pair[:, :1], pair[:, :-1]], axis=1)
    gap = returns(back * meet_factor, correlation, depth)
    unlazy = gap.label
    first = np.arange(depth + 1) > 0
    s0 = np.where(first, label_from_2 - unlazy**2, 0)
    s1 = np.where(first, spread_factor * (label - label_from_2 - gap.pull**2 * (1 - correlation**2)), 0)
    theta = second_eigenvalue(correlation, back)
    floor = (1 + 1 / degree) / n_nodes / max(1 - max(meeting - back, 0), 0.05)
    layers = replace(
        plain,
        stay=gap.home,
        pull=gap.pull,
        w0=np.where(first, home_from_2, 1),
        w1=np.where(first, meet_factor * (home - home_from_2), 0),
        s0=s0,
        s1=s1,
        shift_w=np.where(first, floor * (1 + float(theta) ** (2 * np.arange(depth + 1))), 0),
    )
    r = float(kinds.weight @ kinds.inverse_degree)
    isolated = np.exp(-degree)
    own = layers.w0 + r * layers.w1 + layers.shift_w
    spread = np.maximum(0, s0 + r * (s1 + spread_factor * gap.pull**2 * (1 - correlation**2))) + layers.shift_s
    layers = replace(
        layers,
        variance=_carried(own, alone) * (1 - isolated) + isolated,
        noise=(1 - isolated) * _carried(spread, alone) + isolated * (1 - isolated) * (1 - plain.gap) ** 2,
    )
    kinds = replace(kinds, isolated=isolated)
    found = _prediction(model, layers, kinds)
    swaps = plain.side[1:] != plain.side[:-1]
    errors = {name: _carried(getattr(found, name), alone, swaps) for name in ("error_fixed", "error_fitted")}
    return replace(found, **{name: np.minimum(error, 0.5) for name, error in errors.items()})


def _carried(values, alone, swaps=None):
    """A share `alone` of the nodes did nothing in the last layer and has the value of the layer before.

    swaps: (depth,) where the classes swap sides, so that an error e of the layer before counts as 1 - e.
    """
    if alone < 1e-12:
        return values
    carried = values.copy()
    for n in range(1, values.size):
        before = 1 - carried[n - 1] if swaps is not None and swaps[n - 1] else carried[n - 1]
        carried[n] = (1 - alone) * values[n] + alone * before
    return carried


class _Form:
    """Sums over a polynomial's coefficients; plain convolution keeps only its single power."""

    def __init__(self, coefs, depth):
        self.coefs = coefs
        self.steps = np.arange(depth + 1)

    def linear(self, values):
        """sum_k c_k values_k at each depth."""
        return values if self.coefs is None else self.coefs @ values

    def meeting(self, values):
        """sum over k, l >= 1 of c_k c_l values_(k+l-2): both walkers have moved, two steps are spent."""
        if self.coefs is None:
            return np.where(self.steps >= 1, values[np.maximum(2 * self.steps - 2, 0)], 0.0)
        moved = self.coefs[:, 1:]
        pair = np.add.outer(self.steps[:-1], self.steps[:-1])
        return np.einsum("nk,nk->n", moved @ values[pair], moved)

    def walkers(self, alone, apart):
        """The same with `alone`_max(k,l) where one walker stays, and `apart` where both have moved."""
        if self.coefs is None:
            return np.where(self.steps >= 1, self.meeting(apart), alone[0])
        first, moved = self.coefs[:, 0], self.coefs[:, 1:]
        stays = first**2 * alone[0] + 2 * first * (moved @ alone[1 : self.steps.size])
        return stays + self.meeting(apart)


def _prediction(model, layers, kinds):
    gap = np.abs(model.gap)
    return Prediction(
        mean_gap=layers.gap,
        variance=layers.variance,
        neighbourhood_noise=layers.noise,
        error_paper=error_probability(gap / 2 * np.abs(layers.gap), model.sigma * np.sqrt(layers.variance)),
        error_fixed=_error(model, layers, kinds, shifted=True),
        error_fitted=_error(model, layers, kinds, shifted=False),
    )


def _error(model, layers, kinds: Neighbourhoods, shifted):
    """Average over neighbourhoods of Phi(-side (Delta/2) mean / sd), isolated nodes as at depth 0 (section 4)."""
    half_gap, sigma = abs(model.gap) / 2, model.sigma
    side = layers.side
    alone = error_probability(half_gap * side * layers.constant, sigma * np.abs(layers.constant))
    if kinds.weight.size == 0 or half_gap == 0:
        return np.minimum(alone, 0.5)
    error = np.empty(side.size)
    rows = max(1, CELLS_AT_ONCE // kinds.weight.size)
    for start in range(0, side.size, rows):
        part = slice(start, start + rows)

        def column(values, part=part):
            return values[part, None]

        mean = column(side) * (column(layers.stay) + column(layers.pull) * kinds.x)
        noise = column(layers.w0) + column(layers.w1) * kinds.inverse_degree
        spread = np.maximum(0, column(layers.s0) + column(layers.s1) * kinds.inverse_degree)
        spread = spread + column(layers.pull) ** 2 * kinds.spread
        if shifted:
            noise, spread = noise + column(layers.shift_w), spread + column(layers.shift_s)
        deviation = np.sqrt(sigma**2 * np.maximum(noise, 0) + half_gap**2 * spread)
        error[part] = error_probability(half_gap * mean, deviation) @ kinds.weight
    error[side == 0] = 0.5
    isolated = kinds.isolated
    error = np.minimum((1 - isolated) * error + isolated * alone, 0.5)
    error[0] = error_probability(half_gap * abs(layers.constant[0]), sigma * abs(layers.constant[0]))
    return error
