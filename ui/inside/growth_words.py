"""What the section on a growing neighbourhood says: pure functions from hops to sentences."""

import numpy as np

from ui.words.readings import percent

WORDS = (
    "The graph, its hops and the features are one **simulated** draw; hops are counted **exactly** on the whole graph, not on the picture. A layer averages over "
    "neighbours, so after n layers a node has heard from nodes at most n hops away. Noise cancels best against noise not heard before: once hops bring hardly any new "
    "node, all that denoising can still do is to even out how much each one counts, while mixing needs no new nodes."
)


def headline(n_nodes, new, mark, node):
    """How far a node has heard within the marked depth, and how long new nodes come.

    new: (depth+1,) nodes met first at each hop.  node: its number, from 1.
    """
    if new.size == 1 or not new[1:].any():
        return f"Node {node} has **no neighbours**: it keeps its own feature at every depth, and nothing is denoised."
    share, peak, last = new[: mark + 1].sum() / n_nodes, int(np.argmax(new[1:])) + 1, int(np.flatnonzero(new)[-1])
    ends = (
        f"after hop {last} there is nobody left to meet" if last < new.size - 1 else f"hop {last} still brings new ones"
    )
    return (
        f"After **{mark}** {layers(mark)} node {node} has heard from **{percent(float(share))}** of the graph. Most new nodes come at hop **{peak}** "
        f"({new[peak]:,} of {n_nodes:,}); **{ends}**."
    )


def diameter_words(hops, exact, order, degree, n_nodes):
    """The diameter beside the order that the paper names, and why one may exceed the other; nothing where no order is known.

    hops, exact: core.inside.growth.Diameter.  order: log N / log log N, None below N = 16.  degree: mean, d.
    """
    if order is None:
        return ""
    here = f"the diameter here is **{'' if exact else 'at least '}{hops}**, log N / log log N is **{order:.1f}**"
    above = " The diameter is the larger one, which contradicts nothing:" if hops > order + 0.05 else " But"
    fixed = (
        f" Where d stays fixed while N grows it is of another order, log N / log d, here {np.log(n_nodes) / np.log(degree):.1f}."
        if degree > 1.5
        else ""
    )
    return (
        f"**How many hops there are**: {here}.{above} log N / log log N is an order of growth, for graphs whose degree grows as log N; it leaves open which constant "
        f"stands in front.{fixed}"
    )


def layers(n):
    """The noun for n of them."""
    return "layer" if n == 1 else "layers"
