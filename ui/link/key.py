"""One key of the link: its kind and range, the nearest valid value, the shortest text of a value."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

SMALLEST = 1e-100


@dataclass(frozen=True)
class Key:
    """One key of the link: its kind ("number", "whole", "even", "choice", "set" or "text"), default, range, and what it stands for.

    A text is a name that others gave; high: its largest number of characters.
    optional: it may be absent, which is the value None; `default` then replaces only what cannot be read.
    silent: no link has it at its default, which can therefore never change.
    """

    name: str
    kind: str
    default: int | float | str | tuple[str, ...]
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    meaning: str = ""
    page: str = ""  # the page whose own choice it is; empty for what every page shares
    optional: bool = False
    silent: bool = False

    @property
    def range_text(self):
        """The valid values in words."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "set":
            return "some of " + ", ".join(self.choices) + ", with commas"
        if self.kind == "text":
            return f"a text of at most {self.high} printable characters"
        noun = {"number": "a number", "whole": "a whole number", "even": "an even whole number"}[self.kind]
        return f"{noun} from {_grouped(self.low)} to {_grouped(self.high)}"

    def valid(self, number):
        """The nearest valid value to a number that is not NaN; an infinite one gives the end of the range."""
        number = min(max(number, self.low), self.high)
        if self.kind == "whole":
            return round(number)
        if self.kind == "even":
            return 2 * math.ceil(number / 2 - 0.5)
        # So small that it is as good as none, and squares of it would lose their digits; -0.0 too.
        return float(number) if abs(number) >= SMALLEST else 0.0

    def plain(self, text):
        """A text as it may stand in a link: printable, and not longer than allowed."""
        return "".join(character for character in text if character.isprintable())[: self.high]

    def taken(self, value):
        """The value, where it is one of this key's; None for whatever else a browser may send."""
        if self.kind == "choice":
            return value if isinstance(value, str) and value in self.choices else None
        if self.kind == "set":
            whole = isinstance(value, list | tuple) and all(name in self.choices for name in value)
            return tuple(name for name in self.choices if name in value) if whole else None
        if self.kind == "text":
            return value if isinstance(value, str) and self.plain(value) == value else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            return None
        used = self.valid(value)
        return used if used == value or self.kind == "number" else None

    def text(self, value):
        """The shortest text that reads back as exactly this value; empty for an optional key that is absent."""
        if value is None:
            return ""
        if self.kind == "number":
            return shortest(value)
        return ",".join(value) if self.kind == "set" else str(value)


@lru_cache(maxsize=1024)  # the stops of the sliders are written anew in every run
def shortest(number):
    """The shortest decimal text of a float that reads back the same: 2 for 2.0, 1e-5 for 1e-05."""
    return re.sub(r"e([+-])0*", r"e\1", re.sub(r"\.0$", "", repr(float(number))))


def _grouped(number):
    return f"{number:,}" if isinstance(number, int) else shortest(number)
