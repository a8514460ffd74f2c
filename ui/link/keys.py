"""The keys of a link, schema v1: every parameter and choice that a link can hold."""

from dataclasses import replace

from core.files.graph_files import CORA, find_graphs, has_cora
from core.inside.lattices import ARRANGEMENTS
from core.layers.samples import DEPTHS as SAMPLES
from core.maps.growth_law import REGIMES
from core.maps.plane import PAIRS
from core.methods.operators import with_isolated_loops
from core.model import MAX_CLASSES as MOST_CLASSES
from core.model import MAX_NODES
from core.moments.row_norms import WALKS
from core.propagation import METHODS
from core.real.columns import MAX_CLASSES
from core.real.graphs import BUILT_IN
from core.thresholds import RULES
from core.training.networks import NETWORKS
from ui.link.key import Key
from ui.link.lesson_names import DEFAULT as LESSON
from ui.link.lesson_names import MAX_SCENES
from ui.link.lesson_names import NAMES as LESSONS
from ui.settings import SETTINGS

VERSION = 1
MAX_SEED = 2**31 - 1
LOCKABLE = {
    "graph": ("n", "c", "p", "q"),
    "features": ("m1", "m2", "s", "have"),
    "chance": ("dmax", "seed"),
    "presets": ("preset",),
}
REMEDIES = tuple(key for key in METHODS if key != "convolution")
GRAPHS = (*BUILT_IN, *find_graphs(SETTINGS.data))
TRAINED_ON = ("csbm", "karate", *([CORA] if has_cora(SETTINGS.data) else []))
# What a visitor's own training run offers, fewer than the stored one.
OWN_WIDTHS, OWN_DEPTHS = ("4", "16", "64"), ("1", "2", "4", "8", "16")
INSIDE_PARTS = (
    "growth",
    "lattices",
    "range",
    "spectrum",
    "monitors",
    "readout",
    "density",
    "regions",
    "minority",
)
# Polynomials of P itself: methods whose weights add no loops to the links and that leave the stationary part alone.
FILTERS = tuple(
    key
    for key, method in METHODS.items()
    if method.polynomial and method.weights is with_isolated_loops and not (method.corrected or method.combines_depths)
)
# Methods with walk theory whose hills can be drawn: one polynomial in a walk, and one read-out, that of the last layer.
OVERLAYS = tuple(
    key for key in REMEDIES if METHODS[key].has_theory and METHODS[key].polynomial and not METHODS[key].combines_depths
)
RIVAL_CHOICES = ("residual", "residual_best", "lazy", "self_loops", "best")


def strengths(methods):
    """{name: Option} of the strengths of all methods: one key of the link for each name, however many methods have it.

    Raises ValueError where two methods give one name another default, or a later one a wider range than the first.
    """
    found = {}
    for method in methods:
        for name, option in method.options.items():
            first = found.setdefault(name, option)
            same = (option.default, option.whole) == (first.default, first.whole)
            if not (same and first.low <= option.low and option.high <= first.high):
                raise ValueError(
                    f"{method.label}: its option {name} has another default or a wider range than the key {name} of the "
                    "link, which another method gave it: give it another name."
                )
    return found


def by_name(keys):
    """{name: Key}. Raises ValueError where two keys have one name: the second would silently take the place of the first."""
    found = {}
    for key in keys:
        if found.setdefault(key.name, key) is not key:
            raise ValueError(
                f"Two keys of the link are called {key.name}: {found[key.name].meaning}, and {key.meaning}."
            )
    return found


STRENGTHS = strengths(METHODS.values())


def _choice(page, name, default, choices, meaning):
    """A key of one page, or of all where it is empty, whose value is one of a few texts."""
    return Key(name, "choice", default, choices=tuple(choices), meaning=meaning, page=page)


KEYS = by_name(
    (
        Key("v", "whole", VERSION, VERSION, VERSION, meaning="version of the link"),
        Key("n", "even", 2000, 2, MAX_NODES, meaning="N, number of nodes"),
        Key("p", "number", 0.0114, 0, 1, meaning="probability of a link inside a class"),
        Key("q", "number", 0.0038, 0, 1, meaning="probability of a link across the classes"),
        Key("m1", "number", -1.0, -5, 5, meaning="mu1, mean feature of class 1"),
        Key("m2", "number", 1.0, -5, 5, meaning="mu2, mean feature of class 2"),
        Key("s", "number", 1.0, 0.05, 5, meaning="sigma, standard deviation of a feature"),
        Key("c", "whole", 2, 2, MOST_CLASSES, meaning="C, number of classes", silent=True),
        Key("have", "number", 1.0, 0.01, 1, meaning="share of the nodes that have a feature", silent=True),
        Key("seed", "whole", 0, 0, MAX_SEED, meaning="which random graph is drawn"),
        Key("depth", "whole", 0, 0, SETTINGS.max_depth, meaning="depth that is marked"),
        Key("dmax", "whole", min(20, SETTINGS.max_depth), 1, SETTINGS.max_depth, meaning="largest depth that is drawn"),
        Key("reading", "choice", "fixed", choices=("paper", "fixed", "fitted"), meaning="which error is drawn"),
        Key("axis", "choice", "log", choices=("log", "linear"), meaning="axis of the error"),
        Key("zoom", "choice", "follow", choices=("follow", "fixed"), meaning="axis of the features"),
        _choice("", "deg", "yes", ("yes", "no"), "whether the mean degree stays when N is moved"),
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
        _choice("mixing", "over", "none", ("none", *OVERLAYS), "method laid over plain convolution"),
        _choice("mixing", "optimum", "no", ("no", "yes"), "whether the optimum is drawn"),
        _choice("remedies", "limit", "no", ("no", "yes"), "whether the optimum is computed"),
        _choice("map", "sheet", "map", ("map", "growth", "wins"), "part of the map page"),
        _choice("map", "map", "dl", PAIRS, "axes of the map"),
        _choice("map", "shown", "depth", ("depth", "error", "back", "more"), "what the map shows"),
        _choice("map", "across", "row", ("row", "column"), "cross-section of the map"),
        _choice("map", "regime", "degree", REGIMES, "what stays the same while N grows"),
        _choice("map", "rival", "residual", RIVAL_CHOICES, "what is set against plain convolution"),
        _choice("training", "tshow", "stored", ("stored", "own"), "stored training experiment or your own run"),
        _choice("training", "ttest", "held", ("held", "fresh"), "where trained networks are tested"),
        _choice("training", "twidth", "16", ("4", "16", "64", "512"), "width of the trained networks"),
        _choice("training", "tdepth", "16", ("0", "1", "2", "4", "8", "16", "32"), "depth put into words"),
        _choice("training", "tgraph", "csbm", TRAINED_ON, "graph that is trained on"),
        Key(
            "tnets",
            "set",
            ("classifier", "linear", "gcn"),
            choices=tuple(NETWORKS),
            meaning="networks to train",
            page="training",
        ),
        Key(
            "wscale",
            "number",
            1.0,
            0.25,
            4,
            meaning="sigma_w, size of the first weights in a training run",
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
        Key(
            "attribute", "text", "", 0, 48, meaning="attribute of a real graph's nodes that is their class", page="real"
        ),
        Key("community", "whole", 1, 1, MAX_CLASSES, meaning="class of a real graph set against the rest", page="real"),
        _choice("real", "walk", "convolution", WALKS, "convolution on a real graph"),
        _choice("real", "net", "none", ("none", *map(str, SAMPLES), "own"), "trained network that is measured"),
        _choice("lesson", "lesson", LESSON, LESSONS, "which lesson"),
        Key("step", "whole", 0, 0, MAX_SCENES, meaning="scene of the lesson, 0 before its beginning", page="lesson"),
        Key("view", "choice", "page", choices=("page", "present", "figure"), meaning="how the page is laid out"),
        Key("lock", "set", (), choices=tuple(LOCKABLE), meaning="groups of controls that are hidden"),
    )
)
MODEL_KEYS = ("n", "p", "q", "m1", "m2", "s", "c", "have")
VIEW_KEYS = ("depth", "reading", "axis", "zoom")
PIN_KEYS = tuple(f"a.{name}" for name in MODEL_KEYS)
for _name in MODEL_KEYS:
    KEYS[f"a.{_name}"] = replace(
        KEYS[_name], name=f"a.{_name}", meaning=f"pinned A: {KEYS[_name].meaning}", optional=True, page="mixing"
    )
PAGE_KEYS = (*(name for name, key in KEYS.items() if key.page), "deg", "view", "lock")
DEFAULTS = {name: None if key.optional else key.default for name, key in KEYS.items()}
