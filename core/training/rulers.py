"""Three rulers on the features of a network, and what doubling all weights does to them: energies change, classes need not.

    E = (1/N) sum_i sum_{j~i} ||h_i - h_j||^2        Dirichlet energy, in the units of the features, squared
    R = E N / ||H||_F^2                              twice the Rayleigh quotient of D - A, the same operator: 0 where all are alike
    effective rank                                   how many directions the features fill

The energy is E = R ||H||_F^2 / N: it falls where nodes become alike (consensus, R) and where features shrink (collapse to zero).
The quotient of the normalised Laplacian is 0 on features in proportion to sqrt(degree), and so does not tell consensus.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from core.inside.monitors import dirichlet_energy, effective_rank
from core.training.networks import NETWORKS
from core.training.train import outputs

RULERS = ("energy", "quotient", "rank")
WIDEST = 512  # of features whose rank is computed: a citation graph has thousands of words
CHANGES = ("doubled_energy", "doubled_quotient", "moved", "moved_alone")


@dataclass(frozen=True)
class Doubled:
    """The same network with every weight matrix of its layers doubled, beside itself.

    energy, quotient: of its last layer, as factors; NaN where the network's own is 0.
    moved: share of nodes whose class changes where the bias of the read-out grows by as much as the features, which `growth`
    says; NaN where they grow by no one factor.  moved_alone: where the bias stays.
    """

    energy: float
    quotient: float
    moved: float
    moved_alone: float


def quotient(adjacency, features):
    """R = sum_i sum_{j~i} ||h_i - h_j||^2 / ||H||_F^2: 0 where all nodes are alike, whatever the size of H; NaN for zeros."""
    size = float(np.sum(features**2))
    return dirichlet_energy(adjacency, features) * features.shape[0] / size if size > 0 else np.nan


def rulers(network, depth, parameters, data):
    """The rulers on H_0 .. H_n of every node, in double precision. Returns (3, depth+1), rows as in RULERS."""
    links = _links(data)
    found = [_measured(links, layer) for layer in outputs(network, depth, _double(parameters), data)]
    return np.array(found).T


def growth(network, depth):
    """By how much the last features grow where all weights of the layers double: 2^n, 1 after PairNorm, NaN for no one factor."""
    if network.residual and depth:
        return np.nan
    return 1.0 if network.pairnorm or not network.weights else 2.0**depth


def doubled(network, depth, parameters, data):
    """What doubling every matrix of the layers, not the read-out, does to the last layer and to the classes. Returns Doubled."""
    own, links = _double(parameters), _links(data)
    twice = own.like(own.vector.copy())
    for matrix in twice.matrices[:-1]:
        matrix *= 2
    *_, last = outputs(network, depth, own, data)
    *_, larger = outputs(network, depth, twice, data)
    before, after = (_measured(links, layer, rank=False) for layer in (last, larger))
    factors = [new / old if old > 0 else np.nan for new, old in zip(after[:2], before[:2], strict=True)]
    readout, factor = own.matrices[-1], growth(network, depth)
    classes = (last @ readout + own.bias).argmax(axis=1)
    moved = [
        float(np.mean((larger @ readout + bias).argmax(axis=1) != classes)) if np.isfinite(bias).all() else np.nan
        for bias in (factor * own.bias, own.bias)
    ]
    return Doubled(*factors, *moved)


def record_rulers(results, key, place, run, data):
    """Write the rulers of a Run before and after training, and what doubling does, into the arrays of Results, in place."""
    network, depth = NETWORKS[key], results.plan.depths[place[2]]
    for when, parameters in (("start", run.start), ("end", run.parameters)):
        for name, values in zip(RULERS, rulers(network, depth, parameters, data), strict=True):
            results.arrays[f"{name}_{when}"][place][..., : values.size] = values
    if network.weights and depth:
        for name, value in zip(CHANGES, vars(doubled(network, depth, run.parameters, data)).values(), strict=True):
            results.arrays[name][place] = value


def empty_rulers(shape, layers):
    """Arrays for the rulers: name -> NaN of a shape (networks, widths, depths, seeds), with layers in those of the rulers."""
    found = {f"{name}_{when}": np.full((*shape, layers), np.nan) for name in RULERS for when in ("start", "end")}
    return found | {name: np.full(shape, np.nan) for name in CHANGES}


def _measured(links, layer, rank=True):
    layer = np.asarray(layer, dtype=float)
    return (
        dirichlet_energy(links, layer),
        quotient(links, layer),
        effective_rank(layer) if rank and layer.shape[1] <= WIDEST else np.nan,
    )


def _double(parameters):
    """The same parameters in double precision, in which what is left of features that are nearly alike survives."""
    return parameters.like(parameters.vector.astype(float))


def _links(data):
    """The graph under a walk; the loop of an isolated node adds nothing to any difference."""
    walk = data.walk
    return csr_array((np.ones(walk.nnz), walk.indices, walk.indptr), shape=walk.shape)
