"""A reversible walk with its stationary part in view, so that deep layers lose nothing to rounding."""

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh


class ReversibleWalk:
    """M = W^-a A W^(a-1) for symmetric weights A with row sums W; a = 1: the random walk, a = 1/2: its symmetric form.

    In each component M has eigenvalue 1 with right vector u = W^(1-a) and left vector l = W^a / sum_c W.
    Detailed balance: M' = W^(2a-1) M W^(1-2a), so products from the left cost no transposed matrix.
    """

    def __init__(self, weights, exponent=1.0):
        weight = np.asarray(weights.sum(axis=1)).ravel()
        rows = np.repeat(np.arange(weight.size), np.diff(weights.indptr))
        data = weights.data * weight[rows] ** -exponent
        if exponent != 1:
            data = data * weight[weights.indices] ** (exponent - 1)
        self.matrix = csr_array((data, weights.indices, weights.indptr), shape=weights.shape)
        self.n_components, self.component = connected_components(weights, directed=False)
        self.exponent = exponent
        self.balance = weight ** (2 * exponent - 1)
        self.right = weight ** (1 - exponent)
        self.left = weight**exponent / self.per_component(weight)[self.component]
        self.root = weight**0.5

    def per_component(self, values):
        """Sum of values (N,) over each component. Returns (n_components,)."""
        return np.bincount(self.component, values, self.n_components)

    def within(self, vector, x):
        """vector'x within each component, for x (N,) or (N, k). Returns (n_components,) or (n_components, k)."""
        vector = vector.astype(x.dtype, copy=False)
        if self.n_components == 1:
            return (vector @ x)[None]
        shape = (self.n_components, vector.size)
        return csr_array((vector, (self.component, np.arange(vector.size))), shape=shape) @ x

    def _totals(self, vector, x):
        """`within`, spread to each component's nodes."""
        found = self.within(vector, x)
        return np.broadcast_to(found, x.shape) if self.n_components == 1 else found[self.component]

    def stationary_part(self, x):
        """The part of x (N,) or (N, k) along the right vectors, which no layer changes."""
        totals = self._totals(self.left, x)
        if self.exponent == 1:
            return totals  # u = 1
        right = self.right.astype(x.dtype, copy=False)
        return (right if x.ndim == 1 else right[:, None]) * totals

    def principal(self):
        """Unit vectors along the left vectors, one a component, added up: their supports are disjoint."""
        return self.left / np.sqrt(self.per_component(self.left**2))[self.component]

    def without_principal(self, x, principal):
        """Subtract from x (N, k) its part along each component's principal vector."""
        return x - principal[:, None] * self._totals(principal, x)

    def seen_from(self, heard, principal, second):
        """What is left of both directions on the nodes with `heard` 1 (N,), as orthonormal vectors again; nothing of none."""
        length = np.sqrt(self.per_component(heard * principal**2))[self.component]
        principal = np.divide(heard * principal, length, out=np.zeros_like(principal), where=length > 0)
        second = self.without_principal((heard * second)[:, None], principal)[:, 0]
        size = np.linalg.norm(second)
        return principal, second / size if size > 0 else second

    def second_direction(self, start, principal):
        """Unit vector near the left eigenvector after the stationary ones (any vector is correct, a near one is better).

        start: (N,) first guess, such as the labels; fixed, so that equal seeds give equal numbers.
        """
        n_nodes = self.right.size
        to_right = self.right / self.root
        symmetric = diags_array(1 / to_right) @ self.matrix @ diags_array(to_right)
        centred = (start - self.stationary_part(start)) / to_right
        if n_nodes < 8 or not np.linalg.norm(centred) > 0:
            return np.zeros(n_nodes)

        def apply(x):
            x = to_right * (symmetric @ x.ravel())
            return (x - self.stationary_part(x)) / to_right

        try:
            operator = LinearOperator((n_nodes, n_nodes), matvec=apply, dtype=float)
            _, vectors = eigsh(operator, k=1, which="LM", v0=centred, tol=1e-3, maxiter=60)
            vector = vectors[:, 0]
        except ArpackError:
            vector = centred
        vector = self.without_principal((vector / to_right)[:, None], principal)[:, 0]
        length = np.linalg.norm(vector)
        return vector / length if length > 0 else vector


class Deflated:
    """The walk on features without stationary part, which it keeps out against rounding."""

    def __init__(self, walk, dtype=float):
        self.walk, self.matrix = walk, walk.matrix.astype(dtype)

    def __matmul__(self, x):
        y = self.matrix @ x
        y -= self.walk.stationary_part(y)
        return y


class Corrected:
    """The walk less its stationary part, M - u l' in each component with edges; isolated nodes keep their feature."""

    def __init__(self, walk, connected):
        self.walk, self.connected = walk, connected

    def __matmul__(self, x):
        y = self.walk.matrix @ x
        part = self.walk.stationary_part(y)
        return y - np.where(self.connected if x.ndim == 1 else self.connected[:, None], part, 0)
