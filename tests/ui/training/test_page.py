"""What the Training page says and draws, from made-up results whose losses are known."""

import numpy as np
import pytest

from core.estimate import Estimate, estimate
from core.model import CSBM
from core.simulation import simulate
from core.training.classifier import TrainedErrors
from core.training.experiment import Plan, empty
from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT, losses, table
from core.training.stored import load
from core.walks import common_share, predict
from ui.training import plan as training_plan
from ui.training import stayed
from ui.training.figures import Ceiling, gradients, over_depths, place
from ui.training.words import (
    beside_classifier,
    deep_network,
    findings,
    gradient_rows,
    headline,
    numbers_rows,
    table_rows,
    two_thresholds,
)

PLAN = Plan(depths=(0, 2, 16), widths=(4, 16), networks=("classifier", "linear"), n_seeds=3, fewer=())
LABELS = {key: network.label for key, network in NETWORKS.items()}


def results(classifier, linear, linear_train):
    """Held-out accuracies at the three depths; each seed a tenth of a point apart."""
    found = empty(PLAN)
    noise = np.array([-0.001, 0.0, 0.001])
    for name, curves in ((HELD_OUT, (classifier, linear)), ("train_accuracy", (classifier, linear_train))):
        for row, curve in enumerate(curves):
            # Only the network's seeds scatter, so that the difference has an error.
            found.arrays[name][row] = np.array(curve)[:, None] + row * noise
    for name in ("loss", "epochs", "gradient_start", "gradient_end"):
        found.arrays[name][:] = 0.5
    return found


def test_losses_split_what_is_lost_into_smoothing_and_optimisation():
    found = losses(results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62)), "linear", 16, 16)
    assert found.smoothing == pytest.approx(0.05, abs=1e-6) and found.best_depth == 2
    assert found.optimisation == pytest.approx(0.3, abs=1e-6) and found.train == pytest.approx(0.28, abs=1e-6)
    assert found.standard_error == pytest.approx(0.001 / np.sqrt(3), rel=1e-3)


def test_the_headline_names_both_losses_with_their_numbers_and_the_training_accuracy():
    said = headline(results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62)), "linear", 16, 16, HELD_OUT)
    assert "5.0 points are lost to smoothing" in said and "30.0 ± 0.1 points lost to optimisation" in said
    assert "62.0 %" in said and "was not found" in said


def test_a_deep_network_is_said_to_lose_to_optimisation_only_where_it_does():
    said = deep_network(results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62)), 20)
    assert "depth 16 and width 16 is right on 60.0 %" in said and "is on 90.0 %" in said
    fits_but_does_not_carry_over = results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.9))
    as_good = results((0.8, 0.95, 0.95), (0.8, 0.95, 0.949), (0.8, 0.95, 0.95))
    assert [deep_network(found, 20) for found in (fits_but_does_not_carry_over, as_good, empty(PLAN))] == [""] * 3


def test_why_the_classifier_is_above_the_fixed_threshold_is_said_only_where_it_is_and_for_this_reason():
    found = results((0.8, 0.95, 0.96), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62))
    found.arrays[FRESH][0] = np.array((0.8, 0.95, 0.5))[:, None]
    said = two_thresholds(found, 16, 16, HELD_OUT, 0.502, 0.965, 0.99)
    assert all(
        part in said
        for part in ("down at 50.2 % and the classifier at 96.0 %", "99.0 % of a hill", "the wide line, 96.5 %")
    )
    fresh = two_thresholds(found, 16, 16, FRESH, 0.502, 0.965, 0.99)
    assert "right on 50.0 % here, and on 96.0 % of held-out nodes" in fresh
    assert not two_thresholds(found, 16, 16, HELD_OUT, 0.502, 0.965, 0.3)  # most of what is left is no common shift
    assert not two_thresholds(found, 16, 16, HELD_OUT, 0.97, 0.98, 0.99)  # the classifier is not above it
    assert not two_thresholds(found, 16, 2, FRESH, 0.93, 0.965, 0.99)  # nothing is lost on a fresh graph
    assert not two_thresholds(empty(PLAN), 16, 16, HELD_OUT, 0.5, 0.9, 0.99)


def test_what_the_stored_experiment_says_of_its_classifier_is_said_at_the_depths_where_it_holds():
    stored, _ = load()
    plan = stored.plan
    theory, shared = predict(plan.model, max(plan.depths)), common_share(plan.model, max(plan.depths))

    def said(depth, tested):
        fixed, fitted = 1 - theory.error_fixed[depth], 1 - theory.error_fitted[depth]
        return two_thresholds(stored, 16, depth, tested, fixed, fitted, shared[depth])

    assert [depth for depth in plan.depths if said(depth, HELD_OUT)] == [8, 16, 32]
    assert [depth for depth in plan.depths if said(depth, FRESH)] == [8, 16, 32]


def test_the_question_is_drawn_with_a_line_and_dots_for_each_threshold_and_the_classifier_where_it_was_trained():
    model = CSBM(100, 0.23, 0.076)
    prediction, simulation = predict(model, 8), simulate(model, 8, n_graphs=2)
    errors = {name: estimate(getattr(simulation, f"error_{name}")) for name in stayed.NAMES}
    found = TrainedErrors((2, 8), Estimate(np.array([0.1, 0.2]), np.array([0.01, 0.02]), 4), None)
    panel = stayed.panel(model, prediction, 8, errors, found)
    assert [
        line.values is curve
        for line, curve in zip(panel.lines, (prediction.error_fixed, prediction.error_fitted), strict=True)
    ] == [True, True]
    fixed, fitted, trained = (dots.estimate.value for dots in panel.dots)
    assert fixed == pytest.approx(simulation.error_fixed.mean(axis=0)) and fitted == pytest.approx(
        simulation.error_fitted.mean(axis=0)
    )
    assert trained[[2, 8]] == pytest.approx([0.1, 0.2]) and np.isfinite(trained).sum() == 2
    assert len(stayed.panel(model, prediction, 8, {}).dots) == 0


def test_a_network_that_fits_its_training_nodes_is_not_called_an_optimisation_failure():
    said = beside_classifier(results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.9)), "linear", 16, 16, HELD_OUT)
    assert "not for want of optimisation" in said


def test_no_loss_and_a_gain_are_said_as_such():
    same = results((0.8, 0.95, 0.95), (0.8, 0.95, 0.949), (0.8, 0.95, 0.95))
    assert "nothing measurable" in beside_classifier(same, "linear", 16, 16, HELD_OUT)
    assert "next to nothing is lost to smoothing" in headline(same, "linear", 16, 16, HELD_OUT)
    better = results((0.8, 0.9, 0.9), (0.8, 0.95, 0.95), (0.8, 0.95, 0.95))
    assert "better" in beside_classifier(better, "linear", 16, 16, HELD_OUT)


def test_missing_runs_are_said_by_silence_and_drawn_as_gaps():
    none = empty(PLAN)
    assert headline(none, "linear", 16, 16, HELD_OUT) is None
    assert table(none, HELD_OUT) == [] and numbers_rows(none, HELD_OUT, 16) == []
    assert gradient_rows(none, 16, 16) == []
    for figure in (over_depths(none, HELD_OUT, 16, LABELS), gradients(none, 16, 16, LABELS)):
        assert not [trace.name for trace in figure.data if trace.y is not None and np.isfinite(trace.y).any()]
    # One depth is missing: its neighbours are not joined over it.
    found = results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62))
    found.arrays[HELD_OUT][PLAN.networks.index("linear"), :, 1] = np.nan
    line = over_depths(found, HELD_OUT, 16, LABELS).data[1]
    assert line.name == LABELS["linear"] and not line.connectgaps
    assert np.array(line.y) == pytest.approx([80, np.nan, 60], nan_ok=True)


def test_the_chart_has_each_network_once_with_bars_and_the_ceilings_over_every_depth():
    found = results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62))
    ceiling = Ceiling("theory", "fitted", np.linspace(0.9, 0.99, 17))
    figure = over_depths(found, HELD_OUT, 16, LABELS, ceilings=(ceiling,), mark=16)
    names = [trace.name for trace in figure.data]
    assert names == ["theory", LABELS["classifier"], LABELS["linear"]]
    assert figure.data[0].y.size == 17 and figure.data[2].y == pytest.approx([80, 95, 60])
    assert figure.layout.yaxis.maxallowed == 100 and figure.layout.yaxis.ticksuffix == " %"
    assert figure.data[2].x == pytest.approx(place((0, 2, 16)))
    assert np.all(np.diff(place(np.arange(33))) > 0)


def test_the_gradient_chart_has_one_mark_for_each_layer_and_the_read_out():
    figure = gradients(results((0.8, 0.9, 0.9), (0.8, 0.9, 0.9), (0.8, 0.9, 0.9)), 16, 2, LABELS)
    assert [trace.name for trace in figure.data] == [f"{LABELS['linear']}, start", f"{LABELS['linear']}, end"]
    assert list(figure.data[0].x) == [1, 2, 3]


def test_the_chart_of_gradients_and_its_table_have_the_same_numbers():
    found = results((0.8, 0.9, 0.9), (0.8, 0.9, 0.9), (0.8, 0.9, 0.9))
    rng = np.random.default_rng(3)
    for name in ("gradient_start", "gradient_end"):
        found.arrays[name][:] = rng.random(found.arrays[name].shape)
    start, end = gradients(found, 16, 2, LABELS).data
    rows = gradient_rows(found, 16, 2)
    assert [row["layer"] for row in rows] == ["1", "2", "3 (read-out)"]
    assert {row["network"] for row in rows} == {LABELS["linear"]} and {row["seeds"] for row in rows} == {3}
    assert [row["before training"] for row in rows] == pytest.approx(start.y, rel=1e-3)
    assert [row["after training"] for row in rows] == pytest.approx(end.y, rel=1e-3)
    assert [row["its standard error"] for row in rows] == pytest.approx(start.error_y.array, rel=0.05)


def test_the_table_shows_percent_and_standard_error_and_one_row_for_what_has_no_width():
    rows = table_rows(table(results((0.8, 0.95, 0.9), (0.8, 0.95, 0.6), (0.8, 0.95, 0.62)), HELD_OUT))
    assert [row["width"] for row in rows] == ["any", "4", "16"]
    assert rows[2]["depth 16"] == "60.0 ± 0.1"
    assert table(results((0.8,) * 3, (0.8,) * 3, (0.8,) * 3), FRESH) == []


def test_the_claims_are_judged_by_their_numbers():
    plan = Plan(depths=(0, 1, 2, 4, 8, 16, 32), widths=(4, 16, 64), n_seeds=2, fewer=())
    found = empty(plan)
    found.arrays[HELD_OUT][:] = 0.95
    found.arrays["train_accuracy"][:] = 0.95
    assert [verdict for _, verdict, _ in findings(found)] == ["holds", "does not hold", "does not hold"]
    for key in ("linear", "gcn"):
        found.arrays[HELD_OUT][plan.networks.index(key), :, 5:] = 0.5
    found.arrays[HELD_OUT][plan.networks.index("gcn"), 0, 4] = 0.7
    assert [verdict for _, verdict, _ in findings(found)] == ["holds", "holds", "holds in part"]
    # One width that keeps up at one depth makes an exception, which is named.
    found.arrays[HELD_OUT][plan.networks.index("linear"), 2, 5] = 0.944
    _, verdict, said = findings(found)[1]
    assert verdict == "holds in part" and said.endswith(
        "but at width 64 and depth 16 right on 94.4 %, the classifier on 95.0 %."
    )


def test_what_is_called_much_worse_is_so_at_every_width_and_depth_but_those_named():
    rng, seen = np.random.default_rng(4), set()
    plan = Plan(depths=(1, 8, 16, 32), widths=(4, 16, 64), n_seeds=2, fewer=())
    for turn in range(100):
        found = empty(plan)
        found.arrays["train_accuracy"][:] = 0.9
        found.arrays[HELD_OUT][:] = 0.9
        lost = rng.uniform(-0.05, (0.05, 0.2, 0.5)[turn % 3], (3, 2)) + (turn % 4 == 0) * 0.2
        found.arrays[HELD_OUT][plan.networks.index("linear"), :, 2:] = 0.9 - lost[..., None]
        _, verdict, said = findings(found)[1]
        seen.add(verdict)
        much = lost[1] >= 0.1
        assert verdict == ("does not hold" if not much.any() else "holds" if (lost >= 0.1).all() else "holds in part")
        for line, width in ((0, 4), (2, 64)):
            for column, depth in enumerate((16, 32)):
                assert (f"at width {width} and depth {depth} right" in said) == (lost[line, column] < 0.1)
        for column, depth in enumerate((16, 32)):
            worse = "worse" if lost[1, column] >= 0 else "better"
            assert f"{100 * abs(lost[1, column]):.1f} points {worse} at depth {depth}" in said
    assert len(seen) == 3


def test_a_live_run_takes_the_users_model_or_the_nearest_small_one_and_the_stored_rates():
    rates = (("gcn", 16, 0.02),)
    small, large = CSBM(600, 0.05, 0.01), CSBM(10**6, 1e-4, 1e-5, -2.0, 2.0)
    plan = training_plan.plan(small, "csbm", ("gcn", "classifier"), 512, 7, 123, rates)
    assert plan.model == small and plan.networks == ("classifier", "gcn") and plan.widths == (64,)
    assert (plan.seed, plan.epochs, plan.rate("gcn", 64, 4)) == (7, 123, 0.02)
    near = training_plan.trainable(large)
    assert near.n_nodes <= training_plan.MAX_NODES and near.expected_edges <= training_plan.MAX_EDGES
    assert near.gap == large.gap and near.edge_correlation == pytest.approx(large.edge_correlation, abs=0.01)
    assert hash(plan) == hash(training_plan.plan(small, "csbm", ("gcn", "classifier"), 512, 7, 123, rates))
