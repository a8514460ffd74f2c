"""The stored training experiment: one compressed file with its parameters, seed and version inside."""

import json
from dataclasses import asdict

import numpy as np

from core import __version__
from core.model import CSBM
from core.training.experiment import FILE, Plan, Results


def save(results, validation, file):
    """Write Results and the validation rows behind the learning rates into a binary file; numbers are kept to four digits or so."""
    about = {"version": __version__, "plan": asdict(results.plan), "validation": list(validation)}
    arrays = {name: _rounded(values) for name, values in results.arrays.items()}
    np.savez_compressed(file, about=np.array(json.dumps(about)), **arrays)


def load(file=FILE):
    """Read a stored experiment. Returns (Results, about), about with "version" and "validation"."""
    with np.load(file, allow_pickle=False) as stored:
        about = json.loads(str(stored["about"]))
        arrays = {name: stored[name] for name in stored.files if name != "about"}
    plan = about.pop("plan")
    plan |= {name: tuple(plan[name]) for name in ("networks", "depths", "widths")}
    plan |= {name: tuple(map(tuple, plan[name])) for name in ("rates", "fewer")}
    plan["model"] = CSBM(**plan["model"])
    return Results(Plan(**plan), arrays), about


def _rounded(values):
    """float32 with the last 10 bits cleared: 13 bits are four digits, and zeros compress."""
    bits = np.asarray(values, dtype=np.float32).view(np.uint32)
    return ((bits + np.uint32(1 << 9)) & np.uint32(0xFFFFFC00)).view(np.float32)
