"""Networks over depth, width and seeds: the stored default experiment, and the same on demand.

python -m core train --output core/training/training.npz        chooses rates and runs the stored experiment again (about an hour)
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.model import CSBM
from core.training.networks import NETWORKS
from core.training.rulers import empty_rulers, record_rulers
from core.training.tasks import N_FEATURES, cora_task, csbm_task, karate_task, streams
from core.training.train import train

FILE = Path(__file__).with_name("training.npz")
SCALARS = ("train_accuracy", "held_out_accuracy", "fresh_accuracy", "loss", "epochs")
PER_LAYER = ("gradient_start", "gradient_end", "spread", "difference")
CEILING_GRAPHS = 32


@dataclass(frozen=True)
class Plan:
    """An experiment: a graph, networks, depths, widths, repetitions, epochs and learning rates.

    graph: "csbm", the model with F features, "karate", or "cora" from files in `folder`.

    rates: one (network, width, rate) for each trained network and width.  fewer: (network, width, repetitions) where there
    are fewer repetitions than n_seeds; 0 leaves it out.  scale: sigma_w, the size of the first weights, 1 as Glorot's.
    rulers: whether the rulers of core.training.rulers are laid on every network.
    A network without weights has no width and runs once per repetition.
    """

    model: CSBM = CSBM(1000, 0.0228, 0.0076, -1.0, 1.0, 1.0)
    n_features: int = N_FEATURES
    graph: str = "csbm"
    folder: str = ""
    networks: tuple[str, ...] = tuple(NETWORKS)
    depths: tuple[int, ...] = (0, 1, 2, 4, 8, 16, 32)
    widths: tuple[int, ...] = (4, 16, 64, 512)
    n_seeds: int = 5
    seed: int = 0
    epochs: int = 200
    rates: tuple[tuple[str, int, float], ...] = ()
    fewer: tuple[tuple[str, int, int], ...] = (
        ("linear", 512, 3),
        ("gcn", 512, 3),
        ("gcnii", 512, 0),
        ("pairnorm", 512, 0),
    )
    scale: float = 1.0
    rulers: bool = False

    def rate(self, network, width, depth):
        """Adam's learning rate: the one chosen for the network at the nearest width; without layers all are the classifier."""
        key = network if depth else "classifier_adam"
        known = [(abs(np.log(width / other)), rate) for name, other, rate in self.rates if name == key]
        return min(known)[1] if known else 0.01

    def repetitions(self, network, width):
        """How many seeds a network of this width gets."""
        return min([self.n_seeds] + [count for key, w, count in self.fewer if (key, w) == (network, width)])

    def runs(self):
        """Every (network, width, depth, repetition), in the order in which a reader can use them first."""
        return [
            (key, width, depth, index)
            for width in self.widths
            for index in range(self.n_seeds)
            for depth in self.depths
            for key in self.networks
            if index < self.repetitions(key, width) and (NETWORKS[key].weights or width == self.widths[0])
        ]


@dataclass(frozen=True)
class Results:
    """What has been found: name -> array (networks, widths, depths, seeds[, layers + 2]), NaN where there is nothing yet.

    A network without weights has the same numbers at every width.
    """

    plan: Plan
    arrays: dict = field(repr=False)

    def of(self, name, network, width):
        """One quantity of one network at one width: (depths, seeds[, layers + 2])."""
        return self.arrays[name][self.plan.networks.index(network), self.plan.widths.index(width)]


def empty(plan):
    """Results without any run."""
    shape = (len(plan.networks), len(plan.widths), len(plan.depths), plan.n_seeds)
    arrays = {name: np.full(shape, np.nan, np.float32) for name in SCALARS}
    arrays |= {name: np.full((*shape, max(plan.depths) + 2), np.nan, np.float32) for name in PER_LAYER}
    if plan.rulers:
        arrays |= empty_rulers(shape, max(plan.depths) + 1)
    return Results(plan, arrays)


def record(results, network, width, depth, index, run, data):
    """Write one Run on a core.training.train.Data into the arrays, in place."""
    plan = results.plan
    # Without weights there is no width: the one run stands for all.
    place = plan.widths.index(width) if NETWORKS[network].weights else slice(None)
    where = plan.networks.index(network), place, plan.depths.index(depth), index
    for name in SCALARS:
        results.arrays[name][where] = getattr(run, name)
    for name in PER_LAYER:
        values = getattr(run, name)
        results.arrays[name][where][..., : values.size] = values
    if plan.rulers:
        record_rulers(results, network, where, run, data)


def task_of(plan, index):
    """What is learned in the index-th repetition. Cora's split is fixed: there only the initial weights differ."""
    if plan.graph == "karate":
        return karate_task(plan.seed, index)
    if plan.graph == "cora":
        return cora_task(plan.folder)
    return csbm_task(plan.model, plan.seed, index, plan.n_features)


def one_run(plan, network, width, depth, index, task=None):
    """Train one network of a plan: a generator of (epoch, epochs, Run or None). The same numbers whatever else is run."""
    task = task or task_of(plan, index)
    weights = streams(plan.seed, index)[-1]
    rate = plan.rate(network, width, depth)
    yield from train(weights, NETWORKS[network], depth, width, task, plan.epochs, rate, scale=plan.scale)


def experiment(plan):
    """Run a plan: a generator of (epochs done, epochs in all, Results so far)."""
    found, runs = empty(plan), plan.runs()
    done, total = 0, len(runs) * plan.epochs
    yield done, total, found
    task, drawn = None, None
    for network, width, depth, index in runs:
        if drawn != index:
            task, drawn = task_of(plan, index), index
        for epoch, _, run in one_run(plan, network, width, depth, index, task):
            if run is None:
                yield done + epoch, total, found
            else:
                found = Results(plan, {name: values.copy() for name, values in found.arrays.items()})
                record(found, network, width, depth, index, run, task.data)
        done += plan.epochs
        yield done, total, found
