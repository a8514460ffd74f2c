"""Training and its tasks: reproducible, honest about which nodes were seen, and harmless at the edges."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.files.graph_files import has_cora
from core.model import CSBM
from core.training.experiment import PER_LAYER, SCALARS, Plan, experiment, one_run
from core.training.learning_rates import choose
from core.training.networks import NETWORKS, initial
from core.training.stored import load, save
from core.training.tasks import cora_task, csbm_task, karate_task
from core.training.train import Adam, Data, Task, accuracy, cosine_difference, relative_spread, train, walk_of

SMALL = Plan(
    CSBM(60, 0.3, 0.1), 4, networks=("classifier", "gcn"), depths=(0, 2), widths=(3, 6), n_seeds=2, epochs=20, fewer=()
)


def last(generator):
    *_, (_, _, found) = generator
    return found


def trained(task, network="gcn", depth=2, width=8, epochs=100, seed=0, rate=0.01):
    return last(train(np.random.default_rng(seed), NETWORKS[network], depth, width, task, epochs, rate))


def test_same_seed_same_numbers_whatever_else_is_run():
    whole = last(experiment(SMALL))
    alone = last(one_run(SMALL, "gcn", 6, 2, 1))
    place = 1, 1, 1, 1
    for name in SCALARS:
        assert whole.arrays[name][place] == np.float32(getattr(alone, name)), name
    again = last(experiment(SMALL))
    assert all(np.array_equal(whole.arrays[name], again.arrays[name], equal_nan=True) for name in whole.arrays)


def test_partial_results_grow_run_by_run_and_are_never_changed_afterwards():
    seen = [(done, total, found, np.isfinite(found.arrays["loss"]).sum()) for done, total, found in experiment(SMALL)]
    counts = [count for *_, count in seen]
    assert counts[0] == 0 and counts[-1] == 2 * 2 * 2 * 2 and counts == sorted(counts)
    assert all(np.isfinite(found.arrays["loss"]).sum() == count for _, _, found, count in seen)
    done, totals = [done for done, *_ in seen], {total for _, total, *_ in seen}
    assert done == sorted(done) and totals == {done[-1]}


def test_a_network_without_weights_has_the_same_numbers_at_every_width():
    found = last(experiment(SMALL))
    assert np.array_equal(found.of("loss", "classifier", 3), found.of("loss", "classifier", 6))
    assert not np.array_equal(found.of("loss", "gcn", 3)[1], found.of("loss", "gcn", 6)[1])


def test_training_never_sees_the_labels_of_held_out_nodes_or_of_the_fresh_graph():
    task = csbm_task(CSBM(100, 0.2, 0.05), 0, 0, 4)
    labels = task.data.labels.copy()
    labels[task.test] = 1 - labels[task.test]
    fresh = Data(task.fresh.walk, task.fresh.features, 1 - task.fresh.labels)
    flipped = Task(Data(task.data.walk, task.data.features, labels), task.train, task.test, fresh)
    for network in NETWORKS:
        honest, other = trained(task, network), trained(flipped, network)
        assert (other.loss, other.train_accuracy) == (honest.loss, honest.train_accuracy)
        assert other.held_out_accuracy == pytest.approx(1 - honest.held_out_accuracy)
        assert other.fresh_accuracy == pytest.approx(1 - honest.fresh_accuracy)


def test_the_split_is_half_and_half_and_differs_from_one_repetition_to_the_next():
    first, second = (csbm_task(CSBM(100, 0.2, 0.05), 0, index, 4) for index in (0, 1))
    assert np.array_equal(np.sort(np.concatenate([first.train, first.test])), np.arange(100))
    assert len(first.train) == 50 and not np.array_equal(first.train, second.train)
    assert (first.data.walk != first.fresh.walk).nnz > 0


def test_features_have_the_models_gap_along_one_direction_and_its_noise_in_all():
    model = CSBM(20000, 0.0005, 0.0002, -0.5, 1.5, 0.8)
    data = csbm_task(model, 0, 0, 16).data
    means = [data.features[data.labels == name].mean(axis=0) for name in (0, 1)]
    error = 0.8 * np.sqrt(2 / 10000)
    along = (means[1] - means[0]) @ (np.resize([1, -1], 16) / 4)
    assert abs(along - model.gap) < 5 * error
    assert abs(np.linalg.norm(means[1] - means[0]) ** 2 - along**2) < 15 * error**2 * 5
    spread = (data.features - np.array(means)[data.labels]).std(axis=0)
    assert np.abs(spread - 0.8).max() < 5 * 0.8 / np.sqrt(2 * 20000)


def test_with_enough_to_learn_a_shallow_network_learns_and_with_no_gap_nothing_can():
    signal, none = (csbm_task(CSBM(400, 0.05, 0.015, -gap / 2, gap / 2), 0, 0, 8) for gap in (2.0, 0.0))
    for network in NETWORKS:
        assert trained(signal, network).held_out_accuracy > 0.85, network
        # 200 held-out nodes: five standard errors about one half.
        assert abs(trained(none, network).fresh_accuracy - 0.5) < 5 * 0.5 / np.sqrt(400), network


def test_adam_moves_as_published_on_its_first_two_steps():
    vector, adam = np.zeros(3), Adam(3, 0.1, float)
    first, second = np.array([1.0, -2.0, 0.5]), np.array([0.5, 1.0, 0.5])
    adam.move(vector, first)
    assert np.allclose(vector, -0.1 * np.sign(first))
    adam.move(vector, second)
    mean = (0.09 * first + 0.1 * second) / (1 - 0.81)
    square = (0.000999 * first**2 + 0.001 * second**2) / (1 - 0.999**2)
    assert np.allclose(vector, -0.1 * np.sign(first) - 0.1 * mean / np.sqrt(square), atol=1e-6)


def test_gradient_norms_and_monitors_have_one_number_per_layer():
    run = trained(csbm_task(SMALL.model, 0, 0, 4), "gcnii", depth=3)
    assert run.gradient_start.shape == run.gradient_end.shape == (5,) and np.isfinite(run.gradient_start).all()
    assert run.spread.shape == run.difference.shape == (4,)
    run = trained(csbm_task(SMALL.model, 0, 0, 4), "gcn", depth=3)
    assert np.isnan(run.gradient_start[0]) and np.isfinite(run.gradient_start[1:]).all()


def test_monitors_are_zero_for_nodes_that_are_alike_and_large_for_nodes_that_are_not():
    walk = walk_of(csr_array(np.array([[0, 1.0], [1.0, 0]])))
    alike, apart = np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([[1.0, 0.0], [-1.0, 0.0]])
    assert relative_spread(alike) == 0 and relative_spread(apart) == 1
    assert cosine_difference(alike, walk) == pytest.approx(0) and cosine_difference(apart, walk) == pytest.approx(2)
    assert relative_spread(0 * alike) == 0 and cosine_difference(0 * alike, walk) == 0


def test_training_stops_early_only_when_there_is_nothing_left_to_learn():
    task = csbm_task(CSBM(60, 0.5, 0.01, -3, 3), 0, 0, 4)
    run = trained(task, "gcn", epochs=400, rate=0.05)
    assert run.loss < 1e-3 and run.epochs < 400
    assert trained(task, "gcn", epochs=7).epochs == 7


@pytest.mark.parametrize("model", [CSBM(20, 0.0, 0.0), CSBM(20, 1.0, 0.0), CSBM(4, 0.5, 0.5), CSBM(20, 0.0, 1.0)])
def test_graphs_without_links_or_in_two_pieces_or_bipartite_are_trained_on_without_nan(model):
    task = csbm_task(model, 0, 0, 2)
    for network in NETWORKS:
        run = trained(task, network, depth=4, epochs=10)
        assert np.isfinite([getattr(run, name) for name in SCALARS]).all(), network
        assert np.isfinite(run.spread).all() and np.isfinite(run.gradient_end[1:]).all()


def test_the_karate_club_is_learned_from_four_members_of_each_side():
    task = karate_task(0, 0)
    assert task.train.size == 8 and task.fresh is None and np.bincount(task.data.labels[task.train]).tolist() == [4, 4]
    run = trained(task, "classifier", depth=4)
    assert run.held_out_accuracy > 0.75 and np.isnan(run.fresh_accuracy)


def test_rates_are_the_best_on_validation_and_epochs_are_common_to_all():
    rows = [
        ("gcn", 4, 0.01, [0.5, 0.6, 0.9]),
        ("gcn", 4, 0.001, [0.7, 0.6, 0.8]),
        ("linear", 4, 0.01, [0.7, 0.9, 0.9]),
        ("linear", 4, 0.03, [0.7, 0.9, 0.9]),
    ]
    assert choose(rows) == (200, (("gcn", 4, 0.01), ("linear", 4, 0.01)))


def test_results_come_back_from_a_file_with_their_plan_to_four_digits(tmp_path):
    found = last(experiment(SMALL))
    save(found, [("gcn", 3, 0.01, [0.5])], tmp_path / "found.npz")
    again, about = load(tmp_path / "found.npz")
    assert again.plan == SMALL and about["validation"] == [["gcn", 3, 0.01, [0.5]]] and about["version"]
    for name in (*SCALARS, *PER_LAYER):
        assert np.allclose(again.arrays[name], found.arrays[name], rtol=2e-4, atol=1e-30, equal_nan=True), name


def test_a_tie_between_two_classes_is_not_counted_as_knowledge():
    parameters = initial(np.random.default_rng(0), NETWORKS["gcn"], 0, 1, 2, 2)
    parameters.vector[:] = 0
    labels = np.array([0, 1, 0, 1])
    assert accuracy(parameters, np.ones((4, 2), np.float32), labels) == 0.5


def write_cora(folder, n_labels=4):
    """Four papers in a row with three words, in the files' format."""
    (folder / "cora.edges.csv").write_text("source,target\n0,1\n1,2\n2,3\n")
    (folder / "cora.labels.csv").write_text(
        "node,label\n" + "".join(f"{node},{node // 2}\n" for node in range(n_labels))
    )
    np.savez(
        folder / "cora.features.npz",
        indptr=np.array([0, 1, 3, 4, 4], np.int32),
        indices=np.array([0, 0, 1, 2], np.int32),
        shape=np.array([4, 3]),
        train=np.array([0, 3]),
        val=np.array([], int),
        test=np.array([1, 2]),
    )


def test_cora_is_read_with_its_split_and_rows_of_words_that_sum_to_one(tmp_path):
    assert not has_cora("") and not has_cora(tmp_path)
    write_cora(tmp_path)
    assert has_cora(str(tmp_path))
    task = cora_task(tmp_path)
    assert task.train.tolist() == [0, 3] and task.test.tolist() == [1, 2] and task.fresh is None
    assert task.data.labels.tolist() == [0, 0, 1, 1]
    assert np.allclose(task.data.features, [[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1], [0, 0, 0]])
    assert np.allclose(task.data.walk.toarray()[1], [0.5, 0, 0.5, 0])


def test_files_of_cora_that_do_not_fit_together_give_one_sentence(tmp_path):
    write_cora(tmp_path, n_labels=3)
    with pytest.raises(ValueError, match="leave out 1 of 4 papers"):
        cora_task(tmp_path)
