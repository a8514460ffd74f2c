"""Matrix Market (Boisvert, Pozo and Remington 1996): the adjacency matrix of a graph, as coordinates or as a whole."""

import math

from core.files.parts import complain, too_many_links, too_many_nodes
from core.files.table import Table
from core.files.text import decode
from core.number_of import number_of

_FIELDS, _SYMMETRIES = (
    ("pattern", "real", "integer", "complex", "double"),
    ("general", "symmetric", "skew-symmetric", "hermitian"),
)


def read_matrix_market(file, content, limits):
    """Table of a .mtx file (bytes); an entry that is not 0 is a link. ValueError that names the line of the first fault."""
    rows = decode(file, content).splitlines()
    words = rows[0].lower().split()
    if len(words) != 5 or words[:2] != ["%%matrixmarket", "matrix"] or words[2] not in ("coordinate", "array"):
        fault = "the first line must be '%%MatrixMarket matrix coordinate', or array, with a field and a symmetry"
        raise complain(file, 1, fault)
    if words[3] not in _FIELDS or words[4] not in _SYMMETRIES:
        raise complain(
            file, 1, f"the field must be one of {', '.join(_FIELDS)}, the symmetry one of {', '.join(_SYMMETRIES)}"
        )
    lines = ((line, row.split()) for line, row in enumerate(rows[1:], 2) if row.strip() and row.lstrip()[0] != "%")
    line, size = next(lines, (len(rows), []))
    whole, n_sizes = words[2] == "array", 2 if words[2] == "array" else 3
    if len(size) < n_sizes or not all(text.isascii() and text.isdigit() and len(text) < 16 for text in size[:n_sizes]):
        raise complain(file, line, f"{n_sizes} whole numbers, the size of the matrix, must stand here")
    n_rows, n_columns = int(size[0]), int(size[1])
    if n_rows != n_columns:
        fault = f"the matrix has {number_of(n_rows, 'row')} and {number_of(n_columns, 'column')}, but that of a graph is square"
        raise complain(file, line, fault)
    if n_rows > limits.n_nodes:
        raise too_many_nodes(file, line, limits)
    if not whole and int(size[2]) > limits.n_edges:
        raise too_many_links(file, line, limits)
    table = Table(file, limits)
    table.number_nodes(n_rows, 1)
    table.directed = words[4] == "general"
    if whole:
        _take_whole(table, lines, n_rows, words[4])
    else:
        _take_entries(table, lines, int(size[2]), words[3])
    return table


def _take_entries(table, lines, n_entries, field):
    found, line = 0, None
    for line, cells in lines:
        found += 1
        if len(cells) < 2 or not all(cell.isascii() and cell.isdigit() for cell in cells[:2]):
            raise complain(table.file, line, "an entry needs a row and a column, counted from 1")
        source, target = (cell.lstrip("0") for cell in cells[:2])
        for node in (source, target):
            if node not in table.number:
                fault = f"row or column {node[:20] or 0}, but the matrix has 1 to {len(table.number):,}"
                raise complain(table.file, line, fault)
        if field == "pattern" or any(_number(table.file, line, cell) for cell in cells[2:4]):
            table.add_link(source, target, line)
    if found != n_entries:
        raise complain(table.file, line, f"{number_of(found, 'entry', 'entries')} found, but {n_entries:,} announced")


def _take_whole(table, lines, n_rows, symmetry):
    """Column after column; of a symmetric matrix the lower half, of a skew one without the diagonal."""
    places = (
        (row, column)
        for column in range(1, n_rows + 1)
        for row in range({"general": 1, "skew-symmetric": column + 1}.get(symmetry, column), n_rows + 1)
    )
    line = None
    for line, cells in lines:
        row, column = next(places, (None, None))
        if row is None:
            raise complain(table.file, line, "more entries than the matrix has")
        if any(_number(table.file, line, cell) for cell in cells[:2]):
            table.add_link(str(row), str(column), line)
    if next(places, None):
        raise complain(table.file, line, f"the file ends before the last entry of {n_rows:,} columns")


def _number(file, line, text):
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise complain(file, line, f"{text[:20]!r} is not a number")
    return number
