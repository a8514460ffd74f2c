"""How far apart two walkers are and which classes they stand on, when the two classes have different degrees.

State (k, z, c): distance k, class z of one end, class c of the other. The end at c moves: outward with 1 - b_c, to class
c' with M_cc'; back with b_c, to class x with the bridge's probability (M^(k-1))_zx M_xc / (M^k)_zc; from k = 0 surely outward.
"""

import numpy as np

LABELS = np.array([-1.0, 1.0])
NUDGE = 1 / 64


class TwoTypeChain:
    """The chain for distances up to n_steps.

    transition: M, (2, 2).  back: b_c, (2,).  stationary: rho_c, (2,).  correlation: lam = tr M - 1.
    """

    def __init__(self, transition, back, stationary, correlation, n_steps):
        self.transition, self.back = transition, back
        power = np.power(float(correlation), np.arange(n_steps + 2))[:, None, None]
        # (M^k)_zc = rho_c + lam^k ([z = c] - rho_c)
        reached = np.maximum(stationary + power * (np.eye(2) - stationary), 0)
        through = np.einsum("kzx,xc->kzcx", reached[:-1], transition)
        whole = reached[1:, :, :, None]
        self.bridge = np.divide(through, whole, out=np.zeros_like(through), where=whole > 0)

    def start(self):
        """Both walkers on one node, of class 1 or of class 2: probabilities (2, n_steps + 2, 2, 2), first axis the class."""
        together = np.zeros((2, self.bridge.shape[0] + 1, 2, 2))
        together[(0, 1), 0, (0, 1), (0, 1)] = 1
        return together

    def step(self, chance, back=None):
        """One move of the end at c; `back` instead of b_c where given."""
        back = self.back if back is None else back
        returning = chance[:, 1:] * back
        leaving = chance.copy()
        leaving[:, 1:] -= returning
        after = np.zeros_like(chance)
        after[:, 1:] = (leaving @ self.transition)[:, :-1]
        after[:, :-1] += np.einsum("skzc,kzcx->skzx", returning, self.bridge)
        return after

    def label_means(self, depth):
        """E[label where a walker is after n steps] for n = 0..depth, by the class it starts from. Returns (depth+1, 2)."""
        chance, found = self.start(), np.empty((depth + 1, 2))
        for n in range(depth + 1):
            found[n] = chance.sum(axis=(1, 2)) @ LABELS
            if n < depth:
                chance = self.step(chance)
        return found

    def pull(self, depth):
        """How `label_means` move with the mean label of the start's own neighbours, a slope: (depth+1, 2).

        Distances are those from the neighbour by which the walker left, whose class is z: from there it may go home.
        """
        own, both = [0, 0, 1, 1], np.arange(2)
        # The walker leaves by these neighbours every time it is at home: tried on both sides of their expectation.
        exits = self.transition[own] + NUDGE * np.outer((-1, 1, -1, 1), LABELS)
        home, chance = np.ones(4), np.zeros_like(self.start()[own])
        found = np.empty((depth + 1, 4))
        for n in range(depth + 1):
            found[n] = home * LABELS[own] + chance.sum(axis=(1, 2)) @ LABELS
            returning = chance[:, 0] * self.back
            chance[:, 0] -= returning
            chance = self.step(chance)
            chance[:, 0, both, both] += home[:, None] * exits
            home = returning.sum(axis=(1, 2))
        return (found[:, 1::2] - found[:, ::2]) / (4 * NUDGE)

    def meetings(self, depth, first_back):
        """P(two walkers from one node are together after n steps each), (depth+1, 2).

        The two move in turn; first_back: r_c, (2,), the chance that the second one's first step follows the first's.
        """
        chance, found = self.start(), np.empty((depth + 1, 2))
        for n in range(depth + 1):
            found[n] = chance[:, 0].sum(axis=(1, 2))
            if n < depth:
                moved = self.step(chance).swapaxes(2, 3)
                chance = self.step(moved, first_back if n == 0 else None).swapaxes(2, 3)
        return found
