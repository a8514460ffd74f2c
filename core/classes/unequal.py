"""Walk theory of two unequal blocks: the mean, spread and error of each class at every depth, without sampling.

As in core.walks a feature is followed by walkers on a tree, but a walker now also remembers the class it stands on
and the class where it started (docs/theory.md, section 10). Equal blocks are those of core.walks.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.classes.mixture import class_kinds, class_mixtures
from core.classes.two_type_chain import LABELS, TwoTypeChain
from core.model import require_all_known
from core.propagation import require_depth
from core.thresholds import RULES, lowest, search_grid
from core.walk_theory.chain import back_probability, returns, second_eigenvalue
from core.walk_theory.degrees import mean_inverse_degree
from core.walks import MAX_DEPTH, predict, predict_layers


@dataclass(frozen=True)
class ClassPrediction:
    """Both classes of plain convolution at depths 0..n, arrays (depth+1, 2), class 1 (label -1) first; isolated nodes count.

    mean: A_c, in units of Delta/2 about m.  variance: v_c, relative to sigma^2.
    neighbourhood_noise: S_c, the spread of the nodes' own means about their class's mean in one graph, per (Delta/2)^2.
    shift: (depth+1,) variance over graphs of the shift that one graph gives to all its nodes' means, per (Delta/2)^2.
    threshold: rule -> (depth+1,), in units of sigma about m, positive towards mu2.
    error: rule -> (depth+1, 2).  total: rule -> (depth+1,), the share of all nodes that are wrong.
    """

    mean: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    shift: np.ndarray
    threshold: dict[str, np.ndarray]
    error: dict[str, np.ndarray]
    total: dict[str, np.ndarray]


def predict_classes(model, depth):
    """Predict both classes of a model with blocks of any sizes at depths 0..depth.

    error of class c = E[ Phi( -side s_c (h A - t) / sqrt(v + h^2 (S + T)) ) ] over the neighbourhoods of its nodes,
    h = |Delta|/(2 sigma), t a threshold of core.thresholds.RULES.  For blocks of one size all three thresholds are m,
    and the error is core.walks.predict's.  depth: up to 256.  Returns a ClassPrediction.  Raises ValueError for a bad depth.
    """
    require_all_known(model, "a model whose classes are predicted one by one")
    depth = require_depth(depth, MAX_DEPTH)
    first, second = model.block_sizes
    return _equal(model, depth) if first == second else _unequal(model, depth)


def _equal(model, depth):
    plain, layers = predict(model, depth), predict_layers(model, depth)
    error = plain.error_fixed[:, None] * np.ones(2)
    moments = [values[:, None] * np.ones(2) for values in (plain.variance, plain.neighbourhood_noise - layers.shift_s)]
    return ClassPrediction(
        plain.mean_gap[:, None] * LABELS,
        moments[0],
        np.maximum(moments[1], 0),
        layers.shift_s,
        dict.fromkeys(RULES, np.zeros(depth + 1)),
        dict.fromkeys(RULES, error),
        dict.fromkeys(RULES, plain.error_fixed),
    )


def _unequal(model, depth):
    share = np.array(model.block_sizes) / model.n_nodes
    kinds = class_kinds(model)
    alone = np.array([kind.isolated for kind in kinds])
    strength = abs(model.gap) / (2 * model.sigma)
    moments = _moments(model, depth)
    mean = moments.mean
    side = np.where(mean[:, 1] < mean[:, 0], -1.0, 1.0)[:, None] * LABELS
    mixtures = class_mixtures(kinds, moments, strength)
    deviation = np.sqrt(moments.variance + strength**2 * (moments.spread + moments.shift_s[:, None]))

    def error(threshold):
        below = np.stack([mixture.below(threshold) for mixture in mixtures], axis=1)
        below = (1 - alone) * below + alone * ndtr(threshold[:, None] - strength * LABELS)
        below[0] = ndtr(threshold[0] - strength * LABELS)
        return np.where(side > 0, below, 1 - below)

    grid = search_grid(strength * mean, deviation)
    total = np.stack([error(threshold) @ share for threshold in grid.T], axis=1)
    thresholds = {
        "fixed": np.zeros(depth + 1),
        "midpoint": strength * ((1 - alone) * mean + alone * LABELS).mean(axis=1),
        "bayes": lowest(grid, total),
    }
    errors = {rule: error(thresholds[rule]) for rule in RULES}
    return ClassPrediction(
        mean=(1 - alone) * mean + alone * LABELS,
        variance=(1 - alone) * moments.variance + alone,
        neighbourhood_noise=(1 - alone) * moments.spread + alone * (1 - alone) * (LABELS - mean) ** 2,
        shift=moments.shift_s,
        threshold=thresholds,
        error=errors,
        total={rule: errors[rule] @ share for rule in RULES},
    )


@dataclass(frozen=True)
class _Moments:
    """Of connected nodes: mean A_c, variance v_c with shift_w in it, spread S_c, each (depth+1, 2); shift_s (depth+1,).

    pull, meetings, inside: as in mixture.class_mixtures.
    """

    mean: np.ndarray
    variance: np.ndarray
    spread: np.ndarray
    shift_w: np.ndarray
    shift_s: np.ndarray
    pull: np.ndarray
    meetings: tuple
    inside: tuple


def _moments(model, depth):
    steps, sizes, degrees = np.arange(depth + 1), np.array(model.block_sizes), np.array(model.mean_degrees)
    ends, flat = np.ones((depth + 1, 1)) * LABELS, np.zeros(depth + 1)
    if model.mean_degree <= 0:
        one, none = np.ones_like(ends), np.zeros_like(ends)
        return _Moments(ends, one, none, none, flat, none, (one, none), (none, none))
    transition, correlation = np.array(model.class_transition), model.edge_correlation
    stationary = sizes * degrees / (sizes @ degrees)
    known = np.array([[model.p_within, model.q_across], [model.q_across, model.p_within]])
    unspent = 1 - (transition * known).sum(axis=1)
    back = np.array([back_probability(degree) for degree in degrees]) * unspent
    first_back = np.array([mean_inverse_degree(degree) for degree in degrees]) * unspent
    mean_back, mean_first = stationary @ back, stationary @ first_back

    chain = TwoTypeChain(transition, back, stationary, correlation, 2 * depth)
    mean = chain.label_means(depth)
    theta = float(second_eigenvalue(correlation, mean_back))
    # What all nodes share: one random vector for each class's neighbours, (rho_c' + theta^n ([c = c'] - rho_c'))^2.
    shared = (stationary + (theta**steps)[:, None, None] * (np.eye(2) - stationary)) ** 2
    per_node = np.divide(1 + 1 / np.maximum(degrees, 1e-300), sizes, out=np.zeros(2), where=degrees > 0)
    shift_w = shared @ per_node
    shift_w[0] = 0
    # Two first steps to one neighbour, or to two: linear in the chance of it.
    apart, together = (chain.meetings(depth, chance * np.ones(2)) for chance in (0.0, 1.0))
    variance = apart + (together - apart) * first_back
    # A row of P^n sums to one: neither noise nor labels grow, also where a graph has next to no links to share a shift.
    shift_w = np.clip(1 - variance, 0, shift_w)
    variance = np.minimum(variance + shift_w, 1)
    together = (together - apart) * unspent

    mixed = 4 * transition.prod(axis=1)
    spread = _generations(mean, transition, mixed, back, first_back)
    # The generations leave long walks out: what they miss in the average of equal blocks they miss here.
    average, estimate, flat, falling = _equal_spread(correlation, mean_back, mean_first, depth)
    factor = np.divide(average, estimate, out=np.ones(depth + 1), where=estimate > 0)
    known_classes = np.divide(spread, estimate[:, None], out=np.zeros_like(spread), where=estimate[:, None] > 0)
    spread = np.minimum(spread * factor[:, None], np.maximum(0, 1 - mean**2))
    inside = known_classes * flat[:, None], known_classes * falling[:, None] * unspent
    room = (1 - mean**2 - spread).min(axis=1)
    shift_s = np.clip(room, 0, _common_shift(model, correlation, stationary, steps))
    return _Moments(mean, variance, spread, shift_w, shift_s, chain.pull(depth), (apart, together), inside)


def _generations(mean, transition, mixed, back, first_back):
    """S_c(n) = r_c [(M C(n-1))_c + 4 M_c1 M_c2 G(n-1)], C the same with b_c, G = ((A_1 - A_2)/2)^2, C(0) = 0."""
    spread = ((mean[:, 0] - mean[:, 1]) / 2) ** 2
    noise, carried = np.zeros_like(mean), np.zeros(2)
    for n in range(1, mean.shape[0]):
        bracket = transition @ carried + mixed * spread[n - 1]
        noise[n], carried = first_back * bracket, back * bracket
    return noise


def _equal_spread(correlation, back, first_back, depth):
    """The spread of equal blocks with the average b and r: (average, generations, s_0, s_1), each (depth+1,).

    average: m_nn - g_n^2.  generations: what they make of it.  s_0 + s_1/D: of a node, its neighbours' classes known.
    """
    walk = returns(back, correlation, 2 * depth)
    together, n = np.maximum(2 * np.arange(depth + 1) - 2, 0), slice(depth + 1)
    apart = walk.label_from_2[together] - walk.label[n] ** 2
    meeting = walk.label[together] - walk.label_from_2[together]
    gap = walk.label[n, None] * LABELS
    half = np.array([[1 + correlation, 1 - correlation], [1 - correlation, 1 + correlation]]) / 2
    one = np.ones(2)
    estimate = _generations(gap, half, (1 - correlation**2) * one, back * one, first_back * one)[:, 0]
    return (
        np.maximum(0, apart + first_back * meeting),
        estimate,
        apart,
        meeting - walk.pull[n] ** 2 * (1 - correlation**2),
    )


def _common_shift(model, correlation, stationary, steps):
    """Variance of the shift that a graph gives to all its nodes' means, as its edge counts happen to fall, (depth+1,)."""
    first, second = model.block_sizes
    p, q = model.p_within, model.q_across
    lean = stationary[0] - stationary[1]
    counts = 2 * p * (1 - p) * (first**2 * (1 - lean) ** 2 + second**2 * (1 + lean) ** 2)
    counts += 4 * first * second * q * (1 - q) * lean**2
    return (1 - float(correlation) ** steps) ** 2 * counts / (model.n_nodes * model.mean_degree) ** 2
