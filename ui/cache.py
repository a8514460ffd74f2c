"""Cached doors to the engine: the only module that uses st.cache_*.

Keys are flat scalars. mu1, mu2 and sigma never enter the key of sampled graphs, so that moving them samples nothing.
Results are shared between sessions and must not be changed.
"""

import numpy as np
import streamlit as st

from core import walks
from core.bounds import GraphBounds, graph_bounds
from core.growth_law import growth_law
from core.model import CSBM
from core.plane import plane
from core.sampling import sample_graph
from core.simulation import count_parts, picture_nodes, sample_graph_moments, side_of, simulate, streams
from core.sweet_spot import exact_first_step, sweet_spot
from core.who_wins import who_wins

THEORIES, GRAPHS, MAPS = 256, 96, 48


def predict(model, depth, method="convolution", **options):
    """core.walks.predict, remembered."""
    return _predict(*_numbers(model), depth, method, tuple(sorted(options.items())))


def best_possible(model, depth, threshold):
    """The lowest core.walks.best_possible up to each depth, remembered."""
    return _best_possible(*_numbers(model), depth, threshold)


def graph_moments(model, depth, seed, index, n_draws, method="convolution", **options):
    """core.simulation.sample_graph_moments, remembered for every mu1, mu2 and sigma."""
    structure = (model.n_nodes, model.p_within, model.q_across)
    return _graph_moments(*structure, depth, seed, index, n_draws, method, tuple(sorted(options.items())))


def variance_bounds(model, depth, seed):
    """core.bounds.graph_bounds of the first sampled graph of a seed, at a few of its nodes."""
    return _graph_bounds(model.n_nodes, model.p_within, model.q_across, depth, seed)


def counted_simulation(model, depth, seed, n_graphs, method, **options):
    """core.simulation.simulate of a method whose errors are counted, remembered for this very mu1, mu2 and sigma."""
    return _counted(*_numbers(model), depth, seed, n_graphs, method, tuple(sorted(options.items())))


def similarity(model, depth, seed, beta):
    """mu(X) of attention on the first sampled graph of a seed. Returns (depth+1,)."""
    return _similarity(*_numbers(model), depth, seed, beta)


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
    """Yield (rows done, rows, Duel) of core.who_wins; the last remembered."""
    return _last_kept(_holder("duel", n_nodes, correlation), lambda: who_wins(n_nodes, correlation))


def growth(model, regime):
    """core.growth_law.growth_law, remembered."""
    return _growth(*_numbers(model), regime)


def _last_kept(holder, steps):
    """Go through the steps once; afterwards only the last one is given."""
    if "last" not in holder:
        step = None
        for step in steps():
            yield step
        holder["last"] = step
    yield holder["last"]


def side(model, depth, method="convolution", **options):
    """core.simulation.side_of: cheap, so not remembered."""
    return side_of(model, depth, method, **options)


def _numbers(model):
    return model.n_nodes, model.p_within, model.q_across, model.mean_1, model.mean_2, model.sigma


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _predict(n, p, q, m1, m2, s, depth, method, options):
    return walks.predict(CSBM(n, p, q, m1, m2, s), depth, method, **dict(options))


@st.cache_resource(max_entries=THEORIES, show_spinner=False)
def _best_possible(n, p, q, m1, m2, s, depth, threshold):
    best = walks.best_possible(CSBM(n, p, q, m1, m2, s), depth, threshold)
    # Deeper layers may always be left out, so the best never rises, also where the theory's own estimate does.
    return np.minimum.accumulate(best)


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _graph_moments(n, p, q, depth, seed, index, n_draws, method, options):
    return sample_graph_moments(CSBM(n, p, q), depth, method, index, n_draws, seed, **dict(options))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _graph_bounds(n, p, q, depth, seed) -> GraphBounds:
    model = CSBM(n, p, q)
    return graph_bounds(sample_graph(streams(seed, 0)[0], model), depth, picture_nodes(n))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _counted(n, p, q, m1, m2, s, depth, seed, n_graphs, method, options):
    return simulate(CSBM(n, p, q, m1, m2, s), depth, method, n_graphs=n_graphs, seed=seed, **dict(options))


@st.cache_resource(max_entries=GRAPHS, show_spinner=False)
def _similarity(n, p, q, m1, m2, s, depth, seed, beta):
    return count_parts(CSBM(n, p, q, m1, m2, s), depth, "attention", seed=seed, beta=beta).similarity


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _holder(*key):
    return {}


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _plane(pair, n_nodes, correlation, strength, side):
    return plane(pair, n_nodes, correlation, strength, side)


@st.cache_resource(max_entries=MAPS, show_spinner=False)
def _growth(n, p, q, m1, m2, s, regime):
    return growth_law(CSBM(n, p, q, m1, m2, s), regime)
