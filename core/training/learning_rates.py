"""The learning rates and the number of epochs, chosen once on graphs that no experiment uses."""

import numpy as np

from core.training.networks import NETWORKS, initial
from core.training.tasks import csbm_task, streams
from core.training.train import Adam, accuracy, final, objective

VALIDATION_SEED = 10**6
DEPTHS = (4, 8)
CHECKED_EPOCHS = (50, 100, 200)
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03)
WIDEST = 64


def validation_accuracies(plan, network, width, rate):
    """Held-out accuracy after 50, 100 and 200 epochs, mean over depths 4 and 8 and over two graphs."""
    found = []
    for depth in DEPTHS:
        for index in range(2):
            task, weights = csbm_task(plan.model, VALIDATION_SEED, index), streams(VALIDATION_SEED, index)[-1]
            found.append(_run(NETWORKS[network], depth, width, task, weights, rate))
    return [round(float(value), 4) for value in np.mean(found, axis=0)]


def _run(network, depth, width, task, weights, rate):
    data, reached = task.data, []
    parameters = initial(weights, network, depth, width, data.features.shape[1], data.n_classes)
    value, adam = objective(network, depth, data, task.train), Adam(parameters.vector.size, rate)
    for epoch in range(1, CHECKED_EPOCHS[-1] + 1):
        adam.move(parameters.vector, value(parameters)[1])
        if epoch in CHECKED_EPOCHS:
            last = final(network, depth, parameters, data)
            reached.append(accuracy(parameters, last[task.test], data.labels[task.test]))
    return reached


def measure(plan, report=print):
    """All validation accuracies: rows (network, width, rate, [after 50, 100, 200 epochs]).

    Above width 64 only the linear network is tried, because trials of the others would cost more than the experiment; they
    take the rate of their kind at width 64.
    """
    rows = []
    for width in plan.widths:
        for key, network in NETWORKS.items():
            if network.solved or not plan.repetitions(key, width):
                continue
            if (not network.weights and width != plan.widths[0]) or (not network.linear and width > WIDEST):
                continue
            for rate in RATES:
                rows.append((key, width, rate, validation_accuracies(plan, key, width, rate)))
                report(rows[-1])
    return rows


def choose(rows):
    """(epochs, rates) of validation rows: the epochs best on average over networks and widths, each at its best rate then.

    rates: ((network, width, rate), ...), the best of each network and width at these epochs; the smaller one of a tie.
    """
    kinds = list(dict.fromkeys((key, width) for key, width, _, _ in rows))
    table = {kind: [(rate, reached) for key, width, rate, reached in rows if (key, width) == kind] for kind in kinds}
    means = [
        np.mean([max(reached[check] for _, reached in tried) for tried in table.values()])
        for check in range(len(CHECKED_EPOCHS))
    ]
    check = int(np.argmax(means))
    rates = [(*kind, max(tried, key=lambda row: (row[1][check], -row[0]))[0]) for kind, tried in table.items()]
    return CHECKED_EPOCHS[check], tuple(rates)
