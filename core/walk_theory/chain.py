"""The distance walk: how far a random walker is from where it started, on a graph that is locally a tree.

    R_0 = 0;  from 0 to 1 surely;  from k to k-1 with probability b, to k+1 otherwise

Every curve of the walk theory is an average over this chain (see docs/theory.md).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

NEGLIGIBLE = 1e-280


@dataclass(frozen=True)
class Returns:
    """Averages over the chain after 0..n_steps steps, each an array (n_steps + 1,), or (n_steps + 1, cells) for many chains.

    meet: P(R_m = 0 | R_0 = 0), two walkers meet.  meet_from_2: P(R_m = 0 | R_0 = 2).
    home: P(R_m = 0 | R_0 = 0) of a single walker.
    label: E[lam^R_m | R_0 = 0].  label_from_2: the same from 2.
    pull: E[lam^(R_m - 1); R_m >= 1 | R_0 = 0].
    """

    meet: np.ndarray
    meet_from_2: np.ndarray
    home: np.ndarray
    label: np.ndarray
    label_from_2: np.ndarray
    pull: np.ndarray


def returns(back, correlation, n_steps, meeting=None):
    """Follow the chain with return probability `back` and edge correlation lam for n_steps steps.

    meeting: return probability of the chain on which two walkers meet, if it is another (`meet`, `meet_from_2`).
    Backward equation u_m(k) = b u_{m-1}(k-1) + (1-b) u_{m-1}(k+1), u_m(0) = u_{m-1}(1), for the end functions
    [k = 0] and lam^(k-1) [k >= 1]; a walker at distance k sees a label correlated lam^k.
    Arrays (cells,) of probabilities and correlation follow many chains at once.
    """
    cells = np.broadcast_shapes(np.shape(back), np.shape(correlation))
    backs = np.empty((2 if meeting is None else 3, 1, *cells))
    backs[:2] = back
    if meeting is not None:
        backs[2] = meeting
    aways = 1 - backs
    distance = np.arange(n_steps + 3).reshape(-1, *(1 for _ in cells))
    ends = np.zeros((len(backs), n_steps + 3, *cells))
    ends[0, 1:] = np.power(np.asarray(correlation, dtype=float), distance[:-1])
    ends[1:, 0] = 1
    # Numbers below the smallest normal double slow the processor down a hundredfold.
    ends[np.abs(ends) < NEGLIGIBLE] = 0
    from_0, from_2 = np.empty((2, len(backs), n_steps + 1, *cells))
    from_0[:, 0], from_2[:, 0] = ends[:, 0], ends[:, 2]
    for step in range(1, n_steps + 1):
        after = np.empty((len(backs), ends.shape[1] - 1, *cells))
        np.multiply(ends[:, 2:], aways, out=after[:, 1:])
        after[:, 1:] += backs * ends[:, :-2]
        after[:, 0] = ends[:, 1]
        if step % 64 == 0:
            after[np.abs(after) < NEGLIGIBLE] = 0
        ends = after
        from_0[:, step], from_2[:, step] = ends[:, 0], ends[:, 2]
    return Returns(
        meet=from_0[-1],
        meet_from_2=from_2[-1],
        home=from_0[1],
        label=from_0[1] + correlation * from_0[0],
        label_from_2=from_2[1] + correlation * from_2[0],
        pull=from_0[0],
    )


@lru_cache(maxsize=16)
def one_chain(back, correlation, n_steps, meeting=None):
    """`returns` of a single chain, remembered, because several curves of one model are averages over the same."""
    return returns(back, correlation, n_steps, meeting)


def back_probability(degree):
    """b = (1 - e^-d)/d = E[1/(1 + Poisson(d))], the chance to walk straight back; 1 without edges."""
    return float(-np.expm1(-degree) / degree) if degree > 0 else 1.0


def second_eigenvalue(correlation, back):
    """theta = lam (1-b) + b/lam where lam^2 (1-b) > b, else 0: the class signal's own eigenvalue of P."""
    return correlation * (1 - back) + back / correlation if correlation**2 * (1 - back) > back else 0.0


def detection_strength(model):
    """d lam^2: above 1 the class signal stands out of the spectrum (Kesten and Stigum 1966), below it drowns."""
    return model.mean_degree * model.edge_correlation**2
