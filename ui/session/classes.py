"""The number of classes moves, N follows to the nearest that it divides: what happened to it is said."""

from core.model import divisible, step
from core.number_of import number_of
from ui.session import state

ROUNDED = "rounded_n"  # (N before, N since, classes)


def follow():
    """From a callback of the number of classes: N as it stands may not be a multiple of it."""
    now, before = state.values(), state.kept("drawn_n")
    n = divisible(before or now["n"], now["c"])
    state.put(n=n)
    state.keep(ROUNDED, (before, n, now["c"]) if before not in (None, n) else None)


def words(model, rounded=None):
    """The line below the control: how large a class is, and what became of N. rounded: as kept by `follow`."""
    size = model.n_nodes // model.n_classes
    said = f"{model.n_classes} classes of {number_of(size, 'node')}."
    if rounded and rounded[1:] == (model.n_nodes, model.n_classes):
        said += f" N was {rounded[0]:,} and is now {model.n_nodes:,}, the nearest multiple of {step(model.n_classes)}."
    return said
