"""Draw graphs and features from a CSBM: the exact law, straight into sparse rows."""

import numpy as np
from scipy.sparse import coo_array

from core.model import require_two_classes
from core.simplex import class_means

MAX_SAMPLED_NODES = 10**6
MAX_EXPECTED_EDGES = 5 * 10**7
# 64 KB of gaps stay in the processor's cache, and in memory that is used again instead of being asked for anew.
GAPS_AT_ONCE = 1 << 13


def block_labels(model):
    """Labels s_i: -1 for the first n_1 nodes, class 1, and +1 for the rest, class 2. Returns int8 (n_nodes,).

    Raises ValueError for more than two classes, which have numbers instead: `class_numbers`.
    """
    require_two_classes(model, "a model whose labels are -1 and +1")
    labels = np.ones(model.n_nodes, dtype=np.int8)
    labels[: model.block_sizes[0]] = -1
    return labels


def class_numbers(model):
    """Numbers of the nodes' classes, 0 to C - 1, block after block. Returns int8 (n_nodes,)."""
    return np.repeat(np.arange(model.n_classes, dtype=np.int8), model.block_sizes)


def require_sampled(model):
    """Raise ValueError for a model too large to sample: above 10^6 nodes or 5*10^7 expected edges."""
    if model.n_nodes > MAX_SAMPLED_NODES:
        raise ValueError(f"n_nodes is {model.n_nodes:,}, but a sampled graph has at most {MAX_SAMPLED_NODES:,} nodes.")
    if model.expected_edges > MAX_EXPECTED_EDGES:
        raise ValueError(
            f"p_within and q_across give {model.expected_edges:,.0f} expected edges (mean degree {model.mean_degree:.4g}), "
            f"but a sampled graph has at most {MAX_EXPECTED_EDGES:,}."
        )


def sample_graph(rng, model):
    """Draw one graph: each pair is an edge independently, with probability p inside a block and q across.

    rng: numpy Generator.  Returns the adjacency matrix as scipy.sparse.csr_array (n_nodes, n_nodes):
    symmetric, entries 0 or 1 (float64), no loops, sorted indices.
    Raises ValueError as require_sampled does.
    Method: gaps between successive edges of a block are geometric (Batagelj and Brandes 2005, section 2).
    """
    require_sampled(model)
    shape = (model.n_nodes, model.n_nodes)
    low, high = zip(*_edges(rng, model), strict=True)
    ends = np.concatenate(high + low), np.concatenate(low + high)
    del low, high
    # One byte an entry while entries are moved to their rows; all of them are 1.
    pairs = coo_array((np.ones(ends[0].size, dtype=np.int8), ends), shape=shape)
    # Every row meets its smaller neighbours first and each list is in order: the stable pass leaves rows sorted.
    pairs.has_canonical_format = True
    del ends
    graph = pairs.tocsr()
    del pairs
    graph.data = np.ones(graph.nnz)
    graph.has_canonical_format = True
    return graph


def sample_features(rng, model, n_draws=1):
    """Draw x_i = m + (Delta/2) s_i + sigma z_i, or x_i = m where node i has no feature. Returns float64 (n_nodes, n_draws).

    More than two classes have C - 1 features about `core.simplex.class_means`: (n_nodes, n_draws, C - 1).
    """
    if model.n_classes > 2:
        centres = class_means(model)[class_numbers(model)]
        return centres[:, None] + model.sigma * rng.standard_normal((model.n_nodes, n_draws, model.n_classes - 1))
    centre = model.midpoint + model.gap / 2 * block_labels(model)
    features = centre[:, None] + model.sigma * rng.standard_normal((model.n_nodes, n_draws))
    if model.known < 1:
        features[~sample_known(rng, model, n_draws)] = model.midpoint
    return features


def sample_known(rng, model, n_draws=1):
    """Which nodes have a feature, each independently with probability r. Returns bool (n_nodes, n_draws).

    The same numbers are drawn for every r, so that a node that knows still knows when more nodes do.
    """
    return rng.random((model.n_nodes, n_draws)) < model.known


def _edges(rng, model):
    """Yield the edges as pieces (low, high), int32 with low < high: each block inside and then to all later ones, in order."""
    start = 0
    for size in model.block_sizes:
        for position in _chosen_positions(rng, size * (size - 1) // 2, model.p_within):
            low, high = _triangle_pair(position)
            yield (low + start).astype(np.int32), (high + start).astype(np.int32)
        end = start + size
        later = model.n_nodes - end
        for position in _chosen_positions(rng, size * later, model.q_across):
            low = np.floor(position / later)
            yield (low + start).astype(np.int32), (position - low * later + end).astype(np.int32)
        start = end


def _chosen_positions(rng, n_positions, probability):
    """Yield the positions 0..n_positions-1 that are kept, each independently with `probability`, in increasing order.

    Pieces are whole numbers in float64, exact below 2^53 and so far beyond the largest block (2.5 * 10^11).
    """
    if probability <= 0 or n_positions == 0:
        yield np.empty(0)
        return
    if probability >= 1:
        for start in range(0, n_positions, GAPS_AT_ONCE):
            yield np.arange(start, min(start + GAPS_AT_ONCE, n_positions), dtype=float)
        return
    mean = n_positions * probability
    chunk = int(min(GAPS_AT_ONCE, mean + 6 * mean**0.5 + 16))
    scale = -1 / np.log1p(-probability)
    last = -1
    while last < n_positions:
        gaps = rng.standard_exponential(chunk)
        gaps *= scale
        # A gap longer than the block ends it all the same; the cap keeps whole numbers from overflowing.
        np.minimum(gaps, n_positions, out=gaps)
        steps = gaps.astype(np.int64)
        steps += 1
        steps[0] += last
        # Sums of whole numbers: four times as fast as of float64.
        np.cumsum(steps, out=steps)
        last = int(steps[-1])
        position = steps.astype(float)
        yield position if last < n_positions else position[: np.searchsorted(steps, n_positions)]


def _triangle_pair(position):
    """Decode a position k = j(j-1)/2 + i of the strict triangle into (i, j), i < j.

    j = floor(1/2 + sqrt(2k + 1/4)) is exact: where a column starts the root is j - 1/2, one position earlier it is
    1/j smaller, which at 10^6 nodes is still thousands of times the rounding error.
    """
    column = np.floor(np.sqrt(2 * position + 0.25) + 0.5)
    return position - column * (column - 1) / 2, column
