"""Training results read: means over seeds, and what is lost to smoothing and what to optimisation."""

from dataclasses import dataclass

import numpy as np

from core.training.networks import NETWORKS

HELD_OUT, FRESH = "held_out_accuracy", "fresh_accuracy"


@dataclass(frozen=True)
class OverSeeds:
    """Mean over the seeds that are there and its standard error (NaN for one), arrays of one shape, and how many there are."""

    value: np.ndarray
    standard_error: np.ndarray
    count: np.ndarray


def over_seeds(values):
    """OverSeeds of values (depths, seeds): NaN where there is no run."""
    there = np.isfinite(values)
    count = there.sum(axis=1)
    filled = np.where(there, values, 0).astype(float)
    mean = np.where(count > 0, filled.sum(axis=1) / np.maximum(count, 1), np.nan)
    squares = (np.where(there, values - mean[:, None], 0).astype(float) ** 2).sum(axis=1)
    error = np.where(count > 1, np.sqrt(squares / np.maximum(count - 1, 1) / np.maximum(count, 1)), np.nan)
    return OverSeeds(mean, error, count)


@dataclass(frozen=True)
class Losses:
    """Points of accuracy lost at a depth, as shares of all nodes; NaN where runs are missing.

    smoothing: of the classifier on h^(n), from its best depth to this one.  optimisation: from that classifier to the network with
    weights, mean over the seeds that both have, and its standard error over them.  train: the same on the training nodes.
    classifier, network: their accuracies; best_depth: the classifier's.
    """

    smoothing: float
    optimisation: float
    standard_error: float
    train: float
    classifier: float
    network: float
    classifier_train: float
    network_train: float
    best_depth: int


def losses(results, network, width, depth, tested=HELD_OUT):
    """What the classifier on h^(n) and a network with weights lose at a depth. Returns Losses."""
    plan = results.plan
    place = plan.depths.index(depth)
    curve = over_seeds(results.of(tested, "classifier", width)).value
    best = int(np.nanargmax(curve)) if np.isfinite(curve).any() else place
    difference = {
        name: over_seeds(results.of(name, "classifier", width) - results.of(name, network, width))
        for name in (tested, "train_accuracy")
    }
    accuracies = {
        (key, name): float(over_seeds(results.of(name, key, width)).value[place])
        for key in ("classifier", network)
        for name in (tested, "train_accuracy")
    }
    return Losses(
        smoothing=float(curve[best] - curve[place]),
        optimisation=float(difference[tested].value[place]),
        standard_error=float(difference[tested].standard_error[place]),
        train=float(difference["train_accuracy"].value[place]),
        classifier=accuracies["classifier", tested],
        network=accuracies[network, tested],
        classifier_train=accuracies["classifier", "train_accuracy"],
        network_train=accuracies[network, "train_accuracy"],
        best_depth=plan.depths[best],
    )


def table(results, tested=HELD_OUT):
    """Rows (network, width, {depth: (mean, standard error, seeds)}) of all that has been run; width None without weights."""
    rows = []
    for key in results.plan.networks:
        for width in results.plan.widths if NETWORKS[key].weights else results.plan.widths[:1]:
            found = over_seeds(results.of(tested, key, width))
            if found.count.any():
                cells = zip(found.value, found.standard_error, found.count, strict=True)
                shown = dict(zip(results.plan.depths, cells, strict=True))
                rows.append((key, width if NETWORKS[key].weights else None, shown))
    return rows
