"""What is shown of a trained network, made step by step. Knows no screen, so that a process beside the app can make it."""

from dataclasses import dataclass

from core.layers import sentence, verdict
from core.layers.measure import Measures, steps
from core.layers.read import read
from core.layers.samples import sample
from core.layers.sentence import notes
from ui.settings import SETTINGS


@dataclass(frozen=True)
class Report:
    """What is shown of a network: on which graph, its Measures, the verdict in words, what else must be known, the best probe's layer."""

    graph: str
    measures: Measures
    words: str
    notes: tuple[str, ...]
    best: int


def measured(source):
    """A job: (done, total, None) while it is measured, at last its Report. source: depth of a sample, or bytes of a file."""
    yield 0, 1, None
    own = not isinstance(source, int)
    network = read(source, "layers.npz", max_nodes=SETTINGS.max_upload_nodes) if own else sample(source)
    for done, total, found in steps(network):
        yield done, total, None if found is None else report(network, found, own)


def of_sample(depth):
    """The Report of a sample of core.layers.samples."""
    *_, (_, _, found) = measured(depth)
    return found


def report(network, found, own):
    """The Report of a network and its Measures. own: whether a visitor brought it."""
    said = verdict(network, found)
    return Report(_graph(network, own), found, sentence(network, found, said), tuple(notes(network, found)), said.best)


def _graph(network, own):
    """Which graph the network was trained on, the end of a line; the rest of the page is about another one."""
    nodes = f"N = {network.n_nodes:,}"
    return (
        f"the one in your file ({nodes}), not the real graph below."
        if own
        else f"sampled from the default model ({nodes}), not the real graph below."
    )
