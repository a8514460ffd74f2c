"""What is said of the monitors is true of their curves."""

import numpy as np
import pytest
from claim_graphs import graphs
from claims import NUMBER, SHARE, refuted, says
from scipy.sparse.csgraph import connected_components

from core.inside.monitors import decay_rate, monitors, plateau_depth, spike_depth, wide_features
from core.model import CSBM
from core.sampling import sample_graph
from core.walks import predict
from ui.inside import monitor_words

pytestmark = pytest.mark.xdist_group("claims")

COSINE = r"[−]?\d\.\d\d"


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
