"""The verdict on a trained network in words, with the numbers that decide it."""

from core.layers.verdict import LEAST_FITTED, LEAST_TESTED, last_averaged, last_read, sure
from core.number_of import number_of


def sentence(network, measures, found):
    """Two or three plain sentences for a Verdict; every number in them is one of the Measures."""
    last, probe = network.depth, measures.probe
    read = f"A linear probe reads {_percent(probe[found.best])} of the test nodes right at layer {found.best}"
    fall = f"{read} and {_percent(probe[last])} at layer {last}."
    similar = f"Neighbours' cosine goes from {measures.edge_cosine[0]:.2f} to {measures.edge_cosine[last]:.2f}."
    own = _own(measures)
    averaged = last_averaged(measures)
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
        return f"Vanishing, not consensus: from layer {found.layer} on {how}. {fall} {own}".strip()
    if found.kind == "mixing":
        ratio = measures.distance / measures.width
        return (
            f"Mixing: from layer {found.layer} on the distance between the classes has shrunk faster than their width "
            f"({ratio[found.layer - 1]:.2f} widths apart before it, {ratio[last]:.2f} at layer {last}), "
            f"and less can be read. {fall} "
            f"Averaging without weights falls too, to {_percent(measures.plain_probe[averaged])}: stop at layer {found.best}, "
            "or keep what earlier layers knew (a residual connection, jumping knowledge)."
        )
    if found.kind == "weights":
        error = measures.probe_error
        falls = sure(probe[found.best], error[found.best], *last_read(measures))
        what = f"layer {found.best}" if falls else "averaging as often"
        return (
            f"Lost in the weights, not by mixing: {fall} Averaging the input {number_of(averaged, 'time')} without weights keeps "
            f"{_percent(measures.plain_probe[averaged])}. Layer {found.layer} is the first that is surely below {what}. {own}"
        ).strip()
    if found.kind == "optimisation":
        trained = measures.own_train
        return (
            f"Optimisation, not smoothing: a linear probe still reads {_percent(probe[last])} of the test nodes right from the "
            f"last layer, and the network itself gets {_percent(measures.own_test.value)} "
            f"(on its training nodes {_percent(trained.value)}). "
            "The classes are there; training did not find them."
        )
    if found.kind == "denoising":
        return f"Denoising, leave it: {similar} Nothing is lost by that. {fall} {own}".strip()
    if not sure(probe[found.best], measures.probe_error[found.best], probe[last], measures.probe_error[last]):
        return f"Nothing to report: {similar} {fall} {own}".strip()
    if not sure(probe[found.best], measures.probe_error[found.best], *last_read(measures)):
        return f"The last layer has lost something that the network keeps: {fall} {own}"
    return (
        f"Something is lost, and these numbers do not tell by what: {fall} Averaging without weights falls too, to "
        f"{_percent(measures.plain_probe[averaged])}, but the classes are no closer together for their width. {own}"
    ).strip()


def notes(network, measures):
    """What else must be known of the numbers, a sentence each."""
    found = []
    if network.input_columns > network.hidden[0].shape[1]:
        found.append(
            f"The input has {number_of(network.input_columns, 'column')}: "
            f"{network.hidden[0].shape[1]} fixed random combinations of them stand for it."
        )
    if measures.plain_theory_note:
        found.append(f"Walk theory of averaging alone is not drawn: {measures.plain_theory_note}.")
    return found


def _own(measures):
    """What the network itself gets right; nothing without logits."""
    if measures.own_test is None:
        return ""
    trained = measures.own_train
    fitted = f" (on its training nodes {_percent(trained.value)})" if trained.count else ""
    return f"The network itself gets {_percent(measures.own_test.value)} right{fitted}."


def _percent(value):
    return f"{100 * value:.1f} %"
