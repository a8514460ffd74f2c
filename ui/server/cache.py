"""Cached doors to the engine: the only module that uses st.cache_*.

Keys are plain numbers: of the model, all but those that a door says it does not depend on. So mu1, mu2 and sigma never
enter the key of sampled graphs, and moving them samples nothing. Results are shared between sessions and must not be changed.
"""

import inspect
from contextlib import nullcontext
from dataclasses import fields, replace
from functools import wraps

import networkx
import numpy as np
import streamlit as st

from core import walks
from core.classes import class_errors, unequal
from core.inside import growth as growing
from core.inside import lattice_moments as lattices
from core.inside import monitors as monitoring
from core.inside import readout
from core.inside import regions as dense_and_sparse
from core.inside import spectrum as spectra
from core.inside.crowd import sample_crowd
from core.inside.long_range import sample_long_range
from core.maps import density
from core.maps import growth_law as growth_laws
from core.maps.plane import plane
from core.maps.sweet_spot import exact_first_step, sweet_spot
from core.maps.who_wins import who_wins
from core.model import CSBM
from core.moments.bounds import graph_bounds
from core.optimum import error as limits
from core.propagation import propagate
from core.sampling import block_labels, sample_features, sample_graph
from core.simulation import (
    count_parts,
    picture_nodes,
    sample_graph_moments,
    sample_readings,
    side_of,
    simulate,
    streams,
)
from core.training import stored
from core.training.classifier import trained_errors
from ui.server import baton
from ui.server.workers import POOL

# The largest: a whole graph has up to 25 MB, one with every node at every depth 10 MB, moments of a graph 2 MB.
THEORIES, GRAPHS, WHOLE_GRAPHS, REAL, OWN, MAPS, MESSAGES = 256, 96, 12, 64, 16, 48, 64
FEATURES = ("mean_1", "mean_2", "sigma")  # what a sampled graph does not depend on


def _kept(size, but=(), long=False):
    """Remember up to `size` results of a door, by the numbers of its model without those in `but`, and by its other arguments.

    The door itself gets a model made of these numbers alone (the rest are defaults), so that its result can depend on no other.
    long: behind it work may take long, so that others' pages are drawn meanwhile.
    """
    names = [field.name for field in fields(CSBM) if field.name not in but]

    def keep(door):
        def remembered(numbers, arguments, options):
            return door(CSBM(**dict(zip(names, numbers, strict=True))), *arguments, **dict(options))

        # Streamlit tells one cache from another by the names of the functions.
        remembered.__module__, remembered.__qualname__ = door.__module__, door.__qualname__
        remembered = st.cache_resource(max_entries=size, show_spinner=False)(remembered)
        signature = inspect.signature(door)

        @wraps(door)
        def through(*arguments, **options):
            call = signature.bind(*arguments, **options)
            call.apply_defaults()
            model, *others = call.args
            numbers = tuple(getattr(model, name) for name in names)
            # Aside here and not in the door, where the lock of the cache is held.
            with baton.aside() if long else nullcontext():
                return remembered(numbers, tuple(others), tuple(sorted(call.kwargs.items())))

        return through

    return keep


# Theory


@_kept(THEORIES)
def predict(model, depth, method="convolution", **options):
    """core.walks.predict."""
    return walks.predict(model, depth, method, **options)


@_kept(THEORIES)
def best_possible(model, depth, threshold):
    """core.walks.best_possible."""
    return walks.best_possible(model, depth, threshold)


def best(model, depth, *predictions):
    """core.walks.best_beside, with what is remembered of it: threshold -> (depth+1,)."""
    found = {name: best_possible(model, depth, name) for name in ("fixed", "fitted")}
    return walks.beside(found, *predictions)


@_kept(THEORIES)
def common_share(model, depth):
    """core.walks.common_share."""
    return walks.common_share(model, depth)


@_kept(THEORIES)
def class_prediction(model, depth):
    """core.classes.unequal.predict_classes, for blocks of any sizes."""
    return unequal.predict_classes(model, depth)


@_kept(THEORIES, but=("share_1",), long=True)
def class_errors_by_share(model, depth, rule, shares):
    """Error of each class at one depth for several shares of class 1, (k, 2)."""
    models = [replace(model, share_1=share) for share in shares]
    return np.array([unequal.predict_classes(model, depth).error[rule][depth] for model in models])


@_kept(THEORIES, long=True)
def density_curves(model):
    """core.maps.density.density_curves."""
    return density.density_curves(model)


@_kept(MAPS, long=True)
def growth_law(model, regime):
    """core.maps.growth_law.growth_law."""
    return growth_laws.growth_law(model, regime)


# Sampled graphs


@_kept(GRAPHS, but=FEATURES)
def graph_moments(model, depth, seed, index, n_draws, method="convolution", **options):
    """core.simulation.sample_graph_moments."""
    return POOL.run(sample_graph_moments, model, depth, method, index, n_draws, seed, **options)


@_kept(GRAPHS)
def graph_readings(model, depth, seed, index, n_draws, method="convolution", **options):
    """core.many_classes.simulated.graph_readings: more than two classes."""
    return POOL.run(sample_readings, model, depth, method, index, n_draws, seed, **options)


def sampled(model, depth, seed, index, n_draws, method="convolution", **options):
    """What pictures and errors need of one sampled graph: graph_moments, or graph_readings of several classes."""
    door = graph_readings if model.n_classes > 2 else graph_moments
    return door(model, depth, seed, index, n_draws, method, **options)


@_kept(WHOLE_GRAPHS, but=FEATURES)
def class_graph(model, depth, seed, index, n_draws):
    """core.classes.class_errors.class_graph."""
    return POOL.run(class_errors.class_graph, model, depth, index, n_draws, seed)


@_kept(GRAPHS, but=FEATURES)
def lattice_moments(model, depth, seed, index, n_draws, kind, arrangement, rewire):
    """core.inside.lattice_moments.lattice_moments."""
    return POOL.run(lattices.lattice_moments, model, depth, seed, index, n_draws, kind, arrangement, rewire)


@_kept(GRAPHS, but=FEATURES)
def long_range(model, depth, seed, index, method):
    """core.inside.long_range.sample_long_range."""
    return POOL.run(sample_long_range, model, depth, seed, index, method)


@_kept(GRAPHS)
def regions(model, depth, seed, index):
    """core.inside.regions.sample_and_measure."""
    return POOL.run(dense_and_sparse.sample_and_measure, model, depth, seed, index)


@_kept(GRAPHS)
def counted_simulation(model, depth, seed, n_graphs, method, **options):
    """core.simulation.simulate of a method whose errors are counted."""
    return POOL.run(simulate, model, depth, method, n_graphs=n_graphs, seed=seed, **options)


@_kept(GRAPHS)
def classifier(model, depths, n_graphs, seed):
    """core.training.classifier.trained_errors."""
    return POOL.run(trained_errors, model, depths, n_graphs, seed)


@_kept(GRAPHS)
def graph_optimum(model, index, seed):
    """core.optimum.error.graph_optimum."""
    return POOL.run(limits.graph_optimum, model, index, seed=seed)


@_kept(GRAPHS, but=FEATURES, long=True)
def pooling(model, depth, n_graphs, seed):
    """core.inside.readout.sample_pooling."""
    return readout.sample_pooling(model, depth, n_graphs, seed)


def side(model, depth, method="convolution", **options):
    """core.simulation.side_of: cheap, so not remembered."""
    return side_of(model, depth, method, **options)


# The first sampled graph of a seed


@_kept(WHOLE_GRAPHS, but=FEATURES)
def graph(model, seed):
    """The graph, as csr_array (N, N)."""
    return sample_graph(streams(seed, 0)[0], model)


@_kept(GRAPHS, but=FEATURES)
def crowd(model, depth, seed, n_draws):
    """core.inside.crowd.sample_crowd: nodes to follow, with the links of all."""
    return POOL.run(sample_crowd, model, depth, seed, n_draws)


@_kept(GRAPHS, but=FEATURES, long=True)
def variance_bounds(model, depth, seed):
    """core.moments.bounds.graph_bounds at a few of its nodes."""
    return graph_bounds(sample_graph(streams(seed, 0)[0], model), depth, picture_nodes(model.n_nodes))


@_kept(GRAPHS, but=FEATURES, long=True)
def layout(model, seed):
    """Places (N, 2) of the nodes of a small graph."""
    drawn = networkx.from_scipy_sparse_array(graph(model, seed))
    places = networkx.spring_layout(drawn, seed=seed, iterations=40)
    return np.array([places[node] for node in range(model.n_nodes)])


@_kept(GRAPHS, but=FEATURES, long=True)
def growth(model, depth, seed):
    """core.inside.growth.mean_new_nodes."""
    return growing.mean_new_nodes(graph(model, seed), depth)


@_kept(GRAPHS, but=FEATURES, long=True)
def diameter(model, seed):
    """core.inside.growth.diameter."""
    return growing.diameter(graph(model, seed))


@_kept(GRAPHS, but=FEATURES, long=True)
def spectrum(model, seed):
    """core.inside.spectrum.spectrum."""
    return spectra.spectrum(graph(model, seed), block_labels(model))


@_kept(WHOLE_GRAPHS)
def one_draw(model, depth, seed):
    """h^(n) of one feature draw, plain convolution. Returns (depth+1, N)."""
    features = sample_features(streams(seed, 0)[1], model)
    return propagate("convolution", graph(model, seed), features, depth)[:, :, 0].astype(np.float32)


@_kept(GRAPHS, long=True)
def monitors(model, depth, seed):
    """core.inside.monitors.monitors of one draw of wide features."""
    features = monitoring.wide_features(streams(seed, 0)[1], model)
    return monitoring.monitors(graph(model, seed), features, depth)


@_kept(GRAPHS, long=True)
def similarity(model, depth, seed, beta):
    """mu(X) of attention. Returns (depth+1,)."""
    return count_parts(model, depth, "attention", seed=seed, beta=beta).similarity


# Not of a model


@st.cache_resource(max_entries=1, show_spinner=False)
def stored_training():
    """core.training.stored.load: (Results, about) of the stored experiment."""
    return stored.load()


def message(make, *arguments, token):
    """make(*arguments, token), a message to the stage: for a class that follows one link it is made once.

    token: of ui.session.state, which names every parameter the message depends on.
    """
    return _message(make.__name__, token, make, arguments)


@st.cache_resource(max_entries=MESSAGES, show_spinner=False)
def _message(name, token, _make, _arguments):
    return _make(*_arguments, token)


def real(key, make, own):
    """make() of a real graph, remembered under a flat key; own: for this session alone, because its file is a visitor's own."""
    with baton.aside():
        return (_own if own else _shared)(key, make)


@st.cache_resource(max_entries=REAL, show_spinner=False)
def _shared(key, _make):
    return _make()


@st.cache_resource(max_entries=OWN, show_spinner=False, scope="session")
def _own(key, _make):
    return _make()


def map_steps(pair, n_nodes, correlation, strength, side):
    """Yield (plane, done, total, SweetSpot): the one-Gaussian map, then with more and more exact cells; the last remembered."""
    where = _plane(pair, n_nodes, correlation, strength, side)

    def steps():
        rough = sweet_spot(where)
        yield where, 0, 1, rough
        for done, total, found in exact_first_step(where, rough):
            yield where, done, total, found

    return _last_kept(_holder("map", pair, n_nodes, correlation, strength, side), steps)


def duel_steps(n_nodes, correlation):
    """Yield (rows done, rows, Duel) of core.maps.who_wins; the last remembered."""
    return _last_kept(_holder("duel", n_nodes, correlation), lambda: who_wins(n_nodes, correlation))


def _last_kept(holder, steps):
    """Go through the steps once; afterwards only the last one is given."""
    if "last" not in holder:
        step = None
        for step in baton.each(steps()):
            yield step
        holder["last"] = step
    yield holder["last"]


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _holder(*key):
    return {}


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _plane(pair, n_nodes, correlation, strength, side):
    return plane(pair, n_nodes, correlation, strength, side)
