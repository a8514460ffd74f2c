"""The first step of a walk, taken exactly: how many neighbours of each class a node has."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.gaussian import TAIL
from core.model import CSBM, require_equal_blocks, require_two_classes
from core.walk_theory.degrees import degrees_of

DENSE_DEGREE = 400
NEGLIGIBLE_KIND = 3e-6


@dataclass(frozen=True)
class Neighbourhoods:
    """Kinds of neighbourhoods of a connected node, each an array (k,), weights summing to 1.

    x = (a - c)/D for a neighbours of the node's own class and c of the other, D = a + c;
    inverse_degree = 1/D; spread = variance of x inside a kind (0 unless kinds were merged).
    isolated = (1-p)^(N/2-1) (1-q)^(N/2), the share of nodes without a neighbour.
    """

    weight: np.ndarray
    x: np.ndarray
    inverse_degree: np.ndarray
    spread: np.ndarray
    isolated: float


def neighbourhoods(model):
    """All neighbourhoods of a node: a ~ Binomial(N/2 - 1, p) and c ~ Binomial(N/2, q), given D > 0.

    Above mean degree 400 the single kind D = d, x = lam stands for all of them, with the variance of x from its slopes,
    dx = ((1-x) da - (1+x) dc)/d.  Raises ValueError for unequal blocks.
    """
    require_equal_blocks(model, "a model whose neighbourhoods are listed")
    require_two_classes(model, "a model whose neighbourhoods are listed")
    return _listed(CSBM(model.n_nodes, model.p_within, model.q_across))


# Several curves of one model ask for the same list, and features play no part in it; a long one takes megabytes.
@lru_cache(maxsize=4)
def _listed(model):
    half = model.n_nodes // 2
    alone = degrees_of(model.n_nodes, model.p_within, model.q_across).isolated if model.mean_degree > 0 else 1
    return list_kinds((half - 1, model.p_within), (half, model.q_across), float(alone))


def list_kinds(own, other, isolated):
    """Neighbourhoods with x = (a - c)/D for a ~ Binomial(*own) and c ~ Binomial(*other), given D = a + c > 0.

    own, other: numbers of nodes and their chance to be a neighbour.  isolated: P(D = 0), as the kinds will have it.
    """
    near, far = (size * chance for size, chance in (own, other))
    degree = near + far
    if degree > DENSE_DEGREE:
        one, x = np.ones(1), (near - far) / degree
        spread = (1 - x) ** 2 * near * (1 - own[1]) + (1 + x) ** 2 * far * (1 - other[1])
        return Neighbourhoods(one, one * x, one / degree, one * spread / degree**2, isolated)
    (near, near_weight), (far, far_weight) = binomial(*own), binomial(*other)
    weight = np.multiply.outer(near_weight, far_weight)
    kept = weight > TAIL
    kept &= np.add.outer(near, far) > 0
    weight = weight[kept]
    if weight.size == 0:
        return Neighbourhoods(weight, weight, weight, weight, 1.0)
    count = np.add.outer(near, far)[kept]
    x = np.subtract.outer(near, far)[kept] / count
    return Neighbourhoods(weight / weight.sum(), x, 1 / count, np.zeros_like(x), isolated)


def merge(kinds, columns=14, rows=8, enough=160):
    """Merge similar neighbourhoods into about a hundred kinds, keeping means and the variance of x.

    Where the likely ones are few (low degree) they are kept as they are, because they differ most.
    """
    likely = kinds.weight > NEGLIGIBLE_KIND
    if likely.sum() <= enough:
        weight = kinds.weight[likely]
        parts = (values[likely] for values in (kinds.x, kinds.inverse_degree, kinds.spread))
        return Neighbourhoods(weight / max(weight.sum(), np.finfo(float).tiny), *parts, kinds.isolated)
    cell = cells(kinds, columns, rows)

    def total(values):
        return np.bincount(cell, kinds.weight * values)

    weight = total(np.ones_like(kinds.x))
    used = weight > 0
    weight = weight[used]
    x = total(kinds.x)[used] / weight
    spread = np.maximum(total(kinds.x**2)[used] / weight - x**2, 0)
    # A kind on one side of a tie must not leak to the other.
    spread = np.minimum(spread, (x / 2.5) ** 2)
    return Neighbourhoods(weight, x, total(kinds.inverse_degree)[used] / weight, spread, kinds.isolated)


def cells(kinds, columns, rows):
    """Numbers of the cells of similar kinds, (k,): rows by degree, columns by x."""
    order = np.argsort(kinds.inverse_degree, kind="stable")
    share = np.empty_like(kinds.weight)
    share[order] = np.cumsum(kinds.weight[order]) - kinds.weight[order] / 2
    row = np.minimum((share * rows).astype(int), rows - 1)
    centre = kinds.weight @ kinds.x
    width = 8 * np.sqrt(kinds.weight @ (kinds.x - centre) ** 2) / columns
    # Cells of equal width within four standard deviations; what lies beyond joins the outermost cell.
    column = np.clip(((kinds.x - centre) / width + columns / 2).astype(int), 0, columns - 1)
    # Close to a tie, and on either side of it, cells are finer: with little noise the side is all that counts.
    near = np.minimum((3 * np.abs(kinds.x) / width).astype(int), 2)
    return 9 * (row * columns + column) + 3 * (np.sign(kinds.x).astype(int) + 1) + near


def binomial(n, probability):
    """Counts k and probabilities of Binomial(n, probability), tails below 1e-16 of the peak left out.

    The ratio P(k+1)/P(k) = (n-k)/(k+1) p/(1-p) is exact for any n, also n = 10^12.
    """
    if probability <= 0 or n == 0:
        return np.zeros(1), np.ones(1)
    if probability >= 1:
        return np.full(1, float(n)), np.ones(1)
    mode = np.floor((n + 1) * probability)
    reach = np.ceil(9 * np.sqrt(n * probability * (1 - probability)) + 40)
    count = np.arange(max(mode - reach, 0), min(mode + reach, n) + 1)
    ratio = np.log((n - count[:-1]) / (count[:-1] + 1)) + np.log(probability) - np.log1p(-probability)
    log_weight = np.concatenate([[0.0], np.cumsum(ratio)])
    weight = np.exp(log_weight - log_weight.max())
    kept = weight > 1e-16
    return count[kept], weight[kept] / weight[kept].sum()
