"""Variance of propagated noise at every node of a given graph: squared norms of the rows of f_n(P), at any depth.

Each row is split by orthonormal vectors B, first the stationary one of every component, so that deep layers lose nothing
to rounding: ||row||^2 = ||F_i||^2 + ||R_i||^2 with F = f_n(P) B exact, and the rest R by all its columns or random probes.
"""

from itertools import islice

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array
from scipy.sparse.linalg import ArpackError, ArpackNoConvergence, LinearOperator, eigsh

from core.methods.reversible import Deflated, ReversibleWalk
from core.moments.node_moments import probe_doubt
from core.propagation import METHODS, complete_options, require_depth

WALKS = ("convolution", "self_loops", "lazy")
MAX_DEPTH = 256
BLOCK = 64
EXACT_WORK = 3e9
PROBES = 96
LEADING = 12
DOUBLE_NODES = 512
SINGLE_DEPTH = 32
SPARSE_ENTRIES = 3e6


class RowNorms:
    """The walk of one graph to some depth, with its row norms.

    adjacency: symmetric 0/1 csr_array (N, N).  method: one of WALKS, with its options.  exact: True or False to choose
    all rows or probes, None for all rows where that takes a few seconds at the most.  seed: of the probes.
    lead: (depth+1, N) part along the stationary vector; square: (depth+1, N) squared norm of all else;
    noise: lead^2 + square, the variance of node i's propagated unit noise.  route: "exact" or "probes".
    probed: (depth+1, N) what of square comes from probes.
    """

    def __init__(self, adjacency, depth, method="convolution", exact=None, seed=0, **options):
        if method not in WALKS:
            raise ValueError(f"method is {method!r}, but it must be one of {', '.join(WALKS)}.")
        self.depth, self.method = require_depth(depth, MAX_DEPTH), METHODS[method]
        self.options = complete_options(method, options)
        adjacency = csr_array(adjacency, dtype=float)
        self.n_nodes = adjacency.shape[0]
        self.walk = ReversibleWalk(self.method.weights(adjacency))
        self.principal = self.walk.principal()
        column = self.principal[:, None]
        part = self.walk.stationary_part(column)
        self.lead = np.stack([(part + layer)[:, 0] for layer in self.layers(column - part)])
        work = self.n_nodes * (adjacency.nnz + self.n_nodes) * max(self.depth, 1)
        self.route = "exact" if (work <= EXACT_WORK if exact is None else exact) else "probes"
        self.probed = np.zeros((self.depth + 1, self.n_nodes))
        self.square = self._all_columns() if self.route == "exact" else self._probes(seed)
        self.square[0] = np.maximum(1 - self.lead[0] ** 2, 0)
        self.noise = self.lead**2 + self.square

    def layers(self, columns, dtype=float):
        """Yield f_n(P) columns for n = 0..depth; columns (N, k) have no stationary part."""
        recursion = self.method.recursion(Deflated(self.walk, dtype), columns.astype(dtype), **self.options)
        return islice(recursion, self.depth + 1)

    def doubt(self, variance):
        """Doubt of a variance (depth+1, N) that has the probed part in it, as in gaussian.probed_error; None where exact."""
        return None if self.route == "exact" else probe_doubt(self.probed, variance, PROBES)

    def floor(self):
        """Where the noise of a node ends, sum pi_j^2 over its component with pi_j = W_j / sum W. Shape (N,).

        A walk that oscillates (a bipartite component without loops) goes round it instead of ending there.
        """
        return self.walk.per_component(self.walk.left**2)[self.walk.component]

    def without_principal(self, columns):
        """Columns (N, k) less their parts along the stationary vectors."""
        return self.walk.without_principal(columns, self.principal)

    def _precision(self):
        # Single precision keeps 1e-6 of what is left, until it comes near the smallest single number.
        return np.float64 if self.n_nodes <= DOUBLE_NODES or self.depth > SINGLE_DEPTH else np.float32

    def _all_columns(self):
        square = np.zeros((self.depth + 1, self.n_nodes))
        for start in range(0, self.n_nodes, BLOCK):
            width = min(BLOCK, self.n_nodes - start)
            block = np.zeros((self.n_nodes, width))
            block[np.arange(start, start + width), np.arange(width)] = 1
            for n, layer in enumerate(self.layers(self.without_principal(block), self._precision())):
                square[n] += np.einsum("ik,ik->i", layer, layer)
        return square

    def _probes(self, seed):
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
        leading = self._leading_vectors(rng)
        probes = self.without_principal(rng.standard_normal((self.n_nodes, PROBES)))
        probes -= leading @ (leading.T @ probes)
        n_leading = leading.shape[1]
        square = np.zeros((self.depth + 1, self.n_nodes))
        for n, layer in enumerate(self.layers(np.hstack([leading, probes]), self._precision())):
            exact, drawn = layer[:, :n_leading], layer[:, n_leading:]
            self.probed[n] = np.einsum("ik,ik->i", drawn, drawn) / PROBES
            square[n] = np.einsum("ik,ik->i", exact, exact) + self.probed[n]
        self._put_shallow_rows(square)
        return square

    def _leading_vectors(self, rng):
        """Orthonormal vectors near the slowest left eigenvectors; any will do, near ones leave less to the probes."""
        root = self.walk.root
        symmetric = diags_array(root) @ self.walk.matrix @ diags_array(1 / root)

        def apply(x):
            x = symmetric @ x.ravel()
            return x - root * self.walk.stationary_part(x / root)

        operator = LinearOperator((self.n_nodes, self.n_nodes), matvec=apply, dtype=float)
        start, count = rng.standard_normal(self.n_nodes), min(LEADING, self.n_nodes - 2)
        try:
            vectors = eigsh(operator, k=count, which="LM", v0=start, tol=1e-2, maxiter=30)[1]
        except ArpackNoConvergence as stopped:
            vectors = stopped.eigenvectors
        except ArpackError:
            vectors = np.empty((self.n_nodes, 0))
        vectors = self.without_principal(root[:, None] * vectors)
        return np.linalg.qr(vectors)[0] if vectors.shape[1] else vectors

    def _put_shallow_rows(self, square):
        """Exact values at depths 1 and 2, where rows are short and probes would be noisiest."""
        degree = np.diff(self.walk.matrix.indptr).astype(float)
        deepest = 2 if (degree**2).sum() <= SPARSE_ENTRIES else 1
        recursion = self.method.recursion(self.walk.matrix, eye_array(self.n_nodes, format="csr"), **self.options)
        for n, rows in enumerate(islice(recursion, min(deepest, self.depth) + 1)):
            whole = np.asarray(csr_array(rows).power(2).sum(axis=1)).ravel()
            square[n], self.probed[n] = np.maximum(whole - self.lead[n] ** 2, 0), 0
