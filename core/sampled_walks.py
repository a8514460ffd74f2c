"""Walk theory of methods that draw new edges in every layer: edge dropping and neighbour sampling (section 6).

On average such a layer is P (or a lazy P), so mixing stays. Two walkers of one layer share its operator: where they stand
on the same node they meet with the mean of 1/D' over the neighbours D' left there, more often than on the fixed graph.
"""

from dataclasses import replace

import numpy as np

from core.neighbourhoods import Neighbourhoods, mean_inverse_degree, neighbourhoods


def thinned(model, rate):
    """Neighbourhoods after dropping edges with probability `rate`, and the chance that two walkers on one node meet."""
    kept = replace(model, p_within=model.p_within * (1 - rate), q_across=model.q_across * (1 - rate))
    degree = kept.mean_degree
    alone = np.exp(-degree)
    # The edge a walker came by is there again with probability 1 - rate; a node without edges keeps both walkers.
    came_by_kept = -np.expm1(-degree) / degree if degree > 0 else 1.0
    came_by_lost = (1 - alone) * mean_inverse_degree(degree) + alone
    meeting = (1 - rate) * came_by_kept + rate * came_by_lost
    return neighbourhoods(kept), float(meeting), float(alone)


def sampled(model, k):
    """Neighbourhoods of at most k drawn neighbours, and the chance that two walkers on one node meet."""
    kinds = neighbourhoods(model)
    correlation = model.edge_correlation
    if kinds.weight.size == 0:
        return kinds, 1.0, 1.0
    drawn = np.minimum(np.rint(1 / kinds.inverse_degree), k).astype(int)
    share = np.bincount(drawn, kinds.weight)
    own_share = (1 + correlation) / 2
    pieces = []
    for count in np.flatnonzero(share):
        own = np.arange(count + 1)
        ratio = (count - own[:-1]) / (own[:-1] + 1)
        binomial = np.concatenate([[1.0], np.cumprod(ratio)]) * own_share**own * (1 - own_share) ** (count - own)
        pieces.append((share[count] * binomial, (2 * own - count) / count, np.full(count + 1, 1 / count)))
    weight, x, inverse = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    meeting = float(share[1:] @ (1 / np.arange(1, share.size)))
    return Neighbourhoods(weight / weight.sum(), x, inverse, np.zeros_like(x), kinds.isolated), meeting, 0.0


def pair_returns(back, meeting, correlation, n_layers):
    """Two walkers, one layer after another: P(together) and E[lam^distance] from distance 0 and from 2, each (n_layers+1,).

    Distances 0, 2, 4, ...: from 0 they meet again with probability `meeting`, else part to 2; from 2j they come closer
    by 2 with b^2, keep their distance with 2b(1-b), part by 2 with (1-b)^2.
    """
    ends = np.zeros((2, n_layers + 3))
    ends[0, 0] = 1
    ends[1] = float(correlation) ** (2 * np.arange(n_layers + 3))
    found = np.empty((4, n_layers + 1))
    for layer in range(n_layers + 1):
        found[:, layer] = ends[0, 0], ends[0, 1], ends[1, 0], ends[1, 1]
        after = np.empty((2, ends.shape[1] - 1))
        after[:, 1:] = back**2 * ends[:, :-2] + 2 * back * (1 - back) * ends[:, 1:-1] + (1 - back) ** 2 * ends[:, 2:]
        after[:, 0] = meeting * ends[:, 0] + (1 - meeting) * ends[:, 1]
        ends = after
    return found
