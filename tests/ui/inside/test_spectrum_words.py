"""What is said of the spectrum is true of the eigenvalues of the dense walk."""

import numpy as np
import pytest
from claim_graphs import graphs
from claims import NUMBER, SHARE, refuted, says
from scipy.sparse.csgraph import connected_components

from core.inside.spectrum import spectrum
from core.methods.operators import row_normalised, with_isolated_loops
from core.model import CSBM
from core.propagation import response
from core.sampling import block_labels, sample_graph
from core.walks import back_probability, second_eigenvalue
from ui.inside import spectrum_words

pytestmark = pytest.mark.xdist_group("claims")


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
