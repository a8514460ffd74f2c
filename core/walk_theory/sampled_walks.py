"""Walk theory of methods that draw new edges in every layer: edge dropping and neighbour sampling (section 8).

On average such a layer is P (or a lazy P), so mixing stays. Two walkers of one layer share its operator: where they stand
on the same node they meet with the mean of 1/D' over the neighbours D' left there, more often than on the fixed graph.
"""

from dataclasses import replace

import numpy as np

from core.propagation import coefficients
from core.walk_theory.chain import returns, second_eigenvalue
from core.walk_theory.degrees import degrees_of
from core.walk_theory.layers import bounded_ratio, finite_size, layers_of
from core.walk_theory.neighbourhoods import Neighbourhoods, neighbourhoods
from core.walk_theory.prediction import prediction


def sampled_prediction(model, depth, method, options):
    """Walk theory of a method that draws its edges anew in every layer; a node without any keeps its last feature."""
    if model.mean_degree <= 0:
        return prediction(model, layers_of(model, None, depth), neighbourhoods(model))
    drops = "rate" in options
    kinds, meeting, alone = thinned(model, options["rate"]) if drops else sampled(model, options["k"])
    correlation, n_nodes = model.edge_correlation, model.n_nodes
    degrees = degrees_of(n_nodes, model.p_within, model.q_across)
    # Where nodes are often left alone the walk is lazy: some layers do nothing.
    lazy_steps = None if alone < 1e-12 else coefficients("lazy", model, depth, laziness=alone)
    plain = layers_of(model, lazy_steps, depth)
    if kinds.weight.size == 0:
        return prediction(model, layers_of(model, np.eye(1, depth + 1).repeat(depth + 1, axis=0), depth), kinds)
    finite, back = finite_size(degrees.mean / n_nodes, correlation), float(degrees.back)
    local_back = back * float(finite.meet)
    pair = pair_returns(local_back, meeting, correlation, depth)
    fixed = pair_returns(local_back, local_back, correlation, depth)
    home, home_from_2, label, label_from_2 = np.concatenate([pair[:, :1], pair[:, :-1]], axis=1)
    gap = returns(back * float(finite.step), correlation, depth)
    unlazy = gap.label
    first = np.arange(depth + 1) > 0
    r = float(kinds.weight @ kinds.inverse_degree)
    # Distinct nodes' neighbours are drawn from one finite graph: their classes balance a little.
    apart = max(1 - (1 - correlation**2) / (n_nodes * r), 0)
    s0 = np.where(first, label_from_2 - unlazy**2, 0)
    s1 = np.where(first, apart * (label - label_from_2 - gap.pull**2 * (1 - correlation**2)), 0)

    theta = float(second_eigenvalue(correlation, back))
    chance = degrees.square * (1 - back) / n_nodes
    rate = chance * np.ones(depth + 1)
    with_classes = rate * (1 + theta ** (2 * np.arange(depth + 1)))
    local = np.where(first, home_from_2 + r * (home - home_from_2), 1)
    noise = with_chance_meetings(local, with_classes, pair[0])
    shift_w, shared = (
        with_chance_meetings(np.zeros(depth + 1), meetings, pair[0]) for meetings in (rate, with_classes)
    )
    spread = np.maximum(0, s0 + r * (s1 + apart * gap.pull**2 * (1 - correlation**2)))
    heard = np.where(first, unlazy**2 + spread, 0)
    # A link dropped is dropped for both its ends: inside a class they move alike, across they cancel.
    joint = chance * (1 - correlation if drops else 1)
    shift_s = plain.shift_s + joint * np.append(0, np.cumsum(pair[2] - fixed[2])[:-1])
    layers = replace(
        plain,
        stay=gap.home,
        pull=gap.pull,
        own=np.where(first, 0.0, 1.0),
        w0=np.where(first, home_from_2 + noise - local - shared, 1),
        w1=np.where(first, home - home_from_2, 0),
        s0=s0,
        s1=s1,
        shift_w=shift_w,
        draw=bounded_ratio(shared - shift_w, heard, 2 * shift_w),
        shift_s=np.minimum(shift_s, np.maximum(0, 1 - unlazy**2)),
    )
    isolated = float(degrees.isolated)
    spread = spread + layers.shift_s
    # Nodes left alone in a layer have the mean of the layer before: one more group.
    steps = np.diff(plain.gap, prepend=1) / (1 - isolated)
    spread = _carried(spread, alone) + alone / max(1 - alone, 1e-9) * steps**2
    spread = np.minimum(spread, np.maximum(0, 1 - ((plain.gap - isolated) / (1 - isolated)) ** 2))
    layers = replace(
        layers,
        variance=_carried(noise, alone) * (1 - isolated) + isolated,
        noise=(1 - isolated) * spread + isolated * (1 - isolated) * (1 - plain.gap) ** 2,
    )
    kinds = replace(kinds, isolated=isolated)
    found = prediction(model, layers, kinds, lazy_steps)
    swaps = plain.side[1:] != plain.side[:-1]
    errors = {name: _carried(getattr(found, name), alone, swaps) for name in ("error_fixed", "error_fitted")}
    return replace(found, **{name: np.minimum(error, 0.5) for name, error in errors.items()})


def with_chance_meetings(local, rate, together):
    """P(two walkers are together after n layers), (n+1,): those that meet by chance stay together as any two do.

    found_n = local_n + sum_{m=1}^n (1 - found_(m-1)) rate_m together_(n-m).  local: without chance; 1, ... for two walkers
    of one node, 0 for two of any nodes.  rate: chance that two walkers apart meet in layer m.  together: of `pair_returns`.
    """
    found = np.array(local, dtype=float)
    for m in range(1, found.size):
        found[m:] += max(0, 1 - found[m - 1]) * rate[m] * together[: found.size - m]
    return np.minimum(found, 1)


def _carried(values, alone, swaps=None):
    """A share `alone` of the nodes did nothing in the last layer and has the value of the layer before.

    swaps: (depth,) where the classes swap sides, so that an error e of the layer before counts as 1 - e.
    """
    if alone < 1e-12:
        return values
    carried = values.copy()
    for n in range(1, values.size):
        before = 1 - carried[n - 1] if swaps is not None and swaps[n - 1] else carried[n - 1]
        carried[n] = (1 - alone) * values[n] + alone * before
    return carried


def thinned(model, rate):
    """Neighbourhoods after dropping edges with probability `rate`, the chance that two walkers on one node meet, and the
    share of nodes with neighbours that are left alone."""
    kept = replace(model, p_within=model.p_within * (1 - rate), q_across=model.q_across * (1 - rate))
    thin, whole = (degrees_of(one.n_nodes, one.p_within, one.q_across) for one in (kept, model))
    alone, isolated = thin.isolated, whole.isolated
    # The edge a walker came by is there again with probability 1 - rate; a node without edges keeps both walkers.
    meeting = (1 - rate) * thin.back + rate * ((1 - alone) * thin.inverse + alone)
    left = (alone - isolated) / (1 - isolated) if isolated < 1 else 1.0
    return neighbourhoods(kept), float(meeting), float(left)


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
