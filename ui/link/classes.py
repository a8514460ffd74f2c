"""N nodes in C classes of one size: the nearest N that there is, and what is said where it is another."""

from math import lcm

from core.model import MAX_NODES
from ui.link.complaints import code, named


def step(classes):
    """N is a multiple of this: of the number of classes, and even as in every link."""
    return lcm(2, classes)


def divisible(n, classes):
    """The nearest number of nodes to n, up to MAX_NODES, that gives each of the classes as many."""
    unit = step(classes)
    return min(max(1, round(n / unit)), MAX_NODES // unit) * unit


def not_divisible(key, asked, classes):
    """The sentence about an N that its number of classes does not divide. key: "n", or "a.n" of a pinned model."""
    unit = step(classes)
    return (
        f"{named(key)} is {code(asked)}, but with {classes} classes of one size it must be a multiple of {unit} from {unit} to "
        f"{MAX_NODES // unit * unit:,}: {code(divisible(asked, classes))} is used instead."
    )
