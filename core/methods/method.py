"""What a propagation method is: one entry of the registry."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from core.methods.operators import with_isolated_loops, with_loops


@dataclass(frozen=True)
class Option:
    """Strength of a method: default, inclusive range, and what it means."""

    default: float
    low: float
    high: float
    meaning: str
    whole: bool = False


@dataclass(frozen=True)
class Method:
    """One propagation method.

    recursion(walk, x, **options) yields h_0 = x, h_1, ...; walk is anything with @.
    weights(adjacency) makes symmetric weights A with row sums W; the walk is W^-exponent A W^(exponent-1), less its
    stationary part if `corrected`.  sampler(weights, rng, **options): for random methods, what stands in place of that
    walk, with a new operator at every product or with parts drawn once.  keeps_constants: whether a constant feature
    stays as it is.
    linear: whether h_n = f_n(P) x.  one_hop: whether a layer reaches direct neighbours only.
    n_features: features a node needs for the method to mean something.
    theory(...) yields the recursion whose polynomial in D^-1 A stands for the method in walk theory, with the options
    theory_options(model, **options); the method's own recursion unless given.  theory_note: how good that is, or why
    there is none (has_theory False).  side_like: the method whose walk theory then tells which side the gap is on.
    touches: what it acts on, in words: mixing, denoising, threshold.
    """

    key: str
    label: str
    formula: str
    source: str
    touches: str
    recursion: Callable[..., Iterator[np.ndarray]]
    options: Mapping[str, Option] = field(default_factory=dict)
    weights: Callable[[csr_array], csr_array] = with_isolated_loops
    exponent: float = 1.0
    corrected: bool = False
    keeps_constants: bool = True
    linear: bool = True
    one_hop: bool = True
    n_features: int = 1
    sampler: Callable | None = None
    combines_depths: bool = False
    has_theory: bool = True
    theory: Callable[..., Iterator[np.ndarray]] | None = None
    theory_options: Callable[..., dict] | None = None
    theory_note: str = ""
    side_like: str = ""

    def class_eigenvalue(self, model):
        """Where the mean gap is in the spectrum of the walk: lam, or (d lam + 1)/(d + 1) with a self loop at every node."""
        degree, correlation = model.mean_degree, model.edge_correlation
        return (degree * correlation + 1) / (degree + 1) if self.weights is with_loops else correlation

    @property
    def polynomial(self):
        """Whether the method is a fixed polynomial in one walk, so that its filter response exists."""
        return self.linear and self.sampler is None
