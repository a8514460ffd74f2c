"""The command `python -m core sweep`: arguments, progress on the standard error output, one sentence for what goes wrong."""

import sys
import time
from pathlib import Path

from core import terminal
from core.number_of import number_of
from core.sweeps.grid import read_grid
from core.sweeps.sweep import MissingPackage, WorkersLost, sweep

EVERY_SECONDS = 1.0


def add_sweep(commands):
    """Add the command to argparse's subparsers."""
    command = commands.add_parser("sweep", help="any grid of models, methods, depths and seeds into one CSV file")
    command.add_argument(
        "--grid",
        type=terminal.file_name,
        required=True,
        metavar="FILE",
        help="TOML file that describes the grid (docs/sweeps.md)",
    )
    command.add_argument(
        "--out",
        type=terminal.file_name,
        required=True,
        metavar="FILE",
        help="CSV file; a run that was killed goes on where it stopped",
    )
    command.add_argument("--workers", default="1", help="processes on this machine (default %(default)s)")
    command.add_argument("--dask", metavar="ADDRESS", help="scheduler of a Dask cluster, as tcp://host:8786, instead")


def run_sweep(arguments, fail):
    """Run it; exit code 0. fail(sentence): leaves with one sentence."""
    workers = arguments.workers
    if not (workers.isascii() and workers.isdigit() and 1 <= int(workers[:9]) <= 1024):
        fail(f"workers is {workers!r}, but it must be a whole number from 1 to 1024.")
    try:
        # Windows' editors put a mark of the encoding first.
        grid = read_grid(Path(arguments.grid).read_text(encoding="utf-8-sig"))
        shown = _Progress()
        for progress in sweep(grid, arguments.out, int(workers), arguments.dask):
            shown.show(progress)
    except BrokenPipeError:
        raise
    except OSError as problem:
        fail(terminal.why(problem))
    except UnicodeDecodeError:
        fail(f"{arguments.grid} is not a text file in UTF-8.")
    except (ValueError, MissingPackage, WorkersLost) as problem:
        fail(str(problem))
    except KeyboardInterrupt:
        print(
            f"Stopped: finished cells are kept in {arguments.out}, and the same command goes on from there.",
            file=sys.stderr,
        )
        return terminal.STOPPED
    return 0


class _Progress:
    """A line on the standard error output: rewritten on a terminal, else one a second at the most."""

    def __init__(self):
        self.start, self.last = time.monotonic(), -EVERY_SECONDS

    def show(self, progress):
        now, last = time.monotonic(), progress.done == progress.total
        if now - self.last < EVERY_SECONDS and not last:
            return
        self.last = now
        pace = progress.computed / max(now - self.start, 1e-9)
        words = f"{progress.done} of {number_of(progress.total, 'cell')}"
        if progress.computed and not last:
            words += f", {pace:.3g} a second, {(progress.total - progress.done) / pace:.0f} s left"
        end = "\n" if last or not sys.stderr.isatty() else "\r"
        print(f"{words:<60}", end=end, file=sys.stderr, flush=True)
