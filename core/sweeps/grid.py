"""The grid of a sweep: a TOML file of models, methods, depths and seeds, read into cells.

depth = 20                     # depths 0..20, or a list of depths
seeds = 4                      # seeds 0..3, or a list of seeds
by = "simulation"              # or "theory"

[model]                        # a value or a list for each; what is left out has its default
n_nodes = [500, 2000]
mean_degree = [5, 15, 45]      # these two instead of p_within and q_across
edge_correlation = 0.5
strength = [0.5, 2]            # |Delta|/sigma, instead of mean_1 and mean_2

[methods]                      # plain convolution if left out
convolution = {}
residual = { alpha = [0.1, 0.2] }
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import product
from math import prod

from core.many_classes.simulated import require_polynomial
from core.maps.plane import probabilities
from core.model import CSBM, require_all_known, require_equal_blocks
from core.propagation import METHODS, complete_options
from core.sampling import require_sampled
from core.simulation import MAX_DEPTH, counted
from core.streams import MAX_DRAWS, require_draws

FIELDS = tuple(field.name for field in fields(CSBM))
DERIVED = ("mean_degree", "edge_correlation", "strength")
TOP = ("depth", "seeds", "by", "n_draws", "model", "methods")
MAX_CELLS = 1_000_000


@dataclass(frozen=True)
class Cell:
    """One piece of work: one method on one model, and one sampled graph (seed) or the theory (seed None)."""

    model: CSBM
    method: str
    options: tuple[tuple[str, float], ...]
    seed: int | None
    n_draws: int
    depths: tuple[int, ...]

    @property
    def key(self):
        """What tells this cell from others, as the first columns of its rows: exact, and without a comma inside a column."""
        numbers = [getattr(self.model, name) for name in FIELDS]
        options = ";".join(f"{name}={value!r}" for name, value in self.options)
        source = ("", "", "theory") if self.seed is None else (self.seed, self.n_draws, "simulation")
        return ",".join(map(str, (*numbers, self.method, options, *source)))


@dataclass(frozen=True)
class Grid:
    """A validated grid. cells() goes through it in its order without keeping it in memory."""

    models: dict[str, tuple]
    methods: dict[str, dict[str, tuple]]
    depths: tuple[int, ...]
    seeds: tuple[int | None, ...]
    n_draws: int

    def __len__(self):
        n_methods = sum(prod(len(values) for values in options.values()) for options in self.methods.values())
        return prod(len(values) for values in self.models.values()) * n_methods * len(self.seeds)

    def cells(self) -> Iterator[Cell]:
        """Every cell, models first, then methods, then seeds."""
        for values in product(*self.models.values()):
            model = _model(dict(zip(self.models, values, strict=True)))
            for method, options in self._variants():
                for seed in self.seeds:
                    yield Cell(model, method, options, seed, self.n_draws, self.depths)

    def _variants(self):
        for method, options in self.methods.items():
            for values in product(*options.values()):
                yield method, tuple(zip(options, values, strict=True))


def read_grid(text):
    """Grid of a TOML text. Raises ValueError with one sentence that names field, value and range."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"The grid is not valid TOML: {problem}.") from None
    _known(table, TOP, "The grid")
    by = table.get("by", "simulation")
    if by not in ("simulation", "theory"):
        raise ValueError(f"by is {by!r}, but it must be 'simulation' or 'theory'.")
    models = {name: _list(f"model.{name}", value) for name, value in _table(table, "model").items()}
    _known(models, (*FIELDS, *DERIVED), "model")
    for given, instead in (("mean_degree", "p_within"), ("edge_correlation", "q_across"), ("strength", "mean_1")):
        if given in models and instead in models:
            raise ValueError(f"model has both {given} and {instead}, but one of them follows from the other.")
    if ("mean_degree" in models) != ("edge_correlation" in models):
        raise ValueError("model must have mean_degree and edge_correlation together, or p_within and q_across.")
    methods = _methods(_table(table, "methods") or {"convolution": {}})
    seeds = table.get("seeds", 1)
    seeds = range(seeds) if _whole(seeds, 1, MAX_CELLS) else _list("seeds", seeds)
    depths = table.get("depth", 20)
    depths = range(depths + 1) if _whole(depths, 0, MAX_DEPTH) else _list("depth", depths)
    for name, values, high in (("seeds", seeds, 2**63), ("depth", depths, MAX_DEPTH)):
        for value in values:
            if not _whole(value, 0, high):
                raise ValueError(
                    f"{name} is {value!r}, but it must be a whole number from 0 to {high:,}, or a list of them."
                )
    n_draws = table.get("n_draws", 64)
    if not _whole(n_draws, 1, MAX_DRAWS):
        raise ValueError(f"n_draws is {n_draws!r}, but it must be a whole number from 1 to {MAX_DRAWS:,}.")
    seeds = (None,) if by == "theory" else tuple(dict.fromkeys(seeds))
    grid = Grid(models, methods, tuple(sorted(set(depths))), seeds, n_draws)
    if len(grid) > MAX_CELLS:
        raise ValueError(f"The grid has {len(grid):,} cells, but it may have at most {MAX_CELLS:,}.")
    _check(grid, by)
    return grid


def _check(grid, by):
    """Every model and method can be run: better one sentence now than a failure in the middle of the night."""
    for method in grid.methods:
        if by == "theory" and not METHODS[method].has_theory:
            raise ValueError(f"methods.{method} has no walk theory, so it cannot be swept by theory.")
    seen = set()
    for values in product(*grid.models.values()):
        model = _model(dict(zip(grid.models, values, strict=True)))
        if hash(model) in seen:
            raise ValueError(
                f"The grid has n_nodes {model.n_nodes:,} with p = {model.p_within:g} and q = {model.q_across:g} twice: "
                "without links, for one, edge_correlation changes nothing."
            )
        seen.add(hash(model))
        if model.n_classes > 2:
            for method in grid.methods:
                require_polynomial(method)
        for method in grid.methods:
            if METHODS[method].sampler is not None or (by == "simulation" and counted(method)):
                require_all_known(model, f"a model that is swept with {method}")
        if by == "theory":
            require_equal_blocks(model, "a model that is swept by theory")
            continue
        require_sampled(model)
        require_draws(grid.n_draws, model.n_nodes)


def _model(values):
    values = dict(values)
    if "mean_degree" in values:
        n_nodes = values.get("n_nodes", CSBM.n_nodes)
        degree, correlation = values.pop("mean_degree"), values.pop("edge_correlation")
        if not degree >= 0 or not -1 <= correlation <= 1:
            raise ValueError(
                f"mean_degree is {degree} and edge_correlation {correlation}, but they must be at least 0, and from -1 to 1."
            )
        n_classes = values.get("n_classes", CSBM.n_classes)
        p, q = (float(value) for value in probabilities(n_nodes, degree, correlation, n_classes))
        if p != p:
            raise ValueError(
                f"mean_degree is {degree}, but with n_nodes {n_nodes} p or q would then exceed 1 or be below 0."
            )
        values |= {"p_within": p, "q_across": q}
    if "strength" in values:
        strength, sigma = values.pop("strength"), values.get("sigma", CSBM.sigma)
        values |= {"mean_1": -strength * sigma / 2, "mean_2": strength * sigma / 2}
    return CSBM(**values)


def _methods(table):
    methods = {}
    for method, options in table.items():
        if not isinstance(options, dict):
            raise ValueError(f"methods.{method} is {options!r}, but it must be a table of options such as {{}}.")
        complete_options(method, {})
        lists = {name: _list(f"methods.{method}.{name}", value) for name, value in options.items()}
        for values in product(*lists.values()):
            complete_options(method, dict(zip(lists, values, strict=True)))
        defaults = complete_options(method, {})
        complete_options(method, {name: values[0] for name, values in lists.items()})
        methods[method] = {name: lists.get(name, (value,)) for name, value in defaults.items()}
    return methods


def _list(name, value):
    values = value if isinstance(value, list) else [value]
    if not values or any(isinstance(one, bool) or not isinstance(one, (int, float)) for one in values):
        raise ValueError(f"{name} is {value!r}, but it must be a number or a list of numbers.")
    return tuple(dict.fromkeys(values))


def _table(table, name):
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name} is {value!r}, but it must be a table, as in [{name}].")
    return value


def _known(table, names, where):
    for name in table:
        if name not in names:
            raise ValueError(f"{where} has an unknown field {name!r}; known are {', '.join(names)}.")


def _whole(value, low, high):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
