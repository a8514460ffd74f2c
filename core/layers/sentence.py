"""The verdict on a trained network in words, with the numbers that decide it."""

from core.layers.verdict import LEAST_FITTED, LEAST_TESTED


def sentence(network, measures, found):
    """Two or three plain sentences for a Verdict; every number in them is one of the Measures."""
    last, probe = network.depth, measures.probe
    read = f"A linear probe reads {_percent(probe[found.best])} of the test nodes right at layer {found.best}"
    fall = f"{read} and {_percent(probe[last])} at layer {last}."
    similar = f"Neighbours' cosine goes from {measures.edge_cosine[0]:.2f} to {measures.edge_cosine[last]:.2f}."
    own = measures.own_test and f"The network itself gets {_percent(measures.own_test.value)} right."
    if found.kind == "too_few":
        return (
            f"Too few labelled nodes to say: {measures.n_test} are tested, and at least {LEAST_TESTED} are needed, with "
            f"{LEAST_FITTED} of each class to fit on."
        )
    if found.kind == "vanishing":
        dead, size = measures.dead[found.layer], measures.size[found.layer] / measures.size[0]
        how = (
            f"{_percent(dead)} of its columns are zero"
            if dead >= 0.9
            else f"its entries are {size:.1g} times those of the input"
        )
        return f"Vanishing, not consensus: from layer {found.layer} on {how}. {fall} {own or ''}".strip()
    if found.kind == "mixing":
        ratio = measures.distance / measures.width
        return (
            f"Mixing: from layer {found.layer} on the distance between the classes has shrunk faster than their width "
            f"({ratio[found.layer - 1]:.2f} widths apart before it, {ratio[last]:.2f} at layer {last}), "
            f"and less can be read. {fall} "
            f"Averaging without weights falls too, to {_percent(measures.plain_probe[last])}: stop at layer {found.best}, or keep "
            "what earlier layers knew (a residual connection, jumping knowledge)."
        )
    if found.kind == "weights":
        return (
            f"Lost in the weights, not by mixing: {fall} Averaging the input as often without weights keeps "
            f"{_percent(measures.plain_probe[last])}. Layer {found.layer} is the first that is surely below."
        )
    if found.kind == "optimisation":
        fitted = measures.own_train
        return (
            f"Optimisation, not smoothing: a linear probe still reads {_percent(probe[last])} of the test nodes right from the "
            f"last layer, and the network itself gets {_percent(measures.own_test.value)} "
            f"(on its training nodes {_percent(fitted.value)}). "
            "The classes are there; training did not find them."
        )
    if found.kind == "denoising":
        return f"Denoising, leave it: {similar} Nothing is lost by that: {fall} {own or ''}".strip()
    return f"Nothing to report: {similar} {fall} {own or ''}".strip()


def _percent(value):
    return f"{100 * value:.1f} %"
