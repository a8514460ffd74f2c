"""What is said of the optimum alone holds for any number of graphs, and is what the stage is told."""

import json

import numpy as np
from claims import SHARE, refuted, says

from core.estimate import estimate
from core.optimum.error import Optimum
from ui.stage.data import limit_message
from ui.words.optimum import BELIEVED, level_words

PLAIN_WORDS = ("elsewhere the last ones are counted", BELIEVED)


def readers(found):
    level, error = found.error.value, found.error.standard_error
    points = r"((?:less than )?[\d.]+) percentage points"
    return {
        rf"Any method at all: ({SHARE}) ± {points}": lambda value, spread: (
            says(value, level) and says(f"{spread} %", 2 * error)
        ),
        rf"Any method at all: ({SHARE})": lambda value: says(value, level) and not error > 0,
        r"no node wrong on (\d) sampled graphs": lambda count: int(count) == found.error.n_graphs and level == 0,
        r"over (\d) graphs": lambda count: int(count) == found.error.n_graphs,
        r"the beliefs settled in every run": lambda: found.converged == 1,
        rf"the beliefs settled in only ({SHARE}) of the runs": lambda share: (
            says(share, found.converged) and found.converged < 1
        ),
    }


def test_no_sentence_about_the_level_is_refuted_and_the_picture_has_the_same_level():
    rng = np.random.default_rng(0)
    for turn in range(200):
        rows = np.maximum(rng.normal(10 ** rng.uniform(-5, -0.4), 0.001, int(rng.integers(1, 6))), 0) * (turn % 9 > 0)
        converged = 1.0 if turn % 2 else float(rng.uniform(0, 0.99))
        found = Optimum(estimate(rows), estimate(rows), converged)
        level, error = rows.mean(), found.error.standard_error
        assert not refuted(level_words(found), readers(found), PLAIN_WORDS), rows
        told = json.loads(json.dumps(limit_message(found, "t"), allow_nan=False))["limit"]
        assert told["value"] == level and (told["error"] == error or (told["error"] is None and np.isnan(error)))
