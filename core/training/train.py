"""Train one network on one graph, test it on held-out nodes of that graph and on a fresh graph."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from core.methods.operators import row_normalised, with_isolated_loops
from core.similarity import distance_to_consensus
from core.training.networks import Parameters, backward, cross_entropy, forward, initial

REPORT_EVERY = 10
LEARNT = 1e-3
RIDGE = 1e-4
AT_ONCE = 1 << 15
LINKS_AT_ONCE = 1 << 11


@dataclass(frozen=True)
class Data:
    """A graph to classify: walk P (N, N), features (N, F), labels (N,) whole numbers 0..C-1."""

    walk: csr_array
    features: np.ndarray
    labels: np.ndarray

    @property
    def n_classes(self):
        """Number of classes C."""
        return int(self.labels.max()) + 1


@dataclass(frozen=True)
class Task:
    """What is learned and where it is tested: node numbers of one graph, and a fresh graph of the same law, or None."""

    data: Data
    train: np.ndarray
    test: np.ndarray
    fresh: Data | None = None


@dataclass(frozen=True)
class Run:
    """One trained network.

    train_accuracy, held_out_accuracy, fresh_accuracy: shares of training nodes, of the other nodes of the same graph, and of
    the nodes of a fresh graph (NaN without one).  loss: cross-entropy on the training nodes in the end.  epochs: how many were run.
    gradient_start, gradient_end: (layers + 2,) Frobenius norms of the loss's gradient by the input matrix (NaN if there
    is none), by the matrix of each layer, and by the read-out.  spread, difference: (layers + 1,) mu(X)/||X||_F and mean
    cosine difference over links of the features H_0.. in the end.  start, parameters: all weights before training and in the end.
    """

    train_accuracy: float
    held_out_accuracy: float
    fresh_accuracy: float
    loss: float
    epochs: int
    gradient_start: np.ndarray
    gradient_end: np.ndarray
    spread: np.ndarray
    difference: np.ndarray
    start: Parameters = field(repr=False)
    parameters: Parameters = field(repr=False)


def walk_of(adjacency):
    """P = D^-1 A in double precision; an isolated node keeps its own feature."""
    return row_normalised(with_isolated_loops(adjacency))


def propagated(data, depth):
    """h^(n) = P^n X in double precision. Returns (N, F)."""
    x = np.asarray(data.features, dtype=float)
    for _ in range(depth):
        x = data.walk @ x
    return x


def objective(network, depth, data, nodes, dtype=np.float32):
    """The loss on `nodes` as a function of the parameters: parameters -> (loss, gradient as one vector).

    A linear network is trained through one product of small matrices, h^(n) (W_1 ... W_n), the same function.
    """
    labels = data.labels[nodes]
    if network.linear:
        start = propagated(data, depth)[nodes].astype(dtype)
        features, mix, mix_back = np.eye(start.shape[1], dtype=dtype), _same, _same
    else:
        walk = data.walk.astype(dtype)
        back = walk.T.tocsr()
        features, mix_back = np.asarray(data.features, dtype=dtype), back.__matmul__
        # The first layer mixes the features themselves, which never change.
        mixed_features = walk @ features

        def mix(x):
            return mixed_features if x is features else walk @ x

    def value(parameters):
        gradient = parameters.like(np.empty_like(parameters.vector))
        kept = forward(network, parameters, mix, features)
        last, readout = kept.outputs[-1], parameters.matrices[-1]
        if network.linear:
            loss, outer = cross_entropy(start @ (last @ readout) + parameters.bias, labels)
            gradient.bias[:] = outer.sum(axis=0)
            outer = start.T @ outer
            np.matmul(last.T, outer, out=gradient.matrices[-1])
            into_last = outer @ readout.T
        else:
            loss, outer = cross_entropy(last[nodes] @ readout + parameters.bias, labels)
            gradient.bias[:] = outer.sum(axis=0)
            np.matmul(last[nodes].T, outer, out=gradient.matrices[-1])
            into_last = np.zeros_like(last)
            into_last[nodes] = outer @ readout.T
        backward(network, parameters, gradient, kept, mix_back, into_last)
        return loss, gradient.vector

    return value


def _same(x):
    return x


class Adam:
    """Adam (Kingma and Ba 2015, algorithm 1) with its default constants."""

    def __init__(self, size, rate, dtype=np.float32):
        self.rate, self.step = rate, 0
        self.mean, self.square = np.zeros(size, dtype), np.zeros(size, dtype)

    def move(self, vector, gradient):
        """One step, in place."""
        self.step += 1
        size = self.rate * np.sqrt(1 - 0.999**self.step) / (1 - 0.9**self.step)
        for start in range(0, vector.size, AT_ONCE):
            part = slice(start, start + AT_ONCE)
            slope, mean, square = gradient[part], self.mean[part], self.square[part]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            vector[part] -= size * mean / (np.sqrt(square) + 1e-8)


def solve(data, depth, nodes, ridge=RIDGE):
    """The linear classifier on h^(n) at the optimum of its convex loss: nothing is left to optimisation.

    h^(n) is centred and scaled over `nodes` first, all columns alike, which changes no linear classifier but the reach of
    the penalty ridge/2 ||W||^2; the penalty is there so that an optimum exists for classes that a plane separates. Returns
    (matrix, bias, loss) for h^(n) itself; the loss is without the penalty.
    """
    x, labels = propagated(data, depth)[nodes], data.labels[nodes]
    middle = x.mean(axis=0)
    x = x - middle
    size = np.sqrt((x**2).mean()) or 1.0
    x /= size
    shape = (x.shape[1], data.n_classes)

    def value(vector):
        matrix, bias = vector[: -shape[1]].reshape(shape), vector[-shape[1] :]
        loss, outer = cross_entropy(x @ matrix + bias, labels)
        slope = np.concatenate([(x.T @ outer + ridge * matrix).ravel(), outer.sum(axis=0)])
        return loss + ridge / 2 * np.vdot(matrix, matrix), slope

    found = minimize(value, np.zeros((shape[0] + 1) * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    matrix, bias = found.x[: -shape[1]].reshape(shape), found.x[-shape[1] :]
    loss = found.fun - ridge / 2 * np.vdot(matrix, matrix)
    matrix = matrix / size
    return matrix, bias - middle @ matrix, float(loss)


def outputs(network, depth, parameters, data):
    """Yield the features H_0, ..., H_n of every node, in the network's own precision; the last goes to the read-out."""
    dtype = parameters.vector.dtype
    if network.weights:
        walk = data.walk.astype(dtype)
        yield from forward(network, parameters, walk.__matmul__, np.asarray(data.features, dtype=dtype)).outputs
        return
    # One at a time: a citation graph has thousands of features.
    x = np.asarray(data.features, dtype=float)
    for layer in range(depth + 1):
        yield x.astype(dtype)
        x = data.walk @ x if layer < depth else None


def final(network, depth, parameters, data):
    """The last of the network's outputs, (N, width)."""
    return deque(outputs(network, depth, parameters, data), maxlen=1)[0]


def accuracy(parameters, last, labels):
    """Share of nodes whose own class gets the largest logit; a tie between two classes counts for the first."""
    return float(((last @ parameters.matrices[-1] + parameters.bias).argmax(axis=1) == labels).mean())


def train(rng, network, depth, width, task, epochs, rate, dtype=np.float32, trainable=None, scale=1.0):
    """Train one network and test it: a generator of (epoch, epochs, Run), where Run is None until the end.

    rng: numpy Generator for the initial weights.  network: one of core.training.networks.NETWORKS.  rate: Adam's learning rate.
    trainable: boolean (parameters,) to freeze the others, None for all.
    scale: sigma_w, of `initial`.  Full batches, no weight decay, no dropout.
    Training ends early by one rule alone: when the loss is below 0.001 there is nothing left to learn.
    """
    data = task.data
    parameters = initial(rng, network, depth, width, data.features.shape[1], data.n_classes, dtype, scale)
    start = parameters.like(parameters.vector.copy())
    value = objective(network, depth, data, task.train, dtype)
    loss, slope = value(parameters)
    gradient_start = _norms(network, parameters.like(slope))
    epoch = 0
    if network.solved:
        parameters = initial(rng, network, depth, width, data.features.shape[1], data.n_classes, float)
        parameters.matrices[0][:], parameters.bias[:], loss = solve(data, depth, task.train)
        slope = objective(network, depth, data, task.train, float)(parameters)[1]
    else:
        adam = Adam(parameters.vector.size, rate, dtype)
        for epoch in range(1, epochs + 1):
            adam.move(parameters.vector, slope if trainable is None else slope * trainable)
            loss, slope = value(parameters)
            if loss < LEARNT:
                break
            if epoch % REPORT_EVERY == 0 and epoch < epochs:
                yield epoch, epochs, None
    yield epochs, epochs, _tested(network, depth, start, parameters, task, loss, epoch, gradient_start, slope)


def _tested(network, depth, start, parameters, task, loss, epoch, gradient_start, slope):
    spread, difference = [], []
    for last in outputs(network, depth, parameters, task.data):
        spread.append(relative_spread(last))
        difference.append(cosine_difference(last, task.data.walk))
    labels = task.data.labels
    fresh = np.nan
    if task.fresh is not None:
        fresh = accuracy(parameters, final(network, depth, parameters, task.fresh), task.fresh.labels)
    return Run(
        train_accuracy=accuracy(parameters, last[task.train], labels[task.train]),
        held_out_accuracy=accuracy(parameters, last[task.test], labels[task.test]),
        fresh_accuracy=fresh,
        loss=float(loss),
        epochs=epoch,
        gradient_start=gradient_start,
        gradient_end=_norms(network, parameters.like(slope)),
        spread=np.array(spread),
        difference=np.array(difference),
        start=start,
        parameters=parameters,
    )


def _norms(network, gradient):
    """Frobenius norms of the gradient: input matrix (NaN if there is none), layers 1.., read-out."""
    norms = [float(np.linalg.norm(matrix)) for matrix in gradient.matrices]
    return np.array(norms if network.residual and len(norms) > 1 else [np.nan, *norms])


def relative_spread(features):
    """mu(X) / ||X||_F: how much of the features tells nodes apart; 0 when all nodes are alike. features: (N, F)."""
    size = float(np.linalg.norm(features))
    return float(distance_to_consensus(features)) / size if size > 0 else 0.0


def cosine_difference(features, walk):
    """Mean over links of 1 - cos(h_i, h_j), every link alike (MAD averages over nodes); of two zero vectors it is 0."""
    size = np.linalg.norm(features, axis=1, keepdims=True)
    unit = features / np.where(size > 0, size, 1)
    rows = np.repeat(np.arange(walk.shape[0]), np.diff(walk.indptr))
    if rows.size == 0:
        return 0.0
    total = 0.0
    for start in range(0, rows.size, LINKS_AT_ONCE):
        ends = rows[start : start + LINKS_AT_ONCE], walk.indices[start : start + LINKS_AT_ONCE]
        cosine = np.einsum("ef,ef->e", unit[ends[0]], unit[ends[1]])
        both_zero = (size[ends[0], 0] == 0) & (size[ends[1], 0] == 0)
        total += float(np.where(both_zero, 0.0, 1 - cosine).sum())
    return total / rows.size
