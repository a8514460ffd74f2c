"""Methods that are linear in the features: polynomials of a walk, fixed or drawn anew in every layer."""

import numpy as np

from core.methods.drawn_walks import DroppedEdges, SampledNeighbours
from core.methods.method import Method, Option
from core.methods.operators import with_loops

SERIES_TOLERANCE = 1e-16


def convolution(walk, x):
    """h_n = P h_{n-1}."""
    while True:
        yield x
        x = walk @ x


def residual(walk, x, alpha):
    """h_n = (1-alpha) P h_{n-1} + alpha x."""
    h = x
    while True:
        yield h
        h = (1 - alpha) * (walk @ h) + alpha * x


def lazy(walk, x, laziness):
    """h_n = l h_{n-1} + (1-l) P h_{n-1}."""
    while True:
        yield x
        x = laziness * x + (1 - laziness) * (walk @ x)


def pagerank(walk, x, alpha):
    """h_n = alpha (I - (1-alpha) P)^-1 x for every n >= 1: the residual's limit, summed until nothing changes."""
    yield x
    h, term, weight = alpha * x, x, alpha
    while weight > SERIES_TOLERANCE * alpha and _still_matters(weight * term, h):
        term = walk @ term
        weight *= 1 - alpha
        h = h + weight * term
    while True:
        yield h


def heat(walk, x, time):
    """h_n = exp(-t (I - P)) h_{n-1}, by its power series in P (weights of a Poisson number of steps)."""
    while True:
        yield x
        weight = np.exp(-time)
        total, term, steps = weight * x, x, 0
        while steps <= time or weight > SERIES_TOLERANCE:
            steps += 1
            term = walk @ term
            weight *= time / steps
            total = total + weight * term
        x = total


def _still_matters(term, total):
    """Whether a term of a series changes any digit of its sum."""
    return np.abs(term).max() > SERIES_TOLERANCE * np.abs(total).max()


def loop_laziness(model):
    """Self loops keep a node's own feature with weight 1/(D+1), here 1/(d+1): approximately a lazy walk."""
    return {"laziness": 1 / (model.mean_degree + 1)}


ALPHA = Option(0.1, 0.0, 1.0, "share of the input kept in every layer")

LINEAR = (
    Method(
        key="convolution",
        label="Plain convolution",
        formula=r"h^{(n)} = P\,h^{(n-1)},\quad P = D^{-1}A",
        source="Wu et al. 2023",
        touches="It mixes and denoises at full speed.",
        recursion=convolution,
    ),
    Method(
        key="self_loops",
        label="Self loops",
        formula=r"h^{(n)} = (D+I)^{-1}(A+I)\,h^{(n-1)}",
        source="Kipf and Welling 2017, without the symmetric form",
        touches="A node counts as one more neighbour of itself: the more neighbours it has, the less that changes.",
        recursion=convolution,
        weights=with_loops,
        theory=lazy,
        theory_options=loop_laziness,
        theory_note="Walk theory takes it for a lazy walk that stays with probability 1/(d+1).",
    ),
    Method(
        key="symmetric",
        label="Symmetric normalisation",
        formula=r"h^{(n)} = D^{-1/2}A\,D^{-1/2}\,h^{(n-1)}",
        source="Chung 1997; Kipf and Welling 2017 add self loops to it",
        touches="It mixes at the same speed, but turns a constant feature into a spread over nodes of different degree.",
        recursion=convolution,
        exponent=0.5,
        keeps_constants=False,
        has_theory=False,
        theory_note="There is no walk theory for it: a node's feature carries the square root of its degree.",
        side_like="convolution",
    ),
    Method(
        key="gcn",
        label="GCN, symmetric with self loops",
        formula=r"h^{(n)} = (D+I)^{-1/2}(A+I)(D+I)^{-1/2}\,h^{(n-1)}",
        source="Kipf and Welling 2017",
        touches="It mixes at the speed of self loops, but turns a constant feature into a spread over nodes of different degree.",
        recursion=convolution,
        weights=with_loops,
        exponent=0.5,
        keeps_constants=False,
        has_theory=False,
        theory_note="There is no walk theory for it: a node's feature carries the square root of its degree plus one.",
        side_like="self_loops",
    ),
    Method(
        key="lazy",
        label="Lazy walk (skip connection)",
        formula=r"h^{(n)} = \ell\,h^{(n-1)} + (1-\ell)\,P\,h^{(n-1)}",
        source="skip connection at laziness one half",
        touches="It takes a shorter step: a layer changes the gap by about ℓ + (1−ℓ)λ in place of λ, and averages less.",
        recursion=lazy,
        options={"laziness": Option(0.5, 0.0, 1.0, "probability to stay in a layer")},
    ),
    Method(
        key="residual",
        label="Residual to the input",
        formula=r"h^{(n)} = (1-\alpha)\,P\,h^{(n-1)} + \alpha\,x",
        source="Klicpera et al. 2019 (APPNP); Chen et al. 2020 (GCNII)",
        touches="In the end it keeps a distance between the means, and it ends denoising early too.",
        recursion=residual,
        options={"alpha": ALPHA},
    ),
    Method(
        key="pagerank",
        label="Personalised PageRank, infinite depth",
        formula=r"h = \alpha\,\big(I-(1-\alpha)P\big)^{-1}x",
        source="Klicpera et al. 2019 (PPNP)",
        touches="It is where the residual ends: one compromise between mixing and denoising, whatever the depth.",
        recursion=pagerank,
        one_hop=False,
        options={"alpha": Option(0.1, 0.01, 1.0, "share of the input kept")},
    ),
    Method(
        key="heat",
        label="Heat kernel",
        formula=r"h^{(n)} = e^{-t\,(I-P)}\,h^{(n-1)}",
        source="Klicpera et al. 2019 (graph diffusion)",
        touches="It mixes and denoises smoothly in time, without odd and even depths.",
        recursion=heat,
        one_hop=False,
        options={"time": Option(1.0, 0.0, 4.0, "time of diffusion in a layer")},
    ),
    Method(
        key="jumping",
        label="Jumping knowledge",
        formula=r"\hat y = \mathrm{sign}\Big(\sum_{k\le n} c_k\,h^{(k)} - t\Big),\quad c \text{ fitted}",
        source="Xu et al. 2018, with a linear read-out",
        touches="It lets the read-out weigh all depths: what is lost to mixing late was seen early.",
        recursion=convolution,
        combines_depths=True,
        theory_note="Its theory is the best combination of depths that was found.",
    ),
    Method(
        key="corrected",
        label="Corrected convolution",
        formula=r"h^{(n)} = (P - \mathbf{1}\pi^{\top})\,h^{(n-1)}",
        source="Wang, Baranwal and Fountoulakis 2024",
        touches="It takes away what all nodes of a component share: it acts on the threshold, not on mixing.",
        recursion=convolution,
        corrected=True,
        keeps_constants=False,
        theory_note="Walk theory takes it for plain convolution without the common shift: what a fitted threshold does.",
    ),
    Method(
        key="drop_edge",
        label="Edge dropping (DropEdge)",
        formula=r"h^{(t)} = P_t\,h^{(t-1)},\quad P_t \text{ without a share } r \text{ of the edges}",
        source="Rong et al. 2020",
        touches="It makes denoising weaker, and leaves the speed of mixing as it is where every node keeps a link.",
        recursion=convolution,
        theory_note="Edges are dropped whenever features are propagated; its authors drop them in training only.",
        options={"rate": Option(0.5, 0.0, 0.9, "share of the edges dropped, anew in every layer")},
        sampler=DroppedEdges,
    ),
    Method(
        key="neighbour_sampling",
        label="Neighbour sampling",
        formula=r"h^{(t)} = P_t\,h^{(t-1)},\quad P_t \text{ over } k \text{ drawn neighbours}",
        source="Hamilton et al. 2017 (GraphSAGE)",
        touches="It leaves mixing exactly as it is on average, and makes denoising weaker.",
        recursion=convolution,
        options={"k": Option(5, 1, 50, "neighbours drawn for each node, anew in every layer", whole=True)},
        sampler=SampledNeighbours,
    ),
)
