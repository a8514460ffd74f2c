"""A sweep loses nothing, does nothing twice, and gives the same file whatever runs it and however often it was killed."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import numpy as np
import pytest

from core.model import CSBM
from core.simulation import simulate
from core.sweeps.grid import read_grid
from core.sweeps.sweep import COLUMNS, CURVES, resume, run_cell, sweep
from core.walks import predict

ROOT = Path(__file__).resolve().parents[3]
TEXT = """
depth = 4
seeds = 6
n_draws = 8
[model]
n_nodes = [60, 100]
mean_degree = [4, 8]
edge_correlation = 0.5
strength = [0.5, 2]
[methods]
convolution = {}
residual = { alpha = [0.1, 0.3] }
"""
GRID = read_grid(TEXT)


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The bytes of a run that nobody disturbed, on one worker."""
    path = tmp_path_factory.mktemp("sweep") / "results.csv"
    steps = list(sweep(GRID, path))
    assert [step.done for step in steps] == list(range(len(GRID) + 1))
    return path.read_bytes()


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_a_grid_is_every_combination_in_its_order():
    assert len(GRID) == 8 * 3 * 6 == len(list(GRID.cells()))
    keys = [cell.key for cell in GRID.cells()]
    assert len(set(keys)) == len(keys)
    first = next(GRID.cells())
    assert (first.model.n_nodes, first.model.gap, first.method, first.seed) == (60, 0.5, "convolution", 0)
    assert first.model.mean_degree == pytest.approx(4, rel=1e-5)
    assert first.model.edge_correlation == pytest.approx(0.5, rel=1e-5)


def test_every_row_is_the_number_that_simulate_gives(reference):
    rows = rows_of(reference)
    assert len(rows) == len(GRID) * 5 and tuple(rows[0]) == COLUMNS
    for row in rows[:: len(rows) // 17]:
        model = CSBM(int(row["n_nodes"]), *(float(row[name]) for name in COLUMNS[1:6]))
        options = {
            name: float(value) for name, value in (part.split("=") for part in row["options"].split(";") if part)
        }
        found = simulate(model, 4, row["method"], n_graphs=1, n_draws=8, seed=int(row["seed"]), **options)
        for name in CURVES:
            assert float(row[name]) == pytest.approx(getattr(found, name)[0, int(row["depth"])], rel=1e-9, abs=1e-15)


def test_a_sweep_by_theory_has_one_cell_a_model_and_large_graphs(tmp_path):
    grid = read_grid(
        'by = "theory"\ndepth = [0, 3]\n[model]\nn_nodes = [2000, 1_000_000_000_000]\nmean_degree = 15\nedge_correlation = 0.5'
    )
    list(sweep(grid, tmp_path / "r.csv"))
    rows = rows_of((tmp_path / "r.csv").read_bytes())
    assert [(row["n_nodes"], row["depth"], row["seed"], row["by"]) for row in rows] == [
        (n, depth, "", "theory") for n in ("2000", "1000000000000") for depth in ("0", "3")
    ]
    model = CSBM(2000, float(rows[0]["p_within"]), float(rows[0]["q_across"]))
    assert float(rows[1]["error_fixed"]) == predict(model, 3).error_fixed[3]


def test_a_smaller_grid_gives_the_same_numbers(reference, tmp_path):
    small = read_grid(TEXT.replace("[60, 100]", "100").replace("[4, 8]", "8").replace("seeds = 6", "seeds = [4]"))
    list(sweep(small, tmp_path / "small.csv"))
    lines = (tmp_path / "small.csv").read_bytes().splitlines()
    assert len(lines) == 2 * 3 * 5 + 1 and set(lines) <= set(reference.splitlines())


def test_two_workers_give_the_same_bytes(reference, tmp_path):
    pytest.importorskip("joblib")
    path = tmp_path / "r.csv"
    steps = list(sweep(GRID, path, workers=2))
    assert steps[-1].done == steps[-1].computed == len(GRID)
    assert path.read_bytes() == reference


def test_a_worker_that_is_killed_changes_nothing(reference, tmp_path):
    pytest.importorskip("joblib")
    from joblib.externals.loky import reusable_executor

    path, killed = tmp_path / "r.csv", False
    for step in sweep(GRID, path, workers=2):
        if step.computed > 10 and not killed:
            os.kill(next(iter(reusable_executor._executor._processes)), signal.SIGKILL)
            killed = True
    assert killed and path.read_bytes() == reference


def test_a_run_that_is_killed_goes_on_and_nothing_is_lost_or_done_twice(reference, tmp_path):
    (tmp_path / "grid.toml").write_text(TEXT)
    path = tmp_path / "r.csv"
    command = [sys.executable, "-m", "core", "sweep", "--grid", tmp_path / "grid.toml", "--out", path]
    for _ in range(10):  # a run that was done before the blow fell is begun again
        path.unlink(missing_ok=True)
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while process.poll() is None and (not path.exists() or path.read_bytes().count(b"\n") < 60):
            time.sleep(0.005)
        process.kill()
        if process.wait() == -signal.SIGKILL and (kept := path.read_bytes()) != reference:
            break
    assert 60 <= kept.count(b"\n") < reference.count(b"\n")
    steps = list(sweep(GRID, path))
    whole = kept.count(b"\n") // 5 * 5
    assert steps[0].done >= (whole - 5) // 5 and steps[-1].computed == len(GRID) - steps[0].done
    assert path.read_bytes() == reference
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("cut", [3, 40, 200, 1234, 5000])
def test_whatever_byte_a_file_ends_with_it_is_completed_to_the_same_bytes(reference, tmp_path, cut):
    path = tmp_path / "r.csv"
    path.write_bytes(reference[: len(reference) - cut])
    steps = list(sweep(GRID, path))
    assert 0 < steps[-1].computed < 40
    assert path.read_bytes() == reference


def test_cells_in_another_order_twice_or_with_a_row_missing_are_put_right(reference, tmp_path):
    header, *lines = reference.splitlines(keepends=True)
    cells = [lines[start : start + 5] for start in range(0, len(lines), 5)]
    mixed = [*cells[40:], cells[3], cells[3], cells[7][:2] + cells[7][3:], *cells[8:40]]
    path = tmp_path / "r.csv"
    path.write_bytes(b"".join([header, *(line for cell in mixed for line in cell)]))
    steps = list(sweep(GRID, path))
    assert steps[0].done == len(GRID) - 7
    assert path.read_bytes() == reference


def test_a_complete_file_is_left_as_it_is(reference, tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(reference)
    steps = list(sweep(GRID, path, workers=1))
    assert len(steps) == 1 and steps[0].computed == 0
    assert path.read_bytes() == reference


def test_more_seeds_take_over_what_is_there_and_fewer_are_refused(reference, tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(reference)
    more = read_grid(TEXT.replace("seeds = 6", "seeds = 7"))
    steps = list(sweep(more, path))
    assert (steps[0].done, steps[-1].computed) == (len(GRID), len(GRID) // 6)
    with pytest.raises(ValueError, match="not in the grid"):
        resume(GRID, path)


def test_a_file_of_something_else_is_never_overwritten(tmp_path):
    path = tmp_path / "letters.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="does not belong"):
        list(sweep(GRID, path))
    assert path.read_text() == "a,b\n1,2\n" and not list(tmp_path.glob("*.part"))


def test_cells_are_asked_for_one_by_one_so_that_memory_does_not_grow_with_the_grid(tmp_path):
    grid = read_grid("depth = 1\nseeds = 300000\nn_draws = 2\n[model]\nn_nodes = 4\np_within = 1\nq_across = 1")
    run = sweep(grid, tmp_path / "r.csv")
    started = time.process_time()
    for _ in range(20):
        step = next(run)
    run.close()
    assert step.total == 300_000 and time.process_time() - started < 30
    assert (tmp_path / "r.csv").read_bytes().count(b"\n") >= 1 + 2 * 18


def test_a_dask_cluster_with_one_of_two_workers_killed_gives_the_same_bytes(reference, tmp_path, monkeypatch):
    # A worker process runs the main module again, and that of a parallel test run cannot be run twice.
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
    pytest.importorskip("joblib")
    distributed = pytest.importorskip("distributed")
    path, killed = tmp_path / "r.csv", False
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        with distributed.Client(cluster) as client:
            pids = list(client.run(os.getpid).values())
        assert len(set(pids)) == 2
        for step in sweep(GRID, path, dask=cluster.scheduler_address):
            if step.computed > 20 and not killed:
                os.kill(pids[0], signal.SIGKILL)
                killed = True
    assert killed and path.read_bytes() == reference


def test_a_row_reads_back_as_the_exact_number_and_an_empty_cell_is_none():
    cell = next(GRID.cells())
    key, text = run_cell(cell)
    assert key == cell.key and all(line.startswith(key + ",") for line in text.splitlines())
    jumping = read_grid("depth = 1\nn_draws = 8\n[model]\nn_nodes = 40\n[methods]\njumping = {}")
    _, text = run_cell(next(jumping.cells()))
    columns = dict(zip(COLUMNS, text.splitlines()[0].split(","), strict=True))
    assert columns["error_paper"] == "" and np.isfinite(float(columns["error_fixed"]))
