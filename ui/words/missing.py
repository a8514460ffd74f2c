"""What is said where only a share of the nodes has a feature."""

from ui.words.accuracy import too_few
from ui.words.readings import expected, percent, points, share

OPENING = "Each convolution averages over neighbours: who has no feature hears of those who have one. Press play."
HELP = (
    "Share of the nodes that have a feature (r), drawn at random. The others stand at the threshold, half-way between the two "
    "means: a coin flip, until they hear of somebody who has one."
)
FEW = 30  # nodes with a feature, below which the number of each class is off by a quarter as a rule


def unused(classes, have):
    """The line below the control where the share plays no part; empty elsewhere."""
    if classes > 2 and have < 1:
        return f"Of {classes} classes every node has a feature here: the share is not used."
    return ""


def not_used(what, have):
    """One sentence. what: subject and verb, such as "The map is"."""
    return f"{what} for a feature at every node, and the model has them at {share(have)}: set the share to 1 in the sidebar to go on."


def opening(model, prediction):
    """Who has a feature, and what the picture shows of the others. prediction: walk theory of plain convolution."""
    flips = (1 - model.known) / 2
    said = (
        f"**{share(model.known)} of the nodes have a feature.** The others stand at the threshold and guess: of the error at depth 0, "
        f"{percent(prediction.error_fixed[0])}, such coin flips are {points(flips)}."
    )
    if model.gap != 0 and model.mean_degree > 0:
        heard = model.mean_degree * model.known
        said += f" A neighbourhood has {expected(heard, 'feature')} on average."
    return said


def approximate(model):
    """A sentence where the lines are approximate; empty elsewhere."""
    known = model.known * model.n_nodes
    if model.known == 1:
        return ""
    if known >= FEW:
        few = 0 < model.mean_degree < too_few(model)
        return (
            f"Fewer than {too_few(model)} neighbours a node: **the lines are approximate** from depth 2 on."
            if few
            else ""
        )
    return f"A feature is expected at {expected(known, 'node')} only: how many each class has differs from graph to graph, and the lines are approximate."


def trust():
    """What stands in the place of the measured accuracy, which is that of a feature at every node."""
    return (
        "Hills are bell curves of the right mean and width, with a peak at the threshold where nobody is heard. How good the lines are was "
        "measured with a feature at every node; here the dots are the judge."
    )
