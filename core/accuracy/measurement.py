"""How good a theory is: measured by a command, stored beside the module that measures it, read where it is claimed."""

import json

import numpy as np

from core import __version__
from core.terminal import whole_file


def stored(file):
    """The measurement in a JSON file."""
    return json.loads(file.read_text(encoding="utf-8"))


def store(file, found):
    """Write a measurement, with the version that it was made with."""
    text = json.dumps({"version": __version__, **found}, indent=1)
    with whole_file(file) as out:
        out.write(f"{text}\n".encode())


def levels(differences):
    """How large differences of any shape are: {"median", "ninety" (the 90th percentile), "worst"}, to four digits."""
    median, ninety, worst = np.quantile(differences, (0.5, 0.9, 1))
    named = {"median": median, "ninety": ninety, "worst": worst}
    return {level: round(float(value), 4) for level, value in named.items()}
