"""Every layer of a trained network in numbers: what mixing and denoising left, the usual monitors, and what can still be read."""

from dataclasses import dataclass, replace

import numpy as np

from core.inside.monitors import dirichlet_energy, edge_similarity, pair_similarity, rank_of
from core.layers.exact import exact_average
from core.layers.precision import digits, of_size_one, rounded
from core.layers.probe import Share, accuracy, probe
from core.layers.theory import averaging_theory
from core.propagation import layers

ROUNDING = 1e-14  # of a largest eigenvalue, below which another is rounding
AT_ONCE = 1 << 17  # numbers that stay in a processor's cache
# Of core.methods, without weights: the mean over neighbours, and the sum that a GCN takes without and with self loops.
AVERAGES = ("convolution", "symmetric", "gcn")


@dataclass(frozen=True)
class Answers:
    """Which test nodes are told right, bool: by the probe of each layer (L+1, n), of each of AVERAGES, and by the network (n,).

    exact: by the probe of the last of the averages that fit, in exact arithmetic (n,); None where rounding takes nothing from it.
    Two readers of the same nodes are compared node by node: what is hard for both tells nothing about either.
    """

    layers: np.ndarray
    averages: dict[str, np.ndarray]
    own: np.ndarray | None
    exact: np.ndarray | None = None

    @property
    def fitting(self):
        """Which of AVERAGES is held against the layers: whose probe agrees with theirs on most nodes, the input left out."""
        return max(AVERAGES, key=lambda name: float(np.mean(self.layers[1:] == self.averages[name][1:])))


@dataclass(frozen=True)
class Measures:
    """Numbers of a network's layers, arrays (L+1,) unless said.

    distance, width: between the means of two classes, and of the classes along the line between them, root mean square over pairs
    of classes.  edge_cosine, pair_cosine: mean cosine over links, over all pairs.  mad: over links and each node first, by its
    authors; edge_mad: every link alike.  energy: Dirichlet energy.  rayleigh: energy against size, degrees taken out.
    effective_rank, stable_rank: of the layer.  dead: share of columns that are zero.  size: root mean square of an entry.
    probe, probe_error: test accuracy of a linear probe, and its standard error; probe_train: on the nodes it was fitted to.
    probe_finest: size of the smallest directions that the probe needs, against the spread of a column; at most 1.
    plain_probe, plain_distance, plain_width: the same of P^n h0, averaging without weights.  plain_theory: what walk theory of
    two fitted blocks makes of plain_probe, NaN where it does not apply, for the reason in plain_theory_note.
    plain_symmetric_probe, plain_gcn_probe: the same of the averages of a GCN, without and with self loops.  bits: binary
    digits that the layers are known to, and that averages are rounded to before they are read.
    own_test, own_train: Share of the network's own answers, None without logits.  n_test: nodes that are tested.
    answers: which of them are told right.
    """

    distance: np.ndarray
    width: np.ndarray
    edge_cosine: np.ndarray
    pair_cosine: np.ndarray
    mad: np.ndarray
    edge_mad: np.ndarray
    energy: np.ndarray
    rayleigh: np.ndarray
    effective_rank: np.ndarray
    stable_rank: np.ndarray
    dead: np.ndarray
    size: np.ndarray
    probe: np.ndarray
    probe_error: np.ndarray
    probe_train: np.ndarray
    probe_finest: np.ndarray
    plain_distance: np.ndarray
    plain_width: np.ndarray
    plain_probe: np.ndarray
    plain_theory: np.ndarray
    plain_symmetric_probe: np.ndarray
    plain_gcn_probe: np.ndarray
    plain_theory_note: str
    own_test: Share | None
    own_train: Share | None
    n_test: int
    bits: int
    answers: Answers


PROBES = ("probe", "plain_probe", "plain_symmetric_probe", "plain_gcn_probe")
CURVES = tuple(name for name, kind in Measures.__annotations__.items() if kind is np.ndarray)


def steps(network):
    """Measure layer by layer: yields (done, total, None) and at last (total, total, Measures)."""
    total, found = network.depth + 1, {name: np.full(network.depth + 1, np.nan) for name in CURVES}
    inputs, power = of_size_one(network.hidden[0].astype(float))
    averages = [layers(key, network.adjacency, inputs) for key in AVERAGES]
    bits = min(map(digits, network.hidden[1:]))
    right = np.zeros((1 + len(AVERAGES), total, int(network.test.sum())), dtype=bool)
    directions = np.zeros(right.shape[:2], dtype=int)
    for place, (layer, *averaged) in enumerate(zip(network.hidden, *averages, strict=False)):
        yield place, total, None
        hidden = layer.astype(float)
        for name, value in layer_numbers(hidden, network).items():
            found[name][place] = value
        apart = distance_and_width(averaged[0], network.labels) if place else (found["distance"][0], found["width"][0])
        found["plain_distance"][place], found["plain_width"][place] = np.ldexp(apart, power if place else 0)
        reading = probe(hidden, network, digits(layer))
        if reading is None:
            continue
        found["probe_train"][place] = accuracy(reading.scores, network.labels, network.train).value
        found["probe_finest"][place] = reading.finest
        # At the input all read the same.
        others = [probe(rounded(features, bits), network, bits) if place else reading for features in averaged]
        for reader, each in enumerate((reading, *others)):
            right[reader, place], directions[reader, place] = told_right(each.scores, network), each.directions
            tested = accuracy(each.scores, network.labels, network.test)
            found[PROBES[reader]][place] = tested.value
            if reader == 0:
                found["probe_error"][place] = tested.standard_error
    own, answers = [None, None], None
    if network.logits is not None:
        own = [accuracy(network.logits, network.labels, nodes) for nodes in (network.test, network.train)]
        answers = told_right(network.logits, network)
    found["plain_theory"], note = averaging_theory(network, found["plain_probe"][0], found["probe_error"][0])
    more = {"plain_theory_note": note, "own_test": own[0], "own_train": own[1], "n_test": right.shape[2], "bits": bits}
    told = Answers(right[0], dict(zip(AVERAGES, right[1:], strict=True)), answers)
    yield total, total, Measures(**found, **more, answers=replace(told, exact=_exact(told, directions[1:], network)))


def _exact(told, directions, network):
    """Answers.exact, where layers and the averages that fit them have lost something by the last, and rounding directions of these.

    directions: of AVERAGES at each depth, (3, L+1).
    """
    if not network.test.any():
        return None
    fitted, left = told.averages[told.fitting], directions[AVERAGES.index(told.fitting)]
    if not (left[-1] < left[0] and all(read[-1].sum() < read.sum(axis=1).max() for read in (told.layers, fitted))):
        return None
    made = exact_average(told.fitting, network.adjacency, network.hidden[0], network.depth)
    return told_right(probe(made, network).scores, network)


def told_right(scores, network):
    """Whether the largest score (N, C) of each test node is its class's, bool (n_test,)."""
    return scores[network.test].argmax(axis=1) == network.labels[network.test]


def measure(network):
    """Measures of every layer of a core.layers.Network."""
    *_, (_, _, found) = steps(network)
    return found


def layer_numbers(hidden, network):
    """The measures of one layer (N, F) that need no classifier, by name."""
    hidden, power = of_size_one(hidden)
    distance, width = (float(np.ldexp(value, power)) for value in distance_and_width(hidden, network.labels))
    size = float(np.ldexp(np.sqrt(np.mean(hidden**2)), power))
    edges = edge_similarity(network.adjacency, hidden)
    singular = singular_values(hidden)
    return {
        "distance": distance,
        "width": width,
        "edge_cosine": edges,
        "pair_cosine": pair_similarity(hidden),
        "mad": mean_average_distance(network.adjacency, hidden),
        "edge_mad": 1 - edges,
        "energy": float(np.ldexp(dirichlet_energy(network.adjacency, hidden), 2 * power)),
        "rayleigh": rayleigh_quotient(network.adjacency, hidden),
        "effective_rank": rank_of(singular),
        "stable_rank": float(np.sum((singular / singular[0]) ** 2)) if singular[0] > 0 else 0.0,
        "dead": float(np.mean(~hidden.any(axis=0))),
        "size": size,
    }


def singular_values(hidden):
    """Singular values of (N, F), the largest first, by the eigenvalues of H'H: below 1e-7 of the largest they count as 0."""
    squares = np.linalg.eigvalsh(hidden.T @ hidden if hidden.shape[0] > hidden.shape[1] else hidden @ hidden.T)[::-1]
    return np.sqrt(np.where(squares > ROUNDING * squares[0], squares, 0))


def distance_and_width(hidden, labels):
    """Root mean square over pairs of classes of |m_c - m_c'|, and of the spread within both along that line.

    What chance alone puts between two means, tr(S_c)/n_c + tr(S_c')/n_c', is taken off the squared distance.
    hidden: (N, F).  labels: int (N,), -1 unknown.  Returns two numbers; 0 distance where chance explains all of it.
    """
    groups = [hidden[labels == value] for value in range(labels.max() + 1)]
    means = [group.mean(axis=0) for group in groups]
    chance = [group.var(axis=0).sum() / max(len(group) - 1, 1) for group in groups]
    squares, spreads = [], []
    for first in range(len(groups)):
        for second in range(first):
            line = means[first] - means[second]
            length = float(np.linalg.norm(line))
            squares.append(max(0.0, length**2 - chance[first] - chance[second]))
            if length > 0:
                along = [np.var(groups[place] @ (line / length)) for place in (first, second)]
                spreads.append(np.mean(along))
    return float(np.sqrt(np.mean(squares))), float(np.sqrt(np.mean(spreads))) if spreads else 0.0


def mean_average_distance(adjacency, hidden):
    """MAD over links: the mean of 1 - cos over each node's neighbours that differ from it at all, then over such nodes.

    Source: Chen, Lin, Li, Li, Zhou and Sun 2020, equations 1 to 4.  NaN where nothing differs or there are no links.
    """
    length = np.linalg.norm(hidden, axis=1, keepdims=True)
    unit = np.divide(hidden, length, out=np.zeros_like(hidden), where=length > 0)
    rows, apart = np.repeat(np.arange(hidden.shape[0]), np.diff(adjacency.indptr)), np.empty(adjacency.nnz)
    # A few links at a time: the ends of all of them would be as many copies of the features.
    step = max(1, AT_ONCE // hidden.shape[1])
    for links in (slice(start, start + step) for start in range(0, adjacency.nnz, step)):
        apart[links] = 1 - np.einsum("ij,ij->i", unit[rows[links]], unit[adjacency.indices[links]])
    differ = apart > 1e-12
    total = np.bincount(rows, np.where(differ, apart, 0), hidden.shape[0])
    count = np.bincount(rows, differ, hidden.shape[0])
    return float(np.mean(total[count > 0] / count[count > 0])) if np.any(count) else np.nan


def rayleigh_quotient(adjacency, hidden):
    """tr(H' L H) / tr(H' H), L = I - D^-1/2 A D^-1/2: 0 smoothest, up to 2; whatever the size of H. NaN for zeros or no links.

    Isolated nodes, which have no neighbour to differ from, are left out.
    """
    degree = np.diff(adjacency.indptr)
    use = degree > 0
    total = float(np.sum(hidden[use] ** 2))
    if not total > 0:
        return np.nan
    scaled = np.divide(hidden, np.sqrt(degree)[:, None], out=np.zeros_like(hidden), where=use[:, None])
    return float(1 - np.vdot(scaled, adjacency @ scaled) / total)
