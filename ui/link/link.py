"""A link's query as plain data, schema v1: what the keys are, how to read one kindly, how to write one in full."""

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from core.files.graph_files import find_graphs
from core.inside.lattices import ARRANGEMENTS
from core.maps.growth_law import REGIMES
from core.maps.plane import PAIRS
from core.methods.operators import with_isolated_loops
from core.model import MAX_NODES
from core.moments.row_norms import WALKS
from core.propagation import METHODS
from core.real.graphs import BUILT_IN, MAX_CLASSES
from core.thresholds import RULES
from core.training.networks import NETWORKS
from ui.link.lesson_names import DEFAULT as LESSON
from ui.link.lesson_names import MAX_SCENES
from ui.link.lesson_names import NAMES as LESSONS
from ui.settings import SETTINGS

VERSION = 1
SMALLEST = 1e-100
LONGEST = 600
MAX_SEED = 2**31 - 1
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_IGNORED = re.compile(r"embed|embed_options|utm_.*|fbclid|gclid", re.IGNORECASE | re.DOTALL)
_SHOWN_CHARACTERS = 30
_SHOWN_UNKNOWN_KEYS = 4
LOCKABLE = {
    "graph": ("n", "p", "q"),
    "features": ("m1", "m2", "s"),
    "chance": ("dmax", "seed"),
    "presets": ("preset",),
}
REMEDIES = tuple(key for key in METHODS if key != "convolution")
GRAPHS = (*BUILT_IN, *find_graphs(SETTINGS.data))
INSIDE_PARTS = ("growth", "lattices", "spectrum", "monitors", "readout", "density", "minority")
# Polynomials of P itself: methods whose weights add no loops to the links and that leave the stationary part alone.
FILTERS = tuple(
    key
    for key, method in METHODS.items()
    if method.polynomial and method.weights is with_isolated_loops and not (method.corrected or method.combines_depths)
)
RIVAL_CHOICES = ("residual", "residual_best", "lazy", "self_loops", "best")
STRENGTHS = {}
for _method in METHODS.values():
    for _name, _option in _method.options.items():
        STRENGTHS.setdefault(_name, _option)


@dataclass(frozen=True)
class Key:
    """One key of the link: its kind ("number", "whole", "even", "choice" or "set"), default, range, and what it stands for.

    optional: it may be absent, which is the value None; `default` then replaces only what cannot be read.
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
        # So small that it is as good as none, and squares of it would lose their digits; -0.0 too.
        return float(number) if abs(number) >= SMALLEST else 0.0

    def text(self, value):
        """The shortest text that reads back as exactly this value; empty for an optional key that is absent."""
        if value is None:
            return ""
        if self.kind == "number":
            return shortest(value)
        return ",".join(value) if self.kind == "set" else str(value)


def _choice(page, name, default, choices, meaning):
    """A key of one page, whose value is one of a few texts."""
    return Key(name, "choice", default, choices=tuple(choices), meaning=meaning, page=page)


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
        Key("method", "set", ("residual",), choices=REMEDIES, meaning="remedies that are compared", page="remedies"),
        *(
            Key(
                name,
                "whole" if option.whole else "number",
                option.default,
                option.low,
                option.high,
                meaning=option.meaning,
                page="remedies",
            )
            for name, option in STRENGTHS.items()
        ),
        _choice("map", "sheet", "map", ("map", "growth", "wins"), "part of the map page"),
        _choice("map", "map", "dl", PAIRS, "axes of the map"),
        _choice("map", "shown", "depth", ("depth", "error", "back"), "what the map shows"),
        _choice("map", "across", "row", ("row", "column"), "cross-section of the map"),
        _choice("map", "regime", "degree", REGIMES, "what stays the same while N grows"),
        _choice("map", "rival", "residual", RIVAL_CHOICES, "what is set against plain convolution"),
        _choice("training", "tshow", "stored", ("stored", "own"), "stored training experiment or your own run"),
        _choice("training", "ttest", "held", ("held", "fresh"), "where trained networks are tested"),
        _choice("training", "twidth", "16", ("4", "16", "64", "512"), "width of the trained networks"),
        _choice("training", "tdepth", "16", ("0", "1", "2", "4", "8", "16", "32"), "depth put into words"),
        _choice("training", "tgraph", "csbm", ("csbm", "karate", "cora"), "graph that is trained on"),
        Key(
            "tnets",
            "set",
            ("classifier", "linear", "gcn"),
            choices=tuple(NETWORKS),
            meaning="networks to train",
            page="training",
        ),
        _choice("inside", "part", "growth", INSIDE_PARTS, "part of the page Inside the graph"),
        Key("node", "whole", 1, 1, MAX_NODES, meaning="the node whose neighbourhood grows", page="inside"),
        Key("rewire", "number", 0.1, 0, 1, meaning="share of a small world's links that lead anywhere", page="inside"),
        _choice("inside", "where", "regions", ARRANGEMENTS, "where the classes lie on a lattice"),
        _choice("inside", "filter", "convolution", FILTERS, "method whose filter response is drawn"),
        Key("frac", "number", 0.5, 0.01, 0.99, meaning="share of class 1", page="inside"),
        _choice("inside", "cut", "fixed", RULES, "threshold between unequal classes"),
        _choice("real", "graph", "karate", GRAPHS, "which real graph"),
        _choice("real", "giant", "yes", ("yes", "no"), "only the largest component of a real graph"),
        Key("community", "whole", 1, 1, MAX_CLASSES, meaning="class of a real graph set against the rest", page="real"),
        _choice("real", "walk", "convolution", WALKS, "convolution on a real graph"),
        _choice("lesson", "lesson", LESSON, LESSONS, "which lesson"),
        Key("step", "whole", 0, 0, MAX_SCENES, meaning="scene of the lesson, 0 before its beginning", page="lesson"),
        Key("view", "choice", "page", choices=("page", "present", "figure"), meaning="how the page is laid out"),
        Key("lock", "set", (), choices=tuple(LOCKABLE), meaning="groups of controls that are hidden"),
    )
}
MODEL_KEYS = ("n", "p", "q", "m1", "m2", "s")
VIEW_KEYS = ("depth", "reading", "axis", "zoom")
PIN_KEYS = tuple(f"a.{name}" for name in MODEL_KEYS)
for _name in MODEL_KEYS:
    KEYS[f"a.{_name}"] = replace(
        KEYS[_name], name=f"a.{_name}", meaning=f"pinned A: {KEYS[_name].meaning}", optional=True, page="mixing"
    )
PAGE_KEYS = (*(name for name, key in KEYS.items() if key.page), "view", "lock")
DEFAULTS = {name: None if key.optional else key.default for name, key in KEYS.items()}


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
    missing = [name for name in PIN_KEYS if values[name] is None]
    if len(missing) < len(PIN_KEYS):
        values |= {name: KEYS[name].default for name in missing}
        if missing:
            used = ", ".join(_code(f"{name}={KEYS[name].text(values[name])}") for name in missing)
            notices.append(f"The pinned state A is incomplete in the link: {used} is used for what is missing.")
    unknown = [name for name in query if name not in KEYS and not _IGNORED.fullmatch(name)]
    if unknown:
        notices.append(_unknown_sentence(unknown))
    return values, notices


def write(values, page=None):
    """The query of these values, defaults written out, so that a later change of defaults changes no link.

    page: name of the page that is shared. What other pages alone use is left out where it is at its default, or where
    the query would grow beyond LONGEST characters. None: every key.
    """
    full = DEFAULTS | values
    own = [name for name, key in KEYS.items() if page is None or key.page in ("", page)]
    written = [name for name in own if full[name] is not None]
    for name in KEYS:
        if name not in own and full[name] != DEFAULTS[name]:
            longer = [*written, name]
            if len(urlencode(texts(full, longer))) <= LONGEST:
                written = longer
    return urlencode(texts(full, written))


def texts(values, names):
    """The shortest exact texts of these keys."""
    return {name: KEYS[name].text(values[name]) for name in names}


def pin(values):
    """The model of these values as the keys of the pinned state, to seven digits so that a link stays short."""
    return {f"a.{name}": values["n"] if name == "n" else float(f"{values[name]:.7g}") for name in MODEL_KEYS}


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


@lru_cache(maxsize=1024)  # the stops of the sliders are written anew in every run
def shortest(number):
    """The shortest decimal text of a float that reads back the same: 2 for 2.0, 1e-5 for 1e-05."""
    return re.sub(r"e([+-])0*", r"e\1", re.sub(r"\.0$", "", repr(float(number))))


def _grouped(number):
    return f"{number:,}" if isinstance(number, int) else shortest(number)
