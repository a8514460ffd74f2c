"""The engine's numbers that the stage must show."""

import json

from core.model import CSBM
from core.walks import best_possible, predict
from ui.stage.data import theory_message

MODEL = CSBM()
THEORY = predict(MODEL, 20)


def curve(reading):
    """Error of the default model at depths 0..20 in one reading."""
    return getattr(THEORY, f"error_{reading}")


def message_of(model, depth=10):
    """What the server tells the stage of a model, as it arrives there."""
    best = {name: best_possible(model, depth, name) for name in ("fixed", "fitted")}
    return json.loads(json.dumps(theory_message(model, predict(model, depth), best, "")))
