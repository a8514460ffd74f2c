"""Methods that look at the features: normalisation, attention, ReLU. Here x is (N, F): F features of one draw."""

from functools import partial

import numpy as np

from core.methods.attention import GraphAttention, gaussian_kernel
from core.methods.linear import convolution
from core.methods.method import Method, Option
from core.methods.operators import with_loops

SEVERAL = 16


def _normalised(walk, x, normalise):
    while True:
        yield x
        x = normalise(walk @ x)


def _divide(values, size):
    """values / size, and 0 where there is nothing to divide by."""
    return np.divide(values, size, out=np.zeros_like(values), where=size > 1e-300)


def pairnorm(walk, x, scale):
    """PairNorm (PN): h = s x_c / sqrt(mean_i ||x_c,i||^2), x_c = P h - its mean over nodes."""

    def normalise(h):
        centred = h - h.mean(axis=0)
        return scale * _divide(centred, np.sqrt((centred**2).sum(axis=1).mean()))

    return _normalised(walk, x, normalise)


def pairnorm_si(walk, x, scale):
    """PairNorm with scale for each individual (PN-SI): h_i = s x_c,i / ||x_c,i||."""

    def normalise(h):
        centred = h - h.mean(axis=0)
        return scale * _divide(centred, np.sqrt((centred**2).sum(axis=1, keepdims=True)))

    return _normalised(walk, x, normalise)


def layer_norm(walk, x):
    """Every node's features shifted to mean 0 and scaled to variance 1."""

    def normalise(h):
        centred = h - h.mean(axis=1, keepdims=True)
        return _divide(centred, np.sqrt((centred**2).mean(axis=1, keepdims=True)))

    return _normalised(walk, x, normalise)


def batch_norm(walk, x):
    """Every feature shifted to mean 0 and scaled to variance 1 over the nodes."""

    def normalise(h):
        centred = h - h.mean(axis=0)
        return _divide(centred, np.sqrt((centred**2).mean(axis=0, keepdims=True)))

    return _normalised(walk, x, normalise)


def relu(walk, x):
    """h_n = max(P h_{n-1}, 0), without weights."""
    return _normalised(walk, x, lambda h: np.maximum(h, 0))


_nonlinear = partial(
    Method,
    linear=False,
    has_theory=False,
    theory_note="There is no walk theory for it: the layer depends on the features it is given.",
)
_SCALE = {"scale": Option(1.0, 0.01, 100.0, "size that every layer is scaled to")}

NONLINEAR = (
    _nonlinear(
        key="pairnorm",
        label="PairNorm (PN)",
        formula=r"h = s\,\dfrac{x_c}{\sqrt{\tfrac1N\sum_i\|x_{c,i}\|^2}},\quad x_c = Ph - \overline{Ph}",
        source="Zhao and Akoglu 2020",
        touches="It scales gap and spread by one factor: only its centring counts, as a fitted threshold would.",
        recursion=pairnorm,
        options=_SCALE,
        keeps_constants=False,
        theory_note="It is one shift and one scale for all nodes: with a fitted threshold its error is that of plain convolution.",
    ),
    _nonlinear(
        key="pairnorm_si",
        label="PairNorm (PN-SI)",
        formula=r"h_i = s\,\dfrac{x_{c,i}}{\|x_{c,i}\|}",
        source="Zhao and Akoglu 2020",
        touches="It gives every node the same length: with one feature each becomes +s or −s, a vote in every layer.",
        recursion=pairnorm_si,
        options=_SCALE,
        keeps_constants=False,
    ),
    _nonlinear(
        key="layer_norm",
        label="Layer normalisation",
        formula=r"h_i = \dfrac{y_i - \bar y_i}{\mathrm{sd}(y_i)},\quad y = Ph",
        source="Ba, Kiros and Hinton 2016",
        touches="It rescales every node on its own: nodes that look alike still look alike.",
        recursion=layer_norm,
        keeps_constants=False,
        n_features=SEVERAL,
    ),
    _nonlinear(
        key="batch_norm",
        label="Batch normalisation",
        formula=r"h_f = \dfrac{y_f - \bar y_f}{\mathrm{sd}(y_f)},\quad y = Ph",
        source="Ioffe and Szegedy 2015",
        touches="It centres and rescales each feature over the nodes, like PairNorm.",
        recursion=batch_norm,
        keeps_constants=False,
        n_features=SEVERAL,
    ),
    _nonlinear(
        key="attention",
        label="Gaussian-kernel attention",
        formula=r"h_i^{(n)} = \sum_j a_{ij}\,h_j^{(n-1)},\quad a_{ij}\propto e^{-\beta\|h_i-h_j\|^2}",
        source="similarity weights, covered by the theorem of Wu, Ajorlou, Wu and Jadbabaie 2023",
        touches="It changes the speed of mixing, not where it ends.",
        recursion=gaussian_kernel,
        weights=with_loops,
        options={"beta": Option(0.1, 0.0, 10.0, "how strongly similar neighbours are preferred")},
        n_features=SEVERAL,
    ),
    _nonlinear(
        key="gat",
        label="Graph attention (GAT), random weights",
        formula=r"h_i^{(n)} = \sum_j a_{ij}\,h_j^{(n-1)},\quad a_{ij}\propto\exp\mathrm{LeakyReLU}\big(a^{\top}[h_i\,\|\,h_j]\big)",
        source="Veličković et al. 2018, one head, without training",
        touches="It prefers some neighbours at random: what it would learn in training it does not know here.",
        recursion=convolution,
        sampler=GraphAttention,
        weights=with_loops,
        n_features=SEVERAL,
    ),
    _nonlinear(
        key="relu",
        label="ReLU between layers",
        formula=r"h^{(n)} = \max\big(P\,h^{(n-1)},\,0\big)",
        source="Oono and Suzuki 2020",
        touches="It cuts off one side of every feature; mixing goes on as before.",
        recursion=relu,
        keeps_constants=False,
        n_features=SEVERAL,
    ),
)
