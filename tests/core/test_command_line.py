"""The second front end prints the numbers of core, and answers bad arguments with one sentence."""

import csv
import io
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from core import __version__
from core.__main__ import CURVES, main, parser
from core.estimate import estimate
from core.model import CSBM
from core.propagation import METHODS
from core.simulation import simulate
from core.walks import best_possible, predict

ROOT = Path(__file__).resolve().parents[2]
MODEL = CSBM(n_nodes=200, p_within=0.1, q_across=0.04, mean_1=0.0, mean_2=1.5, sigma=0.8)
SAME_MODEL = ["--n-nodes=200", "--p-within=0.1", "--q-across=0.04", "--mean-1=0", "--mean-2=1.5", "--sigma=0.8"]


def printed(capsys, *arguments):
    """Columns of the CSV that a command prints, as arrays; an empty cell is NaN."""
    assert main([*arguments, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]}


def test_predict_prints_the_numbers_of_walk_theory_in_full(capsys):
    columns = printed(capsys, "predict", *SAME_MODEL, "--depth", "7")
    prediction = predict(MODEL, 7)
    assert np.array_equal(columns["depth"], np.arange(8))
    for name in CURVES:
        assert np.array_equal(columns[name], getattr(prediction, name)), name
    for threshold in ("fixed", "fitted"):
        assert np.array_equal(columns[f"best_{threshold}"], best_possible(MODEL, 7, threshold))


def test_simulate_prints_means_and_standard_errors_over_graphs_in_full(capsys):
    columns = printed(capsys, "simulate", *SAME_MODEL, "--depth=4", "--n-graphs=3", "--n-draws=8", "--seed=5")
    simulation = simulate(MODEL, 4, n_graphs=3, n_draws=8, seed=5)
    for name in CURVES:
        over_graphs = estimate(getattr(simulation, name))
        assert np.array_equal(columns[name], over_graphs.value), name
        assert np.array_equal(columns[f"{name}_standard_error"], over_graphs.standard_error), name


@pytest.mark.parametrize(("classes", "n_nodes"), [("2", 2000), ("3", 1998), ("7", 2002)])
def test_without_a_number_of_nodes_it_follows_the_number_of_classes(capsys, classes, n_nodes):
    found = printed(capsys, "predict", "--n-classes", classes, "--depth", "2")["error_fixed"]
    assert np.array_equal(found, predict(CSBM(n_nodes, n_classes=int(classes)), 2).error_fixed)


def test_method_and_strength_reach_both_commands(capsys):
    residual = ["--method", "residual", "--alpha", "0.3", "--depth", "3", *SAME_MODEL]
    predicted = printed(capsys, "predict", *residual)["error_fixed"]
    assert np.array_equal(predicted, predict(MODEL, 3, "residual", alpha=0.3).error_fixed)
    simulated = printed(capsys, "simulate", *residual, "--exact")["error_fixed"]
    expected = simulate(MODEL, 3, "residual", exact=True, alpha=0.3)
    assert np.array_equal(simulated, estimate(expected.error_fixed).value)


def test_without_options_it_is_the_default_model(capsys):
    assert np.array_equal(printed(capsys, "predict")["error_fixed"], predict(CSBM(), 20).error_fixed)


def test_the_table_shows_the_same_numbers_rounded_in_columns_of_equal_width(capsys):
    assert main(["predict", *SAME_MODEL, "--depth", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5 and len({len(line) for line in lines}) == 1
    shown = dict(zip(lines[0].split(), lines[3].split(), strict=True))
    prediction = predict(MODEL, 3)
    assert shown["depth"] == "2"
    for name in CURVES:
        assert float(shown[name]) == pytest.approx(getattr(prediction, name)[2], rel=1e-4)


def test_a_single_graph_has_no_standard_error_and_its_cell_is_empty(capsys):
    columns = printed(capsys, "simulate", *SAME_MODEL, "--depth", "1", "--n-graphs", "1")
    assert np.isnan(columns["error_fixed_standard_error"]).all() and np.isfinite(columns["error_fixed"]).all()


def test_a_million_millions_may_be_written_shortly_and_depth_ten_thousand_is_answered(capsys):
    columns = printed(
        capsys, "predict", "--n-nodes", "1e12", "--p-within", "2e-11", "--q-across", "1e-11", "--depth", "10000"
    )
    assert columns["depth"][-1] == 10_000 and all(np.isfinite(values).all() for values in columns.values())


BAD = [
    (["predict", "--n-nodes", "7"], ("n_nodes", "7", "even")),
    (["predict", "--n-classes", "3", "--n-nodes", "2000"], ("n_nodes", "multiple of 3", "such as 1,998")),
    (["predict", "--n-classes", "0"], ("n_classes is 0",)),
    (["predict", "--n-nodes", "1e400"], ("n-nodes", "1e400", "whole number")),
    (["predict", "--p-within", "1.2"], ("p_within", "1.2", "0 to 1")),
    (["predict", "--p-within", "nan"], ("p_within", "nan", "0 to 1")),
    (["predict", "--q-across", "much"], ("q-across", "'much'", "not a number")),
    (["predict", "--p-within", "1,5"], ("p-within", "'1,5'", "not a number, as 0.5")),
    (["predict", "--n-nodes", ""], ("n-nodes", "''", "not a whole number")),
    (["predict", "--method", "residual", "--alpha", ""], ("alpha", "''", "not a number")),
    (["train", "--rate", "fast"], ("rate", "'fast'", "not a number")),
    (["train", "--output", ""], ("output", "''", "not the name of a file")),
    (["sweep", "--grid", "", "--out", "r.csv"], ("grid", "''", "not the name of a file")),
    (["sweep", "--grid", "g.toml", "--out", " "], ("out", "' '", "not the name of a file")),
    (["layers", ""], ("file", "''", "not the name of a file")),
    (["predict", "--share-1", "0.2"], ("share_1", "0.2", "400 and 1,600")),
    (["simulate", "--share-1", "1"], ("share_1", "1", "below 1")),
    (["predict", "--sigma", "0"], ("sigma", "0", "above 0")),
    (["predict", "--depth", "-1"], ("depth", "-1", "0 to 10000")),
    (["predict", "--depth", "2.5"], ("depth", "2.5", "whole number")),
    (["predict", "--depth", "10001"], ("depth", "10001", "0 to 10000")),
    (["simulate", "--depth", "257"], ("depth", "257", "0 to 256")),
    (["predict", "--depth", "300", "--method", "residual"], ("depth", "300", "0 to 256")),
    (["predict", "--method", "magic"], ("method", "magic", "convolution")),
    (["predict", "--method", "residual", "--alpha", "2"], ("alpha", "2", "0 to 1")),
    (["predict", "--alpha", "0.2"], ("alpha", "convolution")),
    (["simulate", "--n-nodes", "2000000", "--p-within", "0", "--q-across", "0"], ("n_nodes", "2,000,000", "1,000,000")),
    (["simulate", "--n-graphs", "0"], ("n_graphs", "0", "1 to 10,000")),
    (["simulate", "--n-graphs", "1e12"], ("n_graphs", "1000000000000", "1 to 10,000")),
    (["simulate", "--n-draws", "1e12"], ("n_draws", "1000000000000", "1 to 4,096")),
    (
        ["simulate", "--n-nodes=1e6", "--p-within=0", "--q-across=0", "--n-draws=4096"],
        ("n_draws", "1,000,000 nodes", "1 to 250"),
    ),
    (["simulate", "--seed", "-3"], ("seed", "-3", "at least 0")),
    (["dream"], ("dream", "predict")),
    ([], ("predict",)),
    (["predict", "--colour", "red"], ("--colour",)),
]


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=[" ".join(row[0]) or "nothing" for row in BAD])
def test_bad_arguments_exit_with_two_and_one_sentence(capsys, arguments, words):
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    output = capsys.readouterr()
    assert leaving.value.code == 2 and output.out == ""
    assert output.err.count("\n") == 1 and "Traceback" not in output.err
    assert all(word in output.err for word in words), output.err


@pytest.mark.parametrize("command", ["predict", "simulate"])
def test_help_names_every_option_method_and_default(capsys, command):
    with pytest.raises(SystemExit) as leaving:
        main([command, "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert leaving.value.code == 0
    for field in fields(CSBM):
        assert f"--{field.name.replace('_', '-')}" in text and f"default {field.default}" in text
    for method in METHODS.values():
        assert method.key in text
        for name in method.options:
            assert f"--{name.replace('_', '-')}" in text
    own = ("--n-graphs", "--n-draws", "--seed", "--exact") if command == "simulate" else ()
    for option in ("--depth", "--method", "--csv", *own):
        assert option in text


def test_every_option_has_words_beside_it():
    choices = next(action for action in parser()._actions if action.choices and "predict" in action.choices).choices
    for command in choices.values():
        assert all(action.help for action in command._actions)


def test_it_runs_as_a_module_and_exit_codes_reach_the_shell():
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "core", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    good, bad, version = run("predict", "--depth", "2", "--csv"), run("predict", "--sigma", "-1"), run("--version")
    assert good.returncode == 0 and good.stderr == "" and len(good.stdout.splitlines()) == 4
    assert bad.returncode == 2 and bad.stdout == "" and "sigma is -1.0" in bad.stderr
    assert version.returncode == 0 and version.stdout.strip() == __version__


def test_train_prints_accuracies_over_seeds_and_the_same_again(capsys):
    asked = [
        "train",
        *SAME_MODEL,
        "--depths=0,2",
        "--widths=4",
        "--n-seeds=2",
        "--epochs=5",
        "--networks=classifier,gcn",
    ]
    assert main([*asked, "--csv"]) == 0
    first = capsys.readouterr().out
    assert main([*asked, "--csv"]) == 0 and capsys.readouterr().out == first
    rows = list(csv.DictReader(io.StringIO(first)))
    assert {(row["network"], row["width"], row["depth"]) for row in rows} == {
        (network, width, depth) for network, width in (("classifier", ""), ("gcn", "4")) for depth in ("0", "2")
    }
    assert all(0 <= float(row["accuracy"]) <= 1 and row["seeds"] == "2" for row in rows)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [("--widths=0", "widths"), ("--depths=65", "depths"), ("--networks=magic", "networks"), ("--rate=0", "rate")]
    + [("--epochs=0", "epochs"), ("--seed=-1", "seed"), ("--depths=one", "whole numbers")]
    + [("--n-nodes=1e12", "1,000,000 nodes"), ("--n-features=1e8", "n_features"), ("--networks=,", "networks is empty")]
    + [
        ("--n-nodes=5e4", "width 512 and depth 32"),
        ("--n-seeds=1e12", "1 to 1,000"),
        ("--n-nodes=1e400", "whole number"),
    ],
)
def test_train_answers_a_bad_argument_with_one_sentence(capsys, wrong, named):
    with pytest.raises(SystemExit) as end:
        main(["train", wrong])
    said = capsys.readouterr().err
    assert end.value.code == 2 and named in said and said.count("\n") == 1
