"""How good the walk theory is: measured once on fresh models, stored with the program, shown wherever it is claimed."""

from pathlib import Path

import numpy as np

from core.accuracy import measurement
from core.model import CSBM
from core.simulation import simulate
from core.walks import predict

FILE = Path(__file__).with_suffix(".json")
CURVES = ("mean_gap", "variance", "neighbourhood_noise", "error_fixed", "error_fitted")
DEPTH = 12
SMALLEST = {"mean_gap": 0.01, "variance": 0, "neighbourhood_noise": 1e-5, "error_fixed": 0.005, "error_fitted": 0.005}
SIZES, DEGREES, CORRELATIONS, STRENGTHS = (700, 1500), (5, 110), (0.3, 0.5, 0.7, -0.6), (0.5, 1.0, 2.0, 4.0)


def measured():
    """The stored measurement: {"curves": {name: {"median", "ninety", "worst"}}, "n_models", "n_graphs", ...}."""
    return measurement.stored(FILE)


def random_model(rng):
    """A model with random size, mean degree (log-uniform), edge correlation and feature strength."""
    n_nodes = int(rng.choice(SIZES))
    degree = float(np.exp(rng.uniform(*np.log(DEGREES))))
    correlation, strength = float(rng.choice(CORRELATIONS)), float(rng.choice(STRENGTHS))
    half = n_nodes / 2
    within, across = degree * (1 + correlation) / 2 / (half - 1), degree * (1 - correlation) / 2 / half
    return CSBM(n_nodes, within, across, -strength / 2, strength / 2, 1.0)


def relative_errors(model, n_graphs, seed):
    """|theory / simulation - 1| at depths 1..12 per curve, where the simulated value is large enough to compare."""
    prediction, simulation = predict(model, DEPTH), simulate(model, DEPTH, n_graphs=n_graphs, seed=seed)
    found = {}
    for name in CURVES:
        theory, simulated = np.abs(getattr(prediction, name))[1:], np.abs(getattr(simulation, name).mean(axis=0))[1:]
        use = simulated > SMALLEST[name]
        found[name] = np.abs(theory[use] / simulated[use] - 1)
    return found


def measure(n_models=80, n_graphs=16, seed=0):
    """Measure on n_models random models; relative errors pooled over models and depths."""
    rng = np.random.default_rng(seed)
    pooled = [relative_errors(random_model(rng), n_graphs, index) for index in range(n_models)]
    return {
        "n_models": n_models,
        "n_graphs": n_graphs,
        "seed": seed,
        "depth": DEPTH,
        "sizes": SIZES,
        "degrees": DEGREES,
        "correlations": CORRELATIONS,
        "strengths": STRENGTHS,
        "curves": {name: measurement.levels(np.concatenate([one[name] for one in pooled])) for name in CURVES},
    }
