"""Links and labels as comma-separated text: source,target and node,label, with or without a first line of names."""

import csv
import io

import numpy as np

from core.files.parts import complain, decode, tidy
from core.real.graphs import RawGraph, shown

_LINK_HEADS = {"source", "target", "from", "to", "src", "dst", "node1", "node2", "id1", "id2", "u", "v"}
_LABEL_HEADS = {"node", "id", "name", "label", "class", "community", "group", "club", "value", "category", "y"}


def is_labels(file, content):
    """Whether a CSV file holds labels rather than links, by its name or its first line."""
    start = _first_line(content[:4000].decode("utf-8-sig", "replace"))
    heads = {cell.strip().strip('"').lower() for cell in start.replace(";", ",").replace("\t", ",").split(",")}
    return "label" in file.lower() or len(heads) > 1 and heads <= _LABEL_HEADS


def read_csv(links_file, links, labels_file, labels, limits, name):
    """RawGraph of two CSV files (bytes): links, and one label for every node that they name.

    A node without links stands on a line of its own, with an empty target.  ValueError that names the line or the node.
    """
    number, ends, extra = {}, [], False
    for line, cells in _rows(links_file, links, _LINK_HEADS):
        if len(cells) < 2 or not cells[0]:
            raise complain(links_file, line, "a link needs two columns: source,target")
        extra = extra or len(cells) > 2
        for node in cells[:2]:
            if node:
                number.setdefault(node, len(number))
        if cells[1]:
            ends.append((number[cells[0]], number[cells[1]]))
        if len(number) > limits.n_nodes:
            raise complain(links_file, line, f"more than {limits.n_nodes:,} nodes, which is the most that is read")
        if len(ends) > limits.n_edges:
            raise complain(links_file, line, f"more than {limits.n_edges:,} links, which is the most that is read")
    classes = {}
    for line, cells in _rows(labels_file, labels, _LABEL_HEADS):
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise complain(labels_file, line, "a label needs two columns: node,label")
        if cells[0] not in number:
            raise complain(
                labels_file, line, f"node {shown(cells[0])} has a label, but is not among the links of {links_file}"
            )
        if classes.setdefault(cells[0], tidy(cells[1])) != tidy(cells[1]):
            raise complain(labels_file, line, f"node {shown(cells[0])} has a second label")
    for node in number:
        if node not in classes:
            raise complain(labels_file, None, f"node {shown(node)} has no label")
    nodes = sorted(number, key=int) if all(_is_whole(node) for node in number) else list(number)
    place = np.empty(len(nodes), dtype=np.int64)
    place[[number[node] for node in nodes]] = np.arange(len(nodes))
    notes = ("Columns beyond source and target are not used.",) if extra else ()
    ends = place[np.array(ends, dtype=np.int64).reshape(-1, 2)]
    return RawGraph(name, tuple(nodes), ends, False, tuple(classes[node] for node in nodes), notes=notes)


def _first_line(text):
    """The first line that is neither blank nor a comment."""
    return next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")


def _is_whole(text):
    return text.isascii() and text.isdigit() and len(text) < 16


def _rows(file, content, heads):
    """Yield (line, cells) of each line that is not blank, a comment (#) or the names of the columns."""
    text = decode(file, content)
    start = _first_line(text)
    delimiter = next((mark for mark in ",;\t" if mark in start), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = True
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise complain(file, max(reader.line_num, 1), f"this is not comma-separated text ({error})") from None
        if cells is None:
            break
        cells = [cell.strip() for cell in cells]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if not (first and {cell.lower() for cell in cells[:2]} <= heads):
            yield reader.line_num, cells
        first = False
