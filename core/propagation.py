"""Layers: one registry of propagation methods, and one function that runs any of them.

A linear method is one recursion h_0, h_1, ... in a walk operator P and the input x. The same recursion run on
the graph's P gives features, on a number theta the filter response f_n(theta), and on the shift of polynomials
the coefficients of f_n: simulation and theory cannot drift apart.
"""

from itertools import islice

import numpy as np
from scipy.sparse import csr_array

from core.methods.linear import LINEAR, convolution
from core.methods.method import Method
from core.methods.nonlinear import NONLINEAR
from core.methods.reversible import Corrected, ReversibleWalk

METHODS: dict[str, Method] = {method.key: method for method in (*LINEAR, *NONLINEAR)}
LONGEST_POLYNOMIAL = 256


def complete_options(key, options):
    """Options of method `key` with defaults filled in. ValueError names an unknown method, option or bad value."""
    if key not in METHODS:
        raise ValueError(f"method is {key!r}, but it must be one of {', '.join(METHODS)}.")
    known = METHODS[key].options
    for name, value in options.items():
        if name not in known:
            accepted = ", ".join(known) or "no option"
            raise ValueError(f"{name} is not an option of method {key}, which takes {accepted}.")
        option = known[name]
        number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not number or not option.low <= value <= option.high or (option.whole and value != int(value)):
            kind = "a whole number" if option.whole else "a number"
            raise ValueError(f"{name} is {value!r}, but it must be {kind} from {option.low:g} to {option.high:g}.")
    return {name: options.get(name, option.default) for name, option in known.items()}


def require_depth(depth, limit):
    """Return `depth` as an int; ValueError unless it is a whole number from 0 to `limit`."""
    if isinstance(depth, bool) or not isinstance(depth, (int, np.integer)) or not 0 <= depth <= limit:
        raise ValueError(f"depth is {depth!r}, but it must be a whole number from 0 to {limit}.")
    return int(depth)


def layers(key, adjacency, features, *, rng=None, **options):
    """Yield h^(0) = x, h^(1), ... of method `key`, depth by depth; arguments as in `propagate`."""
    method, options = METHODS[key], complete_options(key, options)
    weights = method.weights(csr_array(adjacency, dtype=float))
    if method.sampler is not None:
        if rng is None:
            raise ValueError(f"rng is missing, but method {key} draws random numbers and needs a numpy Generator.")
        return method.recursion(method.sampler(weights, rng, **options), features)
    walk = ReversibleWalk(weights, method.exponent)
    operator = Corrected(walk, np.diff(adjacency.indptr) > 0) if method.corrected else walk.matrix
    return method.recursion(operator, features, **options)


def propagate(key, adjacency, features, depth, *, rng=None, **options):
    """Run `depth` layers of method `key`: h^(0) = x, then the method's formula.

    adjacency: symmetric 0/1 csr_array (N, N); a node without neighbours keeps its feature.
    features: (N,) or (N, k); methods that look at the features take the k columns as the features of one draw.
    rng: numpy Generator, needed by random methods only.
    Returns float array (depth+1, N, k), index 0 the input (which is left as it was).
    Raises ValueError for an unknown method or option, a value out of range, a missing rng, or shapes that do not fit.
    """
    complete_options(key, options)
    depth = require_depth(depth, 10**6)
    features = np.array(features, dtype=float)
    if features.ndim == 1:
        features = features[:, None]
    if features.ndim != 2 or features.shape[0] != adjacency.shape[0]:
        raise ValueError(
            f"features has shape {features.shape}, but it must have one row for each of the {adjacency.shape[0]} nodes."
        )
    adjacency = csr_array(adjacency, dtype=float)
    return np.stack(list(islice(layers(key, adjacency, features, rng=rng, **options), depth + 1)))


def response(key, eigenvalues, depth, **options):
    """Filter response f_n(theta) of a polynomial method at eigenvalues (r,) of its walk. Returns (depth+1, r).

    For random methods the response of the walk that they follow on average, P.
    """
    options = complete_options(key, options)
    method = METHODS[key]
    if not method.linear:
        raise ValueError(f"method {key} has no filter response, because it is not linear in the features.")
    eigenvalues = np.atleast_1d(np.asarray(eigenvalues, dtype=float))
    recursion = method.recursion(np.diag(eigenvalues), np.ones(eigenvalues.size), **_of_recursion(method, options))
    return np.stack(list(islice(recursion, depth + 1)))


def coefficients(key, model, depth, **options):
    """Coefficients c[n, k] of the polynomial f_n(P) = sum_k c[n, k] P^k that stands for the method in theory.

    Returns (depth+1, K+1), K >= depth the highest power that matters (at most 256), or None for plain convolution,
    whose polynomial is P^n itself.  ValueError for a method without walk theory.
    """
    options = complete_options(key, options)
    method = METHODS[key]
    if not method.has_theory:
        raise ValueError(f"method {key} has no walk theory. {method.theory_note}")
    recursion = method.theory or method.recursion
    if recursion is convolution:
        return None
    options = method.theory_options(model, **options) if method.theory_options else _of_recursion(method, options)
    # A layer of a power series reaches further than one hop; what lies beyond the longest polynomial stays at its end.
    length = depth if method.one_hop else LONGEST_POLYNOMIAL
    start = np.zeros(length + 1)
    start[0] = 1
    shift = _Shift(keeps_end=not method.one_hop)
    found = np.stack(list(islice(recursion(shift, start, **options), depth + 1)))
    reach = max(depth, int(np.flatnonzero(np.abs(found).max(axis=0) > 1e-16)[-1]))
    return found[:, : reach + 1]


class _Shift:
    """Multiplication of a polynomial by P: every coefficient moves up one power, the last one out or onto itself."""

    def __init__(self, keeps_end):
        self.keeps_end = keeps_end

    def __matmul__(self, coefficients):
        moved = np.empty_like(coefficients)
        moved[0] = 0
        moved[1:] = coefficients[:-1]
        if self.keeps_end:
            moved[-1] += coefficients[-1]
        return moved


def _of_recursion(method, options):
    """Options that the recursion takes; a random method's go to its sampler."""
    return options if method.sampler is None else {}
