"""Text in columns, whatever stands between them: which mark that is, which lines are comments, whether the first is a heading."""

import csv
import io
import re
from dataclasses import dataclass

from core.files.parts import complain
from core.files.text import decode
from core.real.graphs import shown

SAMPLE = 200
MAX_CELLS = 1000
_MARKS = ("\t", ";", ",", "|")
_COMMENTS = ("#", "%", "//")
_BARE = re.compile(r'"([^"]*)"|(\S+)')
# What networkx writes behind a link.
_DATA = re.compile(r"\{[^{}]*\}\s*$")
_NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass
class Rows:
    """The rows of one file, with the line on which each ends. heading: names of the columns, or () if no line says them."""

    file: str
    heading: tuple[str, ...]
    cells: list[tuple[str, ...]]
    lines: list[int]

    def column(self, place):
        """The cells of a column, "" where a row is too short."""
        return [row[place] if place < len(row) else "" for row in self.cells]

    @property
    def width(self):
        """Number of columns that have a name, or that the first rows have."""
        return max((len(row) for row in (self.heading, *self.cells[:SAMPLE])), default=0)

    def name(self, place):
        """Name of a column, by its number (from 1) where it has none."""
        named = self.heading[place] if place < len(self.heading) else ""
        return named or f"column {place + 1}"

    @property
    def seen(self):
        """The columns in words."""
        names = [shown(self.name(place), 20) for place in range(self.width)]
        return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def read_rows(file, content, limits, names=lambda cells: False):
    """Rows of a text file (bytes). ValueError that names the line of the first fault, or of a row too many.

    names: whether the words of a first line are names of columns, asked where it could as well be a row like the others.
    """
    rows = Rows(file, (), [], [])
    most, known = max(limits.n_edges, limits.n_nodes) + 1, {}
    for line, cells in _split(file, decode(file, content)):
        if len(cells) > MAX_CELLS:
            raise complain(file, line, f"more than {MAX_CELLS:,} columns, which is the most that is read")
        # A cell that stands there often is kept once.
        rows.cells.append(tuple(known.setdefault(cell, cell) for cell in cells))
        rows.lines.append(line)
        if len(rows.cells) > most:
            raise complain(file, line, f"more than {most:,} rows, which is the most that is read")
    if not rows.cells:
        raise complain(file, None, "no row was found")
    if _is_heading(rows.cells, names):
        rows.heading = rows.cells.pop(0)
        rows.lines.pop(0)
    return rows


def is_number(text):
    """Whether a cell is a number, with a point or a comma."""
    return _NUMBER.fullmatch(text) is not None


def _split(file, text):
    """Yield (line, cells) of each row that is neither blank nor a comment."""
    mark, skipped = None, 0
    announced = re.match(r'"?sep=([,;|:\t ])"?[ \t]*\r?\n', text)
    if announced:
        mark, skipped, text = announced.group(1), 1, text[announced.end() :]
    sample = [row for row in text[:100_000].splitlines()[: SAMPLE + 1] if row.strip() and not row.startswith(_COMMENTS)]
    mark = mark or _mark(sample)
    cut = mark == " " and any(_DATA.search(row) for row in sample)
    if mark == " ":
        rows = enumerate(((_DATA.sub("", row) if cut else row) for row in text.splitlines()), 1)
        split = ((line, [quoted or bare for quoted, bare in _BARE.findall(row)]) for line, row in rows)
    else:
        split = _csv_rows(file, text, mark, skipped)
    first = True
    for line, cells in split:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        # Before the first row every such line is a comment; later a node may be called #this.
        if cells[0].startswith(_COMMENTS if first else ("# ", "% ")) or (cells[0] in ("#", "%") and mark == " "):
            continue
        first = False
        yield line + skipped, cells


def _csv_rows(file, text, mark, skipped):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            line = max(reader.line_num, 1) + skipped
            raise complain(file, line, f"this is not comma-separated text ({error})") from None
        if cells is None:
            return
        yield reader.line_num, cells


def _mark(sample):
    """The mark that stands in nearly every line, blanks if none does."""
    for mark in _MARKS:
        if sample and sum(mark in row for row in sample) >= 0.9 * len(sample):
            # Commas inside of what networkx writes behind a link, or in its decimals, part nothing.
            bare = [_DATA.sub("", row) for row in sample]
            if mark != "," or any(mark in row for row in bare):
                return mark
    if sample and sum(len(_BARE.findall(row)) > 1 for row in sample) >= 0.9 * len(sample):
        return " "
    return next((mark for mark in _MARKS if sample and mark in sample[0]), ",")


def _is_heading(cells, names):
    """Whether the first row names the columns: where it could be a row like the others, it is one."""
    first, others = cells[0], cells[1 : SAMPLE + 1]
    if not others:
        return False
    if not first[0] and all(row[0] for row in others):
        return True
    for place, cell in enumerate(first if not any(map(is_number, first)) else ()):
        column = [row[place] for row in others if place < len(row) and row[place]]
        if cell and column and not is_number(cell) and all(map(is_number, column)):
            return True
    later = {cell for row in others for cell in row[:2]}
    return names(first) and not later & set(first[:2])
