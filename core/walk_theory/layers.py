"""The walk theory of polynomials in P: what two walkers make of a node's feature at every depth (docs/theory.md, section 4)."""

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from scipy.special import erf

from core.walk_theory.chain import one_chain, returns
from core.walk_theory.degrees import degrees_of
from core.walk_theory.own_links import link_noise, nearby

TINY = np.finfo(float).tiny
SELDOM = 0.05  # isolated nodes expected in a graph, below which a gap is that of graphs without one


@dataclass(frozen=True)
class Layers:
    """Mixture of Gaussians of a node's feature at depths 0..n, arrays (depth+1,); label +1, unit Delta/2 about m.

    For C > 2 classes the unit is their distance from the centre, and all variances of means are summed over the C - 1 directions.

    A node with neighbourhood (x, 1/D) has mean m = stay + pull x and variance
    sigma^2 (w0 + w1/D + shift_w) + (Delta/2)^2 shift_s + sqrt( ((Delta/2)^2 max(0, s0 + s1/D))^2 + (sigma^2 draw (m - own)^2)^2 ).
    shift_w, shift_s: the part common to all nodes of a graph, which a fitted threshold removes.
    draw: variance of this draw's class signal over its mean's square, per sigma^2, which no threshold removes.
    own: share c_0 of the node's own feature.
    constant: what becomes of a constant feature (and of an isolated node's own), sum_k c_k.
    side: -1 where most nodes have swapped sides, 0 without a gap.
    gap, variance, noise: averages over nodes (relative, as in Prediction).
    """

    stay: np.ndarray
    pull: np.ndarray
    own: np.ndarray
    w0: np.ndarray
    w1: np.ndarray
    s0: np.ndarray
    s1: np.ndarray
    shift_w: np.ndarray
    shift_s: np.ndarray
    draw: np.ndarray
    constant: np.ndarray
    side: np.ndarray
    gap: np.ndarray
    variance: np.ndarray
    noise: np.ndarray


@dataclass(frozen=True)
class ClassLayers(Layers):
    """Layers of several classes.  at: edge correlations near the model's, (POINTS,); gaps: the gap there, (depth+1, POINTS)."""

    at: np.ndarray
    gaps: np.ndarray


def polynomial_layers(model, polynomials):
    """The mixtures of Gaussians of any polynomials in P, coefficients (rows, K+1), as Layers with a row for each."""
    return layers_of(model, np.asarray(polynomials, dtype=float), len(polynomials) - 1)


def layers_of(model, coefs, depth):
    """Layers of the polynomials with coefficients (depth+1, K+1), or of P^n at depths 0..depth for None."""
    longest = depth if coefs is None else coefs.shape[1] - 1
    if model.mean_degree <= 0:
        return unlinked(np.ones(depth + 1) if coefs is None else coefs.sum(axis=1))
    form, numbers = _Form(coefs, longest), (model.n_nodes, model.p_within, model.q_across)
    layers = _layers(form, *numbers, one_chain, model.n_classes)
    return layers if model.n_classes == 2 else _of_classes(layers, longest, coefs, *numbers, model.n_classes)


def _of_classes(layers, longest, coefs, n_nodes, p_within, q_across, n_classes):
    """The same with the gaps of graphs whose links between classes are their own."""
    degrees = degrees_of(n_nodes, p_within, q_across, n_classes)
    noise = link_noise(n_nodes, p_within, q_across, n_classes, degrees.mean)
    at = nearby(degrees.correlation, noise, n_classes)
    back = degrees.back * finite_size(degrees.mean / n_nodes, degrees.correlation, n_classes).step
    label = returns(back, at, longest).label
    gaps = label if coefs is None else coefs @ label[: coefs.shape[1]]
    return ClassLayers(**vars(layers), at=at, gaps=gaps)


def plain_layers(n_nodes, p_within, q_across, depth):
    """Layers of P^n for many models at once: arrays (cells,) of N, p and q, mean degrees above 0. Fields (depth+1, cells)."""
    return _layers(_Form(None, depth, cells=1), n_nodes, p_within, q_across, returns)


def _layers(form, n_nodes, p_within, q_across, follow, n_classes=2):
    """Layers of the polynomials of a form; follow: `returns`, or `one_chain` for a single model."""
    degrees = degrees_of(n_nodes, p_within, q_across, n_classes)
    correlation, inverse = degrees.correlation, degrees.inverse
    finite = finite_size(degrees.mean / n_nodes, correlation, n_classes)
    walk = follow(degrees.back * finite.step, correlation, 2 * form.longest, degrees.back * finite.meet)

    # Returning at the second step leads to 0, not returning to 2; both are followed and mixed by 1/D.
    constant, own = form.linear(np.ones_like(walk.home)), form.own()
    home, label, pulled = form.linear(walk.home), form.linear(walk.label), form.linear(walk.pull)
    first_apart = finite.label * pulled**2 * (1 - correlation**2)
    w0 = form.walkers(walk.meet, walk.meet_from_2)
    w1 = finite.meet * form.meeting(walk.meet - walk.meet_from_2)
    s0 = form.walkers(walk.label, walk.label_from_2) - label**2
    s1 = finite.label * form.meeting(walk.label - walk.label_from_2) - first_apart
    # The average over nodes uses the chain with 1/D -> r, without conditioning on the first step.
    average_w = w0 + w1 * inverse
    average_s = np.maximum(0, s0 + inverse * (s1 + first_apart))

    # No row of sum_k c_k P^k makes more than (sum_k |c_k|)^2 of noise or of labels; what is shared, an order in 1/(N d), would.
    most, common = form.most() ** 2, degrees.square / n_nodes
    heard = (label - own) ** 2
    draw = (n_classes - 1) * common * (1 + bounded_ratio(average_s, heard, 1))
    draw = bounded_ratio(np.maximum(0, most - average_w), heard + average_s, draw)
    average_w = average_w + draw * (heard + average_s)
    shift_w = np.minimum(common * (constant - own) ** 2, np.maximum(0, most - average_w))
    drift = constant - form.linear(np.power(correlation, form.powers))
    shift_s = drift**2 * common_drift(degrees, n_nodes, p_within, q_across, n_classes)
    alone, gap = degrees.isolated, home + pulled * degrees.lean
    room = np.maximum(0, most - gap**2)
    average_s = np.minimum(average_s, room)
    shift_s = np.minimum(shift_s, room - average_s)
    # Of a graph that has no isolated node, as nearly all have where few are expected, the gap falls on below their share.
    kept = np.where(alone * n_nodes < SELDOM, 0, alone)
    whole_gap = (1 - kept) * gap + kept * constant
    return Layers(
        stay=home,
        pull=pulled,
        own=own + np.zeros_like(home),
        w0=w0,
        w1=w1,
        s0=s0,
        s1=s1,
        shift_w=shift_w,
        shift_s=shift_s,
        draw=draw,
        constant=constant,
        side=most_nodes_side(whole_gap, gap, average_w + average_s, alone, constant),
        gap=whole_gap,
        variance=(average_w + shift_w) * (1 - alone) + alone * constant**2,
        # Isolated nodes keep their mean: they add to the spread of means as one more group.
        noise=(1 - kept) * (average_s + shift_s) + kept * (1 - kept) * (constant - gap) ** 2,
    )


def most_nodes_side(whole_gap, gap, square, alone, constant):
    """The side of class 2 on which more of its nodes stand: the gap's sign, unless few isolated nodes alone make that sign.

    (1 - alone) erf(|g|/sqrt(2 square)) weighs connected nodes, alone erf(1/sqrt(2)) isolated ones: both at Delta = 2 sigma.
    square: a connected node's variance at that strength, less what all nodes share.  Returns -1, 0 or +1.
    """
    opposed = gap * constant < 0
    reach = bounded_ratio(np.abs(gap), np.sqrt(2 * np.maximum(square, 0)), 40.0)
    connected = (1 - alone) * erf(reach) > alone * erf(np.sqrt(0.5))
    return np.where(opposed, np.where(connected, np.sign(gap), np.sign(constant)), np.sign(whole_gap))


def unlinked(constant):
    """Layers of a graph without edges, where every node keeps its own feature, times `constant`."""
    none = np.zeros_like(constant)
    kept = dict.fromkeys(("stay", "own", "constant", "gap"), constant)
    kept |= dict.fromkeys(("w0", "variance"), constant**2) | {"side": np.sign(constant)}
    return Layers(**{field.name: kept.get(field.name, none) for field in fields(Layers)})


class FiniteSize(NamedTuple):
    """What a finite N leaves of the chance to come straight back, factors from 0 to 1."""

    step: np.ndarray
    meet: np.ndarray
    label: np.ndarray


def finite_size(share, correlation, n_classes=2):
    """What comes straight back of a walker, of two that meet, and of the labels of two. Returns FiniteSize.

    1 - d/N, 1 - (1 + (C-1) lam^2) d/N and 1 - (1 - lam^2) d/N.  share: d/N, the chance that any two nodes are linked. What is
    taken here is counted in what all nodes share.
    """
    return FiniteSize(
        *(np.clip(1 - part * share, 0, 1) for part in (1, 1 + (n_classes - 1) * correlation**2, 1 - correlation**2))
    )


def common_drift(degrees, n_nodes, p_within, q_across, n_classes=2):
    """The shift of all nodes' means as a graph's edge counts happen to fall, per (1 - lam^k)(1 - lam^l).

    (2 (n-1) p (1-p) + (C-2) n q (1-q))/(N d^2) with n = N/C: the variance of a class's edge ends, inside and across.
    For two classes it is (1 + lam)(1 - p)/(N d).
    """
    size = n_nodes / n_classes
    # Shares of the degree first: its square may be below the smallest number.
    inside = 2 * (size - 1) * p_within / degrees.mean * (1 - p_within)
    across = (n_classes - 2) * size * q_across / degrees.mean * (1 - q_across)
    return (inside + across) / (n_nodes * degrees.mean)


def bounded_ratio(above, below, most):
    """min(above / below, most), `most` where there is nothing below."""
    return np.minimum(np.divide(above, below, out=np.full_like(below, np.inf), where=below > TINY), most)


class _Form:
    """Sums over a polynomial's coefficients (rows, K+1); plain convolution, None, keeps only its single power.

    cells: number of axes behind the steps, for plain convolution on many models at once.
    """

    def __init__(self, coefs, longest, cells=0):
        self.coefs, self.longest = coefs, longest
        self.steps = np.arange(longest + 1)
        self.powers = self.steps.reshape(-1, *(1 for _ in range(cells)))

    def own(self):
        """c_0 at each depth."""
        return self.linear((self.powers == 0).astype(float))

    def most(self):
        """sum_k |c_k| at each depth."""
        return np.ones(self.powers.shape) if self.coefs is None else np.abs(self.coefs).sum(axis=1)

    def linear(self, values):
        """sum_k c_k values_k at each depth."""
        values = values[: self.longest + 1]
        return values if self.coefs is None else self.coefs @ values

    def meeting(self, values):
        """sum over k, l >= 1 of c_k c_l values_(k+l-2): both walkers have moved, two steps are spent."""
        if self.coefs is None:
            return np.where(self.powers >= 1, values[np.maximum(2 * self.steps - 2, 0)], 0.0)
        moved = self.coefs[:, 1:]
        pair = np.add.outer(self.steps[:-1], self.steps[:-1])
        return np.einsum("nk,nk->n", moved @ values[pair], moved)

    def walkers(self, alone, apart):
        """The same with `alone`_max(k,l) where one walker stays, and `apart` where both have moved."""
        if self.coefs is None:
            return np.where(self.powers >= 1, self.meeting(apart), alone[0])
        first, moved = self.coefs[:, 0], self.coefs[:, 1:]
        stays = first**2 * alone[0] + 2 * first * (moved @ alone[1 : self.steps.size])
        return stays + self.meeting(apart)
