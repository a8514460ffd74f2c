"""Starting points as data: a name, one line that says what to look for, and the parameters."""

from dataclasses import dataclass, replace

from ui.link import link
from ui.link.keys import MODEL_KEYS


@dataclass(frozen=True)
class Preset:
    """A named model; n, p, q, m1, m2, s, c, have are the link's keys of the model.

    words: what to look for, never what will be seen, with {n}, {classes}, {degree} (mean degree), {own} (percent of neighbours in the own class)
    and {ratio} (p / q).  over: the method to be laid over on the first page; none: what is laid over stays.
    """

    name: str
    words: str
    n: int = 2000
    p: float = 0.0114
    q: float = 0.0038
    m1: float = -1.0
    m2: float = 1.0
    s: float = 1.0
    c: int = 2
    have: float = 1.0
    over: str = ""

    @property
    def choices(self):
        """What it chooses beside the model, by the link's keys: the method to be laid over, at the strength of the published cases."""
        return {"over": self.over, "alpha": 0.1} if self.over else {}

    @property
    def description(self):
        """The line that says what to look for, with the numbers of this very model."""
        model = self.model
        return self.words.format(
            n=self.n,
            classes=self.c,
            degree=f"{model.mean_degree:.0f}",
            own=f"{100 * model.degree_within / model.mean_degree:.0f}",
            ratio=f"{self.p / self.q:.3g}",
        )

    @property
    def parameters(self):
        """The parameters by the link's keys."""
        return {key: getattr(self, key) for key in MODEL_KEYS}

    @property
    def model(self):
        """The core.model.CSBM of these parameters."""
        return link.model(self.parameters)


CASE_A = Preset(
    "Case A: 100 nodes",
    "First of three published cases, {n} nodes: is plain convolution lower, or the residual laid over it?",
    n=100,
    p=0.2,
    q=0.1,
    m1=1.0,
    m2=1.5,
    over="residual",
)
CASE_B = replace(
    CASE_A,
    name="Case B: 1000 nodes",
    words="Second published case, only N differs from case A: is it the same method?",
    n=1000,
)
CASE_C = replace(
    CASE_A,
    name="Case C: clearer communities",
    words="Third published case, {n} nodes and p {ratio} times q: which is lower now?",
    n=500,
    p=0.4,
)
DEFAULT = Preset("Default", "About {degree} neighbours each, {own} % in one's own class: how many layers are best?")

PRESETS = (
    DEFAULT,
    Preset(
        "Small graph",
        "The same neighbourhoods among only {n} nodes: walks soon meet again.",
        n=100,
        p=0.23,
        q=0.076,
    ),
    Preset(
        "A million nodes",
        "The same neighbourhoods in a far larger graph, too large to simulate here: theory only.",
        n=10**6,
        p=2.28e-5,
        q=7.6e-6,
    ),
    Preset("Sparse", "About {degree} neighbours each: every average is taken over few values.", p=0.00375, q=0.00125),
    Preset("Dense", "About {degree} neighbours each: what is left to do after one step?", p=0.15, q=0.05),
    Preset("Strong communities", "Links rarely cross: how fast do the hills close in?", p=0.0144, q=0.0008),
    Preset(
        "Opposites attract (p < q)",
        "Links prefer the other class: watch the sides of the hills.",
        p=0.0038,
        q=0.0114,
    ),
    Preset("No communities (p = q)", "Links ignore the classes: watch the first step.", p=0.0076, q=0.0076),
    Preset("Weak features", "The two hills start almost on top of each other.", m1=-0.25, m2=0.25),
    Preset(
        "Three classes",
        "{classes} classes, about {degree} neighbours each, {own} % in one's own class: is the best depth another one than for two?",
        n=1998,
        c=3,
    ),
    Preset(
        "Five classes",
        "{classes} classes, about {degree} neighbours each, {own} % in one's own class: what is left of the error at the best depth?",
        p=0.019,
        c=5,
    ),
    Preset(
        "Seven classes, like Cora",
        "{classes} classes, and about as many nodes and links as in Cora, {own} % of them inside a class: how many layers do about {degree} neighbours need?",
        n=2702,
        p=0.0082,
        q=0.00032,
        c=7,
    ),
    CASE_A,
    CASE_B,
    CASE_C,
)

# What knows two classes only offers these.
TWO_CLASSES = tuple(preset for preset in PRESETS if preset.c == 2)


def matching(values):
    """The preset with exactly these parameters, or None."""
    wanted = {key: values[key] for key in MODEL_KEYS}
    return next((preset for preset in PRESETS if preset.parameters == wanted), None)
