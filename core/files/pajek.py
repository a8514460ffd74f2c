"""Pajek (Batagelj and Mrvar 1998): *Vertices, then *Arcs and *Edges by number; classes under *Partition, or in a .clu file."""

import re

from core.files.parts import complain
from core.files.table import Table
from core.files.text import decode
from core.number_of import number_of

_CELL = re.compile(r'"([^"]*)"|(\S+)')
_DIRECTED = {"arcs": True, "edges": False, "arcslist": True, "edgeslist": False, "matrix": True}
_OTHER = ("vector", "permutation", "cluster", "hierarchy")
# Pajek's own numbers for an unknown class.
_UNKNOWN = ("9999998", "9999999")


def read_pajek(file, content, limits):
    """Table of a .net or .paj file (bytes). ValueError that names the line of the first fault."""
    reader = _Reader(file, Table(file, limits), "network")
    reader.read(content)
    if not reader.table.number:
        raise complain(file, None, "no '*Vertices' with a number of nodes was found, so this is not Pajek")
    return reader.table


def read_partition(file, content, table):
    """Give the nodes of a Table the classes of a .clu file: one number a line, in the order of the nodes."""
    reader = _Reader(file, table, "partition")
    reader.section = "vertices"
    reader.read(content)
    if reader.place != len(table.number):
        found = number_of(reader.place, "class", "classes")
        raise complain(file, None, f"{found}, but the graph has {number_of(len(table.number), 'node')}")
    table.sole = reader.attribute


class _Reader:
    """Takes one line after another. kind: what *Vertices belongs to; section: what the last line with a star began."""

    def __init__(self, file, table, kind):
        self.file, self.table, self.kind = file, table, kind
        self.section, self.attribute, self.place = "", "partition", 0
        self.first = 0  # nodes of the first side, where a network has two

    def read(self, content):
        """Go through all lines."""
        for line, row in enumerate(decode(self.file, content).splitlines(), 1):
            row = row.strip()
            if row.startswith("*"):
                self.begin(row[1:].split(), line)
            elif row and row[0] != "%":
                self.take([quoted or bare for quoted, bare in _CELL.findall(row)], line)
        self.end()

    def begin(self, words, line):
        """A line with a star: a new section."""
        self.end()
        self.section, self.place = words[0].lower().partition(":")[0] if words else "", 0
        if self.section in ("network", "partition", *_OTHER):
            self.kind = self.section
            self.attribute = " ".join(words[1:]) or "partition"
        elif self.section == "vertices" and self.kind == "network":
            if self.table.number:
                raise complain(self.file, line, "a second network begins here, but a file holds one")
            n_nodes = self.whole(words[1:2], line)
            self.table.number_nodes(n_nodes, 1)
            if len(words) > 2:
                self.first = self.whole(words[2:], line)
                for node in range(n_nodes):
                    self.table.put(node, "side", "first" if node < self.first else "second")
        elif self.section in _DIRECTED:
            self.table.directed = self.table.directed or _DIRECTED[self.section]

    def end(self):
        """The end of a section: a matrix has to be whole."""
        rows = self.first or len(self.table.number)
        if self.section == "matrix" and self.place != rows:
            found = number_of(self.place, "row")
            raise complain(
                self.file, None, f"the matrix has {found}, but the network needs {rows:,}, so the file is cut off"
            )

    def whole(self, words, line):
        """A number of nodes."""
        if not words or not (words[0].isascii() and words[0].isdigit()) or len(words[0]) > 15:
            raise complain(self.file, line, "a whole number of nodes must follow '*Vertices'")
        return int(words[0])

    def take(self, cells, line):
        """A line without a star."""
        if self.section == "vertices" and self.kind == "partition":
            if self.place >= len(self.table.number):
                raise complain(self.file, line, f"more classes than the {len(self.table.number):,} nodes of the graph")
            self.table.put(self.place, self.attribute, "" if cells[0] in _UNKNOWN else cells[0])
            self.place += 1
        elif self.section == "vertices" and self.kind == "network":
            self.table.put(self.table.number[self.node(cells[0], line)], "label", cells[1] if len(cells) > 1 else "")
        elif self.section in ("arcs", "edges"):
            if len(cells) < 2:
                raise complain(self.file, line, "a link needs the numbers of two nodes")
            self.table.add_link(self.node(cells[0], line), self.node(cells[1], line), line)
        elif self.section in ("arcslist", "edgeslist"):
            for target in cells[1:]:
                self.table.add_link(self.node(cells[0], line), self.node(target, line), line)
        elif self.section == "matrix":
            self.place += 1
            columns = len(self.table.number) - self.first
            if len(cells) != columns:
                fault = f"a row of the matrix has {number_of(columns, 'number')}, this one has {len(cells):,}"
                raise complain(self.file, line, fault)
            # Of two sides, rows are the first and columns the second.
            for column, value in enumerate(cells, 1 + self.first):
                if value.strip("0.+-"):
                    self.table.add_link(self.node(str(self.place), line), self.node(str(column), line), line)

    def node(self, text, line):
        """The name of a node, which is its number."""
        name = text.lstrip("0")
        if name not in self.table.number:
            fault = f"a node's number from 1 to {len(self.table.number):,} is wanted, not '{text[:20]}'"
            raise complain(self.file, line, fault)
        return name
