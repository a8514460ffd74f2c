"""Walk theory of two unequal blocks: the mean, spread and error of each class at every depth, without sampling.

As in core.walks a feature is followed by walkers on a tree, but a walker now also remembers the class it stands on
and the class where it started. docs/theory.md says how good the theory is.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from core.classes.two_type_chain import TwoTypeChain
from core.propagation import require_depth
from core.thresholds import RULES, lowest, search_grid
from core.walk_theory.chain import back_probability, returns, second_eigenvalue
from core.walk_theory.neighbourhoods import mean_inverse_degree
from core.walks import MAX_DEPTH

LABELS = np.array([-1.0, 1.0])


@dataclass(frozen=True)
class ClassPrediction:
    """Both classes of plain convolution at depths 0..n, arrays (depth+1, 2), class 1 (label -1) first; isolated nodes count.

    mean: A_c, in units of Delta/2 about m.  variance: v_c, relative to sigma^2.
    neighbourhood_noise: S_c with the shift common to a graph, in units of (Delta/2)^2.
    threshold: rule -> (depth+1,), in units of sigma about m, positive towards mu2.
    error: rule -> (depth+1, 2).  total: rule -> (depth+1,), the share of all nodes that are wrong.
    """

    mean: np.ndarray
    variance: np.ndarray
    neighbourhood_noise: np.ndarray
    threshold: dict[str, np.ndarray]
    error: dict[str, np.ndarray]
    total: dict[str, np.ndarray]


def predict_classes(model, depth):
    """Predict both classes of a model with blocks of any sizes at depths 0..depth (walk theory, section 8b).

    error of class c = Phi( -side s_c (h A_c - t) / sqrt(v_c + h^2 S_c) ), h = |Delta|/(2 sigma), t a threshold of
    core.thresholds.RULES.  depth: up to 256.  Returns a ClassPrediction.  Raises ValueError for a bad depth.
    """
    depth = require_depth(depth, MAX_DEPTH)
    share = np.array(model.block_sizes) / model.n_nodes
    alone = np.exp(-np.array(model.mean_degrees))
    strength = abs(model.gap) / (2 * model.sigma)
    mean, variance, noise = _moments(model, depth)
    side = np.where(mean[:, 1] < mean[:, 0], -1.0, 1.0)[:, None] * LABELS
    deviation = np.sqrt(variance + strength**2 * noise)

    def error(threshold):
        with np.errstate(divide="ignore"):
            connected = ndtr(-side * (strength * mean - threshold[:, None]) / deviation)
        isolated = ndtr(-side * (strength * LABELS - threshold[:, None]))
        return (1 - alone) * connected + alone * isolated

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
        variance=(1 - alone) * variance + alone,
        neighbourhood_noise=(1 - alone) * noise + alone * (1 - alone) * (LABELS - mean) ** 2,
        threshold=thresholds,
        error=errors,
        total={rule: errors[rule] @ share for rule in RULES},
    )


def _moments(model, depth):
    """A_c, v_c and S_c with the common shift, of connected nodes, each (depth+1, 2)."""
    steps, sizes, degrees = np.arange(depth + 1), np.array(model.block_sizes), np.array(model.mean_degrees)
    ends = np.ones((depth + 1, 1)) * LABELS
    if model.mean_degree <= 0:
        return ends, np.ones_like(ends), np.zeros_like(ends)
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
    variance = chain.meetings(depth, first_back) + shared @ per_node
    variance[0] = 1

    mixed = 4 * transition.prod(axis=1)
    noise = _generations(mean, transition, mixed, back, first_back)
    # The generations leave long walks out: what they miss in the average of equal blocks they miss here.
    noise *= _correction(correlation, mean_back, mean_first, depth)[:, None]
    noise += _common_shift(model, correlation, stationary, steps)[:, None]
    # A row of P^n sums to one: neither noise nor labels grow, also where a graph has next to no links to share a shift.
    return mean, np.minimum(variance, 1), np.minimum(noise, np.maximum(0, 1 - mean**2))


def _generations(mean, transition, mixed, back, first_back):
    """S_c(n) = r_c [(M C(n-1))_c + 4 M_c1 M_c2 G(n-1)], C the same with b_c, G = ((A_1 - A_2)/2)^2, C(0) = 0."""
    spread = ((mean[:, 0] - mean[:, 1]) / 2) ** 2
    noise, carried = np.zeros_like(mean), np.zeros(2)
    for n in range(1, mean.shape[0]):
        bracket = transition @ carried + mixed * spread[n - 1]
        noise[n], carried = first_back * bracket, back * bracket
    return noise


def _correction(correlation, back, first_back, depth):
    """kappa_n: the equal-block noise m_nn - g_n^2 over that of the generations, both with the average b and r."""
    walk = returns(back, correlation, 2 * depth)
    together = np.maximum(2 * np.arange(depth + 1) - 2, 0)
    pair = first_back * walk.label[together] + (1 - first_back) * walk.label_from_2[together]
    exact = np.maximum(0, pair - walk.label[: depth + 1] ** 2)
    gap = walk.label[: depth + 1, None] * LABELS
    half = np.array([[1 + correlation, 1 - correlation], [1 - correlation, 1 + correlation]]) / 2
    one = np.ones(2)
    estimate = _generations(gap, half, (1 - correlation**2) * one, back * one, first_back * one)[:, 0]
    factor = np.divide(exact, estimate, out=np.ones(depth + 1), where=estimate > 0)
    factor[0] = 1
    return factor


def _common_shift(model, correlation, stationary, steps):
    """Variance of the shift that a graph gives to all its nodes' means, as its edge counts happen to fall, (depth+1,)."""
    first, second = model.block_sizes
    p, q = model.p_within, model.q_across
    lean = stationary[0] - stationary[1]
    counts = 2 * p * (1 - p) * (first**2 * (1 - lean) ** 2 + second**2 * (1 + lean) ** 2)
    counts += 4 * first * second * q * (1 - q) * lean**2
    return (1 - float(correlation) ** steps) ** 2 * counts / (model.n_nodes * model.mean_degree) ** 2
