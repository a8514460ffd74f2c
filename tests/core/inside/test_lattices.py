"""The same two communities on a ring, a grid and a small world: degree, labels, and what is left of them by rewiring."""

import numpy as np
import pytest

from core.inside.lattices import ARRANGEMENTS, KINDS, sample_lattice
from core.model import CSBM
from core.moments.node_moments import node_moments
from core.sampling import block_labels, sample_graph
from core.simulation import moments_on

MODEL = CSBM(2000, 0.0114, 0.0038)
ALL = [(kind, arrangement) for kind in KINDS for arrangement in ARRANGEMENTS]


def lattice(seed=0, model=MODEL, **options):
    return sample_lattice(np.random.default_rng(seed), model, **options)


@pytest.mark.parametrize(("kind", "arrangement"), ALL)
@pytest.mark.parametrize("rewire", [0.0, 0.3, 1.0])
@pytest.mark.parametrize(
    "model", [MODEL, CSBM(2, 0, 1), CSBM(6, 1, 0.5), CSBM(50, 0.9, 1), CSBM(30, 0, 0), CSBM(202, 0, 0.03)]
)
def test_every_lattice_is_a_simple_symmetric_graph(kind, arrangement, rewire, model):
    graph = lattice(model=model, kind=kind, arrangement=arrangement, rewire=rewire)
    assert graph.shape == (model.n_nodes, model.n_nodes)
    assert (graph != graph.T).nnz == 0 and not graph.diagonal().any()
    assert set(graph.data) <= {1.0} and graph.has_sorted_indices


@pytest.mark.parametrize(("kind", "arrangement"), ALL)
@pytest.mark.parametrize("rewire", [0.0, 0.2, 1.0])
def test_the_mean_degree_is_that_of_the_model(kind, arrangement, rewire):
    degrees = [lattice(seed, kind=kind, arrangement=arrangement, rewire=rewire).nnz / 2000 for seed in range(16)]
    # A link drawn anew where one is already there is lost: a share of about d/N, far below one percent.
    assert np.mean(degrees) == pytest.approx(MODEL.mean_degree, rel=0.01)


def test_a_dense_lattice_is_the_complete_graph():
    for kind, arrangement in ALL:
        graph = lattice(model=CSBM(12, 1, 1), kind=kind, arrangement=arrangement)
        assert graph.nnz == 12 * 11


def test_everywhere_a_link_has_the_label_correlation_of_the_model_and_in_regions_almost_one():
    labels = block_labels(MODEL)
    for kind in KINDS:
        spread = lattice(kind=kind, arrangement="everywhere")
        assert labels @ (spread @ labels) / spread.nnz == pytest.approx(MODEL.edge_correlation, abs=0.01)
        regions = lattice(kind=kind, arrangement="regions")
        assert labels @ (regions @ labels) / regions.nnz > 0.9


def test_links_of_a_ring_are_the_shortest_there_are():
    graph = lattice(kind="ring").tocoo()
    step = np.abs(graph.coords[0] - graph.coords[1])
    assert np.minimum(step, 2000 - step).max() == np.ceil(MODEL.mean_degree / 2)


def test_links_of_a_torus_are_short_in_both_directions():
    model = CSBM(900, 8 / 899, 8 / 899)
    graph = lattice(model=model, kind="torus").tocoo()
    step = np.abs(graph.coords[0] - graph.coords[1])
    step = np.minimum(step, 900 - step)
    # On a grid 30 wide the eight nearest are one to the right and 29, 30, 31 further on, each as often; a link is listed twice.
    assert dict(zip(*np.unique(step, return_counts=True), strict=True)) == dict.fromkeys((1, 29, 30, 31), 1800)


def test_all_links_rewired_give_the_csbm_itself():
    degree, correlation = [], []
    for seed in range(16):
        graph = lattice(seed, rewire=1.0)
        labels = block_labels(MODEL)
        degree.append(graph.nnz / 2000)
        correlation.append(labels @ (graph @ labels) / graph.nnz)
    for samples, expected in ((degree, MODEL.mean_degree), (correlation, MODEL.edge_correlation)):
        error = np.std(samples, ddof=1) / 4
        assert abs(np.mean(samples) - expected) < 5 * error
    degrees = np.diff(sample_graph(np.random.default_rng(1), MODEL).indptr)
    assert np.diff(graph.indptr).var() == pytest.approx(degrees.var(), rel=0.25)
    # Negative control: without rewiring the degrees do not vary like that.
    assert np.diff(lattice().indptr).var() < 0.1 * degrees.var()


def test_everywhere_mixing_is_that_of_the_links_alone_and_denoising_that_of_the_lattice():
    depth, draws = 6, np.random.default_rng(1)
    spread = moments_on(draws, lattice(arrangement="everywhere"), block_labels(MODEL), depth, exact=True)
    np.testing.assert_allclose(spread.mean_gap, MODEL.edge_correlation ** np.arange(depth + 1), rtol=0.05, atol=1e-3)
    # Two walkers on a lattice meet again and again, as on the one in regions; on the CSBM of the same links they lose each other.
    regions = moments_on(draws, lattice(arrangement="regions"), block_labels(MODEL), depth, exact=True)
    csbm = moments_on(draws, lattice(rewire=1.0), block_labels(MODEL), depth, exact=True)
    np.testing.assert_allclose(spread.variance, regions.variance, rtol=0.3)
    assert np.all(spread.variance[4:] > 10 * csbm.variance[4:])


def test_on_a_ring_and_a_torus_the_noise_falls_like_a_walk_spreads():
    """Local limit theorem: the meeting probability of two walkers falls as n^-1/2 on a ring and as n^-1 on a torus."""
    model = CSBM(1600, 12 / 1599, 12 / 1599)
    labels, draws = block_labels(model), np.random.default_rng(2)
    slopes = {}
    for kind in KINDS:
        variance = moments_on(draws, lattice(model=model, kind=kind), labels, 24, exact=True).variance
        slopes[kind] = np.polyfit(np.log(np.arange(8, 25)), np.log(variance[8:]), 1)[0]
    assert slopes["ring"] == pytest.approx(-0.5, abs=0.05)
    assert slopes["torus"] == pytest.approx(-1.0, abs=0.12)


def test_moments_on_a_given_graph_are_those_of_its_nodes():
    adjacency, labels = lattice(model=CSBM(60, 0.1, 0.05)), block_labels(CSBM(60))
    found = moments_on(np.random.default_rng(0), adjacency, labels, 4)
    noise = np.random.default_rng(0).standard_normal((60, 64))
    nodes = node_moments("convolution", adjacency, labels, 4, noise, np.arange(60), True, {})
    np.testing.assert_allclose(found.variance, nodes.noise.mean(axis=1))
    with pytest.raises(ValueError, match="method is 'drop_edge'"):
        moments_on(np.random.default_rng(0), adjacency, labels, 4, "drop_edge")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "cube"}, "kind is 'cube', but it must be one of ring, torus"),
        ({"arrangement": "no"}, "arrangement is 'no', but it must be one of regions, everywhere"),
        ({"rewire": 1.5}, "rewire is 1.5, but it must be a number from 0 to 1"),
        ({"rewire": float("nan")}, "rewire is nan, but it must be a number from 0 to 1"),
        ({"model": CSBM(10**7)}, "n_nodes is 10,000,000"),
    ],
)
def test_a_bad_choice_is_named_with_its_range(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        lattice(**options)
