"""The contextual stochastic block model (CSBM) as a frozen record of seven numbers."""

from dataclasses import dataclass
from numbers import Real

MAX_NODES = 10**12


def _require_number(field, value, valid, range_text):
    """Raise ValueError unless `value` is a real number for which `valid` holds, which NaN and infinity never do."""
    if isinstance(value, bool) or not isinstance(value, Real) or not valid(value):
        raise ValueError(f"{field} is {value!r}, but it must be {range_text}.")


@dataclass(frozen=True)
class CSBM:
    """Two equal blocks of nodes with one Gaussian feature each (Deshpande et al. 2018).

    A pair of nodes is an edge with probability p inside a block and q across, without self loops;
    node i with label s_i in {-1, +1} carries x_i = m + (Delta/2) s_i + sigma z_i, z_i standard normal,
    where m = (mu1 + mu2)/2 and Delta = mu2 - mu1.

    n_nodes: N, an even whole number from 2 to 10^12.  p_within, q_across: p and q in [0, 1].
    mean_1, mean_2: mu1, mu2, finite.  sigma: standard deviation of a feature, above 0.
    Raises ValueError that names the field, its value and its range.
    """

    n_nodes: int = 2000
    p_within: float = 0.0114
    q_across: float = 0.0038
    mean_1: float = -1.0
    mean_2: float = 1.0
    sigma: float = 1.0

    def __post_init__(self):
        _require_number(
            "n_nodes",
            self.n_nodes,
            lambda n: 2 <= n <= MAX_NODES and n % 2 == 0,
            f"an even whole number from 2 to {MAX_NODES:,}",
        )
        for field in ("p_within", "q_across"):
            _require_number(field, getattr(self, field), lambda value: 0 <= value <= 1, "a number from 0 to 1")
        for field in ("mean_1", "mean_2"):
            _require_number(field, getattr(self, field), lambda value: abs(value) <= 1e6, "a number from -1e6 to 1e6")
        _require_number(
            "sigma", self.sigma, lambda value: 1e-9 <= value <= 1e9, "a number from 1e-9 to 1e9, so above 0"
        )
        object.__setattr__(self, "n_nodes", int(self.n_nodes))
        for field in ("p_within", "q_across", "mean_1", "mean_2", "sigma"):
            object.__setattr__(self, field, float(getattr(self, field)))

    @property
    def degree_within(self):
        """Expected neighbours of a node in its own block, (N/2 - 1) p."""
        return (self.n_nodes / 2 - 1) * self.p_within

    @property
    def degree_across(self):
        """Expected neighbours of a node in the other block, (N/2) q."""
        return self.n_nodes / 2 * self.q_across

    @property
    def mean_degree(self):
        """Expected degree d = (N/2 - 1) p + (N/2) q."""
        return self.degree_within + self.degree_across

    @property
    def edge_correlation(self):
        """Correlation of the two labels of an edge, lam = ((N/2 - 1) p - (N/2) q) / d; 0 without edges."""
        degree = self.mean_degree
        return (self.degree_within - self.degree_across) / degree if degree > 0 else 0.0

    @property
    def gap(self):
        """Signed distance of the class means, Delta = mu2 - mu1."""
        return self.mean_2 - self.mean_1

    @property
    def midpoint(self):
        """Middle of the class means, m = (mu1 + mu2)/2: the threshold fixed in advance."""
        return (self.mean_1 + self.mean_2) / 2

    @property
    def expected_edges(self):
        """Expected number of edges, N d / 2."""
        return self.n_nodes * self.mean_degree / 2
