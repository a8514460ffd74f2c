"""The same two communities without shortcuts: on a ring, on a grid, and on a small world, at equal mean degree.

Links of a lattice join nodes whose distance on the lattice is small; links of the CSBM may join any two nodes. Both
have the mean degree d of the model, so that what differs is only where links lead.
"""

import numpy as np
from scipy.sparse import coo_array, csr_array

from core.model import CSBM
from core.sampling import MAX_EXPECTED_EDGES, MAX_SAMPLED_NODES, sample_graph

KINDS = ("ring", "torus")
ARRANGEMENTS = ("regions", "everywhere")


def sample_lattice(rng, model, kind="torus", arrangement="regions", rewire=0.0):
    """Draw one graph of two communities whose links are short, but for a share `rewire` of them.

    kind: "ring", or "torus", a grid whose sides join (each row end to the start of the next, last row to first).
    arrangement: "regions", each class is one half of the lattice, as a thing in an image is, and links join the nearest
    nodes whatever their class; "everywhere", a node of each class stands at every place, and a node's nearest
    neighbours are d_within of its own class and d_across of the other, so that lam is that of the model.
    rewire: probability that a lattice link is cut; as many are drawn anew, anywhere, as in the CSBM (after Watts and
    Strogatz 1998). With 1 the graph is the CSBM itself.
    A mean degree that is no whole number is met by drawing the outermost links with the probability that is left.
    rng: numpy Generator.  Returns csr_array (N, N) as core.sampling.sample_graph; nodes in the order of its labels.
    Raises ValueError naming a bad field, value and range.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}, but it must be one of {', '.join(KINDS)}.")
    if arrangement not in ARRANGEMENTS:
        raise ValueError(f"arrangement is {arrangement!r}, but it must be one of {', '.join(ARRANGEMENTS)}.")
    if isinstance(rewire, bool) or not isinstance(rewire, (int, float)) or not 0 <= rewire <= 1:
        raise ValueError(f"rewire is {rewire!r}, but it must be a number from 0 to 1.")
    if model.n_nodes > MAX_SAMPLED_NODES or model.expected_edges > MAX_EXPECTED_EDGES:
        raise ValueError(
            f"n_nodes is {model.n_nodes:,} with {model.expected_edges:,.0f} expected edges, but a sampled graph has "
            f"at most {MAX_SAMPLED_NODES:,} nodes and {MAX_EXPECTED_EDGES:,} edges."
        )
    lattice_stream, link_stream = rng.spawn(2)
    n_nodes = model.n_nodes
    if arrangement == "regions":
        pairs = _circulant(lattice_stream, n_nodes, model.mean_degree, kind)
    else:
        half = n_nodes // 2
        first, second = (_circulant(lattice_stream, half, model.degree_within, kind) for _ in range(2))
        across = _across(lattice_stream, half, model.degree_across, kind)
        pairs = np.concatenate([first, second + half, across], axis=1)
    pairs = pairs[:, lattice_stream.random(pairs.shape[1]) >= rewire]
    shortcuts = sample_graph(link_stream, CSBM(n_nodes, rewire * model.p_within, rewire * model.q_across))
    return _union(pairs, shortcuts)


def _offsets(n_places, kind):
    """Steps to all other places, one of each pair +o, -o, nearest first, as numbers modulo n_places."""
    if kind == "ring":
        return np.arange(1, n_places // 2 + 1)
    width = max(round(n_places**0.5), 1)
    reach = width // 2 + 1
    down, right = np.meshgrid(np.arange(reach + 1), np.arange(-reach, reach + 1), indexing="ij")
    down, right = down.ravel(), right.ravel()
    order = np.lexsort((np.abs(right), down, down**2 + right**2))
    step = (down * width + right)[order] % n_places
    step = np.minimum(step, n_places - step)
    nearest = _distinct(step[step > 0])
    # A graph that is denser than the window of near steps takes whatever steps are left.
    return np.concatenate([nearest, np.setdiff1d(np.arange(1, n_places // 2 + 1), nearest)])


def _distinct(values):
    """Values without repetitions, each where it first stands."""
    return values[np.sort(np.unique(values, return_index=True)[1])]


def _chosen(rng, offsets, degree_each, wanted, n_places):
    """Pairs (place, step) until the mean degree is `wanted`; the last step is drawn with the probability left."""
    total = np.cumsum(degree_each)
    full = int(np.searchsorted(total, wanted * (1 + 1e-12), side="right"))
    place, step = np.tile(np.arange(n_places), full), np.repeat(offsets[:full], n_places)
    if full < offsets.size:
        left = (wanted - (total[full - 1] if full else 0)) / degree_each[full]
        extra = np.flatnonzero(rng.random(n_places) < left)
        place, step = np.concatenate([place, extra]), np.concatenate([step, np.full(extra.size, offsets[full])])
    return place, step


def _circulant(rng, n_places, degree, kind):
    """Links (2, E) of place i to places i + o, the nearest first, with this mean degree."""
    offsets = _offsets(n_places, kind)
    # A step of half way round is its own opposite: it gives one neighbour, not two.
    place, step = _chosen(rng, offsets, np.where(2 * offsets == n_places, 1.0, 2.0), degree, n_places)
    half_way = (2 * step == n_places) & (place >= n_places // 2)
    place, step = place[~half_way], step[~half_way]
    return np.stack([place, (place + step) % n_places])


def _across(rng, n_places, degree, kind):
    """Links (2, E) between two classes on the same places, the own place first."""
    steps = _offsets(n_places, kind)
    both = np.stack([steps, (-steps) % n_places], axis=1).ravel()
    steps = _distinct(np.concatenate([[0], both]))
    place, step = _chosen(rng, steps, np.ones(steps.size), degree, n_places)
    return np.stack([place, n_places + (place + step) % n_places])


def _union(pairs, graph):
    """The graph with these links added; a link that is there twice counts once."""
    ends = np.concatenate([pairs, pairs[::-1]], axis=1)
    lattice = coo_array((np.ones(ends.shape[1]), ends), shape=graph.shape).tocsr()
    union = csr_array(lattice + graph)
    union.sum_duplicates()
    union.data[:] = 1
    return union
