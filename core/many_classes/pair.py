"""Two of several classes, seen along the line between their means: what a picture of two hills draws (docs/theory.md, section 17).

All classes are of one size and alike, so any two of them look the same. Along that line a node's feature has mean
m + (Delta/2)(own - rival), shares of what it hears, and the same sigma.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.many_classes.compositions import compositions
from core.many_classes.theory import second_step
from core.model import CSBM
from core.walk_theory.hills import Hills
from core.walk_theory.neighbourhoods import NEGLIGIBLE_KIND, Neighbourhoods, cells

ENOUGH = 200  # kinds that are drawn as they are
DIGITS = 9


@dataclass(frozen=True)
class PairKinds(Neighbourhoods):
    """Kinds of neighbourhoods as the pair sees them, arrays (k,): x = own share less the rival's, and two numbers more.

    both: share of the own class and of the rival together.  square: sum of the squared shares of all other classes.
    """

    both: np.ndarray
    square: np.ndarray


def pair_kinds(model):
    """PairKinds of a model with C > 2 classes, a few hundred at most; each rival in turn is the other class of the pair."""
    return _listed(CSBM(model.n_nodes, model.p_within, model.q_across, n_classes=model.n_classes))


@lru_cache(maxsize=8)
def _listed(model):
    kinds, others = compositions(model), model.n_classes - 1
    if not kinds.weight.size:
        none = np.empty(0)
        return PairKinds(none, none, none, none, kinds.isolated, none, none)
    columns = kinds.rivals.shape[1]
    own, inverse = (np.repeat(values, columns) for values in (kinds.own, kinds.inverse_degree))
    rival = kinds.rivals.ravel()
    # The share of the own class moves, and every rival's the other way.
    spread = np.repeat(kinds.spread, columns) / (1 - 1 / model.n_classes) ** 2
    found = PairKinds(
        weight=np.outer(kinds.weight, kinds.times / others).ravel(),
        x=own - rival,
        inverse_degree=inverse,
        spread=spread,
        isolated=kinds.isolated,
        both=own + rival,
        square=np.repeat((kinds.times * kinds.rivals**2).sum(axis=1), columns),
    )
    alike = np.round(np.column_stack([found.x, found.inverse_degree, found.both]), DIGITS)
    _, same = np.unique(alike, axis=0, return_inverse=True)
    found = _merged(found, same.ravel())
    likely = found.weight > NEGLIGIBLE_KIND
    return found if likely.sum() <= ENOUGH else _merged(found, cells(found, 14, 8))


def _merged(kinds, cell):
    """Kinds of one cell as one, with their means and the variance of x."""

    def mean(values):
        return np.bincount(cell, kinds.weight * values)[used] / weight

    weight = np.bincount(cell, kinds.weight)
    used = weight > 0
    weight = weight[used]
    x = mean(kinds.x)
    return PairKinds(
        weight=weight / weight.sum(),
        x=x,
        inverse_degree=mean(kinds.inverse_degree),
        spread=np.maximum(mean(kinds.x**2 + kinds.spread) - x**2, 0),
        isolated=kinds.isolated,
        both=mean(kinds.both),
        square=mean(kinds.square),
    )


def pair_parts(model, layers, kinds):
    """(mean, own, others), each (depth+1, k): mean in units of Delta/2 from the middle, variance sigma^2 own + (Delta/2)^2 others.

    Without what all nodes of a graph share: sigma^2 shift_w + (Delta/2)^2 shift_s 2/C.
    """
    n_classes = model.n_classes

    def column(name):
        return getattr(layers, name)[:, None]

    stay, pull, own = column("stay"), column("pull"), column("own")
    mean = stay + pull * kinds.x
    near = (kinds.both + kinds.x) / 2
    along = stay - own + pull * near
    length = (along**2 + pull**2 * kinds.square - (stay - own + pull) ** 2 / n_classes) / (1 - 1 / n_classes)
    noise = np.maximum(column("w0") + column("w1") * kinds.inverse_degree, 0) + column("draw") * length
    passed_on = column("constant") - own
    left = np.divide(pull, passed_on, out=np.zeros_like(pull), where=passed_on != 0)
    spread = np.maximum(column("s0") + column("s1") * kinds.inverse_degree, 0)
    even, toward = second_step(spread, left, n_classes)
    inner = 1 - 1 / n_classes
    return mean, noise, 2 * inner * even + toward * kinds.both + pull**2 * kinds.spread


def pair_gaussians(model, layers, kinds, shifted=True):
    """Mean about the middle and variance of every kind of connected node of class 2, (depth+1, k) each.

    shifted: with what all nodes of a graph share.
    """
    mean, own, others = pair_parts(model, layers, kinds)
    half, share = model.gap / 2, float(shifted)
    own = own + share * layers.shift_w[:, None]
    others = others + share * layers.shift_s[:, None] * 2 / model.n_classes
    return half * mean, model.sigma**2 * own + half**2 * others


def pair_hills(model, layers, reading="fixed"):
    """core.walk_theory.hills.hills of the pair: all nodes of the two classes, isolated ones too. Returns Hills."""
    if reading == "paper":
        return Hills(layers.gap, layers.variance, np.zeros_like(layers.noise))
    kinds = pair_kinds(model)
    if not kinds.weight.size:
        return Hills(layers.gap, layers.constant**2, np.zeros_like(layers.noise))
    mean, noise, others = pair_parts(model, layers, kinds)
    alone, constant = kinds.isolated, layers.constant
    noise, others = noise @ kinds.weight, others @ kinds.weight
    if reading == "fixed":
        noise, others = noise + layers.shift_w, others + layers.shift_s * 2 / model.n_classes
    gap = (1 - alone) * (mean @ kinds.weight) + alone * constant
    square = (1 - alone) * (mean**2 @ kinds.weight + others) + alone * constant**2
    return Hills(gap, (1 - alone) * noise + alone * constant**2, np.maximum(square - gap**2, 0))
