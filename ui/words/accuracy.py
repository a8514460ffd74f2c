"""How good the walk theory is, from its stored measurement: a table by region, and a sentence for the model at hand."""

from core.accuracy.walks import region_of
from ui.words.readings import percent, readable

FEW_NODES = 100
CURVES = {"error_fixed": "a fixed threshold", "error_fitted": "a fitted one"}


def mark(found, model):
    """The sentence under curves of a graph with few nodes, marked as one; empty for larger graphs."""
    if model.n_nodes >= FEW_NODES:
        return ""
    return f"**Fewer than {FEW_NODES} nodes: the lines are approximate.** {sentence(found, model)}"


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
        f"On random models like this one ({_range(region)}) half of theory's errors lay within {half} of the simulated ones, nine in "
        f"ten within {most}."
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
