"""python -m core layers file.npz: the measures of a trained network as a table or CSV, and the verdict."""

import sys

from core import csv_table
from core.layers.measure import CURVES, measure
from core.layers.read import read
from core.layers.sentence import notes, sentence
from core.layers.verdict import verdict
from core.terminal import file_name


def add(commands):
    """Add the command to the command line."""
    parser = commands.add_parser("layers", help="a network of your own: does it oversmooth, and does it hurt?")
    parser.add_argument("file", type=file_name, help="npz archive with h0, h1, ..., edges, labels (docs/layers.md)")
    parser.add_argument("--csv", action="store_true", help="print CSV with full precision instead of a table")


def run(arguments):
    """Print the numbers of every layer; exit code 0. Raises ValueError, one sentence, for a file that cannot be used."""
    try:
        network = read(arguments.file)
    except OSError as problem:
        raise ValueError(f"{arguments.file}: the file cannot be read ({problem.strerror}).") from None
    found = measure(network)
    columns = {name: getattr(found, name) for name in CURVES}
    rows = list(zip(*columns.values(), strict=True))
    if arguments.csv:
        csv_table.write(sys.stdout, ["layer", *columns], ([layer, *row] for layer, row in enumerate(rows)))
        return 0
    widths = [max(len(name), 9) for name in columns]
    print("layer  " + "  ".join(name.rjust(width) for name, width in zip(columns, widths, strict=True)))
    for layer, row in enumerate(rows):
        cells = ("" if value != value else format(value, ".4g") for value in row)
        print(f"{layer:>5}  " + "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))
    print("\n" + "\n".join([sentence(network, found, verdict(network, found)), *notes(network, found)]))
    return 0
