"""Sampled graphs for a page: within the app's caps, in turn, one at a time, so that a newer request can step in."""

import contextlib
import math

from core.classes.class_errors import read_classes
from core.model import CSBM
from core.simulation import counted, read, side_of
from ui.server import baton, cache, sessions
from ui.server.turns import Turns
from ui.session import state
from ui.settings import SETTINGS

N_GRAPHS = 4
LARGE = 8000
OPTIMUM_SWEEPS = 100  # layers that belief propagation takes as long as
LONG = 5e6  # links times layers from which on a graph takes a second or more
_TURNS = Turns(SETTINGS.max_simulations)
# One place is kept for those who are done in a moment, however many ask for long ones.
_LONG_TURNS = Turns(max(1, SETTINGS.max_simulations - 1))


def obstacle(model):
    """Why this model is not simulated, in one sentence, and the nearest one that is; None if it is simulated."""
    if model.n_nodes <= SETTINGS.max_nodes and model.expected_edges <= SETTINGS.max_edges:
        return None
    near = nearest_simulated(model)
    too_many = (
        f"N is {model.n_nodes:,}, above the {SETTINGS.max_nodes:,} nodes"
        if model.n_nodes > SETTINGS.max_nodes
        else f"p and q give {model.expected_edges:,.0f} expected links, above the {SETTINGS.max_edges:,}"
    )
    return (
        f"{too_many} that are simulated here, so theory is drawn alone; the nearest model that can be simulated "
        f"is N = {near.n_nodes:,}, p = {near.p_within:.3g}, q = {near.q_across:.3g}."
    )


def nearest_simulated(model, max_nodes=SETTINGS.max_nodes, max_edges=SETTINGS.max_edges):
    """The model with the same p/q and, as far as the caps allow, the same mean degree."""
    n_nodes = min(model.n_nodes, max_nodes - max_nodes % math.lcm(2, model.n_classes))
    scale = min(model.n_nodes / n_nodes, 1 / max(model.p_within, model.q_across, 1e-300))
    blocks = {"share_1": model.share_1, "n_classes": model.n_classes, "known": model.known}
    edges = CSBM(n_nodes, model.p_within * scale, model.q_across * scale, **blocks).expected_edges
    # A hair below the cap, so that rounding the shown digits does not lift it above again.
    scale *= min(1.0, 0.99 * max_edges / edges) if edges > 0 else 1.0
    return CSBM(
        n_nodes,
        _three_digits(model.p_within * scale),
        _three_digits(model.q_across * scale),
        model.mean_1,
        model.mean_2,
        model.sigma,
        **blocks,
    )


def graphs(model, depth, seed, method="convolution", **options):
    """GraphMoments of a few independent graphs, GraphReadings of several classes, remembered one by one."""
    found = []
    with turn(model, depth) as give_way:
        for index in range(N_GRAPHS):
            give_way()
            found.append(cache.sampled(model, depth, seed, index, n_draws(model), method, **options))
    return found


def crowd(model, depth, seed):
    """Nodes to follow on the first of these graphs, core.inside.crowd.Crowd; None where there are more than two classes."""
    if model.n_classes > 2:
        return None
    with turn(model, depth):
        return cache.crowd(model, depth, seed, n_draws(model))


def class_simulation(model, depth, seed):
    """core.classes.class_errors.ClassSimulation on a few graphs of a model with blocks of any sizes."""
    found = []
    with turn(model, depth) as give_way:
        for index in range(N_GRAPHS):
            give_way()
            found.append(cache.class_graph(model, depth, seed, index, n_draws(model)))
    return read_classes(found, model, side_of(model, depth))


@contextlib.contextmanager
def turn(model, depth):
    """This session's turn to simulate; yields what lets a newer request of the session step in."""
    with baton.aside(), turns_for(model, depth, sessions.current(), state.give_way):
        yield state.give_way


@contextlib.contextmanager
def turns_for(model, depth, visitor, give_way):
    """A visitor's turn to simulate. give_way: called now and then while waiting, and may raise to leave the queue."""
    # Features have a column for each class but one.
    long = model.expected_edges * depth * (model.n_classes - 1) > LONG
    with contextlib.ExitStack() as places:
        for turns in (_LONG_TURNS, _TURNS) if long else (_TURNS,):
            places.enter_context(turns.turn(visitor, give_way))
        yield


def _three_digits(value):
    """Rounded down to three significant digits."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(value)) - 2)
    return float(f"{math.floor(value / unit) * unit:.3g}")


def n_draws(model):
    """Feature draws and probes a graph: fewer on large graphs, whose many nodes average the probes' noise."""
    return 64 if model.n_nodes <= LARGE else 32


def simulation(model, depth, seed, method, **options):
    """core.simulation.Simulation of one method on a few graphs: by algebra where it is linear, else by counting."""
    if counted(method):
        with turn(model, depth):
            return cache.counted_simulation(model, depth, seed, N_GRAPHS, method, **options)
    return read(graphs(model, depth, seed, method, **options), side_of(model, depth, method, **options), model)


def classifier(model, depths, seed):
    """core.training.classifier.TrainedErrors at a few depths."""
    with turn(model, max(depths)):
        return cache.classifier(model, depths, N_GRAPHS, seed)


def optimum_rows(model, seed):
    """core.optimum.error.graph_optimum of a few independent graphs."""
    found = []
    with turn(model, OPTIMUM_SWEEPS) as give_way:
        for index in range(N_GRAPHS):
            give_way()
            found.append(cache.graph_optimum(model, index, seed))
    return found


def similarity(model, depth, seed, beta):
    """mu(X) of attention at each depth, on the first sampled graph."""
    return cache.similarity(model, depth, seed, beta)
