"""Belief propagation on one graph of two equal blocks, the model known, with the features as fields.

For sparse graphs it computes the posterior of each node's class, and so the lowest error that any method can reach
(Decelle, Krzakala, Moore and Zdeborova 2011; with features Deshpande, Sen, Montanari and Mossel 2018, and Duranthon and
Zdeborova 2024).
"""

from dataclasses import dataclass

import numpy as np

MAX_SWEEPS = 300
TOLERANCE = 1e-6
DAMPING = 0.25
ALL_PAIRS = 300  # nodes up to which every pair has messages of its own
LARGEST = 500.0  # of a log-odds: beyond it nothing changes


@dataclass(frozen=True)
class Beliefs:
    """log_odds: (N, k), log P(class 2) / P(class 1) of every node given everything, one column a feature draw.

    sweeps: how many were run.  converged: (k,), whether the beliefs of a draw had stopped moving by then.
    """

    log_odds: np.ndarray
    sweeps: int
    converged: np.ndarray


def beliefs(adjacency, model, fields, non_edges=True):
    """Posterior log-odds of the classes by belief propagation.

    With messages m_{i->j} = f_i + sum_{k in i, k != j} a(m_{k->i}) + sum_{k not linked to i} b(m_{k->i}):
    a(m) = log (p e^m + q) / (q e^m + p) of a link, b(m) the same with 1-p and 1-q of a pair without one. Along pairs without
    a link the whole belief of k stands for its message, which leaves out one part in N; below ALL_PAIRS nodes it does not.
    adjacency: symmetric csr_array (N, N).  fields: (N, k), log-odds of the features alone.  non_edges: False leaves out what the
    absence of links says, so that on a tree the result is exact.  Returns Beliefs.
    """
    own = np.clip(np.asarray(fields, dtype=float), -LARGEST, LARGEST)
    if non_edges and adjacency.shape[0] <= ALL_PAIRS:
        start, sums = np.repeat(own[:, None], adjacency.shape[0], axis=1), _along_all_pairs(adjacency, model)
    else:
        rows = np.repeat(np.arange(adjacency.shape[0]), np.diff(adjacency.indptr))
        start, sums = own[rows], _along_links(adjacency, model, rows, non_edges)
    message, marginal, moved, sweep = start, own, np.full(own.shape[1], np.inf), 0
    while sweep < MAX_SWEEPS and not np.all(moved < TOLERANCE):
        said, fresh = sums(message, marginal, own)
        moved = np.abs(np.tanh(said / 2) - np.tanh(marginal / 2)).max(axis=0) if sweep else moved
        message = (1 - DAMPING) * np.clip(fresh, -LARGEST, LARGEST) + DAMPING * message
        marginal, sweep = np.clip(said, -LARGEST, LARGEST), sweep + 1
    return Beliefs(marginal, sweep, moved < TOLERANCE)


def _along_links(adjacency, model, rows, non_edges):
    """One sweep with a message beside each stored link i -> j: (beliefs (N, k), new messages (links, k))."""
    back = _reverse(adjacency, rows)

    def sums(message, marginal, own):
        into = _through(message[back], model.p_within, model.q_across)  # what j says to i, beside the link i -> j
        total = own + _sums(into, adjacency.indptr)
        if non_edges:
            said = _through(marginal, 1 - model.p_within, 1 - model.q_across)
            total += said.sum(axis=0) - said - adjacency @ said
        return total, total[rows] - into

    return sums


def _along_all_pairs(adjacency, model):
    """One sweep with messages (N, N, k) from every node to every other."""
    linked = adjacency.toarray()[:, :, None] > 0

    def sums(message, marginal, own):
        heard = message.transpose(1, 0, 2)
        present, absent = (
            _through(heard, *pair)
            for pair in ((model.p_within, model.q_across), (1 - model.p_within, 1 - model.q_across))
        )
        into = np.where(linked, present, absent)
        into[np.diag_indices(len(own))] = 0
        total = own + into.sum(axis=1)
        return total, total[:, None] - into

    return sums


def feature_fields(features, model):
    """Log-odds of class 2 from each feature alone, Delta (x - m) / sigma^2. features: (N, k).  Returns (N, k)."""
    return model.gap * (features - model.midpoint) / model.sigma**2


def _through(odds, same, other):
    """log (same e^odds + other) / (other e^odds + same), where 0 and 1 are probabilities like others."""
    with np.errstate(divide="ignore"):
        same, other = np.log(same), np.log(other)
    if same == other:
        return np.zeros_like(odds)
    return np.clip(np.logaddexp(odds + same, other) - np.logaddexp(odds + other, same), -LARGEST, LARGEST)


def _reverse(adjacency, rows):
    """Place of the link j -> i for each stored link i -> j of a symmetric graph with sorted indices."""
    # Sorted by (column, row) the links are those of the transpose, which stores the same links in the same order.
    order = np.lexsort((rows, adjacency.indices))
    back = np.empty_like(order)
    back[order] = np.arange(order.size)
    return back


def _sums(values, indptr):
    """Sums of the links' rows (links, k) over the links of each node."""
    if not values.size:
        return np.zeros((indptr.size - 1, values.shape[1]))
    sums = np.add.reduceat(np.vstack([values, np.zeros((1, values.shape[1]))]), indptr[:-1], axis=0)
    sums[np.diff(indptr) == 0] = 0
    return sums
