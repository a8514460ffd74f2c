"""Models, methods and curves that the tests of the walk theory share."""

from core.model import CSBM
from core.propagation import METHODS

KEYS = [key for key in METHODS if METHODS[key].has_theory]
# A read-out of all depths has the scale of its read-out, and no variance of its own.
SINGLE = [key for key in KEYS if not METHODS[key].combines_depths]
DEFAULT = CSBM()


def model_of(n_nodes, degree, correlation, ratio=2.0):
    """CSBM of given mean degree d, edge correlation lam and Delta/sigma."""
    half = n_nodes / 2
    within, across = degree * (1 + correlation) / 2 / (half - 1), degree * (1 - correlation) / 2 / half
    return CSBM(n_nodes, within, across, -ratio / 2, ratio / 2, 1.0)
