"""What the readers of graph files share: limits, and the sentence of a fault."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """Largest file in bytes, unpacked too, and largest graph in nodes and links (counted as written)."""

    n_bytes: int = 5_000_000
    n_nodes: int = 20_000
    n_edges: int = 500_000


def complain(file, line, fault):
    """The ValueError of a fault on a line (or in the file as a whole, line None), as one printable sentence."""
    place = file if line is None else f"{file}, line {line:,}"
    return ValueError("".join(c if c.isprintable() else " " for c in f"{place}: {fault}."))


def too_many_nodes(file, line, limits):
    """The complaint about a graph with too many nodes."""
    return complain(file, line, f"more than {limits.n_nodes:,} nodes, which is the most that is read")


def too_many_links(file, line, limits):
    """The complaint about a graph with too many links."""
    return complain(file, line, f"more than {limits.n_edges:,} links, which is the most that is read")


def free_name(file, taken):
    """A file's name, with a number before its ending where it is among those taken."""
    place, wanted, number = Path(file), file, 1
    while wanted in taken:
        number += 1
        wanted = f"{place.stem} ({number}){place.suffix}"
    return wanted
