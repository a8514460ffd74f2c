"""Layers: one registry of propagation methods, and one function that runs any of them.

A linear method is one recursion h_0, h_1, ... in a walk operator P and the input x. The same recursion run on
the graph's P gives features, on a number theta the filter response f_n(theta), and on the shift of polynomials
the coefficients of f_n: simulation and theory cannot drift apart.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from scipy.sparse import csr_array, eye_array

from core.operators import row_normalised, with_isolated_loops, with_loops


@dataclass(frozen=True)
class Option:
    """Strength of a method: default, inclusive range, and what it means."""

    default: float
    low: float
    high: float
    meaning: str


@dataclass(frozen=True)
class Method:
    """One propagation method.

    recursion(walk, x, **options) yields h_0 = x, h_1, ...; walk is anything with @.
    weights(adjacency) makes the symmetric weights whose rows, divided by their sums, are the walk. theory_options(model, **options) -> options of `theory`, the recursion whose
    polynomial in P = D^-1 A stands for the method in walk theory (the method's own unless given).
    """

    key: str
    label: str
    formula: str
    source: str
    recursion: Callable[..., Iterator[np.ndarray]]
    options: Mapping[str, Option] = field(default_factory=dict)
    weights: Callable[[csr_array], csr_array] = with_isolated_loops
    theory: Callable[..., Iterator[np.ndarray]] | None = None
    theory_options: Callable[..., dict] | None = None
    theory_note: str = ""


def _convolution(walk, x):
    while True:
        yield x
        x = walk @ x


def _residual(walk, x, alpha):
    h = x
    while True:
        yield h
        h = (1 - alpha) * (walk @ h) + alpha * x


def _lazy(walk, x, laziness):
    while True:
        yield x
        x = laziness * x + (1 - laziness) * (walk @ x)


def _loop_laziness(model):
    """Self loops keep a node's own feature with weight 1/(D+1), here 1/(d+1): approximately a lazy walk."""
    return {"laziness": 1 / (model.mean_degree + 1)}


_ALL = (
    Method(
        key="convolution",
        label="Plain convolution",
        formula=r"h^{(n)} = P\,h^{(n-1)},\quad P = D^{-1}A",
        source="Wu et al. 2023",
        recursion=_convolution,
    ),
    Method(
        key="residual",
        label="Residual to the input",
        formula=r"h^{(n)} = (1-\alpha)\,P\,h^{(n-1)} + \alpha\,x",
        source="Klicpera et al. 2019 (APPNP); Chen et al. 2020 (GCNII)",
        recursion=_residual,
        options={"alpha": Option(0.1, 0.0, 1.0, "share of the input kept in every layer")},
    ),
    Method(
        key="self_loops",
        label="Self loops",
        formula=r"h^{(n)} = (D+I)^{-1}(A+I)\,h^{(n-1)}",
        source="Kipf and Welling 2017",
        recursion=_convolution,
        weights=with_loops,
        theory=_lazy,
        theory_options=_loop_laziness,
        theory_note="approximated by a lazy walk that stays with probability 1/(d+1)",
    ),
    Method(
        key="lazy",
        label="Lazy walk",
        formula=r"h^{(n)} = \ell\,h^{(n-1)} + (1-\ell)\,P\,h^{(n-1)}",
        source="skip connection at laziness one half",
        recursion=_lazy,
        options={"laziness": Option(0.5, 0.0, 1.0, "probability to stay in a layer")},
    ),
)

METHODS: dict[str, Method] = {method.key: method for method in _ALL}


def complete_options(key, options):
    """Options of method `key` with defaults filled in. ValueError names an unknown method, option or bad value."""
    if key not in METHODS:
        raise ValueError(f"method is {key!r}, but it must be one of {', '.join(METHODS)}.")
    known = METHODS[key].options
    for name, value in options.items():
        if name not in known:
            accepted = ", ".join(known) or "no option"
            raise ValueError(f"{name} is not an option of method {key}, which takes {accepted}.")
        low, high = known[name].low, known[name].high
        if not isinstance(value, (int, float, np.number)) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"{name} is {value!r}, but it must be a number from {low:g} to {high:g}.")
    return {name: options.get(name, option.default) for name, option in known.items()}


def require_depth(depth, limit):
    """Return `depth` as an int; ValueError unless it is a whole number from 0 to `limit`."""
    if isinstance(depth, bool) or not isinstance(depth, (int, np.integer)) or not 0 <= depth <= limit:
        raise ValueError(f"depth is {depth!r}, but it must be a whole number from 0 to {limit}.")
    return int(depth)


def propagate(key, adjacency, features, depth, *, rng=None, **options):
    """Run `depth` layers of method `key`: h^(0) = x, then the method's formula.

    adjacency: symmetric 0/1 csr_array (N, N); a node without neighbours keeps its feature.
    features: (N,) or (N, k).  rng: numpy Generator, needed by random methods only.
    Returns float array (depth+1, N, k), index 0 the input (which is left as it was).
    Raises ValueError for an unknown method or option, a value out of range, or shapes that do not fit.
    """
    options = complete_options(key, options)
    depth = require_depth(depth, 10**6)
    features = np.array(features, dtype=float)
    if features.ndim == 1:
        features = features[:, None]
    if features.ndim != 2 or features.shape[0] != adjacency.shape[0]:
        raise ValueError(
            f"features has shape {features.shape}, but it must have one row for each of the {adjacency.shape[0]} nodes."
        )
    walk = row_normalised(METHODS[key].weights(csr_array(adjacency, dtype=float)))
    return np.stack(list(islice(METHODS[key].recursion(walk, features, **options), depth + 1)))


def response(key, eigenvalues, depth, **options):
    """Filter response f_n(theta) of a linear method at eigenvalues (r,) of its walk. Returns (depth+1, r)."""
    options = complete_options(key, options)
    eigenvalues = np.atleast_1d(np.asarray(eigenvalues, dtype=float))
    layers = METHODS[key].recursion(np.diag(eigenvalues), np.ones(eigenvalues.size), **options)
    return np.stack(list(islice(layers, depth + 1)))


def coefficients(key, model, depth, **options):
    """Coefficients c[n, k] of the polynomial f_n(P) = sum_k c[n, k] P^k that stands for the method in theory.

    Returns (depth+1, depth+1), or None for plain convolution, whose polynomial is P^n itself.
    """
    options = complete_options(key, options)
    method = METHODS[key]
    recursion = method.theory or method.recursion
    if recursion is _convolution:
        return None
    if method.theory_options is not None:
        options = method.theory_options(model, **options)
    shift = eye_array(depth + 1, k=-1, format="csr")
    start = np.zeros(depth + 1)
    start[0] = 1
    return np.stack(list(islice(recursion(shift, start, **options), depth + 1)))
