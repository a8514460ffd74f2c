"""What a request asks for, read strictly: nothing is replaced in silence, the first thing that is not valid is refused."""

from dataclasses import dataclass

from core.model import CSBM, divisible, step
from core.propagation import METHODS, complete_options
from ui.link import link
from ui.link.keys import DEFAULTS, KEYS, MODEL_KEYS

FORMATS = ("json", "csv")


@dataclass(frozen=True)
class Asked:
    """A model, a range of depths, and how they are propagated; flat, so that it can be a key.

    options: ((name, value), ...) of the method, complete.
    """

    model: CSBM
    depth: int
    seed: int
    method: str
    options: tuple[tuple[str, float], ...]
    form: str


def read(query):
    """The query, a dict or pairs (name, text), as Asked. Raises ValueError, one sentence that names field, value and range."""
    given = list(query.items() if isinstance(query, dict) else query)
    texts = dict(given)
    names = [name for name, _ in given]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{twice[:30]} is given {names.count(twice)} times, but it must be given once.")
    form = _choice(texts.pop("format", "json"), "format", FORMATS)
    method = _choice(texts.pop("method", "convolution"), "method", tuple(METHODS))
    known = (*MODEL_KEYS, "dmax", "seed", *METHODS[method].options)
    unknown = next((name for name in texts if name not in known), None)
    if unknown is not None:
        raise ValueError(
            f"{unknown[:30]!r} is not a field of this address: it takes {', '.join(known)}, method, format."
        )
    values = dict(DEFAULTS)
    for name, text in texts.items():
        values[name], complaint = link.read_one(KEYS[name], text)
        if complaint:
            raise ValueError(f"{name} is {text[:30]!r}, but it must be {KEYS[name].range_text}.")
    nearest = divisible(values["n"], values["c"])
    if "n" in texts and values["n"] != nearest:
        raise ValueError(
            f"n is {values['n']}, but with c = {values['c']} classes of one size it must be a multiple of "
            f"{step(values['c'])}: the nearest is {nearest}."
        )
    values["n"] = nearest  # as a link without n: the default follows the number of classes
    if values["c"] > 2 and values["have"] < 1:
        raise ValueError(
            f"have is {values['have']}, but with c = {values['c']} classes it must be 1, a feature at every node."
        )
    options = {name: values[name] for name in METHODS[method].options}
    return Asked(
        link.model(values),
        values["dmax"],
        values["seed"],
        method,
        tuple(complete_options(method, options).items()),
        form,
    )


def _choice(text, name, choices):
    if text not in choices:
        raise ValueError(f"{name} is {text[:30]!r}, but it must be one of {', '.join(choices)}.")
    return text
