"""Networks to try the measures on without a file of one's own: a GCN trained on the default model, shallow, deep, and too deep."""

from core.layers.network import network
from core.model import CSBM
from core.training.networks import NETWORKS
from core.training.tasks import csbm_task, streams
from core.training.train import outputs, train

DEPTHS = (2, 8, 16, 32)
WIDTH, EPOCHS, RATE, SEED = 16, 200, 0.01, 0


def sample(depth, key="gcn", model=None, width=WIDTH):
    """The core.layers.Network of a network of core.training after training; the same numbers each time.

    key: one of core.training.networks.NETWORKS.  model: CSBM, the default one unless given.  A second or two of work.
    """
    task, chosen = csbm_task(model or CSBM(), SEED, 0), NETWORKS[key]
    *_, (_, _, run) = train(streams(SEED, 0)[-1], chosen, depth, width, task, EPOCHS, RATE)
    data = task.data
    hidden = list(outputs(chosen, depth, run.parameters, data))
    logits = hidden[-1] @ run.parameters.matrices[-1] + run.parameters.bias
    return network(hidden, data.walk, data.labels, train=task.train, test=task.test, logits=logits)
