"""A line of a sweep's CSV file, read strictly: what cannot be read is named by line and column."""

import math
from dataclasses import dataclass, fields

from core.model import CSBM, require_all_known, require_equal_blocks, require_two_classes
from core.number_of import number_of
from core.streams import MAX_DRAWS
from core.walks import CURVES

KINDS = ("theory", "simulation")
DEEPEST = 10_000
_MODEL = tuple(field.name for field in fields(CSBM))
_ERRORS = tuple(name for name in CURVES if name.startswith("error"))
_SHOWN = 40


@dataclass(frozen=True)
class Row:
    """One method on one model at one depth: on one graph (its seed), or by theory (seed None). error: with a fixed threshold."""

    label: str
    kind: str
    model: CSBM
    seed: int | None
    depth: int
    error: float


def read_row(header, cells, number):
    """Row of the cells below a sweep's header; number: of the line. ValueError, one sentence with line, column, value and range."""
    if len(cells) != len(header):
        raise ValueError(f"Line {number} has {number_of(len(cells), 'column')}, but it must have {len(header)}.")
    text = dict(zip(header, cells, strict=True))
    try:
        return _read(text)
    except ValueError as problem:
        raise ValueError(f"Line {number} cannot be read: {problem}") from None


def _read(text):
    values = {name: _number(name, text[name]) for name in _MODEL if name in text}
    model = CSBM(**values)
    for require in (require_two_classes, require_equal_blocks, require_all_known):
        require(model, "a model on the map")
    _require("method", text["method"], text["method"].strip(), "the name of a method")
    _require("by", text["by"], text["by"] in KINDS, " or ".join(KINDS))
    theory = text["by"] == "theory"
    for name, low, high in (("seed", 0, 2**63), ("n_draws", 1, MAX_DRAWS)):
        if theory:
            _require(name, text[name], not text[name], "empty in a line by theory")
        else:
            _whole(name, text[name], low, high)
    depth = _whole("depth", text["depth"], 0, DEEPEST)
    for name in CURVES:
        if text[name] or name == "error_fixed":  # the others may have none
            value = _number(name, text[name])
            _require(name, text[name], name not in _ERRORS or 0 <= value <= 1, "a number from 0 to 1")
    label = text["method"] + (f" ({text['options']})" if text["options"] else "")
    seed = None if theory else int(text["seed"])
    return Row(label[:80], text["by"], model, seed, depth, float(text["error_fixed"]))


def _number(name, text):
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    _require(name, text, math.isfinite(value), "a number")
    return value


def _whole(name, text, low, high):
    """A whole number."""
    whole = text.isascii() and text.isdigit() and low <= int(text[:_SHOWN]) <= high
    _require(name, text, whole, f"a whole number from {low} to {high:,}")
    return int(text)


def _require(name, text, valid, wanted):
    if not valid:
        found = f"{text[:_SHOWN]!r}" if text else "empty"
        raise ValueError(f"{name} is {found}, but it must be {wanted}.")
