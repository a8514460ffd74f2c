"""Cached doors to the engine: the only module that uses st.cache_*.

Keys are plain numbers. mu1, mu2 and sigma never enter the key of sampled graphs, so that moving them samples nothing.
Results are shared between sessions and must not be changed.
"""

from functools import wraps

import networkx
import numpy as np
import streamlit as st

from core import walks
from core.classes import class_errors, unequal
from core.inside import monitors as monitoring
from core.inside.growth import diameter as graph_diameter
from core.inside.growth import mean_new_nodes
from core.inside.lattice_moments import lattice_moments as sample_lattice_moments
from core.inside.readout import sample_pooling
from core.inside.spectrum import spectrum as graph_spectrum
from core.maps import density
from core.maps.growth_law import growth_law as predicted_growth
from core.maps.plane import plane
from core.maps.sweet_spot import exact_first_step, sweet_spot
from core.maps.who_wins import who_wins
from core.model import CSBM, require_equal_blocks
from core.moments.bounds import GraphBounds, graph_bounds
from core.propagation import propagate
from core.sampling import block_labels, sample_features, sample_graph
from core.simulation import (
    count_parts,
    picture_nodes,
    sample_graph_moments,
    side_of,
    simulate,
    streams,
)
from core.training import stored as stored_training_file
from ui.server import baton
from ui.server.workers import POOL

# The largest: a whole graph has up to 25 MB, one with every node at every depth 10 MB, moments of a graph 2 MB.
THEORIES, GRAPHS, WHOLE_GRAPHS, REAL, OWN, MAPS, MESSAGES = 256, 96, 12, 64, 16, 48, 64


def _for_long(door):
    """A door behind which work may take long: meanwhile others' pages are drawn. Not below it, where its lock is held."""

    @wraps(door)
    def through(*arguments, **options):
        with baton.aside():
            return door(*arguments, **options)

    return through


def predict(model, depth, method="convolution", **options):
    """core.walks.predict, remembered."""
    return _predict(_numbers(model), depth, method, tuple(sorted(options.items())))


def best_possible(model, depth, threshold):
    """The lowest core.walks.best_possible up to each depth, remembered."""
    return _best_possible(_numbers(model), depth, threshold)


def graph_moments(model, depth, seed, index, n_draws, method="convolution", **options):
    """core.simulation.sample_graph_moments, remembered for every mu1, mu2 and sigma."""
    return _graph_moments(_structure(model), depth, seed, index, n_draws, method, tuple(sorted(options.items())))


@_for_long
def variance_bounds(model, depth, seed):
    """core.moments.bounds.graph_bounds of the first sampled graph of a seed, at a few of its nodes."""
    return _graph_bounds(_structure(model), depth, seed)


def counted_simulation(model, depth, seed, n_graphs, method, **options):
    """core.simulation.simulate of a method whose errors are counted, remembered for this very mu1, mu2 and sigma."""
    return _counted(_numbers(model), depth, seed, n_graphs, method, tuple(sorted(options.items())))


@_for_long
def similarity(model, depth, seed, beta):
    """mu(X) of attention on the first sampled graph of a seed. Returns (depth+1,)."""
    return _similarity(_numbers(model), depth, seed, beta)


def message(make, *arguments, token):
    """make(*arguments, token), a message to the stage, remembered: for a class that follows one link it is made once.

    token: of ui.session.state, which names every parameter the message depends on.
    """
    return _message(make.__name__, token, make, arguments)


def graph(model, seed):
    """The first sampled graph of a seed, as csr_array (N, N)."""
    return _graph(_structure(model), seed)


@_for_long
def layout(model, seed):
    """Places (N, 2) of the nodes of a small graph, computed once per graph."""
    return _layout(_structure(model), seed)


@_for_long
def growth(model, depth, seed):
    """core.inside.growth.mean_new_nodes of the first sampled graph."""
    return _growth(_structure(model), depth, seed)


@_for_long
def diameter(model, seed):
    """core.inside.growth.diameter of the first sampled graph."""
    return _diameter(_structure(model), seed)


def one_draw(model, depth, seed):
    """h^(n) of one feature draw on the first sampled graph, plain convolution. Returns (depth+1, N)."""
    return _one_draw(_numbers(model), depth, seed)


def lattice_moments(model, depth, seed, index, n_draws, kind, arrangement, rewire):
    """core.inside.lattice_moments.lattice_moments, remembered for every mu1, mu2 and sigma."""
    return _lattice_moments(_structure(model), depth, seed, index, n_draws, kind, arrangement, rewire)


@_for_long
def spectrum(model, seed):
    """core.inside.spectrum.spectrum of the first sampled graph."""
    return _spectrum(_structure(model), seed)


@_for_long
def monitors(model, depth, seed):
    """core.inside.monitors.monitors of one draw of wide features on the first sampled graph."""
    return _monitors(_numbers(model), depth, seed)


@_for_long
def pooling(model, depth, n_graphs, seed):
    """core.inside.readout.sample_pooling, remembered for every mu1, mu2 and sigma."""
    return _pooling(_structure(model), depth, n_graphs, seed)


@_for_long
def real(key, make, own):
    """make() of a real graph, remembered under a flat key; own: for this session alone, because its file is a visitor's own."""
    return (_own if own else _shared)(key, make)


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


@_for_long
def growth_law(model, regime):
    """core.maps.growth_law.growth_law, remembered."""
    return _growth_law(_numbers(model), regime)


def _last_kept(holder, steps):
    """Go through the steps once; afterwards only the last one is given."""
    if "last" not in holder:
        step = None
        for step in baton.each(steps()):
            yield step
        holder["last"] = step
    yield holder["last"]


def side(model, depth, method="convolution", **options):
    """core.simulation.side_of: cheap, so not remembered."""
    return side_of(model, depth, method, **options)


def class_prediction(model, depth):
    """core.classes.unequal.predict_classes, for blocks of any sizes, remembered."""
    return _class_prediction(_numbers_of_any(model), depth)


@_for_long
def class_errors_by_share(model, depth, rule, shares):
    """Error of each class at one depth for several shares of class 1, (k, 2), remembered."""
    return _class_errors_by_share(_numbers_of_any(model)[:-1], depth, rule, shares)


def class_graph(model, depth, seed, index, n_draws):
    """core.classes.class_errors.class_graph, remembered for every mu1, mu2 and sigma."""
    return _class_graph(_structure(model), model.share_1, depth, seed, index, n_draws)


@_for_long
def density_curves(model):
    """core.maps.density.density_curves, remembered."""
    return _density_curves(_numbers(model))


def _numbers_of_any(model):
    return model.n_nodes, model.p_within, model.q_across, model.mean_1, model.mean_2, model.sigma, model.share_1


@st.cache_resource(max_entries=1, show_spinner=False)
def stored_training():
    """core.training.stored.load: (Results, about) of the stored experiment."""
    return stored_training_file.load()


def _structure(model):
    """The numbers that a graph is drawn from."""
    return model.n_nodes, model.p_within, model.q_across


def _numbers(model):
    """The numbers of a model with equal blocks; ValueError for others, which have doors of their own."""
    require_equal_blocks(model, "a model behind this door")
    return model.n_nodes, model.p_within, model.q_across, model.mean_1, model.mean_2, model.sigma


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _predict(numbers, depth, method, options):
    return walks.predict(CSBM(*numbers), depth, method, **dict(options))


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _best_possible(numbers, depth, threshold):
    best = walks.best_possible(CSBM(*numbers), depth, threshold)
    # Deeper layers may always be left out, so the best never rises, also where the theory's own estimate does.
    return np.minimum.accumulate(best)


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _graph_moments(structure, depth, seed, index, n_draws, method, options):
    return POOL.run(sample_graph_moments, CSBM(*structure), depth, method, index, n_draws, seed, **dict(options))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _graph_bounds(structure, depth, seed) -> GraphBounds:
    model = CSBM(*structure)
    return graph_bounds(sample_graph(streams(seed, 0)[0], model), depth, picture_nodes(structure[0]))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _counted(numbers, depth, seed, n_graphs, method, options):
    model = CSBM(*numbers)
    return POOL.run(simulate, model, depth, method, n_graphs=n_graphs, seed=seed, **dict(options))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _similarity(numbers, depth, seed, beta):
    return count_parts(CSBM(*numbers), depth, "attention", seed=seed, beta=beta).similarity


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _class_prediction(numbers, depth):
    return unequal.predict_classes(CSBM(*numbers), depth)


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _class_errors_by_share(numbers, depth, rule, shares):
    models = [CSBM(*numbers, share) for share in shares]
    return np.array([unequal.predict_classes(model, depth).error[rule][depth] for model in models])


@st.cache_resource(max_entries=WHOLE_GRAPHS, show_spinner=False)
def _class_graph(structure, share, depth, seed, index, n_draws):
    return POOL.run(class_errors.class_graph, CSBM(*structure, share_1=share), depth, index, n_draws, seed)


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _density_curves(numbers):
    return density.density_curves(CSBM(*numbers))


@st.cache_resource(max_entries=MESSAGES, show_spinner=False)
def _message(name, token, _make, _arguments):
    return _make(*_arguments, token)


@st.cache_resource(max_entries=WHOLE_GRAPHS, show_spinner=False)
def _graph(structure, seed):
    return sample_graph(streams(seed, 0)[0], CSBM(*structure))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _layout(structure, seed):
    drawn = networkx.from_scipy_sparse_array(_graph(structure, seed))
    places = networkx.spring_layout(drawn, seed=seed, iterations=40)
    return np.array([places[node] for node in range(structure[0])])


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _growth(structure, depth, seed):
    return mean_new_nodes(_graph(structure, seed), depth)


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _diameter(structure, seed):
    return graph_diameter(_graph(structure, seed))


@st.cache_resource(max_entries=WHOLE_GRAPHS, show_spinner=False)
def _one_draw(numbers, depth, seed):
    model = CSBM(*numbers)
    features = sample_features(streams(seed, 0)[1], model)
    return propagate("convolution", _graph(numbers[:3], seed), features, depth)[:, :, 0].astype(np.float32)


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _lattice_moments(structure, depth, seed, index, n_draws, kind, arrangement, rewire):
    return POOL.run(sample_lattice_moments, CSBM(*structure), depth, seed, index, n_draws, kind, arrangement, rewire)


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _spectrum(structure, seed):
    return graph_spectrum(_graph(structure, seed), block_labels(CSBM(*structure)))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _monitors(numbers, depth, seed):
    model = CSBM(*numbers)
    features = monitoring.wide_features(streams(seed, 0)[1], model)
    return monitoring.monitors(_graph(numbers[:3], seed), features, depth)


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _pooling(structure, depth, n_graphs, seed):
    return sample_pooling(CSBM(*structure), depth, n_graphs, seed)


@st.cache_resource(max_entries=REAL, show_spinner=False)
def _shared(key, _make):
    return _make()


@st.cache_resource(max_entries=OWN, show_spinner=False, scope="session")
def _own(key, _make):
    return _make()


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _holder(*key):
    return {}


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _plane(pair, n_nodes, correlation, strength, side):
    return plane(pair, n_nodes, correlation, strength, side)


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _growth_law(numbers, regime):
    return predicted_growth(CSBM(*numbers), regime)
