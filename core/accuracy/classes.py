"""How good the theory of unequal blocks is: measured once on fresh models, stored with the program."""

from pathlib import Path

import numpy as np

from core.accuracy import measurement
from core.classes.class_errors import simulate_classes
from core.classes.unequal import predict_classes
from core.model import CSBM
from core.thresholds import RULES

FILE = Path(__file__).with_suffix(".json")
DEPTH = 8
FEW_NEIGHBOURS = 7
SIZES, DEGREES, SHARES = (700, 1500), (10, 60), (0.05, 0.4)
CORRELATIONS, STRENGTHS = (0.3, 0.5, 0.7, -0.6), (0.5, 1.0, 2.0, 4.0)


def measured():
    """The stored measurement: {"errors": {rule: {"total" | "minority": {"median", "ninety", "worst"}}}, ...}."""
    return measurement.stored(FILE)


def random_model(rng):
    """A model with random size, minority share, mean degree (log-uniform), ratio of p and q, and feature strength.

    The correlation is that of equal blocks with the same p and q; the smaller class has at least FEW_NEIGHBOURS neighbours.
    """
    while True:
        n_nodes, share = int(rng.choice(SIZES)), float(rng.uniform(*SHARES))
        degree = float(np.exp(rng.uniform(*np.log(DEGREES))))
        correlation, strength = float(rng.choice(CORRELATIONS)), float(rng.choice(STRENGTHS))
        within, across = (1 + correlation) / n_nodes, (1 - correlation) / n_nodes
        unscaled = CSBM(n_nodes, within, across, share_1=share).mean_degree
        scale = degree / unscaled
        model = CSBM(n_nodes, within * scale, across * scale, -strength / 2, strength / 2, 1.0, share)
        if min(model.mean_degrees) >= FEW_NEIGHBOURS:
            return model


def differences(model, n_graphs, seed):
    """|theory - simulation| at depths 1..DEPTH: rule -> {"total": (DEPTH,), "minority": (DEPTH,)}; class 1 is the minority."""
    theory, simulation = predict_classes(model, DEPTH), simulate_classes(model, DEPTH, n_graphs=n_graphs, seed=seed)
    return {
        rule: {
            "total": np.abs(theory.total[rule] - simulation.total[rule].mean(axis=0))[1:],
            "minority": np.abs(theory.error[rule] - simulation.error[rule].mean(axis=0))[1:, 0],
        }
        for rule in RULES
    }


def measure(n_models=60, n_graphs=16, seed=0):
    """Measure on n_models random models; absolute differences pooled over models and depths."""
    rng = np.random.default_rng(seed)
    pooled = [differences(random_model(rng), n_graphs, index) for index in range(n_models)]
    errors = {
        rule: {
            kind: measurement.levels(np.concatenate([one[rule][kind] for one in pooled]))
            for kind in ("total", "minority")
        }
        for rule in RULES
    }
    return {
        "n_models": n_models,
        "n_graphs": n_graphs,
        "seed": seed,
        "depth": DEPTH,
        "sizes": SIZES,
        "degrees": DEGREES,
        "shares": SHARES,
        "least_degree": FEW_NEIGHBOURS,
        "correlations": CORRELATIONS,
        "strengths": STRENGTHS,
        "errors": errors,
    }
