"""What is said of the rulers follows the arrays, and the three factors of an energy are one another's product."""

import numpy as np
import pytest

from core.model import CSBM
from core.training.experiment import Plan, empty, experiment
from core.training.networks import NETWORKS
from core.training.rulers import CHANGES, RULERS
from ui.training import plan as training_plan
from ui.training import ruler_words as words
from ui.training.figures import over_layers

LABELS = {key: network.label for key, network in NETWORKS.items()}
PLAN = Plan(
    CSBM(80, 0.2, 0.05),
    4,
    networks=tuple(NETWORKS),
    depths=(1, 3),
    widths=(6,),
    n_seeds=2,
    epochs=15,
    fewer=(),
    rulers=True,
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.fixture(scope="module")
def trained():
    *_, (_, _, found) = experiment(PLAN)
    return found


def made_up(rng):
    """Rulers of any size, zeros among them."""
    found = empty(PLAN)
    for name in (f"{ruler}_{when}" for ruler in RULERS for when in ("start", "end")):
        found.arrays[name][:] = 10 ** rng.uniform(-12, 4, found.arrays[name].shape)
    dead = rng.random(found.arrays["energy_end"].shape[:-1]) < 0.2
    found.arrays["energy_end"][dead, 1:], found.arrays["quotient_end"][dead, 1:] = 0, np.nan
    return found


def number(text):
    """The value of a printed factor."""
    inverse, text = text.startswith("1/"), text.removeprefix("1/").strip("()").replace(",", "")
    digits, _, power = (text if " × " in text or text.isascii() else f"1 × {text}").partition(" × 10")
    value = float(digits) * 10.0 ** int(power.translate(RAISED) or 0)
    return 1 / value if inverse else value


def near(text, value):
    return number(text) == pytest.approx(value, rel=0.06)


@pytest.mark.parametrize("value", [3.2e-9, 1 / 48000, 0.0099, 0.01, 0.5, 1.0, 1.26, 48000.0, 4.0**16])
def test_a_factor_is_printed_with_two_digits_whatever_its_size(value):
    assert near(words.factor(value), value)


def test_every_row_about_the_rulers_is_what_the_arrays_say(trained):
    rng, kinds = np.random.default_rng(1), set()
    keys = {network.label: key for key, network in NETWORKS.items()}
    for turn in range(40):
        found = made_up(rng) if turn else trained
        for place, depth in enumerate(PLAN.depths):
            rows = words.change_rows(found, 6, depth)
            assert len(rows) == 2 * len(NETWORKS) - 3
            for row in rows:
                when = "start" if row["weights"] == "untrained" else "end"
                energy, ratio = (found.of(f"{name}_{when}", keys[row["network"]], 6)[place] for name in RULERS[:2])
                dead = int((energy[:, depth] == 0).sum())
                kinds.add(row["so"].split(" in ")[0])
                if dead:
                    assert row["so"] == f"all features are zero in {dead} of 2 seeds" and not row["energy ×"]
                    continue
                e, r = (np.exp(np.mean(np.log(curve[:, depth] / curve[:, 0]))) for curve in (energy, ratio))
                told = [row[name] for name in ("energy ×", "= squared size ×", "times differences against size ×")]
                assert near(told[0], e) and near(told[1], e / r) and near(told[2], r)
                alike = row["so"].startswith("consensus") or row["so"].endswith("and consensus")
                assert ("collapse towards" in row["so"], alike) == (e / r < 0.1, r < 0.1)
    assert len(kinds) == 5


def test_what_doubling_does_is_said_of_each_network_by_what_it_did(trained):
    for row, depth in enumerate(PLAN.depths):
        for key in NETWORKS:
            told = words.doubling(trained, key, 6, depth)
            if not NETWORKS[key].weights:
                assert told is None
                continue
            energy, _, moved, alone = (trained.of(name, key, 6)[row] for name in CHANGES)
            assert near(told.split("energy × ")[1].split(", energy against")[0], np.exp(np.mean(np.log(energy))))
            if key in ("linear", "gcn"):
                assert energy == pytest.approx(4.0**depth) and not moved.any()
                assert "no node changes class" in told and ("if it stays" in told) == bool(alone.any())
            elif key == "gcnii":
                assert np.isnan(moved).all() and "no one factor" in told
            else:
                assert "do not grow" in told and not alone.any()
        assert "classes do not care" in words.moral(trained, 6, depth)


def test_where_classes_move_or_nothing_was_doubled_there_is_no_moral():
    found = made_up(np.random.default_rng(2))
    assert words.moral(found, 6, 3) == "" and words.doubling(found, "gcn", 6, 3) is None
    for name, value in zip(CHANGES, (64.0, 1.0, 0.01, 0.1), strict=True):
        found.arrays[name][:] = value
    assert words.moral(found, 6, 3) == ""
    found.arrays["moved"][:] = 0
    assert words.moral(found, 6, 3)
    assert words.change_rows(empty(PLAN), 6, 3) == []


def test_the_moral_holds_of_the_networks_it_names_and_states_the_condition_under_which_their_classes_stay():
    rng, seen = np.random.default_rng(3), set()
    for _ in range(60):
        found = made_up(rng)
        for name, choices in zip(CHANGES, ((1.0, 64.0), (1.0,), (0.0, 0.0, 0.2, np.nan), (0.0, 0.0, 0.1)), strict=True):
            found.arrays[name][:] = rng.choice(choices, (*found.arrays[name].shape[:-1], 1))
        told = words.moral(found, 6, 3)
        named = {key for key in NETWORKS if f"**{LABELS[key]}**" in told}
        energy, moved, alone = (
            {key: found.of(name, key, 6)[1].max() for key in NETWORKS}
            for name in ("doubled_energy", "moved", "moved_alone")
        )
        assert named == {key for key in NETWORKS if energy[key] > 2 and moved[key] == 0}
        assert ("as long as" in told) == any(alone[key] > 0 for key in named)
        seen.add((bool(told), "as long as" in told))
    assert len(seen) == 3


def test_the_table_and_the_charts_have_a_value_for_every_layer(trained):
    rows = words.rows(trained, 6, 3)
    assert len(rows) == 4 * len(NETWORKS)
    curve = trained.of("energy_end", "gcn", 6)[1].mean(axis=0)
    own = [row["Dirichlet energy, trained"] for row in rows if row["network"] == LABELS["gcn"]]
    assert own == pytest.approx(curve[:4], rel=1e-3)
    figure = over_layers(trained, "energy", 6, 3, LABELS)
    drawn = {trace.name: np.array(trace.y, dtype=float) for trace in figure.data}
    assert drawn[LABELS["gcn"]] == pytest.approx(curve[:4])
    assert f"{LABELS['classifier']}, untrained" not in drawn and f"{LABELS['gcn']}, untrained" in drawn


def test_sigma_w_is_part_of_the_plan_and_of_its_words():
    plans = [training_plan.plan(CSBM(200, 0.1, 0.03), "csbm", ("gcn",), 16, 0, 20, (), scale) for scale in (1.0, 2.0)]
    assert plans[0] != plans[1] and [plan.scale for plan in plans] == [1.0, 2.0]
    assert "σ_w = 2" in training_plan.in_words(plans[1]) and "σ_w" not in training_plan.in_words(plans[0])
