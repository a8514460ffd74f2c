"""The contextual stochastic block model (CSBM) as a frozen record of plain numbers, the last ones rarely used."""

import math
from dataclasses import dataclass, replace
from numbers import Real

MAX_NODES = 10**12
MAX_CLASSES = 10


def step(classes):
    """What an N that the app can show is a multiple of: of the number of classes, and even."""
    return math.lcm(2, classes)


def divisible(n, classes):
    """The nearest number of nodes to n, up to MAX_NODES, that is even and gives each of the classes as many."""
    unit = step(classes)
    return min(max(1, round(n / unit)), MAX_NODES // unit) * unit


def _require_number(field, value, valid, range_text):
    """Raise ValueError unless `value` is a real number for which `valid` holds, which NaN and infinity never do."""
    if isinstance(value, bool) or not isinstance(value, Real) or not valid(value):
        raise ValueError(f"{field} is {value!r}, but it must be {range_text}.")


def _finite(value):
    return isinstance(value, Real) and math.isfinite(value)


def _none(probability, times):
    """Probability that none of `times` independent events happens, (1 - probability)^times; exact also for huge numbers of them."""
    if probability == 1:
        return float(times == 0)
    return float(math.exp(times * math.log1p(-probability)))


@dataclass(frozen=True)
class CSBM:
    """Two blocks of nodes, equal unless said, with one Gaussian feature each (Deshpande et al. 2018); or several equal blocks.

    A pair of nodes is an edge with probability p inside a block and q across, without self loops;
    node i with label s_i in {-1, +1} carries x_i = m + (Delta/2) s_i + sigma z_i, z_i standard normal,
    where m = (mu1 + mu2)/2 and Delta = mu2 - mu1.  With C > 2 classes it carries C - 1 features, of the same sigma each,
    about class means that are all |Delta| apart (core.simplex).

    n_nodes: N, an even whole number from 2 to 10^12; with C > 2 classes a multiple of C.  p_within, q_across: p and q in [0, 1].
    mean_1, mean_2: mu1, mu2, finite.  sigma: standard deviation of a feature, above 0.
    share_1: share of the nodes that are in class 1 (label -1), above 0 and below 1; each class keeps at least one node.
    n_classes: C, a whole number from 2 to 10; several classes are of one size, share_1 = 1/2 as it stands.
    known: share r of nodes that have a feature, from 1e-9 to 1; the others, drawn at random, carry m exactly.
    For C > 2 classes it is 1.
    Raises ValueError that names the field, its value and its range.
    """

    n_nodes: int = 2000
    p_within: float = 0.0114
    q_across: float = 0.0038
    mean_1: float = -1.0
    mean_2: float = 1.0
    sigma: float = 1.0
    share_1: float = 0.5
    n_classes: int = 2
    known: float = 1.0

    def __post_init__(self):
        _require_number(
            "n_classes",
            self.n_classes,
            lambda c: 2 <= c <= MAX_CLASSES and c == int(c),
            f"a whole number from 2 to {MAX_CLASSES}",
        )
        classes = int(self.n_classes)
        kind = "an even whole number" if classes == 2 else f"a multiple of {classes}, the number of classes,"
        near = f", such as {divisible(self.n_nodes, classes):,}" if classes > 2 and _finite(self.n_nodes) else ""
        _require_number(
            "n_nodes",
            self.n_nodes,
            lambda n: classes <= n <= MAX_NODES and n % classes == 0,
            f"{kind} from {classes} to {MAX_NODES:,}{near}",
        )
        for field in ("p_within", "q_across"):
            _require_number(field, getattr(self, field), lambda value: 0 <= value <= 1, "a number from 0 to 1")
        for field in ("mean_1", "mean_2"):
            _require_number(field, getattr(self, field), lambda value: abs(value) <= 1e6, "a number from -1e6 to 1e6")
        _require_number(
            "sigma", self.sigma, lambda value: 1e-9 <= value <= 1e9, "a number from 1e-9 to 1e9, so above 0"
        )
        _require_number("share_1", self.share_1, lambda value: 0 < value < 1, "a number above 0 and below 1")
        if classes > 2:
            _require_number(
                "share_1", self.share_1, lambda value: value == 0.5, f"0.5 for {classes} classes, which are of one size"
            )
        _require_number("known", self.known, lambda value: 1e-9 <= value <= 1, "a number from 1e-9 to 1")
        if self.known < 1 and classes > 2:
            require_all_known(self, f"a model of {classes} classes")
        object.__setattr__(self, "n_classes", classes)
        object.__setattr__(self, "n_nodes", int(self.n_nodes))
        for field in ("p_within", "q_across", "mean_1", "mean_2", "sigma", "share_1", "known"):
            object.__setattr__(self, field, float(getattr(self, field)))

    @property
    def block_sizes(self):
        """Nodes in class 1 and in class 2, (n_1, n_2): n_1 = share_1 N rounded, at least 1 and at most N - 1; N/C each of C > 2."""
        if self.n_classes > 2:
            return (self.n_nodes // self.n_classes,) * self.n_classes
        first = min(max(round(self.share_1 * self.n_nodes), 1), self.n_nodes - 1)
        return first, self.n_nodes - first

    @property
    def degree_within(self):
        """Expected neighbours in a node's own block, mean over nodes: (N/C - 1) p for equal blocks."""
        return sum(size * (size - 1) for size in self.block_sizes) / self.n_nodes * self.p_within

    @property
    def degree_across(self):
        """Expected neighbours in other blocks, mean over nodes: 2 n_1 n_2 q / N, (N - N/C) q for equal blocks."""
        return sum(size * (self.n_nodes - size) for size in self.block_sizes) / self.n_nodes * self.q_across

    @property
    def mean_degree(self):
        """Expected degree d, mean over nodes: (N/C - 1) p + (N - N/C) q for equal blocks."""
        return self.degree_within + self.degree_across

    @property
    def mean_degrees(self):
        """Expected degrees of the classes, d_c = (n_c - 1) p + (N - n_c) q."""
        p, q = self.p_within, self.q_across
        return tuple((size - 1) * p + (self.n_nodes - size) * q for size in self.block_sizes)

    @property
    def isolated_share(self):
        """Expected share of nodes without a neighbour, mean over nodes of (1-p)^(n_c - 1) (1-q)^(N - n_c)."""
        shares = (
            size * _none(self.p_within, size - 1) * _none(self.q_across, self.n_nodes - size)
            for size in self.block_sizes
        )
        return sum(shares) / self.n_nodes

    @property
    def class_transition(self):
        """M[c][c'], the probability that a neighbour of a node of class c is of class c', as two rows that sum to 1.

        A class without edges keeps its walkers: its row is that of the identity.  Raises ValueError for more than two classes.
        """
        require_two_classes(self, "a model whose classes differ")
        (first, second), (degree_1, degree_2) = self.block_sizes, self.mean_degrees
        across_1 = second * self.q_across / degree_1 if degree_1 > 0 else 0.0
        across_2 = first * self.q_across / degree_2 if degree_2 > 0 else 0.0
        return (1 - across_1, across_1), (across_2, 1 - across_2)

    @property
    def edge_correlation(self):
        """Correlation of the two labels of an edge, lam = tr M - 1; 0 without edges.

        For equal blocks ((N/C - 1) p - (N/C) q) / d.
        """
        if self.mean_degree <= 0:
            return 0.0
        if self.q_across == 0:
            return 1.0
        if self.n_classes > 2:
            size = self.n_nodes // self.n_classes
            return ((size - 1) * self.p_within - size * self.q_across) / self.mean_degree
        (first, _), (degree_1, degree_2) = self.block_sizes, self.mean_degrees
        return ((first - 1) * self.p_within - first * self.q_across * (degree_1 / degree_2)) / degree_1

    @property
    def gap(self):
        """Signed distance of the class means, Delta = mu2 - mu1."""
        return self.mean_2 - self.mean_1

    @property
    def midpoint(self):
        """Middle of the class means, m = (mu1 + mu2)/2: the threshold fixed in advance."""
        return (self.mean_1 + self.mean_2) / 2

    @property
    def heard(self):
        """The model whose features, one for every node, have the mean and variance of these, of which a share r is there.

        Delta' = r Delta and sigma'^2 = r sigma^2 + r (1 - r) (Delta/2)^2: who knows is a matter of chance too.
        """
        if self.known == 1:
            return self
        half = self.gap / 2
        noise = math.sqrt(self.known * (self.sigma**2 + (1 - self.known) * half**2))
        means = self.midpoint - self.known * half, self.midpoint + self.known * half
        return replace(self, mean_1=means[0], mean_2=means[1], sigma=noise, known=1.0)

    @property
    def expected_edges(self):
        """Expected number of edges, N d / 2."""
        return self.n_nodes * self.mean_degree / 2


def probabilities_at(model, n_nodes):
    """The (p, q) with which n_nodes nodes have the model's mean degree d and edge correlation lam.

    p' = p (N/C - 1) / (N'/C - 1) and q' = q N / N' for equal blocks: expected neighbours within and across stay.
    A value above 1 says that so few nodes cannot have so many neighbours. ValueError as CSBM.
    """
    complete = replace(model, n_nodes=n_nodes, p_within=1, q_across=1)
    pairs = (model.degree_within, complete.degree_within), (model.degree_across, complete.degree_across)
    return tuple(wanted / most if most else math.inf if wanted else 0.0 for wanted, most in pairs)


def require_two_classes(model, what):
    """Raise ValueError, one sentence, for a model of more than two classes."""
    if model.n_classes > 2:
        raise ValueError(f"n_classes is {model.n_classes}, but {what} must have n_classes = 2.")


def require_equal_blocks(model, what):
    """Raise ValueError, one sentence, unless all blocks of the model have the same number of nodes."""
    first, second = model.block_sizes[:2]
    if first != second:
        raise ValueError(
            f"share_1 is {model.share_1!r} and gives blocks of {first:,} and {second:,} nodes, "
            f"but {what} must have share_1 = 0.5, two blocks of one size."
        )


def require_all_known(model, what):
    """Raise ValueError, one sentence, unless every node of the model has a feature."""
    if model.known != 1:
        raise ValueError(f"known is {model.known!r}, but {what} must have known = 1, a feature at every node.")
