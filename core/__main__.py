"""Second front end: the app's numbers as a table or CSV, without Streamlit.

python -m core predict --n-nodes 2000 --p-within 0.0114 --q-across 0.0038 --depth 20
python -m core simulate --depth 10 --n-graphs 8 --csv
python -m core sweep --grid grid.toml --out results.csv --workers 2
python -m core train --depths 1,2,4,8,16 --widths 16 --networks classifier,linear,gcn --n-seeds 3
python -m core layers layers.npz
"""

from core import terminal

if __name__ == "__main__":
    terminal.quiet()

import argparse
import sys
from dataclasses import fields

from core import __version__, csv_table
from core.estimate import estimate
from core.layers import command as layers_command
from core.model import CSBM, divisible
from core.propagation import METHODS
from core.simulation import simulate
from core.sweeps.command import add_sweep, run_sweep
from core.terminal import number, whole_number
from core.training import command
from core.walks import CURVES, best_beside, predict

MODEL_HELP = {
    "n_nodes": "number of nodes N, even (default 2000; with several classes the nearest even multiple of their number)",
    "p_within": "edge probability p inside a block",
    "q_across": "edge probability q across the blocks",
    "mean_1": "mean mu1 of class 1",
    "mean_2": "mean mu2 of class 2",
    "sigma": "standard deviation sigma of a feature",
    "share_1": "share of the nodes in class 1 (predict needs 0.5)",
    "n_classes": "number of classes C, 2 to 10; N is then a multiple of C",
    "known": "share r of the nodes that have a feature, from 1e-9 to 1",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        """One sentence and exit code 2, without the usage block."""
        self.exit(2, f"{self.prog}: {message}\n")


def parser():
    """The complete command line."""
    main = _Parser(prog="python -m core", description="Curves of mixing versus denoising, by theory or simulation.")
    main.add_argument("--version", action="version", version=__version__)
    commands = main.add_subparsers(dest="command", required=True, metavar="predict|simulate|sweep|train|layers")
    shared = argparse.ArgumentParser(add_help=False)
    for field in fields(CSBM):
        kind = whole_number if field.name in ("n_nodes", "n_classes") else number
        follows = field.name == "n_nodes"
        shared.add_argument(
            "--" + field.name.replace("_", "-"),
            type=kind,
            default=None if follows else field.default,
            help=MODEL_HELP[field.name] + ("" if follows else " (default %(default)s)"),
        )
    shared.add_argument("--depth", type=whole_number, default=20, help="deepest layer shown (default %(default)s)")
    shared.add_argument("--method", default="convolution", help=f"one of {', '.join(METHODS)} (default %(default)s)")
    for name, users in _strengths().items():
        shared.add_argument("--" + name.replace("_", "-"), type=number, help=f"strength of method {users}")
    shared.add_argument("--csv", action="store_true", help="print CSV with full precision instead of a table")
    commands.add_parser("predict", parents=[shared], help="walk theory: no graph is sampled, N may be 10^12")
    sampled = commands.add_parser("simulate", parents=[shared], help="sampled graphs: mean and standard error")
    sampled.add_argument("--n-graphs", type=whole_number, default=4, help="number of graphs (default %(default)s)")
    sampled.add_argument(
        "--n-draws", type=whole_number, default=64, help="feature draws and probes a graph (default %(default)s)"
    )
    sampled.add_argument(
        "--seed", type=whole_number, default=0, help="equal seeds give equal numbers (default %(default)s)"
    )
    sampled.add_argument("--exact", action="store_true", help="compute every row of P^n, whatever the time")
    command.add(commands)
    add_sweep(commands)
    layers_command.add(commands)
    return main


def _strengths():
    """Option name -> the methods that take it."""
    users = {}
    for method in METHODS.values():
        for name in method.options:
            users.setdefault(name, []).append(method.key)
    return {name: ", ".join(keys) for name, keys in users.items()}


def table(arguments):
    """Columns of the answer: name -> sequence of depth + 1 numbers."""
    given = {field.name: getattr(arguments, field.name) for field in fields(CSBM)}
    if given["n_nodes"] is None:
        # As a link without n: the default follows the number of classes.
        given["n_nodes"] = divisible(CSBM.n_nodes, max(given["n_classes"], 1))
    model = CSBM(**given)
    options = {name: getattr(arguments, name) for name in _strengths() if getattr(arguments, name) is not None}
    columns = {"depth": range(arguments.depth + 1)}
    if arguments.command == "predict":
        prediction = predict(model, arguments.depth, arguments.method, **options)
        columns |= {name: getattr(prediction, name) for name in CURVES}
        if arguments.depth <= 256:
            best = best_beside(model, arguments.depth, prediction)
            columns |= {f"best_{name}": curve for name, curve in best.items()}
        return columns
    simulation = simulate(
        model,
        arguments.depth,
        arguments.method,
        n_graphs=arguments.n_graphs,
        n_draws=arguments.n_draws,
        seed=arguments.seed,
        exact=arguments.exact or None,
        **options,
    )
    for name in CURVES:
        over_graphs = estimate(getattr(simulation, name))
        columns |= {name: over_graphs.value, f"{name}_standard_error": over_graphs.standard_error}
    return columns


def main(arguments=None):
    """Run one command; exit code 0, or 2 with one sentence."""
    command_line = parser()
    parsed = command_line.parse_args(arguments)
    if parsed.command == "sweep":
        return run_sweep(parsed, command_line.error)
    try:
        if parsed.command == "train":
            return command.run(parsed)
        if parsed.command == "layers":
            return layers_command.run(parsed)
        columns = table(parsed)
    except ValueError as problem:
        command_line.error(str(problem))
    rows = list(zip(*columns.values(), strict=True))
    if parsed.csv:
        csv_table.write(sys.stdout, columns, rows)
        return 0
    widths = [max(len(name), 11) for name in columns]
    print("  ".join(name.rjust(width) for name, width in zip(columns, widths, strict=True)))
    for depth, *values in rows:
        # Empty where there is none, as the spread of a single graph.
        cells = [str(depth), *("" if value != value else format(value, ".5g") for value in values)]
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(main, "python -m core"))
