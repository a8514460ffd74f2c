"""What a sweep cannot be is refused in one sentence, before anything runs."""

import sys

import pytest

from core.__main__ import main
from core.sweeps.grid import read_grid
from core.sweeps.sweep import MissingPackage, sweep

BAD = [
    ("[model]\nmean_degree = [0, 5]\nedge_correlation = [0, 0.5]\nn_nodes = 100", "twice"),
    ("depth = ", "TOML"),
    ("colour = 1", "colour"),
    ("depth = 1000", "0 to 256"),
    ("depth = [1, -2]", "depth is -2"),
    ("seeds = -1", "seeds is -1"),
    ('seeds = "many"', "seeds"),
    ("n_draws = 0", "n_draws is 0"),
    ('by = "magic"', "by is 'magic'"),
    ("model = 3", "model is 3"),
    ("[model]\nn_nodes = 7", "n_nodes is 7"),
    ("[model]\nn_nodes = []", "n_nodes"),
    ("[model]\nn_nodes = true", "n_nodes"),
    ("[model]\np_within = [0.1, 2]", "p_within is 2"),
    ("[model]\nheight = 2", "height"),
    ("[model]\nmean_degree = 5", "together"),
    ("[model]\nmean_degree = 5\nedge_correlation = 0.5\np_within = 0.1", "both"),
    ("[model]\nn_nodes = 10\nmean_degree = 50\nedge_correlation = 0.5", "exceed 1"),
    ("[model]\nmean_degree = -5\nedge_correlation = 0.5", "at least 0"),
    ("[model]\nn_nodes = 2000000\np_within = 1e-6", "1,000,000"),
    ("[model]\nn_nodes = 100000\np_within = 0.5", "edges"),
    ("[methods]\nmagic = {}", "magic"),
    ("[methods]\nresidual = 3", "residual is 3"),
    ("[methods]\nresidual = { beta = 1 }", "beta"),
    ("[methods]\nresidual = { alpha = [0.1, 7] }", "alpha is 7"),
    ('by = "theory"\n[methods]\nsymmetric = {}', "no walk theory"),
    ('by = "theory"\n[model]\nshare_1 = [0.5, 0.2]', "share_1 is 0.2"),
    ("n_draws = 4000\n[model]\nn_nodes = 1000000\np_within = 1e-6\nq_across = 1e-6", "n_draws is 4000"),
    ("seeds = 1000000\n[methods]\nconvolution = {}\nlazy = {}", "at most 1,000,000"),
]


@pytest.mark.parametrize(("text", "words"), BAD, ids=[row[0].replace("\n", " ") for row in BAD])
def test_a_bad_grid_gets_one_sentence(text, words, tmp_path, capsys):
    (tmp_path / "grid.toml").write_text(text)
    with pytest.raises(SystemExit) as leaving:
        main(["sweep", "--grid", str(tmp_path / "grid.toml"), "--out", str(tmp_path / "r.csv")])
    output = capsys.readouterr()
    assert leaving.value.code == 2 and output.out == ""
    assert words in output.err and output.err.count("\n") == 1 and "Traceback" not in output.err
    assert not (tmp_path / "r.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--grid", "nowhere.toml"], "nowhere.toml cannot be used"),
        (["--workers", "0"], "workers is '0'"),
        (["--workers", "two"], "workers is 'two'"),
        (["--workers", "²"], "workers is '²'"),
        (["--out", "no/such/folder/r.csv"], "cannot be used"),
        (["--dask", "tcp://127.0.0.1:9"], "no scheduler answers"),
    ],
)
def test_bad_arguments_get_one_sentence(arguments, words, tmp_path, capsys):
    if "--dask" in arguments:
        pytest.importorskip("distributed")
    (tmp_path / "grid.toml").write_text("depth = 1\n[model]\nn_nodes = 10")
    given = ["sweep", "--grid", str(tmp_path / "grid.toml"), "--out", str(tmp_path / "r.csv"), *arguments]
    with pytest.raises(SystemExit) as leaving:
        main(given)
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert leaving.value.code == 2 and words in last


@pytest.mark.parametrize(
    ("missing", "options"), [("joblib", {"workers": 2}), ("distributed", {"dask": "tcp://127.0.0.1:1"})]
)
def test_without_the_optional_packages_there_is_one_sentence_and_one_worker_still_runs(
    missing, options, tmp_path, monkeypatch
):
    if missing == "distributed":
        pytest.importorskip("joblib")
    monkeypatch.setitem(sys.modules, missing, None)
    grid = read_grid("depth = 1\n[model]\nn_nodes = 10")
    with pytest.raises(MissingPackage, match=f"{missing} is not installed.*pip install"):
        list(sweep(grid, tmp_path / "r.csv", **options))
    assert list(sweep(grid, tmp_path / "r.csv"))[-1].done == 1
