"""A link's query as plain data, schema v1: what the keys are, how to read one kindly, how to write one in full."""

import math
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from core.growth_law import REGIMES
from core.model import MAX_NODES
from core.plane import PAIRS
from core.propagation import METHODS
from ui.lesson_names import DEFAULT as LESSON
from ui.lesson_names import MAX_SCENES
from ui.lesson_names import NAMES as LESSONS
from ui.settings import SETTINGS

VERSION = 1
MAX_SEED = 2**31 - 1
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_IGNORED = re.compile(r"embed|embed_options|utm_.*|fbclid|gclid", re.IGNORECASE | re.DOTALL)
_SHOWN_CHARACTERS = 30
_SHOWN_UNKNOWN_KEYS = 4
REMEDIES = tuple(key for key in METHODS if key != "convolution")
RIVAL_CHOICES = ("residual", "residual_best", "lazy", "self_loops", "best")
STRENGTHS = {}
for _method in METHODS.values():
    for _name, _option in _method.options.items():
        STRENGTHS.setdefault(_name, _option)


@dataclass(frozen=True)
class Key:
    """One key of the link: its kind ("number", "whole", "even", "choice" or "set"), default, range, and what it stands for."""

    name: str
    kind: str
    default: int | float | str | tuple[str, ...]
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    meaning: str = ""

    @property
    def range_text(self):
        """The valid values in words."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "set":
            return "some of " + ", ".join(self.choices) + ", with commas"
        noun = {"number": "a number", "whole": "a whole number", "even": "an even whole number"}[self.kind]
        return f"{noun} from {_grouped(self.low)} to {_grouped(self.high)}"

    def valid(self, number):
        """The nearest valid value to a number that is not NaN; an infinite one gives the end of the range."""
        number = min(max(number, self.low), self.high)
        if self.kind == "whole":
            return round(number)
        if self.kind == "even":
            return 2 * math.ceil(number / 2 - 0.5)
        return float(number) + 0.0  # + 0.0 turns -0.0 into 0.0

    def text(self, value):
        """The shortest text that reads back as exactly this value."""
        if self.kind == "number":
            return shortest(value)
        return ",".join(value) if self.kind == "set" else str(value)


KEYS = {
    key.name: key
    for key in (
        Key("v", "whole", VERSION, VERSION, VERSION, meaning="version of the link"),
        Key("n", "even", 2000, 2, MAX_NODES, meaning="N, number of nodes"),
        Key("p", "number", 0.0114, 0, 1, meaning="probability of a link inside a class"),
        Key("q", "number", 0.0038, 0, 1, meaning="probability of a link across the classes"),
        Key("m1", "number", -1.0, -5, 5, meaning="mu1, mean feature of class 1"),
        Key("m2", "number", 1.0, -5, 5, meaning="mu2, mean feature of class 2"),
        Key("s", "number", 1.0, 0.05, 5, meaning="sigma, standard deviation of a feature"),
        Key("seed", "whole", 0, 0, MAX_SEED, meaning="which random graph is drawn"),
        Key("depth", "whole", min(2, SETTINGS.max_depth), 0, SETTINGS.max_depth, meaning="depth that is marked"),
        Key("dmax", "whole", min(20, SETTINGS.max_depth), 1, SETTINGS.max_depth, meaning="largest depth that is drawn"),
        Key("reading", "choice", "fixed", choices=("paper", "fixed", "fitted"), meaning="which error is drawn"),
        Key("axis", "choice", "log", choices=("log", "linear"), meaning="axis of the error"),
        Key("zoom", "choice", "follow", choices=("follow", "fixed"), meaning="axis of the features"),
        Key("method", "set", ("residual",), choices=REMEDIES, meaning="remedies that are compared"),
        *(
            Key(
                name,
                "whole" if option.whole else "number",
                option.default,
                option.low,
                option.high,
                meaning=option.meaning,
            )
            for name, option in STRENGTHS.items()
        ),
        Key("part", "choice", "map", choices=("map", "growth", "wins"), meaning="part of the map page"),
        Key("map", "choice", "dl", choices=PAIRS, meaning="axes of the map"),
        Key("shown", "choice", "depth", choices=("depth", "error", "back"), meaning="what the map shows"),
        Key("cut", "choice", "row", choices=("row", "column"), meaning="cross-section of the map"),
        Key("regime", "choice", "degree", choices=REGIMES, meaning="what stays the same while N grows"),
        Key("rival", "choice", "residual", choices=RIVAL_CHOICES, meaning="what is set against plain convolution"),
        Key("lesson", "choice", LESSON, choices=LESSONS, meaning="which lesson"),
        Key("step", "whole", 0, 0, MAX_SCENES, meaning="scene of the lesson, 0 before its beginning"),
    )
}
MAP_KEYS = ("part", "map", "shown", "cut", "regime", "rival")
PAGE_KEYS = ("method", *STRENGTHS, *MAP_KEYS, "lesson", "step")
MODEL_KEYS = ("n", "p", "q", "m1", "m2", "s")
VIEW_KEYS = ("depth", "reading", "axis", "zoom")
DEFAULTS = {name: key.default for name, key in KEYS.items()}


def read(query):
    """Return (values, notices) of a query {key: [text, ...]}: a valid value for every key, and what had to be changed.

    A number out of range gives the nearest valid one, anything else that cannot be read gives the default.
    Each notice is one sentence of Markdown that names the field, the value (as code, so that nothing in it is
    formatted), the range, and what is used instead.
    """
    values, notices = dict(DEFAULTS), []
    for name, key in KEYS.items():
        texts = query.get(name, [])
        if texts:
            values[name], complaint = _read_one(key, texts[0])
            if len(texts) > 1:
                notices.append(f"{_named(key)} is given {len(texts)} times: {_code(key.text(values[name]))} is used.")
            elif complaint:
                notices.append(complaint)
    if values["depth"] > values["dmax"]:
        if "depth" in query:
            notices.append(
                f"{_named(KEYS['depth'])} is {_code(values['depth'])}, but it cannot exceed dmax = "
                f"{values['dmax']}: {_code(values['dmax'])} is used instead."
            )
        values["depth"] = values["dmax"]
    unknown = [name for name in query if name not in KEYS and not _IGNORED.fullmatch(name)]
    if unknown:
        notices.append(_unknown_sentence(unknown))
    return values, notices


def write(values):
    """The full query of these values, every key written out, so that a later change of defaults changes no link."""
    return urlencode(texts(DEFAULTS | values, KEYS))


def texts(values, names):
    """The shortest exact texts of these keys."""
    return {name: KEYS[name].text(values[name]) for name in names}


def changed(values):
    """The texts of the values that differ from their defaults: what the address bar shows."""
    return texts(values, [name for name, value in values.items() if value != DEFAULTS[name]])


def complaint(key, asked, used):
    """The sentence that says what was asked for, what is allowed, and what is used instead."""
    return f"{_named(key)} is {_code(asked)}, but it must be {key.range_text}: {_code(key.text(used))} is used instead."


def _read_one(key, text):
    """Return (value, complaint) of one text; the complaint is empty when the text is valid as it stands."""
    if key.kind == "choice":
        if text in key.choices:
            return text, ""
        return key.default, complaint(key, text, key.default)
    if key.kind == "set":
        named = [name for name in text.split(",") if name]
        value = tuple(name for name in key.choices if name in named)
        return value, "" if set(named) == set(value) else complaint(key, text, value)
    if not _NUMBER.fullmatch(text):
        return key.default, complaint(key, text, key.default)
    number = float(text)
    value = key.valid(number)
    if key.name == "v" and number != VERSION:
        return (
            value,
            f"The link is of version {_code(text)}, but this app reads version {VERSION}: some of it may be lost.",
        )
    return value, "" if value == number else complaint(key, text, value)


def _unknown_sentence(names):
    shown = ", ".join(_code(name) for name in names[:_SHOWN_UNKNOWN_KEYS])
    if len(names) > _SHOWN_UNKNOWN_KEYS:
        shown += f" and {len(names) - _SHOWN_UNKNOWN_KEYS} more"
    return f"Unknown in the link, and ignored: {shown}."


def _named(key):
    return f"**{key.name}** ({key.meaning})"


def _code(text):
    """Untrusted text as inline code, in which Markdown formats nothing: one line, shortened, without backticks."""
    plain = "".join(c if c.isprintable() else " " for c in str(text)[: _SHOWN_CHARACTERS + 1]).replace("`", "'").strip()
    if len(str(text)) > _SHOWN_CHARACTERS:
        plain = plain[:_SHOWN_CHARACTERS] + "…"
    return f"`{plain}`" if plain else "empty"


def shortest(number):
    """The shortest decimal text of a float that reads back the same: 2 for 2.0, 1e-5 for 1e-05."""
    return re.sub(r"e([+-])0*", r"e\1", re.sub(r"\.0$", "", repr(float(number))))


def _grouped(number):
    return f"{number:,}" if isinstance(number, int) else shortest(number)
