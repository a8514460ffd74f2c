"""What the text of a link means that came by mail, by chat or from a text processor, with the marks that these leave."""

import re
import unicodedata

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([, \u00a0\u2009\u202f]\d{3})+", re.ASCII)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")
# What a sentence puts around a link: blanks, brackets, quotation marks, and stops behind it.
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_QUOTES = "\"'`*\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a"
_BEFORE, _BEHIND = f"{_BLANKS}{_QUOTES}([{{<", f"{_BLANKS}{_QUOTES})]}}>.,;:!"


def tidied(query):
    """A query {key: [text, ...]} whose & was sent as &amp; (once or more often) under the names that were meant."""
    found = {}
    for name, texts in query.items():
        found.setdefault(re.sub(r"^(amp;)+", "", name), []).extend(texts)
    return found


def bare(text):
    """A text without blanks and marks around it, and without characters that cannot be seen."""
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return seen.lstrip(_BEFORE).rstrip(_BEHIND)


def number(text, whole=False):
    """The number of a text, or None: with a typographic minus, a decimal comma or, where it is `whole`, gaps at the thousands."""
    text = bare(text.translate(_DASHES))
    if whole and _THOUSANDS.fullmatch(text):
        text = re.sub(r"[^\d+-]", "", text)
    elif _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None


def is_nothing(text):
    """Whether a text that reads as 0 says so: 1e-400 does not."""
    return not re.search(r"[1-9]", re.split("[eE]", text)[0])
