"""The file of results meets other programs, other sweeps and full disks: one sentence, and nothing of it is lost."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.sweeps.grid import read_grid
from core.sweeps.lock import alone
from core.sweeps.sweep import HEADER, sweep

ROOT = Path(__file__).resolve().parents[3]
TEXT = "depth = 2\nseeds = 4\nn_draws = 4\n[model]\nn_nodes = [20, 30]\np_within = 0.5\n"
LONG = TEXT.replace("seeds = 4", "seeds = 100000")


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "r.csv"
    list(sweep(read_grid(TEXT), path))
    return path.read_bytes()


def heard():
    """Whoever runs the tests in the background ignores Ctrl-C, and a child would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def command(grid, out, preexec_fn=heard, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "core", "sweep", "--grid", grid, "--out", out],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=preexec_fn,
        **options,
    )


def refused(path, data, words):
    """The sentence names the file and why, nothing runs, and the file stays as it is."""
    path.write_bytes(data)
    with pytest.raises(ValueError, match=words) as problem:
        next(sweep(read_grid(TEXT), path))
    assert str(path) in str(problem.value) and "\n" not in str(problem.value)
    assert path.read_bytes() == data and os.listdir(path.parent) == [path.name]


def test_a_byte_that_is_not_utf_8_is_refused_with_the_name_of_the_results(reference, tmp_path):
    refused(tmp_path / "r.csv", reference[:-20] + b"\xe9" + reference[-20:], "not text in UTF-8")
    refused(tmp_path / "r.csv", reference.decode().encode("utf-16"), "not text in UTF-8")


def test_results_that_a_spreadsheet_saved_are_refused_because_it_rounds(reference, tmp_path):
    refused(tmp_path / "r.csv", b"\xef\xbb\xbf" + reference, "spreadsheet")
    refused(tmp_path / "r.csv", reference.replace(b"\n", b"\r\n"), "spreadsheet")
    refused(tmp_path / "r.csv", b"\xef\xbb\xbf" + reference.replace(b"\n", b"\r\n"), "spreadsheet")


def test_a_cell_that_stands_twice_with_other_numbers_is_refused_and_not_chosen_from(reference, tmp_path):
    lines = reference.splitlines(keepends=True)
    cell = [b",".join([*line.split(b",")[:-1], b"0.25\n"]) for line in lines[1:4]]
    refused(tmp_path / "r.csv", b"".join([*lines, *cell]), "it has the cell 20,0.5,.* twice, with different numbers")


@pytest.mark.parametrize("wrong", ["abc", "0.50", "nan", "1_0", " 0.5", "²"])
def test_a_cell_whose_number_is_none_is_not_finished(reference, tmp_path, wrong):
    lines = reference.decode().splitlines(keepends=True)
    lines[5] = ",".join([*lines[5].split(",")[:-1], f"{wrong}\n"])
    path = tmp_path / "r.csv"
    path.write_bytes("".join(lines).encode())
    steps = list(sweep(read_grid(TEXT), path))
    assert steps[-1].computed == 1 and path.read_bytes() == reference


def test_a_grid_that_begins_with_the_mark_of_its_encoding_is_read(reference, tmp_path):
    (tmp_path / "grid.toml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    process = command(tmp_path / "grid.toml", tmp_path / "r.csv")
    assert process.communicate(timeout=300)[0] == "" and process.returncode == 0
    assert (tmp_path / "r.csv").read_bytes() == reference


def test_a_grid_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "grid.toml").write_bytes(b"# caf\xe9\ndepth = 2\n")
    process = command(tmp_path / "grid.toml", tmp_path / "r.csv")
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 2 and "grid.toml is not a text file in UTF-8" in said and said.count("\n") == 1


def test_a_second_sweep_on_one_file_is_refused_and_the_first_goes_on(reference, tmp_path):
    (tmp_path / "grid.toml").write_text(TEXT)
    path = tmp_path / "r.csv"
    first = sweep(read_grid(TEXT), path)
    next(first), next(first)
    second = command(tmp_path / "grid.toml", path)
    said = second.communicate(timeout=300)[1]
    assert second.returncode == 2 and "r.csv is being written by another sweep" in said and said.count("\n") == 1
    list(first)
    assert path.read_bytes() == reference and sorted(os.listdir(tmp_path)) == ["grid.toml", "r.csv"]


def test_the_lock_goes_with_the_process_that_was_killed(tmp_path):
    (tmp_path / "grid.toml").write_text(LONG)
    first = command(tmp_path / "grid.toml", tmp_path / "r.csv")
    first.stderr.readline()
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=300)
    assert (tmp_path / "r.csv.lock").exists()
    with alone(tmp_path / "r.csv"):
        pass
    assert not (tmp_path / "r.csv.lock").exists()


def test_ctrl_c_says_what_is_kept_and_leaves_whole_lines(tmp_path):
    (tmp_path / "grid.toml").write_text(LONG)
    process = command(tmp_path / "grid.toml", tmp_path / "r.csv")
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 130 and "Traceback" not in said
    assert said.splitlines()[-1].startswith("Stopped: finished cells are kept in") and "r.csv" in said
    assert (tmp_path / "r.csv").read_text().startswith(HEADER) and not (tmp_path / "r.csv.lock").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on the size of a file")
def test_a_full_disk_is_one_sentence_with_the_name_of_the_file_and_the_run_goes_on_later(reference, tmp_path):
    (tmp_path / "grid.toml").write_text(TEXT)
    path = tmp_path / "r.csv"

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(reference) // 2, len(reference) // 2))

    process = command(tmp_path / "grid.toml", path, preexec_fn=small)
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 2 and "Traceback" not in said and "None" not in said
    assert said.splitlines()[-1].startswith(f"python -m core: {path} cannot be used: ")
    assert list(sweep(read_grid(TEXT), path))[0].done > 0 and path.read_bytes() == reference


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_disk_that_is_full_from_the_start_is_named_too(tmp_path):
    (tmp_path / "grid.toml").write_text(TEXT)
    process = command(tmp_path / "grid.toml", "/dev/full")
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 2 and said.count("\n") == 1 and "/dev/full" in said
