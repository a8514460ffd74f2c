"""One layer of plain convolution: sparse rows times dense columns, and the public function around it."""

import numpy as np

from benchmarks.sampling import model_of
from benchmarks.timing import heading, medians
from core.methods.operators import row_normalised
from core.propagation import METHODS, propagate
from core.sampling import sample_graph

DEPTH = 10
# N, columns, rounds, ms per step measured in single precision on the reference machine (PERF.md)
CASES = ((10**3, 16, 60, 0.063), (10**5, 16, 5, 20.0), (10**5, 64, 3, 52.0), (10**6, 1, 3, 98.0))


def run():
    heading("Propagation, ms per layer")
    rng = np.random.default_rng(0)
    for n_nodes, columns, rounds, reference in CASES:
        graph = sample_graph(rng, model_of(n_nodes))
        walk = row_normalised(METHODS["convolution"].weights(graph))
        features = rng.standard_normal((n_nodes, columns))
        single, single_features = walk.astype(np.float32), features.astype(np.float32)
        runs = {
            "float32": lambda walk=single, x=single_features: walk @ x,
            "float64": lambda walk=walk, x=features: walk @ x,
        }
        if n_nodes <= 10**5:
            runs["propagate"] = lambda graph=graph, x=features: propagate("convolution", graph, x, DEPTH)
        times = medians(runs, rounds)
        if "propagate" in times:
            times["propagate"] /= DEPTH
        cells = ", ".join(f"{name} {value:.3g}" for name, value in times.items())
        print(f"N = {n_nodes:>9,}, {columns:>2} columns: {cells}  (reference float32 {reference:g})")
