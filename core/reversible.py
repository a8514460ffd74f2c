"""A reversible random walk with its stationary part in view, so that deep layers lose nothing to rounding."""

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

from core.operators import row_normalised


class ReversibleWalk:
    """P = W^-1 A for symmetric weights A with row sums W; stationary within component c: pi_i = W_i / sum_c W.

    P' = W P W^-1 (detailed balance), so row averages from the left cost no transposed product.
    """

    def __init__(self, weights):
        self.matrix = row_normalised(weights)
        self.weight = np.asarray(weights.sum(axis=1)).ravel()
        self.n_components, self.component = connected_components(weights, directed=False)
        self.stationary = self.weight / self.per_component(self.weight)[self.component]
        members = (self.stationary, (self.component, np.arange(self.weight.size)))
        self._averages = csr_array(members, shape=(self.n_components, self.weight.size))

    def per_component(self, values):
        """Sum of values (N,) over each component. Returns (n_components,)."""
        return np.bincount(self.component, values, self.n_components)

    def average(self, x):
        """Stationary average of x (N,) or (N, k) within each node's component, as an array like x."""
        if self.n_components == 1:
            return np.broadcast_to(self.stationary.astype(x.dtype) @ x, x.shape)
        return (self._averages.astype(x.dtype) @ x)[self.component]

    def principal(self):
        """Unit vectors along the stationary distributions, one a component, added up: their supports are disjoint."""
        return self.stationary / np.sqrt(self.per_component(self.stationary**2))[self.component]

    def without_principal(self, x, principal):
        """Subtract from x (N, k) its part along each component's principal vector."""
        if self.n_components == 1:
            return x - np.outer(principal, principal @ x)
        select = csr_array((principal, (self.component, np.arange(principal.size))), self._averages.shape)
        return x - principal[:, None] * (select @ x)[self.component]

    def second_direction(self, start, principal):
        """Unit vector near the left eigenvector after the stationary ones (any vector is correct, a near one is better).

        start: (N,) first guess, such as the labels; fixed, so that equal seeds give equal numbers.
        """
        n_nodes, root = self.weight.size, np.sqrt(self.weight)
        symmetric = diags_array(root) @ self.matrix @ diags_array(1 / root)
        centred = root * (start - self.average(start))
        if n_nodes < 8 or not np.linalg.norm(centred) > 0:
            return np.zeros(n_nodes)

        def apply(x):
            x = symmetric @ x.ravel()
            return x - root * self.average(x / root)

        try:
            operator = LinearOperator((n_nodes, n_nodes), matvec=apply, dtype=float)
            _, vectors = eigsh(operator, k=1, which="LM", v0=centred, tol=1e-3, maxiter=60)
            vector = root * vectors[:, 0]
        except ArpackError:
            vector = root * centred
        vector = self.without_principal(vector[:, None], principal)[:, 0]
        length = np.linalg.norm(vector)
        return vector / length if length > 0 else vector


class Deflated:
    """The walk on features whose stationary averages are zero, which it keeps at zero against rounding."""

    def __init__(self, walk, dtype=float):
        self.walk, self.matrix = walk, walk.matrix.astype(dtype)

    def __matmul__(self, x):
        y = self.matrix @ x
        y -= self.walk.average(y)
        return y
