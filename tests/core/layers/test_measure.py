"""Laws of the measures of a trained network, each against its definition written out densely, and under what leaves it alone."""

import tracemalloc
from itertools import islice

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.inside.monitors import wide_features
from core.layers import measure, network
from core.layers.exact import exact_average
from core.layers.measure import CURVES, distance_and_width, layer_numbers, mean_average_distance, rayleigh_quotient
from core.layers.precision import digits, rounded
from core.layers.probe import probe, probe_accuracy
from core.model import CSBM
from core.propagation import layers, propagate
from core.sampling import block_labels, sample_graph

MODEL = CSBM(120, 0.2, 0.05, -1.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def example():
    """A small graph, its features and three layers of plain averaging."""
    rng = np.random.default_rng(3)
    adjacency = sample_graph(rng, MODEL)
    features = wide_features(rng, MODEL, 6)
    return network(list(propagate("convolution", adjacency, features, 3)), adjacency, block_labels(MODEL))


def test_each_measure_of_a_layer_is_its_definition_written_out(example):
    hidden, dense = example.hidden[1], example.adjacency.toarray()
    unit = hidden / np.linalg.norm(hidden, axis=1, keepdims=True)
    cosine = unit @ unit.T
    degree, n = dense.sum(axis=1), len(dense)
    found = layer_numbers(hidden, example)
    assert found["edge_cosine"] == pytest.approx((cosine * dense).sum() / dense.sum())
    assert found["pair_cosine"] == pytest.approx((cosine.sum() - n) / (n * (n - 1)))
    per_node = [np.mean(1 - cosine[i][dense[i] > 0]) for i in range(n) if degree[i]]
    assert found["mad"] == pytest.approx(np.mean(per_node))
    squares = ((hidden[:, None] - hidden[None]) ** 2).sum(axis=2)
    assert found["energy"] == pytest.approx((squares * dense).sum() / n)
    use = degree > 0
    laplacian = np.eye(use.sum()) - dense[use][:, use] / np.sqrt(np.outer(degree[use], degree[use]))
    quotient = np.trace(hidden[use].T @ laplacian @ hidden[use]) / np.sum(hidden[use] ** 2)
    assert found["rayleigh"] == pytest.approx(quotient)
    singular = np.linalg.svd(hidden, compute_uv=False)
    assert found["stable_rank"] == pytest.approx((singular**2).sum() / singular[0] ** 2)
    share = singular / singular.sum()
    assert found["effective_rank"] == pytest.approx(np.exp(-(share * np.log(share)).sum()))


def test_mad_of_a_lollipop_is_the_one_computed_by_hand():
    # A triangle 0 1 2 with a stick 2 - 3; features on the circle, so that cosines are known.
    adjacency = csr_array(np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]], dtype=float))
    angle = np.radians([0, 60, 90, 90])
    hidden = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    near, far, mid = (1 - np.cos(np.radians(degrees)) for degrees in (60, 90, 30))
    # Node 2 does not differ from node 3, so that pair is left out at both, and node 3 with it.
    by_hand = np.mean([(near + far) / 2, (near + mid) / 2, (far + mid) / 2])
    assert mean_average_distance(adjacency, hidden) == pytest.approx(by_hand)


def test_constant_features_have_no_energy_one_rank_and_no_distance(example):
    hidden = np.ones((example.n_nodes, 1)) * np.array([2.0, -1.0, 0.5])
    found = layer_numbers(hidden, example)
    assert found["energy"] == pytest.approx(0, abs=1e-12)
    assert found["distance"] == pytest.approx(0, abs=1e-12) and found["width"] == pytest.approx(0, abs=1e-12)
    assert found["effective_rank"] == pytest.approx(1) and found["stable_rank"] == pytest.approx(1)
    assert found["edge_cosine"] == pytest.approx(1) and np.isnan(found["mad"])


def test_all_zero_features_are_drawn_without_a_warning(example):
    found = layer_numbers(np.zeros((example.n_nodes, 4)), example)
    assert found["dead"] == 1 and found["size"] == 0 and found["stable_rank"] == 0 and np.isnan(found["rayleigh"])


def test_identity_layers_change_nothing(example):
    same = network([example.hidden[0]] * 4, example.adjacency, example.labels)
    found = measure(same)
    for name in CURVES:
        if not name.startswith("plain"):
            np.testing.assert_allclose(getattr(found, name), getattr(found, name)[0], err_msg=name)


@pytest.mark.parametrize("change", ["scaled", "rotated", "relabelled"])
def test_what_does_not_matter_leaves_the_measures_alone(example, change):
    rng, adjacency, labels = np.random.default_rng(5), example.adjacency, example.labels
    masks = {name: getattr(example, name) for name in ("train", "test")}
    hidden = [layer.copy() for layer in example.hidden]
    if change == "scaled":
        hidden = [3.7 * layer for layer in hidden]
    elif change == "rotated":
        turn = np.linalg.qr(rng.standard_normal((6, 6)))[0]
        hidden = [layer @ turn for layer in hidden]
    else:
        order = rng.permutation(labels.size)
        hidden, labels, adjacency = [layer[order] for layer in hidden], labels[order], adjacency[order][:, order]
        masks = {name: mask[order] for name, mask in masks.items()}
    found, before = measure(network(hidden, adjacency, labels, **masks)), measure(example)
    scaled = ("distance", "width", "size", "plain_distance", "plain_width")
    for name in CURVES:
        by = 1.0
        if change == "scaled":
            by = 3.7 if name in scaled else 3.7**2 if name == "energy" else 1.0
        # A probe's penalty is on scaled columns, which a rotation mixes: its accuracy may move by a few nodes.
        loose = 0.06 if change == "rotated" and "probe" in name else 1e-9
        if change == "rotated" and name == "probe_finest":
            continue  # steps by decades
        np.testing.assert_allclose(
            getattr(found, name), by * getattr(before, name), atol=loose, rtol=1e-6, err_msg=name
        )


def test_distance_and_width_of_one_column_are_those_of_the_stage():
    rng, labels = np.random.default_rng(1), np.repeat([0, 1], 20_000)
    hidden = (np.where(labels, 1.5, -0.5) + 0.7 * rng.standard_normal(labels.size))[:, None]
    distance, width = distance_and_width(hidden, labels)
    assert distance == pytest.approx(2.0, abs=0.03) and width == pytest.approx(0.7, abs=0.01)


def test_what_chance_puts_between_two_means_is_not_called_distance():
    rng, labels = np.random.default_rng(2), np.repeat([0, 1], 50)
    found = [distance_and_width(rng.standard_normal((100, 64)), labels)[0] for _ in range(40)]
    naive = np.sqrt(64 * 2 / 50)  # what the distance of two means of pure noise is
    assert np.mean(found) < 0.5 * naive


def test_a_probe_reads_what_is_there_and_nothing_that_is_not():
    rng, labels = np.random.default_rng(0), np.tile([0, 1], 500)
    signal = np.where(labels, 1.0, -1.0)[:, None] + rng.standard_normal((1000, 1))
    noise, edges = rng.standard_normal((1000, 5)), np.array([[0, 1], [1, 2]])
    there = network([np.hstack([noise, signal])] * 2, edges, labels)
    tested, _ = probe_accuracy(there.hidden[0], there)
    assert abs(tested.value - 0.8413) < 5 * tested.standard_error and tested.count == 500
    nothing, _ = probe_accuracy(noise, there)
    assert abs(nothing.value - 0.5) < 5 * nothing.standard_error
    # Nor does it matter how large the numbers are, of all columns or of some.
    for factor in (1e-30, 2.0**-900, 1e90, 10.0 ** np.arange(-120, 60, 30)):
        scaled, _ = probe_accuracy(factor * there.hidden[0], there)
        assert scaled.value == tested.value
    # However small against a constant, as deep layers are, it is still there.
    tiny, _ = probe_accuracy(1.0 + 1e-9 * np.hstack([noise, signal]), there)
    assert tiny.value == pytest.approx(tested.value, abs=0.01)


@pytest.mark.parametrize("small", [1e-3, 1e-6, 1e-9, 1e-12])
def test_a_direction_is_read_however_small_it_is_beside_another_until_the_digits_end(small):
    rng, labels = np.random.default_rng(1), np.tile([0, 1], 500)
    shared = rng.standard_normal((1000, 1))
    signal = np.where(labels, 1.0, -1.0)[:, None] + rng.standard_normal((1000, 1))
    layer, edges = shared + small * signal * [0.3, 1.0, -0.7], np.array([[0, 1], [1, 2]])
    doubles = network([layer] * 2, edges, labels)
    tested, _ = probe_accuracy(layer, doubles)
    assert abs(tested.value - 0.8413) < 5 * tested.standard_error
    assert probe(layer, doubles).finest < 30 * small
    # Floats of four bytes hold seven digits: beyond them a probe is told nothing, and reports nothing.
    floats = layer.astype(np.float32)
    assert digits(floats) == digits(floats.astype(float)) == 24 and digits(layer) == 53
    read, _ = probe_accuracy(floats.astype(float), doubles, digits(floats))
    there = 0.8413 if small >= 1e-6 else 0.5
    assert abs(read.value - there) < 5 * read.standard_error
    assert probe(floats.astype(float), doubles, digits(floats)).directions == 1 + (small >= 1e-6)


def test_a_probe_of_many_columns_and_few_nodes_does_not_follow_the_small_ones():
    # Forty nodes to fit on and eighty columns of noise of every size: what tells is one column in the middle of them.
    found = []
    for seed in range(20):
        rng, labels = np.random.default_rng(seed), np.tile([0, 1], 500)
        hidden = rng.standard_normal((1000, 80))
        hidden[:, 0] += 3 * np.where(labels, 1.0, -1.0)
        hidden = hidden @ rng.standard_normal((80, 80))
        train = np.arange(1000) < 40
        made = network([hidden] * 2, np.array([[0, 1], [1, 2]]), labels, train=train, test=~train)
        found.append(
            [probe_accuracy(hidden, made)[0].value, probe_accuracy(hidden[rng.permutation(1000)], made)[0].value]
        )
    read, nothing = np.mean(found, axis=0)
    assert read > 0.7 and abs(nothing - 0.5) < 0.03


def test_rayleigh_is_two_on_a_bipartite_swing_and_zero_on_the_stationary_direction():
    pair = csr_array(np.array([[0, 1.0], [1, 0]]))
    assert rayleigh_quotient(pair, np.array([[1.0], [-1]])) == pytest.approx(2)
    assert rayleigh_quotient(pair, np.array([[1.0], [1]])) == pytest.approx(0)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("missing", ["train", "test", "links", "size"])
def test_what_is_missing_is_measured_without_a_warning(example, missing):
    hidden, edges, none = list(example.hidden), example.adjacency, np.zeros(example.n_nodes, dtype=bool)
    masks = {"train": example.train, "test": example.test}
    if missing in masks:
        masks[missing] = none
    elif missing == "links":
        edges = np.zeros((2, 0), dtype=int)
    else:
        hidden = [1e-300 * layer for layer in hidden]
    found = measure(network(hidden, edges, example.labels, **masks))
    assert np.isfinite(found.distance).all() and np.isfinite(found.effective_rank).all()
    assert np.isfinite(found.probe).all() == (missing not in masks)
    assert bool(found.plain_theory_note) == np.isnan(found.plain_theory).all()


def test_layers_in_any_type_of_number_are_measured_as_in_double_precision(example):
    whole = [np.round(8 * layer) for layer in example.hidden]
    wanted = measure(network(whole, example.adjacency, example.labels))
    for kind in ("i1", "i4", "f2", "f4", ">f8"):
        found = measure(network([layer.astype(kind) for layer in whole], example.adjacency, example.labels))
        for name in CURVES:
            np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name), err_msg=f"{name} of {kind}")


def test_many_links_take_no_more_room_than_the_features_themselves():
    rng, n_nodes = np.random.default_rng(0), 500
    ends = rng.integers(0, n_nodes, (2, 60_000))
    made = network([rng.standard_normal((n_nodes, 200))] * 2, ends, np.arange(n_nodes) % 2)
    copies = 8 * 200 * made.adjacency.nnz  # the features of one end of every link
    tracemalloc.start()
    layer_numbers(made.hidden[0], made)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < copies / 5


def test_rounding_to_the_digits_of_a_float_is_that_of_the_float():
    values = np.random.default_rng(0).standard_normal(1000) * 10.0 ** np.arange(-20, 30).repeat(20)
    np.testing.assert_array_equal(rounded(values, 24), values.astype(np.float32).astype(float))
    np.testing.assert_array_equal(rounded(values, 53), values)


@pytest.mark.parametrize("key", ["convolution", "symmetric", "gcn"])
def test_averaging_in_exact_arithmetic_spans_what_averaging_does_and_goes_on_where_that_is_rounded_away(example, key):
    inputs = example.hidden[0]
    for depth in (0, 3):
        basis = exact_average(key, example.adjacency, inputs, depth)
        averaged = propagate(key, example.adjacency, inputs, depth)[depth]
        np.testing.assert_allclose(basis @ (basis.T @ averaged), averaged, atol=1e-9)
        assert basis.shape == inputs.shape
    # At last it spans the smoothest vectors of the graph, of which averaging itself has only the first.
    deep = exact_average(key, example.adjacency, inputs, 1500)
    moved = next(islice(layers(key, example.adjacency, deep), 1, 2))
    np.testing.assert_allclose(deep @ (deep.T @ moved), moved, atol=1e-6)
    assert np.linalg.matrix_rank(propagate(key, example.adjacency, inputs, 300)[300]) < deep.shape[1]


def test_exact_averaging_adds_nothing_where_columns_repeat(example):
    twice = np.hstack([example.hidden[0]] * 2)
    assert exact_average("gcn", example.adjacency, twice, 5).shape[1] == example.hidden[0].shape[1]
