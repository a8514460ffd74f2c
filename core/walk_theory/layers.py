"""The walk theory of polynomials in P: what two walkers make of a node's feature at every depth (docs/theory.md, section 4)."""

from dataclasses import dataclass

import numpy as np

from core.walk_theory.chain import back_probability, one_chain, second_eigenvalue
from core.walk_theory.neighbourhoods import mean_inverse_degree


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


def polynomial_layers(model, polynomials):
    """The mixtures of Gaussians of any polynomials in P, coefficients (rows, K+1), as Layers with a row for each."""
    return layers_of(model, np.asarray(polynomials, dtype=float), len(polynomials) - 1)


def layers_of(model, coefs, depth):
    """Layers of the polynomials with coefficients (depth+1, K+1), or of P^n at depths 0..depth for None."""
    degree, correlation, n_nodes = model.mean_degree, model.edge_correlation, model.n_nodes
    longest = depth if coefs is None else coefs.shape[1] - 1
    ones, zeros = np.ones(longest + 1), np.zeros(depth + 1)
    if degree <= 0:
        total = np.ones(depth + 1) if coefs is None else coefs.sum(axis=1)
        return Layers(
            total, zeros, total**2, zeros, zeros, zeros, zeros, zeros, total, np.sign(total), total, total**2, zeros
        )
    back = back_probability(degree)
    meet_factor, spread_factor = finite_size(model)
    theta = second_eigenvalue(correlation, back)
    walk = one_chain(back * meet_factor, correlation, 2 * longest)
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
    average_w = w0 + w1 * r
    average_s = np.maximum(0, s0 + r * (s1 + spread_factor * pulled**2 * (1 - correlation**2)))
    # No row of sum_k c_k P^k makes more than (sum_k |c_k|)^2 of noise or of labels; the shifts, an order in 1/(N d), would.
    most = form.most() ** 2
    shift_w = np.minimum(shift_w, np.maximum(0, most - average_w))
    shift_s = np.minimum(shift_s, np.maximum(0, most - gap**2 - average_s))
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
        variance=(average_w + shift_w) * (1 - isolated) + isolated * constant**2,
        # Isolated nodes keep their mean: they add to the spread of means as one more group.
        noise=(1 - isolated) * noise + isolated * (1 - isolated) * (constant - gap) ** 2,
    )


def finite_size(model):
    """(f_w, f_s): what a finite N takes from the chance to come straight back, for two meeting walkers and for labels."""
    degree, squared = model.mean_degree, model.edge_correlation**2
    return tuple(np.clip(1 - (1 + sign * squared) * degree / model.n_nodes, 0, 1) for sign in (1, -1))


def _powers(base, depth, first=0.0):
    """base^k for k = 0..depth, with `first` in place of k = 0."""
    values = float(base) ** np.arange(depth + 1)
    values[0] = first
    return values


class _Form:
    """Sums over a polynomial's coefficients; plain convolution keeps only its single power."""

    def __init__(self, coefs, depth):
        self.coefs = coefs
        self.steps = np.arange(depth + 1)

    def linear(self, values):
        """sum_k c_k values_k at each depth."""
        return values if self.coefs is None else self.coefs @ values

    def most(self):
        """sum_k |c_k| at each depth."""
        return np.ones(self.steps.size) if self.coefs is None else np.abs(self.coefs).sum(axis=1)

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
