"""Ctrl-C, closed pipes and full disks: silence or one sentence, and the exit code that a shell expects."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.terminal import naming, run, whole_file, whole_number

ROOT = Path(__file__).resolve().parents[2]
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
PLAIN = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
UNBUFFERED = PLAIN | {"PYTHONUNBUFFERED": "1"}


def shell(line, environment=PLAIN):
    """(exit code, standard error) of a line of bash, in which `core` stands for this command."""
    line = f'core() {{ "{sys.executable}" -m core "$@"; }}; {line}'
    done = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("environment", [PLAIN, UNBUFFERED], ids=["buffered", "unbuffered"])
def test_a_reader_that_has_read_enough_hears_nothing(environment):
    code, said = shell("core predict --depth 5000 --csv | head -1 > /dev/null; exit ${PIPESTATUS[0]}", environment)
    assert said == "" and code == 141


def test_help_and_a_table_may_be_cut_off_too():
    code, said = shell("core predict --help | true; core predict --depth 300 | head -1; core --version | true")
    assert said == "" and code == 0


@FULL
@pytest.mark.parametrize(
    ("arguments", "environment"),
    [("predict --depth 2", PLAIN), ("simulate --n-nodes 40 --n-graphs 1 --depth 1 --csv", UNBUFFERED)],
)
def test_a_full_disk_behind_the_output_is_one_sentence(arguments, environment):
    code, said = shell(f"core {arguments} > /dev/full", environment)
    assert code == 2 and said == "python -m core: The standard output cannot be used: No space left on device.\n"


def test_a_closed_output_is_one_sentence_and_a_closed_error_output_changes_no_number():
    assert shell("core predict --depth 2 >&-") == (
        2,
        "python -m core: The standard output cannot be used: it is closed.\n",
    )
    small = "core train --n-nodes 40 --depths 0,1 --widths 2 --n-seeds 1 --epochs 2 --networks gcn --csv"
    code, said = shell(f'a=$({small} 2>&-) && b=$({small} 2>/dev/null) && [ -n "$a" ] && [ "$a" = "$b" ]')
    assert code == 0 and said == ""


def interrupted(arguments, marker, wait=0.0):
    """(exit code, rest of the error output) of a command that gets Ctrl-C some time after its error output says `marker`."""
    # What python says of its imports tells how far it has come.
    told = [] if arguments[0] == "train" else ["-X", "importtime"]
    process = subprocess.Popen(
        [sys.executable, *told, "-m", "core", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background ignores Ctrl-C, and a child would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    seen = b""
    while marker not in seen and (piece := os.read(process.stderr.fileno(), 1 << 16)):
        seen += piece
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=300)[1]
    return process.returncode, seen + rest


@pytest.mark.parametrize(
    ("arguments", "marker", "wait"),
    [
        (["predict"], b"numpy", 0.0),
        (["predict", "--depth", "256", "--method", "heat"], b"core.training.command", 0.0),
        (["simulate", "--n-graphs", "10000"], b"core.training.command", 0.5),
        (["train", "--epochs", "100000", "--depths", "8"], b"0.0%", 0.3),
    ],
    ids=["while numpy is imported", "at the start", "in simulate", "in train"],
)
def test_ctrl_c_ends_without_a_word(arguments, marker, wait):
    code, said = interrupted(arguments, marker, wait)
    assert code == 130 and b"Traceback" not in said and b"Interrupt" not in said


def test_a_stored_experiment_is_looked_for_before_it_is_computed(tmp_path):
    started = time.process_time()
    code, said = shell(f"core train --output {tmp_path}/nowhere/found.npz")
    assert code == 2 and said.count("\n") == 1 and f"{tmp_path}/nowhere/found.npz cannot be used" in said
    code, said = shell(f"core train --output {tmp_path}")
    assert code == 2 and said.count("\n") == 1 and "Is a directory" in said
    assert time.process_time() - started < 30 and not list(tmp_path.iterdir())


def test_a_file_takes_its_place_when_it_is_whole_and_the_old_one_stays_where_not(tmp_path):
    path = tmp_path / "found.npz"
    path.write_bytes(b"old")

    def stopped_half_way():
        with whole_file(path) as file:
            file.write(b"ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_half_way()
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
    with whole_file(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new" and list(tmp_path.iterdir()) == [path]


@FULL
def test_an_error_without_a_file_gets_the_name_of_the_file_at_hand():
    with (
        pytest.raises(OSError, match="No space left") as problem,
        naming("results.csv"),
        open("/dev/full", "w") as full,
    ):
        full.write("x")
    assert problem.value.filename == "results.csv"


def test_want_of_memory_is_one_sentence(capsys):
    def greedy():
        raise MemoryError

    held = signal.getsignal(signal.SIGINT)
    assert run(greedy, "here") == 2 and capsys.readouterr().err == "here: There is not enough memory for this.\n"
    signal.signal(signal.SIGINT, held)


def test_whole_numbers_are_exact_and_may_be_written_shortly():
    assert whole_number("9007199254740993") == 9007199254740993 and whole_number("1e12") == 10**12
