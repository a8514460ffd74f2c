"""What sampled graphs and trained networks say of a scene's model, measured once and remembered: for what is often said."""

from functools import lru_cache, wraps
from threading import RLock

from core.inside.monitors import monitors, wide_features
from core.layers import measure, verdict
from core.layers.samples import sample
from core.sampling import sample_graph
from core.simulation import simulate
from core.streams import streams

MAX_NODES, MAX_LINKS = 4000, 100_000  # of a model that is sampled: a scene must open in a moment
N_GRAPHS, N_DRAWS, SEED = 4, 16, 0
_MOST = 64
_ONE_AT_A_TIME = RLock()


def small_enough(model):
    """Whether a model is sampled for a scene."""
    return model.n_classes == 2 and model.n_nodes <= MAX_NODES and model.expected_edges <= MAX_LINKS


def _remembered(function):
    """Measured once: a class that opens a scene waits for the first of it instead of measuring sixty times."""
    known = lru_cache(_MOST)(function)

    @wraps(function)
    def asked(*values, **options):
        with _ONE_AT_A_TIME:
            return known(*values, **options)

    return asked


@_remembered
def watched(model, depth, method="convolution", **options):
    """core.inside.monitors.Monitors of the first graph of a model, as the page Inside the graph draws them."""
    graph_stream, feature_stream, _ = streams(SEED, 0)
    graph = sample_graph(graph_stream, model)
    return monitors(graph, wide_features(feature_stream, model), depth, method, **options)


@_remembered
def counted(model, depth, method="convolution", **options):
    """{threshold: simulated error (depth+1,)} of a method, mean over graphs; the threshold fixed in advance, or fitted on the graph."""
    found = simulate(model, depth, method, n_graphs=N_GRAPHS, n_draws=N_DRAWS, seed=SEED, **options)
    return {"fixed": found.error_fixed.mean(axis=0), "fitted": found.error_fitted.mean(axis=0)}


@_remembered
def trained(model, depth):
    """(Measures, Verdict) of a GCN of core.layers.samples of this depth, trained on a model."""
    network = sample(depth, model=model)
    found = measure(network)
    return found, verdict(network, found)
