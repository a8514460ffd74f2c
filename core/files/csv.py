"""Links and labels in tables: which table holds which, and which of its columns are the nodes, by name and by kind."""

import re

import numpy as np

from core.files.parts import complain, too_many_links
from core.files.rows import SAMPLE
from core.files.table import Table
from core.number_of import number_of
from core.real.columns import apart, plain_name
from core.real.graphs import shown

# A word in the name of the column where links begin, and the word that stands in its place where they end.
_WORDS = """source-target from-to src-dst src-dest src-tgt sender-receiver sender-recipient citing-cited follower-followee
    origin-destination start-end source-destination parent-child subject-object head-tail"""
_PAIRS = tuple(tuple(pair.split("-")) for pair in _WORDS.split())
# The same where a letter or figure makes the difference: u and v, id_1 and id_2.
_SHORT_PAIRS = ("12", "ab", "uv", "ij", "01")
_TIME = re.compile(r"date|time|year")
_NODE = re.compile(r"ids?|nodes?|nodeid|names?|vertex|vertices|user|userid|person|member|actor|character")
_INDEX = re.compile(r"|id|index|row|no|nr|edge_?id|unnamed.*", re.IGNORECASE)
_LINK_FILE = re.compile(r"edge|link|relation|ties|interaction|(?<![a-z])net", re.IGNORECASE)
_LABEL_FILE = re.compile(r"label|target|node|vert|class|attr|meta|communit|group|department|truth", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NOUGHT = re.compile(r"(\d+)\.0*", re.ASCII)


def names_columns(cells):
    """Whether words are such as head a table of links or of nodes, and hardly the names of two nodes."""
    ends = _named_ends(cells)
    return bool(_NODE.fullmatch(plain_name(cells[0]))) or ends is not None and len(plain_name(cells[ends[0]])) > 1


def likeness_to_links(rows):
    """How much a table looks like links (above 0) and how much like labels (below)."""
    named = bool(_named_ends(rows.heading))
    score = 4 * named + 2 * bool(_LINK_FILE.search(rows.file)) - 2 * bool(_LABEL_FILE.search(rows.file))
    first, second = (set(rows.column(place)[:SAMPLE]) - {""} for place in _link_columns(rows))
    unique, alike = len(first) == min(len(rows.cells), SAMPLE), bool(first & second)
    if rows.heading and not named and _NODE.fullmatch(plain_name(rows.heading[0])):
        score -= 3 * (unique or not alike)
    return score + alike - unique


def read_links(rows, limits):
    """Table of the links in some Rows. A row with an empty end is a node without links."""
    table = Table(rows.file, limits)
    source, target = _link_columns(rows)
    noughts = all(_NOUGHT.fullmatch(cell) or not cell for place in (source, target) for cell in rows.column(place))
    ends, number = [], table.number
    for line, cells in zip(rows.lines, rows.cells, strict=True):
        pair = [
            _without_nought(cells[place]) if noughts else cells[place]
            for place in (source, target)
            if place < len(cells)
        ]
        if len(pair) < 2 or not pair[0]:
            raise complain(rows.file, line, f"a link needs two columns, source and target; columns seen: {rows.seen}")
        for node in pair:
            if node and node not in number:
                table.find_node(node, line)
        if pair[1]:
            ends.append((number[pair[0]], number[pair[1]]))
            if len(ends) > limits.n_edges:
                raise too_many_links(rows.file, line, limits)
    table.take_ends(np.array(ends, dtype=np.int64).reshape(-1, 2))
    kinds = next((rows.column(place) for place, name in enumerate(rows.heading) if plain_name(name) == "type"), [])
    table.directed = any(kind.lower() == "directed" for kind in kinds)
    if rows.width > 2:
        unused = [shown(rows.name(place)) for place in range(rows.width) if place not in (source, target)]
        more = f" and {len(unused) - 4} more" if len(unused) > 4 else ""
        table.notes.append(f"Columns of the links that are not used: {', '.join(unused[:4])}{more}.")
    return table


def add_labels(table, rows):
    """Give the nodes of a Table the columns of some Rows; nodes that the table does not know yet have no links."""
    key = _key_column(table, rows)
    places = [place for place in range(rows.width) if place != key]
    cells, lines = rows.cells, rows.lines
    if key is None:
        # Nothing names the nodes, so the rows are in their order.
        first = 0 if "0" in table.number else 1
        cells = [
            (*row[: rows.width], *[""] * (rows.width - len(row)), str(place)) for place, row in enumerate(cells, first)
        ]
        key = rows.width
        table.notes.append(
            f"No column of {rows.file} names the nodes, so its rows are taken in their order, from node {first} on."
        )
    elif (
        not rows.heading
        and len(cells) > 1
        and _cell(cells[0], key) not in table.number
        and _cell(cells[1], key) in table.number
    ):
        # The first line names no node, so it names the columns.
        rows.heading, cells, lines = cells[0], cells[1:], lines[1:]
    names = {}
    for place in places:
        bare = len(places) == 1 and not rows.heading
        names[place] = apart("label" if bare else rows.name(place), {*table.attributes, *names.values()})
    given, known, repeated = {}, len(table.number), 0
    for line, row in zip(lines, cells, strict=True):
        node = _cell(row, key)
        if not node:
            raise complain(rows.file, line, f"the column {shown(rows.name(key))}, which holds the nodes, is empty here")
        node = node if node in table.number else _without_nought(node)
        if node in given:
            if len(places) == 1 and given[node] != row:
                raise complain(rows.file, line, f"node {shown(node)} has a second label")
            repeated += given[node] != row
            continue
        given[node], number = row, table.find_node(node, line)
        for place, name in names.items():
            table.put(number, name, _cell(row, place))
    added = len(table.number) - known
    if added:
        table.notes.append(f"Only in {rows.file}, and in no link: {number_of(added, 'node')}.")
    if repeated:
        table.notes.append(f"Rows of {rows.file} for a node that has one already, and not used: {repeated:,}.")
    if len(places) == 1:
        table.sole = names[places[0]]


def _named_ends(heading):
    """Places of the two columns that a heading names as the ends of links, or None."""
    plain = [plain_name(name) for name in heading]
    named = sorted((len(name), place, name) for place, name in enumerate(plain) if not _TIME.search(name))
    for first, second in _PAIRS:
        for _, place, name in named:
            if first in name and name.replace(first, second, 1) in plain:
                return place, plain.index(name.replace(first, second, 1))
    for first, second in _SHORT_PAIRS:
        for _, place, name in named:
            if name.endswith(first) and (len(name) == 1 or _NODE.fullmatch(name[:-1])) and name[:-1] + second in plain:
                return place, plain.index(name[:-1] + second)
    return None


def _link_columns(rows):
    """Places of the columns that hold the two ends of a link: by name, else the first two that speak of the same nodes."""
    found = _named_ends(rows.heading)
    if found or rows.width < 3 or not rows.heading:
        return found or (0, 1)
    values = [set(rows.column(place)[:2000]) - {""} for place in range(min(rows.width, 12))]
    if _INDEX.fullmatch(rows.heading[0].strip()) and len(values[0]) == min(len(rows.cells), 2000):
        values[0] = set()
    for second in range(len(values)):
        for first in range(second):
            shared = len(values[first] & values[second])
            if shared > 0.1 * min(len(values[first]), len(values[second])):
                return first, second
    return (0, 1) if values[0] else (1, 2)


def _key_column(table, rows):
    """Place of the column that names the nodes: its cells differ, and most of them are nodes of the links.

    None where no column does, and the nodes are numbered as the rows are.
    """
    score = {}
    for place in range(rows.width):
        cells = {cell for cell in rows.column(place) if cell}
        nodes = {cell if cell in table.number else _without_nought(cell) for cell in cells} & table.number.keys()
        share = max(len(nodes) / max(len(cells), 1), len(nodes) / len(table.number))
        score[place] = round(share * len(cells) / len(rows.cells), 2)
    best = max(score, key=lambda place: (score[place], bool(_NODE.fullmatch(plain_name(rows.name(place)))), -place))
    if score[best]:
        return best
    numbers = [int(node) for node in table.number if _WHOLE.fullmatch(node)]
    named = any(plain_name(name) in ("id", "node", "nodeid") for name in rows.heading)
    in_order = len(numbers) == len(table.number) and max(numbers) == len(rows.cells) - ("0" in table.number)
    if in_order and not named:
        return None
    some = ", ".join(map(shown, list(table.number)[:2]))
    fault = f"no column holds the nodes of the links, such as {some}; columns seen: {rows.seen}"
    raise complain(rows.file, None, fault)


def _without_nought(text):
    """1.0, as pandas writes it, as 1; other texts as they are."""
    whole = _NOUGHT.fullmatch(text)
    return whole.group(1) if whole else text


def _cell(row, place):
    return row[place] if place < len(row) else ""
