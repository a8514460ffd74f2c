"""How good the walk theory is, from its stored measurement: a table by region, and a sentence for the model at hand."""

from core.accuracy.walks import region_of
from core.many_classes.doubt import corrected_by, moved_by_chance
from core.number_of import number_of
from ui.words.detection import detectable
from ui.words.readings import percent, readable

FEW_NODES, DEEPEST = 100, 64
# Walk theory has one return probability for all nodes; with few neighbours they differ too much, and where nearly all links lead
# to one class nothing else goes wrong.
SPARSE, SPARSE_PURE, PURE = 4, 8, 0.95
# A fitted rule among several classes goes by class means that chance has moved: by how much that may correct the line (a logarithm),
# and how far they may have moved where an error is as small as its tail.
CORRECTED, MOVED, TAIL = 0.15, 0.06, (0.004, 0.1)
# Several classes on a sparse graph that serves them well: there walk theory promises too small an error from depth LOW_FROM on.
FEW_NEIGHBOURS, LOW_ERRORS, LOW_FROM = 8, (0.02, 0.15), 3
CURVES = {"error_fixed": "a fixed threshold", "error_fitted": "a fitted one"}


def mark(found, model):
    """The sentence under curves of a graph with few nodes or few neighbours, marked as one; empty for others."""
    if model.n_nodes < FEW_NODES:
        return f"**Fewer than {FEW_NODES} nodes: the lines are approximate.** {sentence(found, model)}"
    return sparse_words(found, model) if model.n_classes == 2 and sparse(model) else ""


def sparse(model):
    """Whether nodes have so few neighbours that theory may be off from depth 2 on."""
    return 0 < model.mean_degree < too_few(model) and model.known == 1


def too_few(model):
    """The mean degree below which the lines of a model are called approximate."""
    return SPARSE_PURE if model.mean_degree > 0 and abs(model.edge_correlation) > PURE else SPARSE


def sparse_words(found, model):
    """What is said of two classes there, with the levels measured on models like this one. found: as in `sentence`."""
    said = f"**Fewer than {too_few(model)} neighbours a node: from depth 2 on the lines are approximate**, and where they are far off they mostly read low"
    region = region_of(found, model)
    errors = [region["curves"][name]["worst"] for name in CURVES if region and name in region["curves"]]
    if not errors:
        return f"{said}."
    variance = percent(region["curves"]["variance"]["ninety"])
    return f"{said}: on random models like this one the error by as much as {percent(max(errors))}; of variances nine in ten were within {variance}."


def reads_low(model, prediction):
    """Whether walk theory's error tends to lie below the simulated one from depth LOW_FROM on: for several classes."""
    sparse = model.n_classes > 2 and model.known == 1 and model.mean_degree < FEW_NEIGHBOURS
    told = detectable(model) and model.edge_correlation > 0
    lowest, (low, high) = prediction.error_fixed[LOW_FROM:].min(initial=1), LOW_ERRORS
    return bool(sparse and told and low < lowest < high)


def low_words(model, prediction, simulated):
    """That in one sentence, for below the picture; empty elsewhere. simulated: whether there are dots."""
    if not reads_low(model, prediction):
        return several_words(model, prediction)
    counts = ": the dots are what counts" if simulated else ""
    return f"With several classes and fewer than {FEW_NEIGHBOURS} neighbours a node **walk theory tends to read low** from depth {LOW_FROM} on{counts}."


def several_mark(model, prediction):
    """What stands above curves of several classes where they are approximate; empty elsewhere."""
    if model.n_classes == 2:
        return ""
    few = f"**Fewer than {FEW_NODES} nodes: the lines are approximate.**" if model.n_nodes < FEW_NODES else ""
    return few or low_words(model, prediction, False)


def several_words(model, prediction):
    """Where the line of a fitted rule among several classes is approximate, as a sentence; empty elsewhere."""
    if model.n_classes == 2 or model.gap == 0 or model.mean_degree <= 0:
        return ""
    error, (low, high) = prediction.error_fitted[1:], TAIL
    tail = bool(((error > low) & (error < high)).any()) and moved_by_chance(model) > MOVED
    if not tail and corrected_by(model, min(error.size, DEEPEST)) <= CORRECTED:
        return ""
    size = number_of(model.n_nodes // model.n_classes, "node")
    return f"With {size} a class, class means lie where chance has put them: **the line of a rule fitted on the graph is approximate**."


def sentence(found, model):
    """How far the theory's errors were from simulated ones on models like this one. found: core.accuracy.walks.measured()."""
    if model.n_classes > 2:
        return "How far theory is from simulation was measured with two classes, not with several."
    region = region_of(found, model)
    known = [name for name in CURVES if region and name in region["curves"]]
    if not known:
        return f"How far theory is from simulation was measured for {_range(found)}, not on models like this one."
    half, most = (
        " and ".join(f"{percent(region['curves'][name][level])} with {CURVES[name]}" for name in known)
        for level in ("median", "ninety")
    )
    return (
        f"On random models like this one ({_range(region)}) theory was off from simulation by at most {half} in half of the cases, and by at most "
        f"{most} in nine of ten."
    )


def table(found):
    """The same for every region, as a Markdown table: median and nine in ten, with either threshold, and of the best linear found."""
    names = ("error_fixed", "error_fitted", "best_fixed", "best_fitted")
    head = "| nodes | mean degree | fixed threshold | fitted threshold | best linear, fixed | best linear, fitted |\n|---|---|---|---|---|---|\n"
    rows = (
        f"| {_span(region['n_nodes'])} | {_span(region['degrees'])} | "
        + " | ".join(_levels(region["curves"].get(name)) for name in names)
        + " |"
        for region in found["regions"]
        if region["curves"]
    )
    return head + "\n".join(rows)


def _levels(levels):
    return "not measured" if levels is None else f"{percent(levels['median'])} / {percent(levels['ninety'])}"


def _range(region):
    return f"{_span(region['n_nodes'])} nodes, mean degree {_span(region['degrees'])}"


def _span(ends):
    low, high = (readable(end) if end >= 1000 else f"{end:g}" for end in ends)
    return f"{low} to {high}"
