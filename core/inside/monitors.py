"""What practitioners plot against depth to see oversmoothing coming, and the depths at which they would stop.

A node carries F >= 2 features: its class mean +-(Delta/2) u, u a unit vector, plus sigma times standard normal noise.
Along u it is the one-feature model, so that the error of the rule is the same.
"""

from dataclasses import dataclass

import numpy as np

from core.model import require_all_known
from core.propagation import layers, require_depth
from core.sampling import block_labels
from core.similarity import distance_to_consensus

N_FEATURES = 16
PLATEAU = 0.005
LEAST_POINTS = 3
FLOOR = 1e-13


@dataclass(frozen=True)
class Monitors:
    """Monitors of one graph and one draw of features at depths 0..n, arrays (depth+1,).

    energy: Dirichlet energy.  edge_similarity, pair_similarity: mean cosine of the two ends of an edge, of any two
    nodes.  consensus: mu(X).  effective_rank: of the features as they are.  centred_rank: once every column's mean is taken out.
    directions: singular values of the same features above rounding; not the stable rank ||X||_F^2 / ||X||_2^2, which
    others call numerical (Rudelson and Vershynin 2007).
    """

    energy: np.ndarray
    edge_similarity: np.ndarray
    pair_similarity: np.ndarray
    consensus: np.ndarray
    effective_rank: np.ndarray
    directions: np.ndarray
    centred_rank: np.ndarray


def wide_features(rng, model, n_features=N_FEATURES):
    """Draw features of several columns: m u + s_i (Delta/2) u + sigma z_i, u = (1, ..., 1)/sqrt(F). Returns (N, F).

    rng: numpy Generator.  Raises ValueError below two features, where the cosine of two nodes is only +-1.
    """
    if n_features < 2:
        raise ValueError(f"n_features is {n_features!r}, but it must be a whole number of at least 2.")
    require_all_known(model, "a model of wide features")
    centre = model.midpoint + model.gap / 2 * block_labels(model)
    direction = np.full(n_features, n_features**-0.5)
    return np.outer(centre, direction) + model.sigma * rng.standard_normal((model.n_nodes, n_features))


def monitors(adjacency, features, depth, method="convolution", **options):
    """Follow features (N, F) through `depth` layers of a method on one graph. Returns Monitors.

    adjacency: symmetric csr_array (N, N).  Raises ValueError for fewer than two features, a bad depth, method or option.
    """
    depth = require_depth(depth, 10**6)
    if features.ndim != 2 or features.shape[1] < 2:
        raise ValueError(f"features has shape {features.shape}, but it must be (N, F) with F of at least 2.")
    names = list(Monitors.__dataclass_fields__)
    found = {name: np.empty(depth + 1) for name in names}
    for n, layer in zip(range(depth + 1), layers(method, adjacency, features, **options), strict=False):
        centred = layer - layer.mean(axis=0)
        found["energy"][n] = dirichlet_energy(adjacency, layer)
        found["edge_similarity"][n], found["pair_similarity"][n] = (
            edge_similarity(adjacency, layer),
            pair_similarity(layer),
        )
        found["consensus"][n] = distance_to_consensus(layer)
        singular = np.linalg.svd(layer, compute_uv=False)
        found["effective_rank"][n], found["directions"][n] = rank_of(singular), _above_rounding(singular, layer.shape)
        # What rounding leaves of a constant has no directions to speak of.
        alive = found["consensus"][n] > FLOOR * np.linalg.norm(layer)
        found["centred_rank"][n] = effective_rank(centred) if alive else np.nan
    return Monitors(**found)


def dirichlet_energy(adjacency, features):
    """E = (1/N) sum_i sum_{j~i} ||h_i - h_j||^2, not normalised by degree, so that it is zero on constants.

    features: (N, F).  Source: Rusch, Bronstein and Mishra 2023.
    """
    # As 2 tr(H'(D - A)H)/N: a product costs less than all differences, and without the mean nothing large cancels.
    centred = features - features.mean(axis=0)
    degree = np.diff(adjacency.indptr)
    form = degree @ (centred**2).sum(axis=1) - np.vdot(centred, adjacency @ centred)
    return float(2 * max(form, 0.0) / features.shape[0])


def edge_similarity(adjacency, features):
    """Mean cosine of the features (N, F) of the two ends of an edge, every edge alike; NaN without edges.

    MAD (Chen et al. 2020) is one minus such a mean, but taken over each node's neighbours first and then over nodes.
    """
    unit = _unit(features)
    return float(np.vdot(unit, adjacency @ unit) / adjacency.nnz) if adjacency.nnz else np.nan


def pair_similarity(features):
    """Mean cosine over all pairs of different nodes, (||sum_i u_i||^2 - N) / (N (N-1)), u_i = h_i / ||h_i||."""
    unit, n_nodes = _unit(features), features.shape[0]
    return float((np.sum(unit.sum(axis=0) ** 2) - np.sum(unit**2)) / (n_nodes * (n_nodes - 1)))


def _unit(features):
    length = np.linalg.norm(features, axis=1, keepdims=True)
    return np.divide(features, length, out=np.zeros_like(features), where=length > 0)


def effective_rank(features):
    """exp of the entropy of the singular values, each as a share of their sum: F if all are equal, 1 if one is left.

    Source: Roy and Vetterli 2007.
    """
    return rank_of(np.linalg.svd(features, compute_uv=False))


def rank_of(singular):
    """Effective rank of features with these singular values, the largest first; 0 where all are 0."""
    if not singular.sum() > 0:
        return 0.0
    share = singular[singular > 0] / singular.sum()
    return float(np.exp(-(share * np.log(share)).sum()))


def _above_rounding(singular, shape):
    """How many singular values are above the rounding error of the largest one, as numpy.linalg.matrix_rank counts."""
    return int((singular > singular[0] * max(shape) * np.finfo(float).eps).sum())


def decay_rate(curve, first=None):
    """Factor r per layer in c r^n fitted by least squares to the logarithm of a positive curve, from depth `first` on.

    Values below 1e-13 of the first are rounding and are left out.  first: half of what is left, unless given.
    Returns NaN with fewer than three values to fit.
    """
    curve = np.asarray(curve, dtype=float)
    usable = int(np.argmin(np.append(curve > FLOOR * curve[0], False))) if curve[0] > 0 else 0
    first = usable // 2 if first is None else first
    if usable - first < LEAST_POINTS:
        return np.nan
    depth = np.arange(first, usable)
    return float(np.exp(np.polyfit(depth, np.log(curve[first:usable]), 1)[0]))


def spike_depth(similarity):
    """Depth of the layer that raises similarity most: "if it spikes after a new layer, stop". None if it never rises."""
    rise = np.diff(similarity)
    return int(np.argmax(rise)) + 1 if rise.size and np.nanmax(rise, initial=-1) > 0 else None


def plateau_depth(error, least_gain=PLATEAU):
    """First depth whose next layer lowers the error by less than `least_gain` (a probability): accuracy plateaus."""
    gain = -np.diff(error)
    small = np.flatnonzero(gain < least_gain)
    return int(small[0]) if small.size else len(error) - 1
