"""The networks that are trained, in plain numpy: forward, cross-entropy, and gradients by hand.

Every network has `depth` layers on the walk P = D^-1 A and a linear read-out with bias. At depth 0 all of them are the
read-out alone, which is logistic regression. Layers have no bias.
"""

from dataclasses import dataclass

import numpy as np

TELEPORT = 0.1
DECAY = 0.5


@dataclass(frozen=True)
class Network:
    """A family of networks: key, name, layer in LaTeX, source.

    weights: whether layers have weight matrices; without, the classifier is trained on h^(n) = P^n X.
    solved: whether the read-out is put at the optimum of its convex loss, instead of being trained by Adam.
    relu, residual, pairnorm: what a layer has besides.
    """

    key: str
    label: str
    formula: str
    source: str
    weights: bool = True
    solved: bool = False
    relu: bool = False
    residual: bool = False
    pairnorm: bool = False

    @property
    def linear(self):
        """Whether the output is linear in the features, so that all layers are one matrix on h^(n)."""
        return not (self.relu or self.residual or self.pairnorm)


NETWORKS = {
    network.key: network
    for network in (
        Network(
            "classifier",
            "Linear classifier on h⁽ⁿ⁾",
            r"P^n X\,W + b",
            "Wu et al. 2019 (SGC)",
            weights=False,
            solved=True,
        ),
        Network(
            "classifier_adam",
            "The same classifier, trained by Adam",
            r"P^n X\,W + b",
            "Wu et al. 2019 (SGC)",
            weights=False,
        ),
        Network(
            "linear",
            "Linear GNN, weights in each layer",
            r"H_k = P H_{k-1} W_k",
            "Wu et al. 2023",
        ),
        Network(
            "gcn",
            "GCN: weights and ReLU",
            r"H_k = \max(P H_{k-1} W_k,\,0)",
            "Kipf and Welling 2017",
            relu=True,
        ),
        Network(
            "gcnii",
            "Initial residual (GCNII)",
            r"H_k = \max\big(((1-\alpha) P H_{k-1} + \alpha H_0)((1-\beta_k) I + \beta_k W_k),\,0\big)",
            "Chen et al. 2020",
            relu=True,
            residual=True,
        ),
        Network(
            "pairnorm",
            "GCN with PairNorm",
            r"H_k = \max(\mathrm{PN}(P H_{k-1} W_k),\,0)",
            "Zhao and Akoglu 2020",
            relu=True,
            pairnorm=True,
        ),
    )
}


@dataclass
class Parameters:
    """All weights of a network as views into one vector, so that an optimiser moves one vector.

    vector: (n,).  matrices: the input matrix of a residual network if any, then one per layer, then the read-out
    (width, classes).  bias: (classes,), of the read-out.
    """

    vector: np.ndarray
    matrices: list
    bias: np.ndarray

    def like(self, vector):
        """The same shapes on another vector."""
        matrices, start = [], 0
        for matrix in self.matrices:
            matrices.append(vector[start : start + matrix.size].reshape(matrix.shape))
            start += matrix.size
        return Parameters(vector, matrices, vector[start:])


def shapes(network, depth, width, n_features, n_classes):
    """Shapes of the matrices of a network, the read-out last."""
    if depth == 0 or not network.weights:
        return [(n_features, n_classes)]
    first = [(n_features, width)] + ([(width, width)] if network.residual else [])
    return first + [(width, width)] * (depth - 1) + [(width, n_classes)]


def initial(rng, network, depth, width, n_features, n_classes, dtype=np.float32, scale=1.0):
    """Glorot's uniform start: U(-a, a), a = sqrt(6 / (rows + columns)); bias 0 (Glorot and Bengio 2010, equation 16).

    scale: sigma_w, by which the matrices of the layers, not the read-out, are multiplied: a weight of a square layer has
    standard deviation sigma_w / sqrt(width).
    """
    sizes = shapes(network, depth, width, n_features, n_classes)
    vector = np.zeros(sum(rows * columns for rows, columns in sizes) + n_classes, dtype=dtype)
    parameters = Parameters(vector, [np.empty(size) for size in sizes], np.empty(n_classes)).like(vector)
    for matrix in parameters.matrices:
        limit = np.sqrt(6 / sum(matrix.shape))
        matrix[:] = rng.uniform(-limit, limit, matrix.shape)
    for matrix in parameters.matrices[:-1]:
        matrix *= scale
    return parameters


@dataclass
class Pass:
    """What a forward pass leaves for the way back.

    features: the input.  outputs: H_0, H_1, ...  mixed: what stands before W_k in each layer.  norms: per layer the
    normalised features and what they were divided by.  first: H_0 of a residual network.
    """

    features: np.ndarray
    outputs: list
    mixed: list
    norms: list
    first: np.ndarray | None = None


def strength(layer):
    """beta_k = log(0.5 / k + 1) of GCNII, layer k = 1, 2, ...: how much of a layer is its weights."""
    return float(np.log(DECAY / layer + 1))


def forward(network, parameters, mix, features):
    """Features after every layer. mix: a function x -> P x.  Returns a Pass; outputs[-1] goes to the read-out."""
    kept = Pass(features, [features], [], [])
    layers = parameters.matrices[:-1]
    x = features
    if network.residual and layers:
        x = kept.first = np.maximum(features @ layers[0], 0)
        layers = layers[1:]
        kept.outputs = [x]
    for layer, weight in enumerate(layers, start=1):
        mixed = mix(x)
        if network.residual:
            mixed = (1 - TELEPORT) * mixed + TELEPORT * kept.first
            beta = strength(layer)
            x = (1 - beta) * mixed + beta * (mixed @ weight)
        else:
            x = mixed @ weight
        if network.pairnorm:
            x, norm = pair_normalised(x)
            kept.norms.append((x, norm))
        if network.relu:
            x = np.maximum(x, 0)
        kept.mixed.append(mixed)
        kept.outputs.append(x)
    return kept


def backward(network, parameters, gradient, kept, mix_back, outer):
    """Write the gradients of all matrices but the read-out into `gradient`; outer: the loss's gradient by outputs[-1].

    mix_back: a function x -> P' x.
    """
    first = 1 if network.residual and kept.first is not None else 0
    into_first = 0
    for layer in range(len(kept.mixed), 0, -1):
        place = layer - 1 + first
        weight = parameters.matrices[place]
        if network.relu:
            outer = outer * (kept.outputs[layer] > 0)
        if network.pairnorm:
            outer = _pair_norm_back(outer, *kept.norms[layer - 1])
        mixed = kept.mixed[layer - 1]
        if network.residual:
            beta = strength(layer)
            np.matmul(mixed.T, beta * outer, out=gradient.matrices[place])
            outer = (1 - beta) * outer + beta * (outer @ weight.T)
            into_first = into_first + TELEPORT * outer
            outer = (1 - TELEPORT) * outer
        else:
            np.matmul(mixed.T, outer, out=gradient.matrices[place])
            outer = outer @ weight.T if layer > 1 or first else None
        if layer > 1 or first:
            outer = mix_back(outer)
    if first:
        outer = (outer + into_first) * (kept.first > 0)
        np.matmul(kept.features.T, outer, out=gradient.matrices[0])


def pair_normalised(x):
    """PairNorm: (x - column means) / (root mean square of all entries), and that root mean square.

    This is PN of Zhao and Akoglu 2020 with s = sqrt(width): an entry has size 1 at every width.
    """
    centred = x - _column_means(x)
    norm = np.sqrt(np.vdot(centred, centred) / x.size) + np.finfo(x.dtype).tiny
    centred /= norm
    return centred, norm


def _column_means(x):
    # A product is several times faster than a mean along the first axis.
    return np.full(x.shape[0], 1 / x.shape[0], dtype=x.dtype) @ x


def _pair_norm_back(outer, normalised, norm):
    inner = outer - (np.vdot(outer, normalised) / outer.size) * normalised
    inner -= _column_means(inner)
    inner /= norm
    return inner


def cross_entropy(logits, labels):
    """Mean of -log softmax(logits)[label], and its gradient by the logits. labels: (n,) whole numbers from 0."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    share = np.exp(shifted)
    total = share.sum(axis=1, keepdims=True)
    share /= total
    rows = np.arange(labels.size)
    loss = float((np.log(total[:, 0]) - shifted[rows, labels]).mean())
    share[rows, labels] -= 1
    share /= labels.size
    return loss, share
