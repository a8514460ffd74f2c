"""A graph as it is read, node by node and link by link, until it is a RawGraph."""

import re

import numpy as np

from core.files.parts import complain, too_many_links, too_many_nodes
from core.real.columns import find_columns
from core.real.graphs import RawGraph, shown

_WHOLE = re.compile(r"\d{1,15}", re.ASCII)


class Table:
    """Nodes with attributes, and links; complains about the first one that does not fit.

    number: {name of a node: its number}.  attributes: {name: {number: text}}.  defaults: {name: text} of a node that says
    nothing.  sole: name of an attribute that came for its own sake.  features, split: as in RawGraph, by number.
    open: whether a link may name a node that is not given, as networkx reads GraphML, GEXF and JSON.
    """

    def __init__(self, file, limits):
        self.file, self.limits = file, limits
        self.number: dict[str, int] = {}
        self.attributes: dict[str, dict[int, str]] = {}
        self.defaults: dict[str, str] = {}
        self.links: list[tuple[str, str, int | None]] = []
        self.ends = None
        self.directed, self.sole, self.open = False, "", False
        self.features = self.split = None
        self.notes: list[str] = []

    def add_node(self, name, line):
        """Take a node and return its number."""
        if name is None:
            raise complain(self.file, line, "a node without an id")
        if name in self.number:
            raise complain(self.file, line, f"node {shown(name)} is given twice")
        return self.find_node(name, line)

    def find_node(self, name, line):
        """The number of a node, which is new if it was not given before."""
        number = self.number.setdefault(name, len(self.number))
        if number >= self.limits.n_nodes:
            raise too_many_nodes(self.file, line, self.limits)
        return number

    def number_nodes(self, n_nodes, first=0):
        """Take nodes that have numbers for names."""
        if n_nodes > self.limits.n_nodes:
            raise too_many_nodes(self.file, None, self.limits)
        self.number = {str(number + first): number for number in range(n_nodes)}

    def put(self, number, attribute, text):
        """Note an attribute of a node."""
        self.attributes.setdefault(attribute, {})[number] = text

    def add_link(self, source, target, line):
        """Take a link between two nodes, which may be given later."""
        if source is None or target is None:
            raise complain(self.file, line, "a link needs a source and a target")
        self.links.append((source, target, line))
        if len(self.links) > self.limits.n_edges:
            raise too_many_links(self.file, line, self.limits)

    def take_ends(self, ends):
        """Take links as numbers of nodes, (m, 2), all at once."""
        if len(ends) > self.limits.n_edges:
            raise too_many_links(self.file, None, self.limits)
        if len(ends) and not (ends.min() >= 0 and ends.max() < len(self.number)):
            bad = int(ends.min() if ends.min() < 0 else ends.max())
            raise complain(
                self.file, None, f"a link to node {bad}, but nodes are numbered 0 to {len(self.number) - 1:,}"
            )
        self.ends = ends

    def finish(self, name):
        """The RawGraph. Nodes whose names are all whole numbers come in their order."""
        ends = self._ends()
        if not self.number:
            raise complain(self.file, None, "no node was found")
        found = find_columns(self.attributes, len(self.number), self.sole, self.defaults)
        raw = RawGraph(
            name,
            tuple(self.number),
            ends,
            self.directed,
            found.columns,
            found.likely,
            self.features,
            self.split,
            tuple(self.notes),
            found.seen,
        )
        in_order = self.features is not None or not all(map(_WHOLE.fullmatch, raw.nodes))
        return raw if in_order else raw.reordered(np.argsort([int(node) for node in raw.nodes], kind="stable"))

    def _ends(self):
        if self.ends is not None:
            return self.ends
        ends, given = np.empty((len(self.links), 2), dtype=np.int64), len(self.number)
        for place, (source, target, line) in enumerate(self.links):
            for side, node in enumerate((source, target)):
                if node not in self.number and not self.open:
                    raise complain(self.file, line, f"a link to node {shown(node)}, which is not among the nodes")
                ends[place, side] = self.find_node(node, line)
        if len(self.number) > given:
            self.notes.append(f"Nodes that links name and no list of nodes does: {len(self.number) - given:,}.")
        return ends
