"""Each class as a mixture of Gaussians over its neighbourhoods, whose first step is taken exactly."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, xlog1py

from core.classes.two_type_chain import LABELS
from core.walk_theory.neighbourhoods import list_kinds, merge


@dataclass(frozen=True)
class Mixture:
    """One class's connected nodes at depths 0..n: weight (kinds,), mean and deviation (depth+1, kinds), any unit."""

    weight: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray

    def below(self, threshold):
        """Share of the nodes below a threshold (depth+1,) at each depth. A node without spread is below, above or half."""
        distance = np.asarray(threshold)[:, None] - self.mean
        sure = np.sign(distance) * 1e12
        score = np.divide(distance, self.deviation, out=sure, where=self.deviation > 0)
        return ndtr(score) @ self.weight


def class_kinds(model):
    """Kinds of neighbourhoods of a node of class 1 and of class 2, Neighbourhoods with x = (a_2 - a_1)/D.

    a_c ~ Binomial(neighbours there may be in class c, p or q), D = a_1 + a_2 > 0; isolated = P(D = 0).
    """
    found = []
    for label, own, other in zip(LABELS, model.block_sizes, model.block_sizes[::-1], strict=True):
        inside, across = (own - 1, model.p_within), (other, model.q_across)
        isolated = float(np.exp(sum(xlog1py(size, -chance) for size, chance in (inside, across))))
        kinds = merge(list_kinds(inside, across, isolated))
        found.append(replace(kinds, x=label * kinds.x))
    return tuple(found)


def class_mixtures(kinds, moments, strength):
    """Mixtures of both classes' connected nodes, in units of sigma about m. Returns (Mixture, Mixture).

    kinds: from `class_kinds`.  strength: |Delta|/(2 sigma).  moments: arrays (depth+1, 2) of
    mean;  pull, its slope in the mean label x of a node's neighbours;  meetings, a pair a + b/D, chance of two walkers
    to meet;  inside, a pair a + b/D, spread of the nodes' own means once x is known;  shift_w and shift_s (depth+1,),
    what all nodes of a graph share.
    """
    found = []
    for place, kind in enumerate(kinds):
        pull, mean, shift = (values[:, place, None] for values in (moments.pull, moments.mean, moments.shift_w))
        noise, spread = (
            np.maximum(level[:, place, None] + slope[:, place, None] * kind.inverse_degree, 0)
            for level, slope in (moments.meetings, moments.inside)
        )
        spread = spread + pull**2 * kind.spread + moments.shift_s[:, None]
        mean = mean + pull * (kind.x - kind.weight @ kind.x)
        found.append(Mixture(kind.weight, strength * mean, np.sqrt(noise + shift + strength**2 * spread)))
    return tuple(found)
