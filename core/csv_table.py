"""A table as CSV: every number in full, empty where there is none, and no text that a spreadsheet would run."""

import csv
import math
from numbers import Integral

_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def write(stream, head, rows):
    """Write a line of headings and rows of numbers and texts to a text stream."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(cell, head))
    writer.writerows(map(cell, row) for row in rows)


def cell(value):
    """A cell's text: a number in the shortest form that reads back the same, or nothing; words as they are.

    Words that a spreadsheet would take for a formula get the mark ' in front, which says that they are words.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) and not _is_number(value) else value
    if isinstance(value, Integral):
        return str(int(value))
    return repr(float(value)) if math.isfinite(value) else ""


def _is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
