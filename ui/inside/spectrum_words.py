"""What the section on the spectrum says: pure functions from eigenvalues to sentences."""

import numpy as np

from core.inside.spectrum import bulk_edge
from core.propagation import METHODS, response
from core.walks import detection_strength
from ui.words.detection import class_eigenvalue, detection_words, eigenvalue_words
from ui.words.readings import amount, percent

# Cosines with the labels: from here on an eigenvector belongs to the classes, or is as good as the classes themselves.
CLEAR_OVERLAP, SAME_OVERLAP = 0.5, 0.9


def headline(found, mark, key, options):
    """One sentence: what the marked depth of a method keeps of the classes, of the rest, and of what all nodes share.

    found: core.inside.spectrum.Spectrum.
    """
    reach = found.bulk if belongs(found) else max(found.bulk, abs(found.class_value))
    noise = float(np.abs(_kept(key, np.linspace(-reach, reach, 101), mark, options)).max())
    if not belongs(found):
        return (
            "On this graph no single eigenvalue belongs to the classes: their direction is spread over many, so a filter that wipes out the noise "
            f"wipes out the classes too. At depth **{mark}** at most **{percent(noise)}** of any direction is left that is not shared by all nodes."
        )
    own, shared = (abs(float(_kept(key, value, mark, options)[0])) for value in (found.class_value, 1.0))
    return (
        f"A method keeps of each eigenvalue's direction its own share. At depth **{mark}** the direction of the classes keeps **{percent(own)}**, noise in "
        f"the bulk at most **{percent(noise)}**, and what all nodes share keeps **{percent(shared)}**."
    )


def frequency_words(found):
    """Whether the classes are a high or a low frequency of this graph; nothing where no eigenvalue belongs to them.

    The frequency of eigenvalue x is 1 - x, from 0 (equal over every link) to 2 (opposite over every link).
    """
    if not belongs(found) or abs(found.class_value) < 5e-5:
        return ""
    frequency = f"Here they have frequency 1 − x = **{1 - found.class_value:.2f}**, of 0 to 2"
    start = "**Do high frequencies encode the classes?**"
    if found.class_value > 0:
        return (
            f"{start} {frequency}: a **low** one, because links join equal classes more often, as for p > q. What a low-pass filter takes first is noise; the classes fade "
            "because they are not the very lowest, which all nodes share. With p < q they would be a high one."
        )
    return (
        f"{start} {frequency}: a **high** one, because links join unlike classes more often, as for p < q. A low-pass filter such as the lazy walk takes them before the noise in the "
        "middle; plain convolution keeps both ends, and the classes swap sides at every layer. With p > q they would be a low one."
    )


def belongs(found):
    """Whether one eigenvalue of this graph belongs to the classes."""
    return found.class_overlap >= CLEAR_OVERLAP


def _kept(key, values, depth, options):
    return response(key, values, depth, **options)[depth]


def words(model, found, key):
    """The list below the chart, in Markdown. key: of the method whose filter is drawn."""
    return "\n".join(
        (
            f"- {_classes(model, found)}",
            f"- **Expected**: {eigenvalue_words(model)} d λ² = {amount(detection_strength(model))}, {detection_words(model)}.",
            f"- {_gap(found)}",
            f"- {_bulk(model, found)}",
            f"- A **low-pass filter** keeps what varies slowly over links (x near 1). Plain convolution is xⁿ; it also keeps x near −1, where neighbours are "
            f"opposite.  \n:small[{METHODS[key].label}. {METHODS[key].touches} Source: {METHODS[key].source}.]",
            f"- Eigenvalues shown: {_route(model, found)} {_parts(found)}",
        )
    )


def _classes(model, found):
    """The eigenvalue of the classes as measured."""
    overlap, value = found.class_overlap, found.class_value
    if not belongs(found):
        near = (
            ", although walk theory expects one: too near the bulk, or too few nodes" if class_eigenvalue(model) else ""
        )
        return f"**The classes drown on this graph**: the eigenvector that follows the labels best has a cosine of only {overlap:.2f} with them{near}."
    if value > 1 - 1e-9:
        return "**The classes never mix**: no link joins them, so their direction has the eigenvalue 1, as what all nodes share."
    it = "it *is* the classes" if overlap >= SAME_OVERLAP else "it follows the classes"
    half = np.log(0.5) / np.log(abs(value)) if 0 < abs(value) < 1 else np.inf
    halves = (
        f" Every layer of plain convolution multiplies it by that much: its size halves every {half:.1f} layers."
        if half < 1e4
        else ""
    )
    return f"**The eigenvalue of the classes**: measured {_signed(value)}. Its direction has a cosine of {overlap:.2f} with the labels: {it}.{halves}"


def _gap(found):
    """The spectral gap, within the connected parts."""
    inner = [found.bulk] if found.class_value > 1 - 1e-9 else [found.bulk, abs(found.class_value)]
    gap = max(0.0, 1 - max(inner))
    size = (
        "so smoothing never ends"
        if gap < 1e-9
        else "small, so smoothing is slow"
        if gap < 0.1
        else "large, so all else is gone soon"
        if gap > 0.5
        else "neither small nor large"
    )
    within = "" if found.n_components == 1 else " within the connected parts"
    return (
        f"**Spectral gap**{within}, one less the largest eigenvalue in size that does not belong to a common value: {gap:.3f}, {size}. A graph with a larger "
        "gap smooths faster."
    )


def _bulk(model, found):
    """The bulk as measured, and as predicted where there is a prediction."""
    measured = f"all other eigenvalues lie within ±{found.bulk:.3f}"
    last = (
        " Denoising is the bulk being wiped out, mixing is the eigenvalue of the classes fading."
        if belongs(found) and abs(found.class_value) < 1 - 1e-9
        else ""
    )
    if model.mean_degree < 2:
        return f"**The bulk** is noise: {measured}. Below two neighbours a node there is no prediction for it.{last}"
    return (
        f"**The bulk** is noise: {measured}; predicted ±2√(d−1)/d = ±{bulk_edge(model.mean_degree):.3f} (exact on an infinite regular tree; approximate here, because degrees "
        f"vary).{last}"
    )


def _signed(value):
    return f"{value:.4f}".replace("-", "−")


def _route(model, found):
    if found.values is not None:
        return "all of them, exactly."
    return f"the outermost alone (Lanczos), because the graph has {model.n_nodes:,} nodes."


def _parts(found):
    if found.n_components == 1:
        return "The graph is connected: one eigenvalue is 1."
    return f"The graph has {found.n_components:,} connected parts, each with an eigenvalue 1."
