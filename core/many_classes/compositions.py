"""The first step of a walk among C classes: which share of a node's neighbours is in each."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from core.model import CSBM
from core.walk_theory.degrees import degrees_of
from core.walk_theory.neighbourhoods import list_kinds, merge

LIKELY = 1e-9
MANY = 3000  # kinds of degrees and own neighbours; beyond, similar ones are merged
DRAWN = 5000  # compositions that stand for all
NAMED = 3  # rivals that are followed one by one, the nearest first; the others share what is left evenly


@dataclass(frozen=True)
class Compositions:
    """Kinds of neighbourhoods of a connected node, weights (k,) summing to 1.

    own: share of its neighbours that is of its own class, (k,).  rivals: shares of the other classes, (k, R), the strongest
    first, the weakest where lam < 0.  times: how many classes each column of rivals stands for, (R,).  inverse_degree: 1/D, (k,).
    spread: variance of the share of the own class inside a kind, (k,).  isolated: P(D = 0).
    """

    weight: np.ndarray
    own: np.ndarray
    rivals: np.ndarray
    times: np.ndarray
    inverse_degree: np.ndarray
    spread: np.ndarray
    isolated: float


def compositions(model):
    """Compositions of a model with C classes: a ~ Binomial(N/C - 1, p) own neighbours and T ~ Binomial(N - N/C, q) others, exactly;
    T is shared among C - 1 classes by multinomials that are drawn once and for all, and drawn together as far as a class has few
    nodes to share: by the ratio of the variances of drawing without and with replacement.
    """
    return _listed(CSBM(model.n_nodes, model.p_within, model.q_across, n_classes=model.n_classes))


@lru_cache(maxsize=4)
def _listed(model):
    size, rest = model.n_nodes // model.n_classes, model.n_nodes - model.n_nodes // model.n_classes
    if model.mean_degree <= 0:
        none = np.empty(0)
        return Compositions(none, none, np.empty((0, 1)), np.ones(1), none, none, 1.0)
    alone = float(degrees_of(model.n_nodes, model.p_within, model.q_across, model.n_classes).isolated)
    kinds = list_kinds((size - 1, model.p_within), (rest, model.q_across), alone)
    likely = kinds.weight > LIKELY
    kinds = replace(
        kinds, **{name: getattr(kinds, name)[likely] for name in ("weight", "x", "inverse_degree", "spread")}
    )
    if kinds.weight.size > MANY:
        kinds = merge(kinds, columns=60, rows=24)
    rng = np.random.default_rng(np.random.SeedSequence(model.n_classes))
    copies = np.sqrt(kinds.weight)
    copies = np.maximum(1, np.rint(DRAWN * copies / copies.sum())).astype(int)
    kind = np.repeat(np.arange(kinds.weight.size), copies)
    own, others = (1 + kinds.x) / 2, (1 - kinds.x) / 2
    counts = np.rint(others / kinds.inverse_degree).astype(np.int64)
    others_of = model.n_classes - 1
    split = rng.multinomial(counts[kind], np.full(others_of, 1 / others_of))
    even, left = others[kind, None] / others_of, np.sqrt(np.clip(1 - counts[kind] / rest, 0, 1))[:, None]
    # The strongest rivals are mistaken for the own class, the weakest where a node hears its own class least.
    split = (
        np.sort(split, axis=1)[:, :: -1 if model.edge_correlation > 0 else 1]
        / np.maximum(counts[kind], 1)[:, None]
        * others[kind, None]
    )
    split = even + left * (split - even)
    named = split[:, :NAMED]
    times = np.ones(named.shape[1])
    if others_of > NAMED:
        named = np.column_stack([named, split[:, NAMED:].mean(axis=1)])
        times = np.append(times, others_of - NAMED)
    return Compositions(
        weight=(kinds.weight / copies)[kind],
        own=own[kind],
        rivals=named,
        times=times,
        inverse_degree=kinds.inverse_degree[kind],
        spread=kinds.spread[kind] / 4,
        isolated=kinds.isolated,
    )
