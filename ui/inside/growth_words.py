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


def layers(n):
    """The noun for n of them."""
    return "layer" if n == 1 else "layers"
