"""N nodes in C classes of one size: the nearest N that there is, and what is said where it is another."""

from core.model import MAX_NODES, divisible, step
from ui.link.complaints import code, named

__all__ = ["divisible", "not_divisible", "step"]


def not_divisible(key, asked, classes):
    """The sentence about an N that its number of classes does not divide. key: "n", or "a.n" of a pinned model."""
    unit = step(classes)
    return (
        f"{named(key)} is {code(asked)}, but with {classes} classes of one size it must be a multiple of {unit} from {unit} to "
        f"{MAX_NODES // unit * unit:,}: {code(divisible(asked, classes))} is used instead."
    )
