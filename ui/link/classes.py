"""N nodes in C classes of one size: the nearest N that there is, and what is said where it is another."""

from core.model import MAX_NODES, divisible, step
from ui.link.complaints import code, named


def multiple(classes):
    """What N must be a multiple of, and why where it is more than the number of classes."""
    unit = step(classes)
    return f"a multiple of {unit}" + (", for N is even too," if unit != classes else "")


def not_divisible(key, asked, classes):
    """The sentence about an N that its number of classes does not divide. key: "n", or "a.n" of a pinned model."""
    unit = step(classes)
    return (
        f"{named(key)} is {code(asked)}, but with {classes} classes of one size it must be {multiple(classes)} from {unit} to "
        f"{MAX_NODES // unit * unit:,}: {code(divisible(asked, classes))} is used instead."
    )
