"""A link's query as plain data: how to read one kindly, how to write one in full."""

import re
from urllib.parse import urlencode

from core.model import CSBM, divisible
from ui.link import kindly
from ui.link.classes import not_divisible
from ui.link.complaints import code, named, not_valid, several_classes, too_small, unknown_keys
from ui.link.keys import DEFAULTS, KEYS, MODEL_KEYS, PIN_KEYS, VERSION

LONGEST = 600
_IGNORED = re.compile(r"room|teacher|embed|embed_options|utm_.*|fbclid|gclid", re.IGNORECASE | re.DOTALL)


def read(query):
    """Return (values, notices) of a query {key: [text, ...]}: a valid value for every key, and what had to be changed.

    What a mail or a text processor leaves in a link (ui.link.kindly) is understood in silence. A number out of range gives the
    nearest valid one, anything else that cannot be read gives the default.
    Each notice is one sentence of Markdown that names the field, the value (as code, so that nothing in it is
    formatted), the range, and what is used instead.
    """
    values, notices = dict(DEFAULTS), []
    query = kindly.tidied(query)
    for name, key in KEYS.items():
        texts = query.get(name, [])
        if texts:
            values[name], complaint = read_one(key, texts[0])
            if len(texts) > 1:
                notices.append(f"{named(key)} is given {len(texts)} times: {code(key.text(values[name]))} is used.")
            elif complaint:
                notices.append(complaint)
    if values["depth"] > values["dmax"]:
        if "depth" in query:
            notices.append(
                f"{named(KEYS['depth'])} is {code(values['depth'])}, but it cannot exceed dmax = "
                f"{values['dmax']}: {code(values['dmax'])} is used instead."
            )
        values["depth"] = values["dmax"]
    missing = [name for name in PIN_KEYS if values[name] is None and not KEYS[name].silent]
    if any(values[name] is not None for name in PIN_KEYS):
        values |= {name: KEYS[name].default for name in missing}
        if missing:
            used = ", ".join(code(f"{name}={KEYS[name].text(values[name])}") for name in missing)
            notices.append(f"The pinned state A is incomplete in the link: {used} is used for what is missing.")
    for before in ("", "a."):
        asked, classes = values[f"{before}n"], values[f"{before}c"]
        if asked is not None and classes is not None and asked != divisible(asked, classes):
            values[f"{before}n"] = divisible(asked, classes)
            notices.append(not_divisible(KEYS[f"{before}n"], asked, classes))
    for before in ("", "a."):
        have = KEYS[f"{before}have"]
        if (values[f"{before}c"] or 2) > 2 and (values[have.name] or 1) < 1:
            # One fault, one sentence: what else was wrong with a value that is not used does not matter.
            notices = [notice for notice in notices if not notice.startswith(named(have))]
            notices.append(several_classes(have, values[have.name]))
            values[have.name] = DEFAULTS[have.name]
    unknown = [name for name in query if name not in KEYS and not _IGNORED.fullmatch(name)]
    if unknown:
        notices.append(unknown_keys(unknown))
    return values, notices


def write(values, page=None):
    """The query of these values, defaults written out, so that a later change of defaults changes no link.

    page: name of the page that is shared. What other pages alone use is left out where it is at its default, or where
    the query would grow beyond LONGEST characters. None: every key.
    """
    full = DEFAULTS | values
    own = [name for name, key in KEYS.items() if page is None or key.page in ("", page)]
    written = [
        name for name in own if full[name] is not None and not (KEYS[name].silent and full[name] == DEFAULTS[name])
    ]
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
    pinned = {f"a.{name}": float(f"{values[name]:.7g}") for name in MODEL_KEYS}
    # Two classes, and a feature at every node, are what a link without these keys means.
    unsaid = {f"a.{name}": None for name in ("c", "have") if values[name] == DEFAULTS[name]}
    return pinned | {"a.n": values["n"], "a.c": values["c"]} | unsaid


def model(values, before=""):
    """The core.model.CSBM of these values; before: "a." for the pinned one."""
    n, p, q, m1, m2, s, c, have = (values[f"{before}{name}"] for name in MODEL_KEYS)
    classes = DEFAULTS["c"] if c is None else c
    # Of several classes every node has a feature, whatever the share says (ui.words.missing).
    return CSBM(n, p, q, m1, m2, s, n_classes=classes, known=1.0 if have is None or classes > 2 else have)


def changed(values):
    """The texts of the values that differ from their defaults: what the address bar shows."""
    return texts(values, [name for name, value in values.items() if value != DEFAULTS[name]])


def read_one(key, text):
    """Return (value, complaint) of one text; the complaint is empty when the text is valid as it stands."""
    if key.kind == "text":
        value = key.plain(text)
        return value, "" if value == text else not_valid(key, text, value)
    if key.kind == "choice":
        plain = kindly.bare(text)
        return (plain, "") if plain in key.choices else (key.default, not_valid(key, text, key.default))
    if key.kind == "set":
        given = [kindly.bare(name) for name in text.split(",")]
        value = tuple(name for name in key.choices if name in given)
        understood = set(given) - {""} == set(value) and (value or not text)
        return value, "" if understood else not_valid(key, text, value)
    number = kindly.number(text, whole=key.kind != "number")
    if number is None:
        return key.default, not_valid(key, text, key.default)
    value = key.valid(number)
    if key.name == "v" and number != VERSION:
        return (
            value,
            f"The link is of version {code(text)}, but this app reads version {VERSION}: some of it may be lost.",
        )
    if value == 0 and key.low <= number <= key.high and not kindly.is_nothing(text):
        return value, too_small(key, text)
    return value, "" if value == number else not_valid(key, text, value)
