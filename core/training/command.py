"""python -m core train: networks over depth, width and seeds, as a table, as CSV, or as the stored experiment's file."""

import argparse
import sys
from contextlib import nullcontext
from dataclasses import fields, replace

from core import csv_table
from core.model import CSBM, require_all_known, require_two_classes
from core.sampling import require_sampled
from core.streams import require_whole
from core.terminal import file_name, number, whole_file, whole_number
from core.training import learning_rates, stored
from core.training.experiment import Plan, experiment
from core.training.networks import NETWORKS
from core.training.reading import FRESH, HELD_OUT, table

DEFAULT = Plan()
HIGHEST = {"n_features": 10_000, "n_seeds": 1000, "epochs": 100_000}
MAX_NUMBERS = 250_000_000  # of all layers of one network: 1 GB, and as much again on the way back


def add(commands):
    """Add the command to an argparse group of commands."""
    command = commands.add_parser("train", help="train networks with and without weights in each layer")
    for field in fields(CSBM):
        value = getattr(DEFAULT.model, field.name)
        command.add_argument(
            "--" + field.name.replace("_", "-"),
            type=whole_number if isinstance(value, int) else number,
            default=value,
            help="(default %(default)s)",
        )
    command.add_argument("--n-features", type=whole_number, default=DEFAULT.n_features, help="F (default %(default)s)")
    for name in ("depths", "widths"):
        shown = ",".join(map(str, getattr(DEFAULT, name)))
        command.add_argument(f"--{name}", type=_numbers, default=getattr(DEFAULT, name), help=f"(default {shown})")
    command.add_argument("--networks", type=_names, default=DEFAULT.networks, help=f"some of {','.join(NETWORKS)}")
    for name in ("n_seeds", "seed", "epochs"):
        command.add_argument(
            "--" + name.replace("_", "-"),
            type=whole_number,
            default=getattr(DEFAULT, name),
            help="(default %(default)s)",
        )
    command.add_argument("--rate", type=number, help="one learning rate for all, instead of the stored ones")
    command.add_argument(
        "--output", type=file_name, help="choose rates and epochs again, run everything, and write this file"
    )
    command.add_argument("--csv", action="store_true", help="print CSV instead of a table")


def plan_of(arguments):
    """The Plan that the arguments describe. Raises ValueError that names what is wrong."""
    model = CSBM(**{field.name: getattr(arguments, field.name) for field in fields(CSBM)})
    for name in ("depths", "widths"):
        low, high = (0, 64) if name == "depths" else (1, 1024)
        for size in getattr(arguments, name):
            if not low <= size <= high:
                raise ValueError(f"{name} holds {size}, but each must be a whole number from {low} to {high}.")
    for name, high in HIGHEST.items():
        require_whole(name, getattr(arguments, name), 1, high)
    require_whole("seed", arguments.seed, 0)
    require_sampled(model)
    require_two_classes(model, "a model that networks are trained on")
    require_all_known(model, "a model that networks are trained on")
    widest = max(arguments.n_features, *arguments.widths)
    numbers = model.n_nodes * widest * (max(arguments.depths) + 1)
    if numbers > MAX_NUMBERS:
        raise ValueError(
            f"n_nodes {model.n_nodes:,}, width {widest} and depth {max(arguments.depths)} make {numbers:,} numbers in one network, "
            f"but at most {MAX_NUMBERS:,} are kept."
        )
    if not arguments.networks:
        raise ValueError(f"networks is empty, but it must hold some of {', '.join(NETWORKS)}.")
    for key in arguments.networks:
        if key not in NETWORKS:
            raise ValueError(f"networks holds {key!r}, but each must be one of {', '.join(NETWORKS)}.")
    rates = DEFAULT.rates
    if arguments.rate is not None:
        if not 0 < arguments.rate <= 1:
            raise ValueError(f"rate is {arguments.rate}, but it must be a number above 0, to 1.")
        rates = tuple((key, 1, arguments.rate) for key in NETWORKS)
    elif stored.FILE.exists():
        rates = stored.load()[0].plan.rates
    return replace(
        DEFAULT,
        model=model,
        rates=rates,
        **{
            name: getattr(arguments, name)
            for name in ("n_features", "depths", "widths", "networks", "n_seeds", "seed", "epochs")
        },
    )


def run(arguments):
    """Run the command and print what it finds. Returns exit code 0. Raises OSError where the output cannot be written."""
    plan = plan_of(arguments)
    with whole_file(arguments.output) if arguments.output else nullcontext() as file:
        rows = []
        if file:
            rows = learning_rates.measure(plan, lambda row: print(*row, file=sys.stderr, flush=True))
            epochs, rates = learning_rates.choose(rows)
            plan = replace(plan, epochs=epochs, rates=rates)
        for done, total, found in experiment(plan):
            print(f"\r{done / total:.1%}", end="", file=sys.stderr, flush=True)
            results = found
        print(file=sys.stderr)
        if file:
            stored.save(results, rows, file)
    lines = [
        (NETWORKS[key].key, "" if width is None else width, depth, tested, *cell)
        for tested in (HELD_OUT, FRESH)
        for key, width, cells in table(results, tested)
        for depth, cell in cells.items()
        if cell[2]
    ]
    head = ("network", "width", "depth", "tested", "accuracy", "standard_error", "seeds")
    if arguments.csv:
        csv_table.write(sys.stdout, head, lines)
        return 0
    print("{:16}{:>6}{:>6}  {:18}{:>9}{:>15}{:>6}".format(*head))
    for *names, value, error, count in lines:
        shown = "" if error != error else f"{error:.4f}"
        print("{:16}{:>6}{:>6}  {:18}{:>9.4f}{:>15}{:>6}".format(*names, value, shown, count))
    return 0


def _numbers(text):
    try:
        return tuple(dict.fromkeys(int(size) for size in text.split(",")))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of whole numbers with commas") from None


def _names(text):
    return tuple(dict.fromkeys(name for name in text.split(",") if name))
