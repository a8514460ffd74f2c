"""What one graph does to any feature: per-node moments at every depth, free of Delta and sigma.

With f_n(P) the method's polynomial, m_i = (f_n(P) s)_i is the node's own mean (unit Delta/2) and
v_i = ||row i of f_n(P)||^2 its variance (unit sigma^2); c_n, half the sum of the two class means of the rows,
is the fitted threshold. Rows are split by orthonormal vectors B: f_n(P) = F B' + R with F = f_n(P) B exact, so
||row||^2 = ||F_i||^2 + ||R_i||^2 and only the small rest R needs all columns, or random probes.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.sparse import csr_array, eye_array

from core.methods.reversible import Deflated, ReversibleWalk
from core.propagation import METHODS, response

BLOCK, TOGETHER = 64, 12
DOUBLE_NODES = 512
SINGLE_DEPTH = 32
EXACT_WORK = 6e8
SPARSE_ENTRIES = 3e6
SERIES_PRODUCTS = 20
SILENT = 1e-24


@dataclass(frozen=True)
class NodeMoments:
    """Moments of one graph at depths 0..n; arrays (depth+1, N) unless said.

    signal: (f_n(P) s)_i.  noise: ||row_i||^2.  centred_signal, centred_noise: the same after subtracting the fitted
    threshold c_n.  ones, centred_ones: the same of a constant feature, None where the method keeps constants.
    mean_gap: half the distance of the class means of signal, s' f_n(P) s / N for equal classes, (depth+1,).
    exact: whether noise is exact or from probes.  doubt, centred_doubt: of noise and centred_noise from probes, as in
    gaussian.probed_error; None where they are exact.
    draws: (depth+1, picked, K) propagated unit noise of a few nodes; common: (depth+1, K) its fitted threshold.
    """

    signal: np.ndarray
    noise: np.ndarray
    centred_signal: np.ndarray
    centred_noise: np.ndarray
    ones: np.ndarray | None
    centred_ones: np.ndarray | None
    mean_gap: np.ndarray
    exact: bool
    draws: np.ndarray
    common: np.ndarray
    doubt: np.ndarray | None = None
    centred_doubt: np.ndarray | None = None


def exact_is_affordable(key, adjacency, depth):
    """Whether all rows of f_n(P) can be had in about a tenth of a second: N * entries * depth multiply-adds."""
    products = depth if METHODS[key].one_hop else SERIES_PRODUCTS * depth
    return adjacency.shape[0] * (adjacency.nnz + adjacency.shape[0]) * products <= EXACT_WORK


def node_moments(key, adjacency, labels, depth, unit_noise, picked, exact, options, known=None):
    """Moments of one graph under a linear method.

    adjacency: csr_array (N, N).  labels: (N,) of -1, +1, 0 for a node of neither class.
    unit_noise: (N, K) standard normal draws, also the probes.
    picked: node numbers whose propagated draws are kept.  exact: all rows exactly, or probes for the rest R.
    known: (N,) whether a node has a feature, None for all; rows are those of f_n(P) U, U the projection on these nodes.
    """
    graph = _Graph(key, adjacency, depth, options)
    walk, labels = graph.walk, labels.astype(float)
    classes = 0.5 * ((labels > 0) / np.sum(labels > 0) + (labels < 0) / np.sum(labels < 0))
    weighted = equal_weight(labels)
    principal = walk.principal()
    second = np.zeros(labels.size) if exact else walk.second_direction(labels, principal)
    heard = np.ones(labels.size) if known is None else known.astype(float)
    if known is not None:
        # B spans what U leaves of its vectors, so that R keeps nothing of them.
        principal, second = walk.seen_from(heard, principal, second)
        unit_noise = heard[:, None] * unit_noise

    columns = np.stack([heard * labels, principal, second, classes / walk.balance, np.ones(labels.size)], axis=1)
    stationary = walk.stationary_part(columns)
    rest = graph.run(columns - stationary)
    left = np.swapaxes(walk.balance * rest[:, :, 3], 0, 1)
    left = graph.split(heard[:, None] * left, principal, second)
    projected = graph.split(unit_noise, principal, second)
    square, apart, drawn, common = graph.squares(exact, principal, second, projected, classes, picked, heard)
    deepest = depth if exact else graph.shallow_squares(square, stationary, rest, heard)
    # ||R_i - c_n||^2 from its three parts where all rows are known, else from the probes themselves.
    left = left[:, : deepest + 1]
    apart[: deepest + 1] = square[: deepest + 1] - 2 * graph.diagonal_run(left) + (left**2).sum(axis=0)[:, None]

    # The draws' own part along B, put back below: f_n(P) z = F B'z + R z.
    along = walk.within(principal, unit_noise)
    beside = second @ unit_noise
    found = {name: np.empty(square.shape) for name in ("signal", "noise", "centred_signal", "centred_noise")}
    if not graph.method.keeps_constants:
        found |= {"ones": np.empty(square.shape), "centred_ones": np.empty(square.shape)}
    mean_gap = np.empty(depth + 1)
    # Depth by depth, because five columns of all depths together are the largest thing in memory.
    for n in range(depth + 1):
        constant = graph.constant(n, stationary)
        # Less one node's first: what is the same at every node then leaves exactly nothing, not the last digit of 1/N.
        differences = constant - constant[:1]
        centred = differences - classes @ differences + rest[n] - classes @ rest[n]
        value = constant + rest[n]
        # Other components' stationary parts are all common: they stay in every row's distance from c_n.
        by_component = walk.per_component(classes * value[:, 1])
        if walk.n_components == 1:
            shared = centred[:, 1] ** 2
        else:
            own = by_component[walk.component]
            shared = (value[:, 1] - own) ** 2 + (by_component**2).sum() - own**2
        found["signal"][n], found["centred_signal"][n] = value[:, 0], centred[:, 0]
        found["noise"][n] = value[:, 1] ** 2 + value[:, 2] ** 2 + square[n]
        found["centred_noise"][n] = shared + centred[:, 2] ** 2 + apart[n]
        if "ones" in found:
            found["ones"][n], found["centred_ones"][n] = value[:, 4], centred[:, 4]
        mean_gap[n] = (constant[:, 0] @ weighted + rest[n, :, 0] @ weighted) / labels.size
        drawn[n] += value[picked, 1, None] * along[walk.component[picked]] + value[picked, 2, None] * beside
        common[n] += by_component @ along + (classes @ value[:, 2]) * beside
    for name in ("noise", "centred_noise"):
        np.maximum(found[name], 0, out=found[name])
    if known is not None:
        # Who hears nobody is a tie, not the last digit of a difference.
        silent = found["noise"] < SILENT
        found["noise"][silent] = found["signal"][silent] = 0
    return NodeMoments(
        signal=found["signal"],
        noise=found["noise"],
        centred_signal=found["centred_signal"],
        centred_noise=found["centred_noise"],
        ones=found.get("ones"),
        centred_ones=found.get("centred_ones"),
        mean_gap=mean_gap,
        exact=exact,
        draws=drawn.astype(np.float32),
        common=common.astype(np.float32),
        doubt=None if exact else probe_doubt(square, found["noise"], unit_noise.shape[1], deepest),
        centred_doubt=None if exact else probe_doubt(apart, found["centred_noise"], unit_noise.shape[1], deepest),
    )


def differences(key, adjacency, columns, depth, options):
    """f_n(P) columns for n = 0..depth, (N, k) each, less the value of one node: what is the same at every node hides no digit."""
    graph = _Graph(key, adjacency, depth, options)
    stationary = graph.walk.stationary_part(columns)
    for n, rest in graph.layers(columns - stationary):
        constant = graph.constant(n, stationary)
        yield constant - constant[:1] + rest


def probe_doubt(probed, whole, n_probes, known=-1):
    """Doubt of a variance `whole` whose part `probed` comes from probes beyond depth `known`, as in gaussian.probed_error."""
    share = np.divide(probed, whole, out=np.zeros_like(whole), where=whole > 0)
    share[: known + 1] = 0
    return (share**2 / (n_probes + 2)).astype(np.float32)


def equal_weight(labels):
    """Labels (N,) scaled so that each class weighs as much as the other; of equal classes the labels themselves."""
    second = np.sum(labels > 0)
    return labels * np.where(labels > 0, labels.size / (2 * second), labels.size / (2 * (labels.size - second)))


class _Graph:
    """One graph, one method, one depth: runs of the method's recursion on columns without stationary part."""

    def __init__(self, key, adjacency, depth, options):
        self.method, self.depth, self.options = METHODS[key], depth, options
        self.walk = ReversibleWalk(self.method.weights(csr_array(adjacency, dtype=float)), self.method.exponent)
        at_one = response(key, 1.0, depth, **options)
        # Corrected methods take the stationary part away in the first layer, but leave isolated nodes alone.
        corrected = self.method.corrected & (np.diff(adjacency.indptr) > 0)
        self.at_one = np.where(corrected & (np.arange(depth + 1)[:, None] > 0), 0.0, at_one)

    def layers(self, columns, dtype=float):
        operator = Deflated(self.walk, dtype)
        recursion = self.method.recursion(operator, columns.astype(dtype), **self.options)
        return enumerate(islice(recursion, self.depth + 1))

    def run(self, columns):
        return np.stack([layer for _, layer in self.layers(columns)])

    def split(self, columns, principal, second):
        """(I - B B') columns."""
        columns = self.walk.without_principal(columns, principal)
        return columns - np.outer(second, second @ columns)

    def diagonal_run(self, columns):
        """Column n of (N, k) after n layers, as (k, N). A few columns at a time, because each is done with after its layer."""
        found = np.empty(columns.shape[::-1])
        for first in range(0, columns.shape[1], TOGETHER):
            block = np.ascontiguousarray(columns[:, first : first + TOGETHER])
            for n, layer in islice(self.layers(block), first + block.shape[1]):
                if n >= first:
                    found[n] = layer[:, n - first]
        return found

    def squares(self, exact, principal, second, projected, classes, picked, heard):
        """||R_i||^2 and, from probes, ||R_i - c_n||^2 per depth and node; and of the projected draws the picked rows and c_n."""
        n_nodes, n_draws = projected.shape
        square, apart = np.zeros((2, self.depth + 1, n_nodes))
        drawn = np.empty((self.depth + 1, picked.size, n_draws))
        common = np.empty((self.depth + 1, n_draws))
        # Single precision on larger graphs: the rest has no constant part, so its error stays near 1e-6 of itself,
        # until it comes near the smallest single number.
        precision = np.float64 if n_nodes <= DOUBLE_NODES or self.depth > SINGLE_DEPTH else np.float32
        weight = classes.astype(precision)
        for n, layer in self.layers(projected, precision):
            drawn[n], common[n] = layer[picked], weight @ layer
            if not exact:
                square[n] = np.einsum("ik,ik->i", layer, layer)
                shift = weight @ layer
                apart[n] = square[n] - 2 * (layer @ shift) + shift @ shift
        if not exact:
            return square / n_draws, np.maximum(apart, 0) / n_draws, drawn, common
        places = np.flatnonzero(heard)
        for start in range(0, places.size, BLOCK):
            ones = places[start : start + BLOCK]
            block = np.zeros((n_nodes, ones.size))
            block[ones, np.arange(ones.size)] = 1
            block = self.split(block, principal, second)
            for n, layer in self.layers(block, precision):
                square[n] += np.einsum("ik,ik->i", layer, layer)
        return square, apart, drawn, common

    def constant(self, n, stationary):
        """What n layers make of the stationary part (N, k)."""
        return self.at_one[n][:, None] * stationary

    def shallow_squares(self, square, stationary, rest, heard):
        """Put exact values at the first depths, where rows are short and probes noisiest; returns the deepest of them."""
        degree = np.diff(self.walk.matrix.indptr).astype(float)
        deepest = 2 if (degree**2).sum() <= SPARSE_ENTRIES else 1
        if not self.method.one_hop or self.method.corrected:
            # A layer's rows are long; depth 0 is the identity all the same.
            deepest = 0
        start = eye_array(degree.size, format="csr")
        recursion = self.method.recursion(self.walk.matrix, start, **self.options)
        for n, rows in enumerate(islice(recursion, min(deepest, self.depth) + 1)):
            rows = csr_array(rows)
            whole = csr_array((rows.data**2, rows.indices, rows.indptr), shape=rows.shape) @ heard
            leading = (self.constant(n, stationary) + rest[n])[:, 1:3]
            square[n] = np.maximum(whole - (leading**2).sum(axis=1), 0)
        return min(deepest, self.depth)
