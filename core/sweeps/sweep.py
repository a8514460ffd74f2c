"""Sweeps: any grid of models, methods, depths and seeds into one CSV file, on one machine or a Dask cluster.

A cell's rows are written in one piece as soon as it is finished. A run that was killed goes on where it stopped: whole cells
stay, what is cut off is done again. In the end the rows stand in the grid's order, so that the file is the same whatever the
number of workers.
"""

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.number_of import number_of
from core.simulation import simulate
from core.sweeps.grid import FIELDS
from core.sweeps.lock import alone
from core.terminal import naming, whole_file
from core.walks import CURVES, predict

KEY_COLUMNS = (*FIELDS, "method", "options", "seed", "n_draws", "by")
COLUMNS = (*KEY_COLUMNS, "depth", *CURVES)
HEADER = ",".join(COLUMNS) + "\n"
RETRIES = 3


@dataclass(frozen=True)
class Progress:
    """Cells that are finished, of all cells; `computed` of them in this run."""

    done: int
    total: int
    computed: int


def sweep(grid, path, workers=1, dask=None):
    """Run what is missing of a grid into the CSV file at `path`; yields Progress after every cell.

    workers: processes on this machine (above 1 through joblib).  dask: address of a Dask scheduler, as tcp://host:8786, instead.
    Memory: a few dozen bytes a cell, whatever its depth.  Raises ValueError for a file that does not belong to the grid or that
    another sweep is writing, OSError that names the file, MissingPackage where joblib or dask is not installed, WorkersLost
    where workers keep dying.
    """
    path = Path(path)
    with alone(path), naming(path):
        yield from _run(grid, path, workers, dask)


def _run(grid, path, workers, dask):
    finished = resume(grid, path)
    total, before = len(grid), len(finished)
    yield Progress(before, total, 0)
    computed, lost = 0, 0
    with _workers(workers, dask) as run, path.open("a", encoding="utf-8", newline="") as file:
        while before + computed < total:
            missing = (cell for cell in grid.cells() if hash(cell.key) not in finished)
            try:
                for key, rows in run(missing):
                    file.write(rows)
                    file.flush()
                    finished.add(hash(key))
                    computed += 1
                    yield Progress(before + computed, total, computed)
            except _broken_pool() as problem:
                lost += 1
                if lost > RETRIES:
                    raise WorkersLost(
                        f"Workers were killed {lost} times, perhaps for want of memory: {before + computed} of "
                        f"{number_of(total, 'cell')} are kept in {path}; run again with fewer workers to go on."
                    ) from problem
    arrange(grid, path)


class MissingPackage(RuntimeError):
    """joblib or dask is wanted but not installed."""


class WorkersLost(RuntimeError):
    """Worker processes keep dying."""


def run_cell(cell):
    """(key, rows of the CSV file as text) of one cell: walk theory, or one graph of its seed."""
    depth, options = cell.depths[-1], dict(cell.options)
    if cell.seed is None:
        found = predict(cell.model, depth, cell.method, **options)
    else:
        found = simulate(cell.model, depth, cell.method, n_graphs=1, n_draws=cell.n_draws, seed=cell.seed, **options)
    curves = [getattr(found, name).reshape(-1) for name in CURVES]
    rows = (",".join([cell.key, str(n), *(_number(curve[n]) for curve in curves)]) + "\n" for n in cell.depths)
    return cell.key, "".join(rows)


def _number(value):
    """In full, so that it reads back the same; empty where there is none."""
    value = float(value)
    return "" if value != value else repr(value)


def resume(grid, path):
    """Bring the file at `path` to a state from which to go on: header and whole cells of this grid only.

    Returns the hashes of the finished cells' keys. Raises ValueError if the file is not one of this grid.
    """
    path = Path(path)
    if not path.exists() or path.stat().st_size == 0:
        with naming(path):
            path.write_text(HEADER, encoding="utf-8")
        return set()
    known, finished = {hash(cell.key) for cell in grid.cells()}, {}
    with path.open(encoding="utf-8", newline="") as old, whole_file(path) as new:
        try:
            header = old.readline()
            if not HEADER.startswith(header):
                raise _foreign(path, _why_not(header))
            new.write(HEADER.encode("utf-8"))
            for key, rows, depths in _cells_of(old):
                if depths != grid.depths:
                    continue
                if finished.get(hash(key), hash(rows)) != hash(rows):
                    raise _foreign(path, f"it has the cell {key} twice, with different numbers")
                if hash(key) in finished:
                    continue
                if hash(key) not in known:
                    raise _foreign(path, f"it has the cell {key}, which is not in the grid")
                new.write(rows.encode("utf-8"))
                finished[hash(key)] = hash(rows)
        except UnicodeDecodeError:
            raise _foreign(path, "it is not text in UTF-8") from None
    return set(finished)


def _why_not(header):
    """Why a first line is not that of a sweep."""
    if header.removeprefix("\ufeff").rstrip("\r\n") == HEADER.rstrip("\n"):
        return "another program, such as a spreadsheet, has saved it and may have rounded its numbers"
    return "its first line is not that of a sweep"


def _foreign(path, why):
    return ValueError(f"{path} does not belong to this grid: {why}; choose another file for the results.")


def _cells_of(lines):
    """(key, rows, depths) of each run of lines with one key; a line that is cut off or misshapen ends its cell."""
    key, rows, depths = None, [], []
    for line in lines:
        columns = line.rstrip("\n").split(",")
        whole = (
            line.endswith("\n") and len(columns) == len(COLUMNS) and all(map(_written, columns[len(KEY_COLUMNS) + 1 :]))
        )
        depth = columns[len(KEY_COLUMNS)] if whole else ""
        whole = depth.isascii() and depth.isdigit()
        now, depth = (",".join(columns[: len(KEY_COLUMNS)]), int(depth)) if whole else (None, None)
        # The same cell twice in a row begins again at its first depth.
        if now != key or (depths and depth <= depths[-1]):
            if key is not None:
                yield key, "".join(rows), tuple(depths)
            key, rows, depths = now, [], []
        if whole:
            rows.append(line)
            depths.append(depth)
    if key is not None:
        yield key, "".join(rows), tuple(depths)


def _written(cell):
    """Whether a cell of a curve is as `_number` writes it."""
    try:
        return not cell or cell == _number(cell)
    except ValueError:
        return False


def arrange(grid, path):
    """Put the cells of a complete file into the grid's order, cell by cell without reading it whole."""
    path, places = Path(path), {}
    with path.open("rb") as old:
        start = len(old.readline())
        for key, rows, _ in _cells_of(line.decode("utf-8") for line in old):
            length = len(rows.encode("utf-8"))
            places[hash(key)] = (start, length)
            start += length
        with whole_file(path) as new:
            new.write(HEADER.encode("utf-8"))
            for cell in grid.cells():
                start, length = places[hash(cell.key)]
                old.seek(start)
                new.write(old.read(length))


@contextmanager
def _workers(workers, dask):
    """A function from cells to their results, in the order in which they are finished."""
    if dask is None and workers == 1:
        yield lambda cells: map(run_cell, cells)
        return
    joblib = _imported("joblib")
    if dask is None:
        with joblib.parallel_config(backend="loky", n_jobs=workers, inner_max_num_threads=1):
            yield _through(joblib)
        return
    distributed = _imported("distributed")
    try:
        client = distributed.Client(dask, timeout=10)
    except (OSError, ValueError) as problem:
        raise ValueError(f"dask is {dask!r}, but no scheduler answers there: {str(problem).splitlines()[0]}") from None
    with client, joblib.parallel_config(backend="dask", client=client):
        yield _through(joblib)


def _through(joblib):
    def run(cells):
        # Few cells are under way at a time, and each comes back alone, so that a killed run loses no more than those.
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs")
        return parallel(joblib.delayed(run_cell)(cell) for cell in cells)

    return run


def _broken_pool():
    """The exceptions that say that a worker was killed; what is not installed cannot raise one."""
    found = []
    with suppress(ImportError):
        from joblib.externals.loky.process_executor import BrokenProcessPool

        found.append(BrokenProcessPool)
    with suppress(ImportError):
        from distributed.scheduler import KilledWorker

        found.append(KilledWorker)
    return tuple(found)


def _imported(name):
    try:
        return __import__(name)
    except ImportError:
        raise MissingPackage(
            f"{name} is not installed, but sweeps on several workers need it: pip install -r requirements-sweep.txt."
        ) from None
