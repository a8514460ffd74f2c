"""Attributes of the nodes that could be their class: which of them can, which one is likely, what their values are called."""

import re
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from core.number_of import number_of

MAX_CLASSES = 30
MAX_COLUMNS = 40
NONE = "none"
# Names of a class, the likeliest first; a name is compared without case, blanks and punctuation.
_IN_ORDER = """
    class classes groundtruth gt labels nodelabels club community communities faction party ideology affiliation partition
    department dept block group groups modularityclass modclass cluster clusters category target type kind value y nodelabel label
"""
KNOWN = tuple(_IN_ORDER.split())
_LABEL = frozenset(("label", "labels", "nodelabel"))
_LOOSE = frozenset(("value", "type", "kind", "group", "target"))
_WORDS = frozenset((*KNOWN, "louvain", "leiden", "infomap", "modularity")) - _LABEL - _LOOSE - {"y", "gt"} | {"group"}
# Places, colours and sizes of a drawing, what others have counted, and names: on the menu perhaps, but never taken unasked.
_NEVER = re.compile(
    r"[xzrgbawhd]|size|(in|out|weighted)?degree|weight|width|height|radius|lat|lon|lng|latitude|longitude|pos[xy]?|pagerank|eccentricity"
    r"|triangles|clustering|id|nodeid|name|title|key|index|uri|url|image|shape|timestamp|date|isgroup|gid"
)
_NEVER_WORDS = frozenset(
    ("degree", "centrality", "pagerank", "coefficient", "latitude", "longitude", "betweenness", "closeness")
)
_MISSING = frozenset(("", "na", "n/a", "nan", "null", "<na>", "#n/a"))
_WHOLE = re.compile(r"([+-]?\d{1,300})(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,300}\.?\d{0,300}|\.\d{1,300})([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Column:
    """An attribute that could be the class.

    name: as shown, one of its kind in its graph.  values: its C values, in natural order.  codes: (N,) numbers into
    values, -1 where a node has none.  note: a sentence for who chose it, or empty.
    """

    name: str
    values: tuple[str, ...]
    codes: np.ndarray
    note: str = ""

    @property
    def texts(self):
        """The value of every node, None where it has none."""
        return tuple(self.values[code] if code >= 0 else None for code in self.codes)


@dataclass(frozen=True)
class Found:
    """What the attributes of a graph offer: columns, the likely one first; its name or ""; and a sentence on what was seen."""

    columns: tuple[Column, ...] = ()
    likely: str = ""
    seen: str = ""


def column(name, texts, note=""):
    """The Column of a text or None for every node; values that are the same number are one value."""
    given = {node: text for node, text in enumerate(texts) if text is not None}
    return _build(name, *_given(given, len(texts)), len(texts), note)


def find_columns(attributes, n_nodes, sole="", defaults=None):
    """Which attributes {name: {node number: text}} could be the class (Found).

    Left out are empty cells, NA, NaN, null, and -1 beside whole numbers from 0 on: such a node has no class.  An attribute
    can be the class with 2 to 30 values; with an unknown name not if most nodes have one of their own.  The likely one is
    the first of KNOWN that half the nodes have, then a name with such a word in it, then texts, then whole numbers.
    sole: name of an attribute that was given for its own sake, and is likely whatever it is called.
    defaults: {name: text} where a node says nothing.
    """
    defaults = defaults or {}
    # Beside an x a y is a place, alone it is what a classifier is to find.
    places = {"y"} if any(plain_name(name) == "x" for name in attributes) else set()
    ranked, seen = [], []
    for place, (name, entries) in enumerate(attributes.items()):
        given, rest = _given(entries, n_nodes, defaults.get(name))
        values, labelled = set(given.values()) | ({rest} - {None}), len(given) if rest is None else n_nodes
        seen.append((name, len(values)))
        rank = _rank(name, values, labelled, n_nodes, name == sole, places)
        if rank is not None:
            ranked.append((*rank, place, name))
    ranked.sort()
    columns, taken = [], {NONE}
    for *_, name in ranked[:MAX_COLUMNS]:
        given = _given(attributes[name], n_nodes, defaults.get(name))
        columns.append(_build(apart(tidy(name), taken), *given, n_nodes))
        taken.add(columns[-1].name)
    sure = bool(ranked) and ranked[0][1] <= (1 if ranked[0][0] else 3)
    return Found(tuple(columns), columns[0].name if sure else "", _seen_sentence(seen))


def plain_name(name):
    """A name without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", name).casefold()


def natural(text):
    """Sorting key: numbers by their value, then texts with the numbers in them by theirs (class 2 before class 10)."""
    if _NUMBER.fullmatch(text):
        return 0, float(text), (), text
    parts = re.split(r"(\d{1,300})", text.casefold())
    return 1, 0.0, tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts), text


def tidy(text):
    """Text as it is shown: printable, one line, at most 40 characters; who is shortened keeps a mark of its own."""
    plain = "".join(c if c.isprintable() else " " for c in text).strip()
    if len(plain) > 40:
        return f"{plain[:20]}…{plain[-10:]} {_mark(text)}"
    return plain or "(empty)"


def apart(name, taken):
    """A name that is not among those taken: this one, else with a number behind it."""
    wanted, number = name, 1
    while wanted in taken:
        number += 1
        wanted = f"{name} ({number})"
    return wanted


def _mark(text):
    return f"{crc32(text.encode('utf-8', 'replace')):08x}"


def _given(entries, n_nodes, default=None):
    """({node: text} without missing ones, text of all other nodes or None); the numbers 1 and 1.0 are written alike."""
    given = {node: value for node, text in entries.items() if (value := _value(text)) is not None}
    rest = _value(default) if default is not None and len(entries) < n_nodes else None
    others = set(given.values()) | ({rest} - {None})
    if "-1" in others and len(others) > 2 and all(text == "-1" or text.isascii() and text.isdigit() for text in others):
        given, rest = {node: text for node, text in given.items() if text != "-1"}, None if rest == "-1" else rest
    return given, rest


def _value(text):
    """A text as a value, None where it says that there is none."""
    if text == "None" or text.strip().casefold() in _MISSING:
        return None
    whole = _WHOLE.fullmatch(text)
    return whole.group(1) if whole else text


def _rank(name, values, labelled, n_nodes, sole, places):
    """(few nodes have it, tier 0 to 4, place among KNOWN), smallest first; None where it cannot be the class."""
    if not 2 <= len(values) <= MAX_CLASSES:
        return None
    plain, words = plain_name(name), set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()))
    few, known = 2 * labelled < n_nodes, KNOWN.index(plain) if plain in KNOWN else None
    crowded = len(values) < labelled and (len(values) == 2 or 2 * len(values) <= labelled)
    # Numbers that are classes follow each other; counts and sizes do not.
    counts = all(map(_NUMBER.fullmatch, values)) and max(map(float, values)) - min(map(float, values)) >= 2 * len(
        values
    )
    if sole and (crowded or known is not None and plain not in _LABEL):
        return few, 0, -1
    if (
        known is not None
        and plain not in places
        and (crowded or plain not in _LABEL)
        and not (counts and plain in _LOOSE)
    ):
        return few, 0, known
    if not crowded:
        return None
    if plain in places or counts or _NEVER.fullmatch(plain) or words & _NEVER_WORDS:
        return few, 4, 0
    if words & _WORDS:
        return few, 1, 0
    if any(not _NUMBER.fullmatch(value) for value in values):
        return few, 2, 0
    return few, 3 if all(map(_WHOLE.fullmatch, values)) else 4, 0


def _build(name, given, rest, n_nodes, note=""):
    shown = _names(set(given.values()) | ({rest} - {None}))
    values = sorted(shown, key=natural)
    number = {text: place for place, text in enumerate(values)}
    codes = np.full(n_nodes, number.get(rest, -1), dtype=np.int32)
    if given:
        codes[list(given)] = [number[text] for text in given.values()]
    return Column(name, tuple(shown[text] for text in values), codes, note)


def _names(texts):
    """What each of some different texts is called: names that would look alike keep a mark of their own."""
    names, taken = {}, set()
    for text in sorted(texts, key=lambda text: (tidy(text) != text, text)):
        name = tidy(text)
        names[text] = f"{name} {_mark(text)}" if name in taken else name
        taken.add(name)
    return names


def _seen_sentence(seen):
    """Which attributes there are, with their numbers of values."""
    if not seen:
        return "The nodes have no attributes."
    few = ", ".join(f"'{tidy(name)}' ({number_of(count, 'value')})" for name, count in seen[:4])
    more = f" and {len(seen) - 4:,} more" if len(seen) > 4 else ""
    return f"No attribute is taken for the nodes' class, which has 2 to {MAX_CLASSES} values: {few}{more}."
