"""Random links as people send and bend them, for tests of what is made of them."""

from dataclasses import dataclass, field

from ui.link import link

# These answer to each other, so that what one of them becomes cannot be told from its own text.
ENTANGLED = (
    "v",
    "n",
    "c",
    "have",
    "depth",
    "dmax",
    "step",
    "lesson",
    "tshow",
    "twidth",
    "tdepth",
    "attribute",
    *link.PIN_KEYS,
)
NONSENSE = (
    "nan",
    "x",
    "0x10",
    "1_000",
    "٣",
    "--1",
    "1e",
    "1,2,3",
    "\x00",
    "`",
    "**b**",
    "<b>",
    "none",
    "½",
    "9" * 400 + "!",
)
MARKS = (" {}", "{} ", "\u200b{}", "{}\ufeff", "{})", "({})", "{}.", "{},", "“{}”", "<{}>", "{}\u00a0", "'{}'", "{}).")


@dataclass
class Link:
    """A query {key: [text, ...]}; what some of its keys must become; names that the notice must have; whether it must be silent."""

    query: dict
    due: dict = field(default_factory=dict)
    named: list = field(default_factory=list)

    @property
    def silent(self):
        return not self.named


def random_link(rng):
    """One to six keys, each as it is written, decorated as by a mail, broken, out of range, repeated or unknown."""
    made = Link({})
    names = [name for name in link.KEYS if name not in ENTANGLED]
    for name in rng.choice(names, rng.integers(1, 7), replace=False):
        key, how = (
            link.KEYS[str(name)],
            rng.choice(["plain", "decorated", "amp", "broken", "outside", "twice", "unknown"]),
        )
        text = key.text(random_value(rng, key))
        if how == "unknown":
            made.query[f"{key.name}x"] = [text]
            made.named.append(f"{key.name}x")
            continue
        texts = [text]
        if how == "decorated":
            texts = [decorated(rng, key, text)]
        elif how == "broken":
            # By its place: an array of texts would lose the zero byte.
            bad = [text for text in NONSENSE if text not in key.choices]
            texts = [bad[rng.integers(len(bad))]]
        elif how == "outside" and key.kind in ("number", "whole", "even"):
            texts = [str(rng.choice(["-1e300", "1e300", "1e-400" if key.low <= 0 else "-3"]))]
        elif how == "twice":
            texts = [text, text]
        made.query[f"{'amp;' * (how == 'amp')}{key.name}"] = texts
        if how in ("broken", "twice") or (how == "outside" and texts != [text]):
            made.named.append(f"**{key.name}**")
        else:
            made.due[key.name] = text
    return made


def random_value(rng, key):
    """A valid value of this key."""
    if key.kind == "choice":
        return str(rng.choice(key.choices))
    if key.kind == "set":
        return tuple(choice for choice in key.choices if rng.random() < 0.3)
    return key.valid(float(f"{rng.uniform(key.low, key.high):.6g}"))


def decorated(rng, key, text):
    """The same text with what a mail or a text processor leaves in it."""
    if key.kind == "set":
        return text.replace(",", ", ") if text else text
    if key.kind != "choice":
        text = text.replace("-", "\u2212", 1) if text.startswith("-") else text
        text = text.replace(".", ",") if rng.random() < 0.3 else text
    return str(rng.choice(MARKS)).format(text)
