"""What the readers of graph files share: limits, sentences, and a table of nodes and links that is filled line by line."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from core.real.graphs import MAX_CLASSES, RawGraph, shown

PREFERRED = ("class", "club", "community", "group", "category", "block", "value", "y", "type", "label")


@dataclass(frozen=True)
class Limits:
    """Largest file in bytes, and largest graph in nodes and links (counted as written)."""

    n_bytes: int = 5_000_000
    n_nodes: int = 20_000
    n_edges: int = 500_000


def complain(file, line, fault):
    """The ValueError of a fault on a line (or in the file as a whole, line None), as one sentence."""
    place = file if line is None else f"{file}, line {line:,}"
    return ValueError(f"{place}: {fault}.")


def decode(file, content):
    """The text of a file in UTF-8. ValueError that names the line where it is not text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise complain(file, line, "this is not text in UTF-8") from None
    if not text.strip():
        raise complain(file, None, "the file is empty")
    place = text.find("\0")
    if place >= 0:
        raise complain(file, text.count("\n", 0, place) + 1, "a zero byte stands here, so this is not a text file")
    return text


class Table:
    """Nodes with attributes, and links, as they are read; complains about the first one that does not fit."""

    def __init__(self, file, limits):
        self.file, self.limits = file, limits
        self.nodes: dict[str, dict[str, str]] = {}
        self.links: list[tuple[str, str, int]] = []

    def add_node(self, name, attributes, line):
        """Take a node with its attributes {name: text}."""
        if name is None:
            raise complain(self.file, line, "a node without an id")
        if name in self.nodes:
            raise complain(self.file, line, f"node {shown(name)} is given twice")
        self.nodes[name] = attributes
        if len(self.nodes) > self.limits.n_nodes:
            raise complain(self.file, line, f"more than {self.limits.n_nodes:,} nodes, which is the most that is read")

    def add_link(self, source, target, line):
        """Take a link between two nodes, which may be given later."""
        if source is None or target is None:
            raise complain(self.file, line, "a link needs a source and a target")
        self.links.append((source, target, line))
        if len(self.links) > self.limits.n_edges:
            raise complain(self.file, line, f"more than {self.limits.n_edges:,} links, which is the most that is read")

    def finish(self, name, directed):
        """The RawGraph, its classes from the node attribute that looks most like one."""
        number = {node: place for place, node in enumerate(self.nodes)}
        if not number:
            raise complain(self.file, None, "no node was found")
        ends = np.empty((len(self.links), 2), dtype=np.int64)
        for place, (source, target, line) in enumerate(self.links):
            for side, node in enumerate((source, target)):
                if node not in number:
                    raise complain(self.file, line, f"a link to node {shown(node)}, which is not among the nodes")
                ends[place, side] = number[node]
        attribute = self._class_attribute()
        classes = []
        for node, attributes in self.nodes.items():
            if attribute not in attributes:
                raise complain(
                    self.file, None, f"node {shown(node)} has no {shown(attribute)}, which is the class of other nodes"
                )
            classes.append(tidy(attributes[attribute]))
        note = f"The classes are the nodes' attribute {shown(attribute)}."
        return RawGraph(name, tuple(number), ends, directed, tuple(classes), notes=(note,))

    def _class_attribute(self):
        """Name of the attribute taken for the class: a usual name first, else the one with the fewest values."""
        values: dict[str, set[str]] = {}
        carriers: dict[str, int] = {}
        for attributes in self.nodes.values():
            for name, text in attributes.items():
                values.setdefault(name, set()).add(text)
                carriers[name] = carriers.get(name, 0) + 1
        few = {name: len(texts) for name, texts in values.items() if len(texts) <= MAX_CLASSES}
        for name in PREFERRED:
            # A name of its own at every node is a name, not a class.
            if name in few and not (name == "label" and few[name] == len(self.nodes)):
                return name
        full = [
            name for name, count in few.items() if carriers[name] == len(self.nodes) and 2 <= count < carriers[name]
        ]
        if full:
            return min(full, key=lambda name: (few[name], name))
        raise complain(
            self.file,
            None,
            "no labels: no node attribute takes between 2 and "
            f"{MAX_CLASSES} values that could be the classes, such as an attribute 'class' or 'value'",
        )


def tidy(text):
    """A class name as it is shown: printable, one line, at most 40 characters; different names stay different."""
    plain = "".join(c if c.isprintable() else " " for c in text).strip()
    if len(plain) > 40:
        return f"{plain[:20]}…{plain[-10:]} {crc32(text.encode('utf-8', 'replace')):08x}"
    return plain or "(empty)"
