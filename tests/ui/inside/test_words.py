"""No sentence of the page Inside the graph is refuted by the graph or the curves it speaks of."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pytest
from claims import NUMBER, SHARE, course_readers, models, refuted, says
from scipy.sparse.csgraph import connected_components

from core.estimate import Estimate
from core.inside.growth import distances, new_nodes
from core.inside.monitors import decay_rate, monitors, plateau_depth, spike_depth, wide_features
from core.inside.spectrum import spectrum
from core.maps.density import DensityCurves
from core.methods.operators import row_normalised, with_isolated_loops
from core.model import CSBM
from core.propagation import response
from core.sampling import block_labels, sample_graph
from core.theorems import saturation_depth
from core.walks import back_probability, predict, second_eigenvalue
from ui.inside import density, growth_words, lattice_words, monitor_words, readout_words, spectrum_words

pytestmark = pytest.mark.xdist_group("claims")

COSINE = r"[−]?\d\.\d\d"


@lru_cache(maxsize=1)
def graphs():
    """(model, depth, mark, graph, labels) of the small ones among the random models, and of complete bipartite graphs."""
    small = [entry for entry in models() if entry[0].n_nodes <= 120][:150] + [
        (CSBM(2 * n, 0, 1), 8, 3) for n in (2, 10, 20)
    ]
    rng = np.random.default_rng(6)
    return [
        (model, min(depth, 12), min(mark, depth, 12), sample_graph(rng, model), block_labels(model))
        for model, depth, mark in small
    ]


def test_no_sentence_about_a_growing_neighbourhood_is_refuted():
    for model, depth, mark, graph, _ in graphs():
        hops = distances(graph, 0)
        new = new_nodes(hops, depth)

        def readers(hops=hops, new=new, model=model, mark=mark, depth=depth):
            return {
                rf"After (\d+) layers? node 1 has heard from ({SHARE}) of the graph": lambda n, share: (
                    int(n) == mark and says(share, np.mean((hops >= 0) & (hops <= mark)))
                ),
                rf"Most new nodes come at hop (\d+) \(({NUMBER}) of ({NUMBER})\)": lambda hop, count, size: (
                    says(count, new[int(hop)]) and new[int(hop)] == new[1:].max() and says(size, model.n_nodes)
                ),
                r"after hop (\d+) there is nobody left to meet": lambda hop: hops.max() == int(hop) < depth,
                r"hop (\d+) still brings new ones": lambda hop: new[int(hop)] > 0 and int(hop) == depth,
                r"Node 1 has no neighbours: it keeps its own feature at every depth, and nothing is denoised": lambda: (
                    graph_degree(hops) == 0
                ),
            }

        def graph_degree(hops):
            return (hops == 1).sum()

        assert not refuted(growth_words.headline(model.n_nodes, new, mark, 1), readers()), model


def spectrum_readers(model, graph, found, key, mark):
    """Everything is computed anew from the dense walk."""
    walk = row_normalised(with_isolated_loops(graph.astype(float))).toarray()
    values = np.linalg.eigvals(walk).real
    parts = connected_components(graph, directed=False)[0]
    rest = np.sort(np.abs(values))[: values.size - parts]
    lam, back = model.edge_correlation, back_probability(model.mean_degree)
    theta = second_eigenvalue(lam, back)

    def kept(value):
        return abs(float(response(key, value, mark)[mark, 0]))

    def gap(value, _):
        return abs(float(value) - (1 - rest.max(initial=0.0))) < 2e-3

    return {
        rf"At depth (\d+) the direction of the classes keeps ({SHARE}), noise in the bulk at most ({SHARE}), and what all nodes share keeps ({SHARE})": (
            lambda depth, own, noise, shared: (
                int(depth) == mark
                and says(own, kept(found.class_value))
                and says(shared, kept(1.0))
                and says(noise, reach(key, found.bulk, mark))
            )
        ),
        rf"At depth (\d+) at most ({SHARE}) of any direction is left that is not shared by all nodes": lambda depth, noise: (
            int(depth) == mark and says(noise, reach(key, max(found.bulk, abs(found.class_value)), mark))
        ),
        rf"measured ({NUMBER})\. Its direction": lambda value: (
            np.abs(values - float(value.replace("−", "-"))).min() < 1e-3
        ),
        rf"a cosine of only ({NUMBER}) with them, although walk theory expects one": lambda value: (
            float(value) <= 0.5 and theta != 0
        ),
        rf"a cosine of only ({NUMBER}) with them": lambda value: float(value) <= 0.5 and theta == 0,
        rf"a cosine of ({NUMBER}) with the labels: it is the classes": lambda value: float(value) >= 0.9,
        rf"a cosine of ({NUMBER}) with the labels: it follows the classes": lambda value: 0.5 <= float(value) < 0.91,
        rf"its size halves every ({NUMBER}) layers": lambda count: says(
            count, np.log(0.5) / np.log(abs(found.class_value))
        ),
        r"The classes never mix: no link joins them": lambda: (
            graph[: model.n_nodes // 2, model.n_nodes // 2 :].nnz == 0
        ),
        rf"a common value: ({NUMBER}), (so smoothing never ends|small, so smoothing is slow|large, so all else is gone soon|neither small nor large)": gap,
        rf"all other eigenvalues lie within ±({NUMBER})": lambda edge: (
            says(edge, found.bulk) and found.bulk <= rest.max(initial=0) + 2e-3
        ),
        rf"predicted ±2√\(d−1\)/d = ±({NUMBER})": lambda edge: says(
            edge, 2 * np.sqrt(model.mean_degree - 1) / model.mean_degree
        ),
        r"Below two neighbours a node there is no prediction": lambda: model.mean_degree < 2,
        r"The graph is connected: one eigenvalue is 1": lambda: parts == 1,
        rf"The graph has ({NUMBER}) connected parts, each with an eigenvalue 1": lambda count: says(count, parts),
        r"mixing is the eigenvalue of the classes fading": lambda: abs(found.class_value) < 1,
    }


def reach(key, edge, mark):
    return np.abs(response(key, np.linspace(-edge, edge, 101), mark)[mark]).max()


def test_no_sentence_about_the_spectrum_is_refuted():
    plain = (
        "A graph with a larger gap smooths faster",
        "on an infinite regular tree",
        "eigenvalue 1, as what all nodes share",
        "Every layer of plain convolution multiplies it by that much",
        "all of them, exactly",
        "one less the",
        "that follows the labels best",
    )
    for model, _, mark, graph, labels in graphs():
        found = spectrum(graph, labels)
        for key in ("convolution", "lazy"):
            readers = spectrum_readers(model, graph, found, key, mark)
            head = spectrum_words.headline(found, mark, key, {})
            assert not refuted(head, readers), (model, key)
        said = spectrum_words.words(model, found, "convolution").replace("*is*", "is").split("\n")
        # The second line is that of ui.words.detection; the fifth defines a filter.
        lines = [line for line in said if "Expected" not in line and "low-pass" not in line and ":small" not in line]
        assert not refuted("\n".join(lines), readers, plain), model


def test_a_bipartite_graph_and_two_thresholds_are_not_talked_out_of_the_spectrum():
    model = CSBM(1500, 0.00326, 0.00074)
    graph = sample_graph(np.random.default_rng(0), model)
    text = spectrum_words.words(model, spectrum(graph, block_labels(model)), "convolution")
    assert "walk theory expects no eigenvalue of P" in text and "above 1, the detection threshold" in text


def monitor_readers(found, error, rate, stops, parts):
    best = int(error.argmin())

    def verdict(name, depth, value, late=None, layers=0):
        at = int(depth)
        if at != stops[name] or not says(value, error[at]):
            return False
        off = at - best
        return abs(off) == int(layers or 0) and (off == 0 or (off > 0) == (late == "late")) if late else True

    moved = r"(?:, (?:the best depth itself|as good as the best depth|(\d+) layers? too (late|early)))"
    cosine = found.edge_similarity
    return {
        rf"The error is lowest at depth (\d+) \(({SHARE})\)": lambda depth, value: (
            int(depth) == best and says(value, error[best])
        ),
        r"Similarity never rises here, so it gives no signal": lambda: not (np.diff(cosine) > 0).any(),
        rf"Similarity rises most at layer (\d+): stopping there gives ({SHARE}){moved}": lambda depth, value, layers, late: (
            verdict("similarity spikes", depth, value, late, layers)
        ),
        rf"Accuracy plateaus at depth (\d+): ({SHARE}){moved}": lambda depth, value, layers, late: verdict(
            "accuracy plateaus", depth, value, late, layers
        ),
        rf"falls by a factor of ({NUMBER}) a layer in the second half of its depths": lambda value: (
            says(value, rate) and rate <= 0.99
        ),
        rf"hardly falls any more \(({NUMBER}) a layer, fitted\)": lambda value: says(value, rate) and rate > 0.99,
        rf"walk theory's second eigenvalue is {NUMBER}|walk theory expects no eigenvalue .*? outside the bulk": lambda: (
            True
        ),
        r"On a connected graph it falls at the second eigenvalue in the end": lambda: parts > 1,
        r"In the end it falls at the second eigenvalue of the graph": lambda: parts == 1,
        r"before, it falls faster, because that is the noise going": lambda: (
            found.consensus[1] / found.consensus[0] < rate
        ),
        rf"The graph has ({NUMBER}) connected parts: what tells these apart stays in μ\(X\)": lambda count: (
            says(count, parts) and parts > 1
        ),
        rf"At the best depth linked nodes have a cosine of ({COSINE}); by depth (\d+) it is ({COSINE})": lambda first, depth, last: (
            says(first, cosine[best]) and says(last, cosine[int(depth)]) and int(depth) == cosine.size - 1
        ),
        rf"At the best depth linked nodes have a cosine of ({COSINE})": lambda first: says(first, cosine[best]),
        r"Denoising raises similarity just as mixing does: no monitor .*? A validation error can": lambda: (
            cosine[-1] > cosine[0]
        ),
        r"There are no links, so no ends of links": lambda: np.isnan(cosine).all(),
        r"\*Directions above rounding\* go from (\d+) to (\d+) here": lambda first, last: (
            (int(first), int(last)) == (found.directions[0], found.directions[-1])
        ),
        r"\*Directions above rounding\* stay (\d+) here": lambda count: (
            int(count) == found.directions[0] == found.directions[-1]
        ),
    }


def test_no_sentence_about_monitors_is_refuted():
    rng = np.random.default_rng(8)
    for model, depth, _, graph, _ in graphs():
        found, error = monitors(graph, wide_features(rng, model), depth), predict(model, depth).error_fixed
        stops = {
            "similarity spikes": spike_depth(found.edge_similarity),
            "accuracy plateaus": plateau_depth(error),
            "lowest error": int(np.argmin(error)),
        }
        rate, parts = decay_rate(found.consensus), connected_components(graph, directed=False)[0]
        readers = monitor_readers(found, error, rate, stops, parts)
        said = monitor_words.words(model, found, rate, stops, parts).split("\n")
        rank = said[3][said[3].index("*Directions above") :].split(";")[0]
        text = "\n".join((monitor_words.headline(stops, error), said[0], said[1], rank))
        assert not refuted(text, readers), model


def test_on_a_complete_bipartite_graph_two_directions_are_left_and_nothing_else_is_said():
    for half in (2, 5, 20):
        model = CSBM(2 * half, 0, 1)
        graph = sample_graph(np.random.default_rng(0), model)
        found = monitors(graph, wide_features(np.random.default_rng(1), model), 4)
        assert (found.directions[1:] == 2).all()
        stops = {"similarity spikes": None, "accuracy plateaus": 1, "lowest error": 1}
        text = monitor_words.words(model, found, 1.0, stops, 1)
        assert "to 2 here" in text and "stays full for ever" not in text


def worlds(rng, depth):
    """Four random Worlds over depths 0..depth."""

    def curve(low, high):
        return Estimate(10 ** rng.uniform(low, high, depth + 1), np.zeros(depth + 1), 3)

    def world():
        new = curve(-3, 3)
        new.value[0] = 1
        return lattice_words.World(new, curve(-3, 0), curve(-4, 0), curve(-4, -0.3), int(rng.integers(0, depth + 1)))

    return {kind: world() for kind in lattice_words.NAMES}


def lattice_readers(found, depth):
    grid, random, ring = found["torus"], found["csbm"], found["ring"]
    second = min(2, depth)
    deep = r"(\d+)(?: or more)?"

    def left(world):
        return max(0.0, 1 - world.variance.value[-1] / world.variance.value[-2])

    def gone(world, hop):
        return world.new.value[int(hop)] >= 0.5 and (world.new.value[int(hop) + 1 :] < 0.5).all() and int(hop) < depth

    return {
        rf"at depth (\d+) the grid errs on ({SHARE}) and the random graph on ({SHARE})": lambda at, own, other: (
            int(at) == depth and says(own, grid.error.value[-1]) and says(other, random.error.value[-1])
        ),
        r"The random graph has run out of new nodes after hop (\d+)": lambda hop: gone(random, hop),
        r"the grid has run out of new nodes after hop (\d+)": lambda hop: gone(grid, hop),
        r"The random graph still meets new nodes at hop (\d+)": lambda hop: (
            random.new.value[int(hop)] >= 0.5 and int(hop) == depth
        ),
        r"the grid still meets new nodes at hop (\d+)": lambda hop: (
            grid.new.value[int(hop)] >= 0.5 and int(hop) == depth
        ),
        rf"The lowest error is ({SHARE}) on the grid and ({SHARE}) on the random graph: where .*? do not help": lambda own, other: (
            says(own, grid.lowest) and says(other, random.lowest) and grid.lowest >= 0.93 * random.lowest
        ),
        rf"The lowest error is ({SHARE}) on the grid and ({SHARE}) on the random graph": lambda own, other: (
            says(own, grid.lowest) and says(other, random.lowest) and grid.lowest < random.lowest
        ),
        rf"With 4 times the noise the best depth would be {deep} on the grid and {deep} on the random graph": lambda own, other: (
            (int(own), int(other)) == (grid.noisy_best, random.noisy_best)
        ),
        rf"\*Denoising lasts\*: in the last layer drawn the variance falls by ({SHARE}) on the grid and by ({SHARE})": lambda own, other: (
            says(own, left(grid)) and says(other, left(random)) and left(grid) > left(random)
        ),
        rf"\*Denoising\*: in the last layer drawn the variance falls by ({SHARE}) on the grid and by ({SHARE})": lambda own, other: (
            says(own, left(grid)) and says(other, left(random))
        ),
        rf"\*Mixing is slow\*: at depth (\d+) ({SHARE}) of the gap is left on the grid, .*?, ({SHARE}) on the random graph": (
            lambda at, own, other: (
                says(own, grid.gap.value[-1])
                and says(other, random.gap.value[-1])
                and grid.gap.value[-1] > random.gap.value[-1]
            )
        ),
        rf"\*Mixing\*: at depth (\d+) ({SHARE}) of the gap is left on the grid, ({SHARE}) on the random graph": lambda at, own, other: (
            says(own, grid.gap.value[-1]) and says(other, random.gap.value[-1])
        ),
        r"the ring, whose regions touch in two places only, has less of it": lambda: ring.lowest < grid.lowest,
        rf"at depth (\d+) ({SHARE}) of the gap is left on the grid, ({SHARE}) on the random graph\. The grid's variance there is ({NUMBER}) times": (
            lambda at, own, other, times: (
                int(at) == second
                and says(own, grid.gap.value[second])
                and says(other, random.gap.value[second])
                and abs(
                    float(times.replace(",", "")) / (grid.variance.value[second] / random.variance.value[second]) - 1
                )
                < 0.06
            )
        ),
        r"because the second hop of a grid meets few new nodes": lambda: (
            grid.variance.value[second] > random.variance.value[second]
        ),
        rf"The best depth is {deep} on the grid and {deep} on the random graph; with 4 times the noise it is {deep} and {deep}": (
            lambda own, other, noisy, noisier: (
                (int(own), int(other), int(noisy), int(noisier))
                == (grid.best, random.best, grid.noisy_best, random.noisy_best)
            )
        ),
        r"The more there is to denoise, the deeper one wants to go, and the grid lets one": lambda: (
            grid.noisy_best > grid.best and grid.noisy_best > random.noisy_best
        ),
    }


def test_no_sentence_about_lattices_is_refuted():
    rng = np.random.default_rng(9)
    plain = (
        "Slow mixing makes depth harmless, lasting denoising makes it worth while; it takes both",
        "side by side everywhere",
        "The grid's error is made at the border",
    )
    for _ in range(500):
        depth = int(rng.integers(1, 20))
        found = worlds(rng, depth)
        for where in ("regions", "everywhere"):
            text = f"{lattice_words.headline(found, depth, where)} {lattice_words.explanation(found, depth, where)}"
            assert not refuted(text, lattice_readers(found, depth), plain)


def test_no_sentence_about_whole_graphs_is_refuted():
    rng = np.random.default_rng(10)
    for model, depth, _ in models()[:200]:
        nodes = predict(model, depth).error_fixed
        whole, noise = 10 ** rng.uniform(-2, -0.3, depth + 1), 1 + rng.exponential(1, depth + 1)
        pooling = SimpleNamespace(noise=np.tile(noise, (3, 1)), label=rng.normal(0, 0.1, (3, depth + 1)))
        readers = {
            rf"From depth 0 to depth (\d+) the error for a whole graph goes from ({SHARE}) to ({SHARE})": lambda at, first, last, whole=whole: (
                int(at) == whole.size - 1 and says(first, whole[0]) and says(last, whole[-1])
            ),
            r"Pooling hardly minds depth": lambda whole=whole: whole[-1] < 1.5 * whole[0],
            r"Pooling minds depth here, mostly because .*?\.": lambda whole=whole: whole[-1] >= 1.5 * whole[0],
            rf"its noise is ({NUMBER}) times σ²/N at depth (\d+)": lambda times, at, noise=noise: says(
                times, noise[int(at)]
            ),
            rf"theory, for many nodes: 1 \+ 1/d = ({NUMBER})": lambda value, model=model: says(
                value, 1 + 1 / model.mean_degree
            ),
            r"that is the rest of the rise": lambda whole=whole: whole[-1] > whole[0],
        } | course_readers(nodes)
        text = readout_words.headline(model, pooling, whole, nodes)
        text += (
            readout_words.words(model, 0.25, 0.1, 8, noise, whole)
            .split("threshold lies half-way.")[1]
            .split("- A mean over")[0]
        )
        assert not refuted(
            text, readers, ("without links it stays", "count for more than the others", "do not fall on both classes")
        ), model


def density_readers(curves):
    best, lowest, back = curves.best_depth, curves.lowest_error, curves.return_depth

    def lost(end):
        return lambda depth: float(depth) == back[end] and best[end] > 0

    readers = {
        rf"From ({NUMBER}) neighbours to ({NUMBER}) the best depth": lambda low, high: (
            says(low, curves.degree[0]) and says(high, curves.degree[-1])
        ),
        r"^(.*?)goes from (\d+) to (\d+)": lambda _, first, last: (
            (int(first), int(last)) == (best[0], best[-1]) and first != last
        ),
        r"is (\d+) at both ends": lambda depth: int(depth) == best[0] == best[-1],
        rf"the lowest error (falls|goes) from ({SHARE}) to ({SHARE})": lambda verb, first, last: (
            says(first, lowest[0]) and says(last, lowest[-1]) and (verb == "goes" or lowest[-1] < lowest[0])
        ),
        r"No depth helps here.*?no layer lowers it": lambda: not best.any(),
    }
    for end, place in ((0, "In the sparse graph"), (-1, "in the dense one")):
        readers |= {
            rf"{place} the whole gain is lost by depth (\d+)": lost(end),
            rf"{place} no layer gains anything": lambda end=end: best[end] == 0,
            rf"{place} some of the gain is left at depth 40": lambda end=end: np.isnan(back[end]) and best[end] > 0,
        }
    return readers


def test_no_headline_about_density_is_refuted():
    rng = np.random.default_rng(11)
    for _ in range(500):
        best = rng.integers(0, 4, 5).astype(float) * (rng.random() < 0.9)
        back = np.where((best == 0) | (rng.random(5) < 0.4), np.nan, best + 3)
        curves = DensityCurves(
            np.geomspace(*sorted(10 ** rng.uniform(0, 6, 2)), 5), best, 10 ** rng.uniform(-7, -0.4, 5), back
        )
        assert not refuted(density.headline(curves), density_readers(curves))


def test_the_diameter_is_called_larger_than_the_order_only_where_it_is_and_unknown_orders_are_not_named():
    for model in (entry[0] for entry in models()[:60]):
        for hops in (1, 4, 30):
            order = saturation_depth(model)
            text = growth_words.diameter_words(hops, True, order, model.mean_degree, model.n_nodes)
            assert bool(text) == (order is not None)
            if text:
                assert ("is the larger one" in text) == (hops > order + 0.05)
                assert ("log N / log d, here" in text) == (model.mean_degree > 1.5)


def test_the_classes_are_called_a_high_frequency_only_where_their_eigenvalue_is_below_zero():
    named = set()
    for p, q in ((0.3, 0.05), (0.05, 0.3), (0.1, 0.1)):
        model = CSBM(120, p, q)
        found = spectrum(sample_graph(np.random.default_rng(1), model), block_labels(model))
        text = spectrum_words.frequency_words(found)
        assert bool(text) == (found.class_overlap >= spectrum_words.CLEAR_OVERLAP)
        if text:
            high = found.class_value < 0
            assert ("a **high** one" in text) == high and ("a **low** one" in text) == (not high)
            assert says(text.split("= **")[1].split("**")[0], 1 - found.class_value)
            named.add(high)
    assert named == {True, False}


@pytest.mark.parametrize("seed", range(20))
def test_an_early_peak_is_named_only_where_the_error_has_one(seed):
    error = 0.5 * np.random.default_rng(seed).random(7)
    world = SimpleNamespace(error=Estimate(error, 0 * error, 3), best=int(error.argmin()), lowest=float(error.min()))
    text = lattice_words.peak_words({"csbm": world}, 6)
    assert bool(text) == (world.best > 0 and says_below(error))
    if text:
        assert f"is **{world.best}**" in text


def says_below(error):
    return round(100 * error.min(), 1) < round(100 * error[-1], 1)
