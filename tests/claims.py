r"""No sentence is refuted by its own curve: a text is read claim by claim, and no number in it may stay unread.

    readers = {rf"lowest at depth (\d+), ({SHARE})": lambda depth, error: says(error, curve.min()) and ...}
    assert not refuted(text, readers)

A reader is a regular expression for one claim, and what must be true of its groups. It knows the curve and not the rule
that made the sentence.
"""

import re
from functools import lru_cache

import numpy as np

from core.model import CSBM
from core.walks import predict
from ui.link import presets

SHARE = r"(?:less than )?\d[\d.]* %"
NUMBER = r"[-−]?\d(?:[\d,.]*\d)?(?: × 10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|10[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹−", "0123456789-")
# Words that claim something about a curve: left over unread, they are as suspicious as a number.
CLAIMS = re.compile(
    r"\b(falls?|rises?|comes? back|never|always|nothing|nobody|lowest|best|worst|better|worse|lowers?|raises?|higher|"
    r"lower|above|below|stays?|stops?|goes on|more|less|only|still|gone|every layer|faster|slower|right)\b"
)


def first_low(error):
    """The first depth of the lowest error: what differs from it by less than a part in 10^9 is as low."""
    return next(depth for depth, value in enumerate(error) if value - min(error) <= 1e-9 * value)


def says(text, value):
    """Whether a printed share or number is this value, rounded to the digits that are shown."""
    if text.startswith("less than"):
        return 0 <= value < float(text.split()[2]) / 100
    digits, scale = text.removesuffix(" %").replace("−", "-").replace(",", ""), 100 if text.endswith(" %") else 1
    if found := re.fullmatch(r"(?:([\d.]+) × )?10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", digits):
        digits, scale = found[1] or "1", scale / 10.0 ** int(found[2].translate(RAISED))
    last = 10.0 ** -len(digits.partition(".")[2])
    if abs(float(digits)) >= 1000:
        # Of a large number three digits are shown.
        last = 10.0 ** (len(digits.partition(".")[0].lstrip("-")) - 3)
    return abs(float(digits) - scale * value) <= 0.5 * last * (1 + 1e-6)


def refuted(text, readers, plain=()):
    """What is wrong with a text: claims that do not hold, and numbers or claiming words that no reader has read.

    readers: {regular expression: condition on its groups}.  plain: phrases that claim nothing of a curve.
    """
    text = text.replace("**", "")
    for phrase in plain:
        text = text.replace(phrase, " ")
    problems = []

    def check(found, holds):
        if not holds(*found.groups()):
            problems.append(f"refuted: {found[0]}")
        return " ⋯ "

    for pattern, holds in readers.items():
        text = re.sub(pattern, lambda found, holds=holds: check(found, holds), text)
    unread = re.findall(r"\S*\d\S*", text) + [found[0] for found in CLAIMS.finditer(text)]
    return problems + ([f"unread: {', '.join(unread)}, in: {text}"] if unread else [])


def course_readers(error):
    """Readers of ui.words.curve.course_words, for the curve (depth+1,)."""
    first, last, deepest, lowest = error[0], error[-1], error.size - 1, error.min()

    def falls(start, low, depth):
        return (
            says(start, first)
            and says(low, lowest)
            and error[int(depth)] - lowest <= 1e-9 * lowest
            and lowest < first
            and start != low
        )

    def ends(value, depth):
        return int(depth) == deepest and says(value, last)

    return {
        rf"falls from ({SHARE}) to ({SHARE}) at depth (\d+)": falls,
        rf", and comes back up to ({SHARE}) at depth (\d+)": lambda value, depth: (
            ends(value, depth) and last - lowest > first - last
        ),
        rf", and is ({SHARE}) at depth (\d+)": lambda value, depth: ends(value, depth) and last > lowest,
        r", the last one drawn": lambda: first_low(error) == deepest,
        r", and is as low at depth (\d+)": lambda depth: int(depth) == deepest and last <= 1.06 * lowest + 1e-6,
        rf"is ({SHARE}) at depth (\d+), as without any convolution": lambda value, depth: (
            ends(value, depth) and says(value, first)
        ),
        rf"is lowered by no convolution: ({SHARE}) without any, ({SHARE}) at depth (\d+)": lambda start, value, depth: (
            says(start, first) and ends(value, depth) and lowest >= 0.94 * first - 1e-6
        ),
    }


@lru_cache(maxsize=1)
def predictions():
    """(model, walk theory of plain convolution, mark) of all `models`."""
    return [(model, predict(model, depth), mark) for model, depth, mark in models()]


@lru_cache(maxsize=1)
def models():
    """(model, depth, mark) of every preset and of a thousand random models, degenerate, tiny and huge ones among them."""
    rng = np.random.default_rng(14)
    known = [preset.model for preset in presets.TWO_CLASSES]
    drawn = known + [random_model(rng) for _ in range(1000)]
    depths = [20] * len(known) + [int(depth) for depth in rng.integers(1, 33, 1000)]
    return [(model, depth, int(rng.integers(0, depth + 1))) for model, depth in zip(drawn, depths, strict=True)]


def random_model(rng):
    """A model from anywhere in the sidebar: N from 2 to 10^12, p < q, p = q and 0 included, features weak or strong."""
    n_nodes = (
        max(2, 2 * round(10 ** rng.uniform(0, 4) / 2))
        if rng.random() < 0.8
        else int(rng.choice([2, 10**6, 10**9, 10**12]))
    )
    kind = rng.random()
    if kind < 0.6:
        degree, correlation = 10 ** rng.uniform(-0.7, 2.3), rng.uniform(-0.95, 0.98)
        p, q = (min(1.0, degree * (1 + sign * correlation) / n_nodes) for sign in (1, -1))
    elif kind < 0.8:
        p, q = 10 ** rng.uniform(-6, 0, 2)
    else:
        p = q = 10 ** rng.uniform(-5, 0)
        p, q = ((0.0, q), (p, 0.0), (p, q), (0.0, 0.0) if rng.random() < 0.3 else (p, q))[rng.integers(4)]
    strength = 10 ** rng.uniform(-1.3, 0.9) if rng.random() > 0.03 else 0.0
    sigma = 10 ** rng.uniform(-1, 0.6)
    sign = 1 if rng.random() < 0.9 else -1
    return CSBM(n_nodes, float(p), float(q), -sign * strength * sigma / 2, sign * strength * sigma / 2, sigma)
