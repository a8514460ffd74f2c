"""The paper's own curves, in absolute units (Wu, Chen, Wang and Jadbabaie, ICLR 2023, arXiv 2212.10701).

Here lam = (p - q)/(p + q): the paper does not count the missing self pair, so its lam differs from
model.edge_correlation by about 1/N. The theorems are about two equal blocks: for others they raise ValueError.
"""

import numpy as np

from core.gaussian import error_probability
from core.model import require_all_known, require_equal_blocks, require_two_classes

THEIR_MODEL = "a model of the paper's theorems"


def _require_theirs(model):
    for require in (require_equal_blocks, require_two_classes, require_all_known):
        require(model, THEIR_MODEL)


def label_correlation(model):
    """lam = (p - q)/(p + q), the paper's rate of mixing; 1 without edges, because nothing mixes."""
    _require_theirs(model)
    total = model.p_within + model.q_across
    return (model.p_within - model.q_across) / total if total > 0 else 1.0


def mean_gap(model, depth):
    """Signed gap of the class means, Delta lam^n for n = 0..depth (Theorem 1, leading order). Shape (depth+1,)."""
    return model.gap * label_correlation(model) ** np.arange(depth + 1)


def variance_bounds(model, depth):
    """Refined bounds on the variance sigma_n^2, n = 0..depth, as (lower, upper), each (depth+1,).

    With a = N p / log N (Theorem 2; for fixed depth and large N):
    lower = max{ (min(a,2)/10) (N p)^-n , 1/N } sigma^2,
    upper = min{ sum_{k=0}^{floor(n/2)} (9/min(a,2)) (n-2k+1)^{2k} (N p)^{n-2k} (2/(N(p+q)))^{2n-2k} , 1 } sigma^2.
    Both are asymptotic: read them as bounds only where `refined_bounds_hold`, the upper one only in its `refined_regime`.
    """
    _require_theirs(model)
    n_nodes, p, q = model.n_nodes, model.p_within, model.q_across
    floor = 1 / n_nodes
    if p <= 0 or p + q <= 0:
        ones = np.ones(depth + 1)
        return floor * ones * model.sigma**2, ones * model.sigma**2
    strength = min(n_nodes * p / np.log(n_nodes), 2)
    layers = np.arange(depth + 1)
    with np.errstate(over="ignore", under="ignore"):
        lower = np.maximum(strength / 10 * (n_nodes * p) ** -layers.astype(float), floor)
        upper = np.array([_upper_sum(n, n_nodes * p, 2 / (n_nodes * (p + q))) for n in layers]) * 9 / strength
    return lower * model.sigma**2, np.minimum(upper, 1) * model.sigma**2


def _upper_sum(n, degree_scale, step):
    k = np.arange(n // 2 + 1)
    logs = 2 * k * np.log(n - 2 * k + 1) + (n - 2 * k) * np.log(degree_scale) + (2 * n - 2 * k) * np.log(step)
    return np.exp(logs).sum()


def simple_variance_bounds(model, depth):
    """Bounds that hold on every graph, sigma^2/N <= sigma_n^2 <= sigma^2 (Lemma 3), as (lower, upper), (depth+1,)."""
    ones = np.ones(depth + 1)
    return ones * model.sigma**2 / model.n_nodes, ones * model.sigma**2


def refined_bounds_hold(model):
    """Whether Theorem 2 speaks of this model: p > q > 0 and degrees of order log N, N (p+q)/2 >= log N.

    Elsewhere its "lower bound" can lie above the variance and above sigma^2.
    """
    p, q = model.p_within, model.q_across
    return p > q > 0 and model.n_nodes * (p + q) / 2 >= np.log(model.n_nodes)


def refined_regime(model, depth):
    """Where the refined upper bound may be drawn: Theorem 2 holds, above sigma^2/N and n <= log N / log(N p). (depth+1,)."""
    if not refined_bounds_hold(model):
        return np.zeros(depth + 1, dtype=bool)
    upper = variance_bounds(model, depth)[1]
    scale = model.n_nodes * model.p_within
    deepest = np.log(model.n_nodes) / np.log(scale)
    return (upper > model.sigma**2 / model.n_nodes) & (np.arange(depth + 1) <= deepest)


def saturation_depth(model):
    """Order of the depth where denoising stops, log N / log log N; None below N = 16, where it says nothing."""
    return float(np.log(model.n_nodes) / np.log(np.log(model.n_nodes))) if model.n_nodes >= 16 else None


def bayes_error(gap, standard_deviation):
    """Bayes error of two equally likely Gaussians, 1 - Phi(|gap| / (2 sd)): half of their overlap area.

    gap, standard_deviation: arrays of one unit that broadcast.  The post prints the formula without the factor 1/2.
    """
    return error_probability(np.abs(gap) / 2, standard_deviation)


def pagerank_gap(model, teleport):
    """Gap of infinitely deep personalised PageRank, (p+q) / (p + ((2-alpha)/alpha) q) Delta (APPNP; the post)."""
    _require_theirs(model)
    p, q = model.p_within, model.q_across
    if p + q <= 0:
        return model.gap
    return (p + q) / (p + (2 - teleport) / teleport * q) * model.gap if teleport > 0 else 0.0
