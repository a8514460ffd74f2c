"""Per-node moments of one graph under a method that draws a new operator in every layer.

The layers' operators P_1, ..., P_n are drawn once; all that follows is exact for them, but for ||row_i - c_n||^2 beyond
depth 2 on larger graphs, which comes from random probes. c_n = c_0' P_n ... P_1 is found from the left.
"""

import numpy as np
from scipy.sparse import csr_array, eye_array

from core.moments.node_moments import BLOCK, SPARSE_ENTRIES, NodeMoments, equal_weight, probe_doubt
from core.propagation import METHODS


def sequence_moments(rng, key, adjacency, labels, depth, unit_noise, picked, exact, options):
    """Moments as in moments.node_moments, for a random method; rng draws the layers' operators."""
    method, labels = METHODS[key], labels.astype(float)
    sampler = method.sampler(method.weights(csr_array(adjacency, dtype=float)), rng, **options)
    walks = [sampler.draw() for _ in range(depth)]
    classes = np.where(labels > 0, 0.5 / np.sum(labels > 0), 0.5 / np.sum(labels < 0))
    left = _left_products(walks, classes)

    centred_signal, level = np.empty((2, depth + 1, labels.size))
    square = np.zeros((depth + 1, labels.size))
    for n, (layer, shift) in _centred_layers(walks, labels[:, None], classes):
        centred_signal[n], level[n] = layer[:, 0], shift[0]
    drawn = np.empty((depth + 1, picked.size, unit_noise.shape[1]))
    common = np.empty((depth + 1, unit_noise.shape[1]))
    for n, (layer, shift) in _centred_layers(walks, unit_noise, classes):
        drawn[n], common[n] = layer[picked] + shift, shift
        if not exact:
            square[n] = np.einsum("ik,ik->i", layer, layer) / unit_noise.shape[1]
    if exact:
        for start in range(0, labels.size, BLOCK):
            block = np.eye(labels.size, min(BLOCK, labels.size - start), -start)
            for n, (layer, _) in _centred_layers(walks, block, classes):
                square[n] += np.einsum("ik,ik->i", layer, layer)

    # row_i . c_n: column n after n layers.
    along = np.stack([layer[:, n] for n, layer in enumerate(_layers(walks, left))])
    length = (left**2).sum(axis=0)[:, None]
    noise = square + 2 * along - length
    known = _shallow(noise, square, along, length, walks)
    signal = centred_signal + level
    return NodeMoments(
        signal=signal,
        noise=np.maximum(noise, 0),
        centred_signal=centred_signal,
        centred_noise=np.maximum(square, 0),
        ones=None,
        centred_ones=None,
        mean_gap=centred_signal @ equal_weight(labels) / labels.size,
        exact=exact,
        draws=drawn.astype(np.float32),
        common=common.astype(np.float32),
        doubt=None if exact else probe_doubt(square, noise, unit_noise.shape[1], known),
        centred_doubt=None if exact else probe_doubt(square, square, unit_noise.shape[1], known),
    )


def _layers(walks, x):
    yield x
    for walk in walks:
        x = walk @ x
        yield x


def _centred_layers(walks, x, classes):
    """Layers less their fitted threshold, and that threshold: every walk keeps constants, so both can go apart."""
    level = classes @ x
    x = x - level
    yield 0, (x, level)
    for n, walk in enumerate(walks, start=1):
        x = walk @ x
        shift = classes @ x
        x -= shift
        level = level + shift
        yield n, (x, level)


def _left_products(walks, classes):
    """c_n' = c_0' P_n ... P_1 for all n at once, as columns (N, depth+1)."""
    columns = np.empty((classes.size, len(walks) + 1))
    columns[:] = classes[:, None]
    for n in range(len(walks), 0, -1):
        # Column m >= n still has P_n to pass.
        columns[:, n:] = walks[n - 1].T @ columns[:, n:]
    return columns


def _shallow(noise, square, along, length, walks):
    """Exact values at depths 0 to 2, where rows are short and probes would be noisiest; returns the deepest of them."""
    rows = eye_array(noise.shape[1], format="csr")
    for n in range(min(2, len(walks)) + 1):
        if n == 2 and (np.diff(walks[1].indptr).astype(float) ** 2).sum() > SPARSE_ENTRIES:
            return 1
        rows = rows if n == 0 else csr_array(walks[n - 1] @ rows)
        entry_row = np.repeat(np.arange(noise.shape[1]), np.diff(rows.indptr))
        noise[n] = np.bincount(entry_row, rows.data**2, noise.shape[1])
        square[n] = noise[n] - 2 * along[n] + length[n]
    return n
