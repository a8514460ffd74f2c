"""Three rulers: what they are blind to, what doubling the weights does to them, and that they are the network's own numbers."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.layers.measure import rayleigh_quotient
from core.model import CSBM
from core.training.experiment import Plan, experiment, one_run, task_of
from core.training.networks import NETWORKS, initial
from core.training.rulers import CHANGES, RULERS, doubled, growth, quotient, rulers
from core.training.tasks import csbm_task
from core.training.train import outputs

WEIGHTED = [key for key, network in NETWORKS.items() if network.weights]
TASK = csbm_task(CSBM(120, 0.15, 0.05), 3, 0, 5)


def parameters_of(key, depth, width=7, seed=0, scale=1.0, bias=None):
    """Random weights, and a bias as a trained network has one."""
    made = initial(np.random.default_rng(seed), NETWORKS[key], depth, width, 5, 2, float, scale)
    if bias is not None:
        made.bias[:] = bias
    return made


def adjacency_of(data):
    return csr_array((np.ones(data.walk.nnz), data.walk.indices, data.walk.indptr), shape=data.walk.shape)


def test_consensus_has_no_quotient_whatever_its_size_and_shrinking_leaves_it_alone():
    rng, links = np.random.default_rng(0), adjacency_of(TASK.data)
    alike = np.outer(np.ones(120), rng.normal(size=4))
    apart = rng.normal(size=(120, 4))
    for size in (1e-9, 1.0, 1e9):
        assert quotient(links, size * alike) < 1e-20
        assert quotient(links, size * apart) == pytest.approx(quotient(links, apart), rel=1e-9)
    assert np.isnan(quotient(links, 0 * apart))
    # Control: the normalised Laplacian's quotient is no sign of consensus, because degrees differ.
    assert rayleigh_quotient(links, alike) > 1e-3 > quotient(links, alike)


@pytest.mark.parametrize("key", NETWORKS)
def test_the_energy_is_the_quotient_times_the_size_in_every_layer(key):
    depth, parameters = 4, parameters_of(key, 4)
    energy, ratio, rank = rulers(NETWORKS[key], depth, parameters, TASK.data)
    layers = list(outputs(NETWORKS[key], depth, parameters, TASK.data))
    assert energy.size == len(layers) == depth + 1
    for n, layer in enumerate(layers):
        assert energy[n] == pytest.approx(ratio[n] * np.mean(np.sum(layer**2, axis=1)), rel=1e-9)
        assert 1 <= rank[n] <= layer.shape[1] + 1e-9
    rows = np.repeat(np.arange(120), np.diff(TASK.data.walk.indptr))
    apart = layers[2][rows] - layers[2][TASK.data.walk.indices]
    assert energy[2] == pytest.approx(np.sum(apart**2) / 120, rel=1e-9)


@pytest.mark.parametrize("key", ["linear", "gcn"])
@pytest.mark.parametrize("scale", [0.5, 2.0, 3.0])
def test_sigma_w_multiplies_the_energy_of_layer_k_by_its_square_to_the_k_and_no_other_ruler(key, scale):
    usual, scaled = (rulers(NETWORKS[key], 6, parameters_of(key, 6, scale=s), TASK.data) for s in (1.0, scale))
    np.testing.assert_allclose(scaled[0], usual[0] * scale ** (2.0 * np.arange(7)), rtol=1e-9)
    np.testing.assert_allclose(scaled[1:], usual[1:], rtol=1e-7)
    one, other = (parameters_of(key, 6, scale=s) for s in (1.0, scale))
    assert np.array_equal(one.matrices[-1], other.matrices[-1])


@pytest.mark.parametrize("key", ["linear", "gcn"])
@pytest.mark.parametrize("depth", [1, 3, 8])
def test_doubling_all_weights_multiplies_the_energy_by_4_to_the_n_and_moves_no_class_once_the_bias_grows_along(
    key, depth
):
    alone = []
    for seed in range(6):
        bias = np.random.default_rng(seed).normal(size=2) * 0.1
        parameters = parameters_of(key, depth, seed=seed, bias=bias)
        before = parameters.vector.copy()
        found = doubled(NETWORKS[key], depth, parameters, TASK.data)
        assert found.energy == 4.0**depth and found.quotient == 1 and found.moved == 0
        assert np.array_equal(parameters.vector, before) and growth(NETWORKS[key], depth) == 2.0**depth
        alone.append(found.moved_alone)
    assert max(alone) > 0  # control: a bias that stays moves classes


def test_without_a_bias_doubling_moves_no_class_and_after_pairnorm_it_moves_nothing_at_all():
    for key in ("linear", "gcn"):
        assert doubled(NETWORKS[key], 5, parameters_of(key, 5), TASK.data).moved_alone == 0
    found = doubled(NETWORKS["pairnorm"], 5, parameters_of("pairnorm", 5, bias=[0.3, -0.2]), TASK.data)
    assert found.energy == pytest.approx(1, rel=1e-9) and found.moved == found.moved_alone == 0


def test_with_a_residual_to_the_input_there_is_no_one_factor():
    found = doubled(NETWORKS["gcnii"], 5, parameters_of("gcnii", 5, bias=[0.3, -0.2]), TASK.data)
    assert np.isnan(growth(NETWORKS["gcnii"], 5)) and np.isnan(found.moved)
    assert not 0.5 < found.energy / 4.0**5 < 2 and abs(found.quotient - 1) > 1e-3


def test_features_that_are_all_zero_have_no_quotient_and_no_factor():
    parameters = parameters_of("gcn", 2)
    parameters.matrices[0][:] = 0
    energy, ratio, rank = rulers(NETWORKS["gcn"], 2, parameters, TASK.data)
    assert energy[-1] == 0 and np.isnan(ratio[-1]) and rank[-1] == 0
    found = doubled(NETWORKS["gcn"], 2, parameters, TASK.data)
    assert np.isnan(found.energy) and found.moved == 0


def test_an_experiment_with_rulers_records_those_of_its_networks_and_sigma_w_reaches_them():
    plan = Plan(
        CSBM(80, 0.2, 0.05),
        4,
        networks=("classifier", *WEIGHTED),
        depths=(0, 2),
        widths=(3, 6),
        n_seeds=2,
        epochs=10,
        fewer=(),
    )
    plain = {**vars(plan), "rulers": True}
    found = {scale: [*experiment(Plan(**{**plain, "scale": scale}))][-1][2] for scale in (1.0, 2.0)}
    assert not set(CHANGES) & set([*experiment(plan)][-1][2].arrays)
    for key in WEIGHTED:
        run = [*one_run(plan, key, 6, 2, 1)][-1][2]
        own = rulers(NETWORKS[key], 2, run.parameters, task_of(plan, 1).data)
        for name, values in zip(RULERS, own, strict=True):
            np.testing.assert_allclose(found[1.0].of(f"{name}_end", key, 6)[1, 1], values, rtol=1e-9)
    before, after = (found[scale].of("energy_start", "gcn", 6)[1] for scale in (1.0, 2.0))
    np.testing.assert_allclose(after / before, np.tile([1.0, 4.0, 16.0], (2, 1)), rtol=1e-6)
    assert (
        np.isnan(found[1.0].of("moved", "classifier", 3)).all()
        and np.isfinite(found[1.0].of("moved", "gcn", 3)[1]).all()
    )
