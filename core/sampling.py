"""Draw graphs and features from a CSBM: the exact law, straight into sparse rows."""

import numpy as np
from scipy.sparse import coo_array

MAX_SAMPLED_NODES = 10**6
MAX_EXPECTED_EDGES = 5 * 10**7
GAPS_AT_ONCE = 1 << 15


def block_labels(model):
    """Labels s_i: -1 for the first half of the nodes, +1 for the second. Returns int8 (n_nodes,)."""
    labels = np.ones(model.n_nodes, dtype=np.int8)
    labels[: model.n_nodes // 2] = -1
    return labels


def sample_graph(rng, model):
    """Draw one graph: each pair is an edge independently, with probability p inside a block and q across.

    rng: numpy Generator.  Returns the adjacency matrix as scipy.sparse.csr_array (n_nodes, n_nodes):
    symmetric, entries 0 or 1 (float64), no loops, sorted indices.
    Raises ValueError above 10^6 nodes or 5*10^7 expected edges.
    Method: gaps between successive edges of a block are geometric (Batagelj and Brandes 2005, section 2).
    """
    if model.n_nodes > MAX_SAMPLED_NODES:
        raise ValueError(f"n_nodes is {model.n_nodes:,}, but a sampled graph has at most {MAX_SAMPLED_NODES:,} nodes.")
    if model.expected_edges > MAX_EXPECTED_EDGES:
        raise ValueError(
            f"p_within and q_across give {model.expected_edges:,.0f} expected edges, "
            f"but a sampled graph has at most {MAX_EXPECTED_EDGES:,}."
        )
    half = model.n_nodes // 2
    triangle = half * (half - 1) // 2
    first = _triangle_pair(_chosen_positions(rng, triangle, model.p_within))
    second = _triangle_pair(_chosen_positions(rng, triangle, model.p_within))
    across = np.divmod(_chosen_positions(rng, half * half, model.q_across), half)
    low = np.concatenate([first[0], across[0], second[0] + half]).astype(np.int32)
    high = np.concatenate([first[1], across[1] + half, second[1] + half]).astype(np.int32)
    pairs = coo_array(
        (np.ones(2 * low.size), (np.concatenate([high, low]), np.concatenate([low, high]))),
        shape=(model.n_nodes, model.n_nodes),
    )
    # Every row meets its smaller neighbours first and each list is in order: the stable pass leaves rows sorted.
    pairs.has_canonical_format = True
    return pairs.tocsr()


def sample_features(rng, model, n_draws=1):
    """Draw x_i = m + (Delta/2) s_i + sigma z_i for every node. Returns float64 (n_nodes, n_draws)."""
    centre = model.midpoint + model.gap / 2 * block_labels(model)
    return centre[:, None] + model.sigma * rng.standard_normal((model.n_nodes, n_draws))


def _chosen_positions(rng, n_positions, probability):
    """Positions 0..n_positions-1, each kept independently with `probability`, in increasing order (int64)."""
    if probability <= 0 or n_positions == 0:
        return np.empty(0, dtype=np.int64)
    if probability >= 1:
        return np.arange(n_positions, dtype=np.int64)
    mean = n_positions * probability
    chunk = int(min(GAPS_AT_ONCE, mean + 6 * mean**0.5 + 16))
    scale = -1 / np.log1p(-probability)
    last, pieces = -1, []
    while last < n_positions:
        # A gap longer than the block ends it all the same; the cap keeps the integers from overflowing.
        gaps = np.minimum(rng.standard_exponential(chunk) * scale, float(n_positions))
        positions = last + np.cumsum(gaps.astype(np.int64) + 1)
        pieces.append(positions)
        last = int(positions[-1])
    positions = np.concatenate(pieces)
    return positions[: np.searchsorted(positions, n_positions)]


def _triangle_pair(position):
    """Decode a position k = j(j-1)/2 + i of the strict triangle into (i, j), i < j."""
    column = ((1 + np.sqrt(8.0 * position + 1)) / 2).astype(np.int64)
    # The float square root may be one off at the edge of a column.
    column -= column * (column - 1) // 2 > position
    column += column * (column + 1) // 2 <= position
    return position - column * (column - 1) // 2, column


