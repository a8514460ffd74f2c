"""How good the walk theory is: measured once on models drawn at random, stored with the program, shown wherever it is claimed."""

from itertools import product
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from core.accuracy import measurement
from core.estimate import estimate
from core.model import CSBM
from core.simulation import read, sample_moments, side_of, simulate
from core.walks import predict

FILE = Path(__file__).with_suffix(".json")
# best_fixed, best_fitted: the best combination of all depths, against a least-squares read-out that is tested on fresh draws.
CURVES = ("mean_gap", "variance", "neighbourhood_noise", "error_fixed", "error_fitted", "best_fixed", "best_fitted")
DEPTH = 12
SIZES, DEGREES, CORRELATIONS, STRENGTHS = (20, 100_000), (0.4, 400), (-0.95, 0.95), (0.05, 6)
MOST_LINKS, READ_OUT_NODES = 4_000_000, 4000
# What is compared: values in this range, known to a standard error of RESOLVED of the value over the graphs.
SMALLEST = {"mean_gap": 0.01, "variance": 0, "neighbourhood_noise": 1e-5} | dict.fromkeys(CURVES[3:], 0.005)
LARGEST, RESOLVED = dict.fromkeys(CURVES[3:], 0.45), 0.03
NODE_BANDS, DEGREE_BANDS = (20, 100, 1000, 100_000), (0.4, 4, 8, 40, 400)
WORKERS = 2


def measured():
    """The stored measurement: {"curves": {name: {"median", "ninety", "worst"}}, "regions": [...], "n_models", ...}.

    A region has "n_nodes" and "degrees", each a range, the number of values compared and "curves" as above; the whole
    measurement is one too. A curve without values in a region is left out there.
    """
    return measurement.stored(FILE)


def regions():
    """All regions, each a range of N and one of d."""
    return list(product(*(list(zip(band, band[1:], strict=False)) for band in (NODE_BANDS, DEGREE_BANDS))))


def region_of(found, model):
    """The region of a stored measurement in which a model lies, None beyond the models that were measured."""
    for region in found["regions"]:
        (fewest, most), (lowest, highest) = region["n_nodes"], region["degrees"]
        if fewest <= model.n_nodes <= most and lowest <= model.mean_degree <= highest:
            return region
    return None


def random_graph_model(rng, sizes=SIZES, degrees=DEGREES):
    """N and d in a range (log-uniform), lam (uniform), of a model whose p and q are chances and whose graph fits; as a CSBM."""
    while True:
        half = round(np.exp(rng.uniform(*np.log(sizes))) / 2)
        degree, correlation = float(np.exp(rng.uniform(*np.log(degrees)))), float(rng.uniform(*CORRELATIONS))
        within, across = degree * (1 + correlation) / 2 / (half - 1), degree * (1 - correlation) / 2 / half
        if max(within, across) <= 1 and 2 * half * degree <= MOST_LINKS:
            return CSBM(2 * half, within, across)


def with_strength(model, strength):
    """The same graph with means -+ strength/2 and sigma 1."""
    return CSBM(model.n_nodes, model.p_within, model.q_across, -strength / 2, strength / 2, 1.0)


def graphs_for(model):
    """How many graphs: many small ones, a few large ones, fewer than six never."""
    return int(np.clip(40_000 // model.n_nodes, 6, 600))


def tasks(n_models, n_strengths, seed):
    """(model, strengths, seed) of n_models random graph models, as many in each region."""
    rng, cells = np.random.default_rng(seed), regions()
    models = [random_graph_model(rng, *cells[index % len(cells)]) for index in range(n_models)]
    strengths = np.exp(rng.uniform(*np.log(STRENGTHS), (n_models, n_strengths)))
    return [(model, tuple(map(float, strengths[index])), index) for index, model in enumerate(models)]


def simulated(task):
    """Estimates over graphs at depths 0..12: a list of (curve, strength, Estimate). task: of `tasks`."""
    model, strengths, seed = task
    graphs = list(sample_moments(model, DEPTH, n_graphs=graphs_for(model), n_draws=64, seed=seed))
    found = []
    for strength in strengths:
        now = with_strength(model, strength)
        readings = read(graphs, side_of(now, DEPTH), now)
        names = CURVES[:5] if strength == strengths[0] else CURVES[3:5]
        found += [(name, strength, estimate(getattr(readings, name))) for name in names]
    # Counted, not computed: one strength a model, on graphs that are small enough.
    if model.n_nodes <= READ_OUT_NODES:
        counted = simulate(now, DEPTH, "jumping", n_graphs=graphs_for(model), seed=seed)
        found += [(name, strength, estimate(getattr(counted, name.replace("best", "error")))) for name in CURVES[5:]]
    return found


def relative_errors(model, measured):
    """|theory / simulation - 1| at depths 1..12, where the simulated mean is in range and resolved: curve -> array.

    measured: of `simulated`.
    """
    found = {name: [np.zeros(0)] for name in CURVES}
    for name, strength, over_graphs in measured:
        method, field = ("jumping", name.replace("best", "error")) if name in CURVES[5:] else ("convolution", name)
        theory = getattr(predict(with_strength(model, strength), DEPTH, method), field)
        size = np.abs(over_graphs.value)
        use = (size > SMALLEST[name]) & (size < LARGEST.get(name, np.inf))
        use &= over_graphs.standard_error < RESOLVED * size
        use[0] = False
        found[name].append(np.abs(theory[use] / over_graphs.value[use] - 1))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def measure(n_models=240, n_strengths=4, seed=0, workers=WORKERS):
    """Measure on n_models random graph models with n_strengths strengths each; errors pooled over models and depths."""
    asked = tasks(n_models, n_strengths, seed)
    # The largest graphs first, so that no worker is left with one of them at the end.
    order = sorted(range(n_models), key=lambda index: -asked[index][0].expected_edges)
    with Pool(workers) as pool:
        results = dict(zip(order, pool.imap(simulated, [asked[index] for index in order]), strict=True))
    return {
        "n_models": n_models,
        "n_strengths": n_strengths,
        "seed": seed,
        **levels([(asked[index][0], results[index]) for index in range(n_models)]),
    }


def levels(results):
    """What is stored of (model, measured) pairs: how large relative errors are, in all and by region."""
    pairs = [(model, relative_errors(model, measured)) for model, measured in results]
    return {
        "depth": DEPTH,
        "correlations": CORRELATIONS,
        "strengths": STRENGTHS,
        "most_links": MOST_LINKS,
        "smallest_error": SMALLEST["error_fixed"],
        "largest_error": LARGEST["error_fixed"],
        **summary(pairs, SIZES, DEGREES),
        "claimed": summary(pairs, (100, SIZES[1]), (8, DEGREES[1])),
        "regions": [summary(pairs, *region) for region in regions()],
    }


def summary(pairs, nodes, degrees):
    """The levels of every curve over the models with N and d in two ranges, lower end included."""
    inside = [
        errors
        for model, errors in pairs
        if nodes[0] <= model.n_nodes < nodes[1] + (nodes[1] == SIZES[1])
        and degrees[0] <= model.mean_degree < degrees[1]
    ]
    pooled = {name: np.concatenate([errors[name] for errors in inside]) if inside else np.zeros(0) for name in CURVES}
    return {
        "n_nodes": nodes,
        "degrees": degrees,
        "n_compared": {name: int(values.size) for name, values in pooled.items()},
        "curves": {name: measurement.levels(values) for name, values in pooled.items() if values.size},
    }
