"""Eigenvalues of the random walk P = D^-1 A: a layer keeps what belongs to large ones and wipes out the rest."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh, eigvalsh
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from core.methods.operators import with_isolated_loops

EXACT_NODES = 2000
EDGE_VALUES = 4
SMALL = 64
TOLERANCE = 1e-4
SAME = 1e-6


@dataclass(frozen=True)
class Spectrum:
    """Eigenvalues of P of one graph.

    values: all of them, ascending, up to 2000 nodes, else None.  low, high: the lowest and highest few, ascending.
    class_value: the eigenvalue, not stationary, whose direction follows the labels best; 1 if they are stationary
    themselves, because no link joins the classes.
    class_overlap: cosine of that direction with the labels, 0 to 1.
    bulk: largest |eigenvalue| that is neither stationary nor class_value, among those computed.
    n_components: how often the eigenvalue 1 belongs to a component of its own.
    """

    values: np.ndarray | None
    low: np.ndarray
    high: np.ndarray
    class_value: float
    class_overlap: float
    bulk: float
    n_components: int


def symmetric_form(adjacency):
    """S = D^-1/2 A D^-1/2, which has the eigenvalues of P = D^-1 A; isolated nodes get a loop. Returns csr_array (N, N)."""
    weights = with_isolated_loops(csr_array(adjacency, dtype=float))
    scale = diags_array(np.asarray(weights.sum(axis=1)).ravel() ** -0.5)
    return csr_array(scale @ weights @ scale)


def bulk_edge(degree):
    """2 sqrt(d-1)/d, where the noise of the spectrum ends on a d-regular tree (Kesten 1959; McKay 1981); 1 for d < 2.

    On a random graph whose degrees vary the measured edge lies somewhat further out.
    """
    return float(2 * np.sqrt(degree - 1) / degree) if degree >= 2 else 1.0


def bulk_density(values, degree):
    """Density of eigenvalues x of P on a d-regular tree, d sqrt(4(d-1)/d^2 - x^2) / (2 pi (1 - x^2)), 0 beyond the edge.

    values: (r,).  Returns (r,).  Source: Kesten 1959, McKay 1981, scaled by 1/d.
    """
    values = np.asarray(values, dtype=float)
    edge = bulk_edge(degree)
    inside = (np.abs(values) < edge) & (np.abs(values) < 1)
    root = np.sqrt(np.maximum(edge**2 - values**2, 0))
    return np.where(inside, degree * root / (2 * np.pi * np.where(inside, 1 - values**2, 1)), 0.0)


def spectrum(adjacency, labels):
    """Spectrum of P = D^-1 A: all eigenvalues to 2000 nodes, the outer ones (Lanczos) beyond.

    adjacency: symmetric csr_array (N, N).  labels: (N,) of -1, +1.  Equal graphs give equal numbers.
    """
    form = symmetric_form(adjacency)
    n_nodes = form.shape[0]
    values = eigvalsh(form.toarray(), overwrite_a=True, check_finite=False) if n_nodes <= EXACT_NODES else None
    root = np.sqrt(with_isolated_loops(csr_array(adjacency)).sum(axis=1))
    basis = _stationary(form, root)
    found, vectors = _outer(form, basis, labels * root)
    target = labels * root
    target = target - basis @ (basis.T @ target)
    left = np.linalg.norm(target)
    overlap = np.abs(target @ vectors) / left if left > SAME * np.linalg.norm(root) else np.zeros(found.size)
    best = int(np.argmax(overlap))
    if values is None:
        low, high = found[:EDGE_VALUES], np.append(found[-EDGE_VALUES + 1 :], 1.0)
    else:
        low, high = values[:EDGE_VALUES], values[-EDGE_VALUES:]
    return Spectrum(
        values=values,
        low=low,
        high=high,
        class_value=float(found[best]) if overlap.any() else 1.0,
        class_overlap=float(min(overlap[best], 1)) if overlap.any() else 1.0,
        bulk=float(np.abs(np.delete(found, best) if overlap.any() else found).max(initial=0.0)),
        n_components=basis.shape[1],
    )


def _stationary(form, root):
    """Orthonormal eigenvectors of the eigenvalue 1, D^1/2 on each component: csr_array (N, n_components)."""
    count, member = connected_components(form, directed=False)
    length = np.sqrt(np.bincount(member, root**2, count))
    return csr_array((root / length[member], (np.arange(root.size), member)), shape=(root.size, count))


def _outer(form, basis, start):
    """The lowest and highest few eigenvalues with vectors, ascending, the stationary ones set to 0: Lanczos, fixed start."""
    n_nodes = form.shape[0]
    if n_nodes <= SMALL:
        return eigh(form.toarray() - (basis @ basis.T).toarray())

    def apply(x):
        x = x.ravel()
        return form @ x - basis @ (basis.T @ x)

    operator = LinearOperator(form.shape, matvec=apply, dtype=float)
    first = start + 0.1 * np.cos(np.arange(n_nodes))
    pairs = [_lanczos(operator, which, first) for which in ("SA", "LA")]
    values, vectors = np.concatenate([pair[0] for pair in pairs]), np.concatenate([pair[1] for pair in pairs], axis=1)
    order = np.argsort(values)
    return values[order], vectors[:, order]


def _lanczos(operator, which, first):
    """A few outer eigenpairs; those that have converged where the edge is too crowded to wait for all."""
    try:
        return eigsh(operator, k=EDGE_VALUES, which=which, v0=first, tol=TOLERANCE, ncv=min(40, operator.shape[0]))
    except ArpackNoConvergence as unfinished:
        return unfinished.eigenvalues, unfinished.eigenvectors
