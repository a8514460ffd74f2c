"""How many nodes are met for the first time at each hop, without a graph: denoising lives on them (Wu et al. 2023)."""

import numpy as np


def expected_new_nodes(model, depth):
    """Nodes first met at hop 0..depth from a node, by the mean-field recursion of a random graph (docs/theory.md, section 13).

    a_(k+1) = (N/2 - A_k) (1 - (1-p)^a_k (1-q)^b_k), and b with p and q exchanged; a, b: newly met of the own and the other
    class, A_k, B_k: met so far.  Among C classes b is of all others, N - N/C nodes, which reach each other by p or by q.
    Chance is left out, so that every start grows alike: best at mean degree 5 and above.
    Returns (depth+1,), entry 0 the node itself; the sum is at most N.
    """
    size, new = model.n_nodes / model.n_classes, np.array([1.0, 0.0])
    sizes = np.array([size, model.n_nodes - size])
    met, found = new.copy(), [1.0]
    # log of the chance of no link from one newly met node; finite, so that no node at all leaves that chance at 1.
    within, across = np.log1p(-np.minimum([model.p_within, model.q_across], 1 - 1e-16))
    others = model.n_classes - 1
    unlinked = np.array([[within, across], [across, (within + (others - 1) * across) / others]])
    for _ in range(depth):
        new = np.maximum(sizes - met, 0) * -np.expm1(unlinked @ new)
        met += new
        found.append(new.sum())
    return np.array(found)
