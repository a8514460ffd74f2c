"""The live training run that the page's choices and the sidebar's model describe."""

from core.model import CSBM
from core.training.experiment import Plan
from core.training.networks import NETWORKS
from ui.link.keys import OWN_DEPTHS, OWN_WIDTHS, TRAINED_ON
from ui.server import experiment
from ui.settings import SETTINGS

DEPTHS = tuple(map(int, OWN_DEPTHS))
N_SEEDS = 3
WIDTHS = tuple(map(int, OWN_WIDTHS))
MAX_NODES, MAX_EDGES = 4000, 60_000
GRAPHS = {"csbm": "Your model", "karate": "Karate club", "cora": "Cora"}


def graphs():
    """The graphs that can be trained on here: key -> label; Cora where its files are present."""
    return {key: GRAPHS[key] for key in TRAINED_ON}


def plan(model, graph, networks, width, seed, epochs, rates, scale=1.0):
    """The Plan of a live run: one width, five depths, three seeds, epochs and rates as they were chosen for the stored one.

    scale: sigma_w, the size of the first weights.
    """
    return Plan(
        model=trainable(model) if graph == "csbm" else CSBM(),
        graph=graph,
        folder=SETTINGS.data if graph == "cora" else "",
        networks=tuple(key for key in NETWORKS if key in networks),
        depths=DEPTHS,
        widths=(min(width, WIDTHS[-1]),),
        n_seeds=N_SEEDS,
        seed=seed,
        epochs=epochs,
        rates=rates,
        fewer=(),
        scale=scale,
        rulers=True,
    )


def trainable(model):
    """The model itself, or the nearest one that is small enough to train on while somebody waits."""
    if model.n_nodes <= MAX_NODES and model.expected_edges <= MAX_EDGES:
        return model
    return experiment.nearest_simulated(model, min(MAX_NODES, SETTINGS.max_nodes), MAX_EDGES)


def n_trainings(plan):
    """How many networks a plan trains, one after another."""
    return len(plan.networks) * len(plan.depths) * len(plan.widths) * plan.n_seeds


def in_words(plan):
    """The graph and the model of a plan, in one phrase."""
    widths = ", ".join(map(str, plan.widths))
    seeds = f"width {widths}, {plan.n_seeds} seeds" + (f", σ_w = {plan.scale:g}" if plan.scale != 1 else "")
    if plan.graph != "csbm":
        return f"{GRAPHS[plan.graph]}, {seeds}"
    model = plan.model
    return (
        f"N = {model.n_nodes:,}, p = {model.p_within:.3g}, q = {model.q_across:.3g}, Δ/σ = {abs(model.gap) / model.sigma:.3g}, "
        f"{plan.n_features} features, {seeds}"
    )
