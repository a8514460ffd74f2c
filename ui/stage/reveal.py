"""What the stage draws besides when the answer of a scene is revealed: the comparison that the scene asks for."""

from core.walks import predict, predict_layers
from ui.lessons.setting import TELEPORT
from ui.stage import data

# Rule of the answer -> curves of the stage that are switched on.
_SHOWN = {
    "best_possible_end": ("best",),
    "end_of_curve": ("other",),
    "collapses": ("other",),
    "normalisation_helps": ("other",),
}
# Rules whose answer the hills themselves show, as soon as they move.
_SEEN_IN_HILLS = ("first_gap",)
_WITH_RESIDUAL = ("residual_wins", "residual_lowers")


def additions(scene, model, depth):
    """Keys of the stage's message for a scene that has been answered: a second method laid over, and curves switched on."""
    found = {"shown": dict.fromkeys(shown(scene), True)}
    if scene.answer in _WITH_RESIDUAL:
        method = {"method": "residual", "alpha": TELEPORT}
        layers, prediction = predict_layers(model, depth, **method), predict(model, depth, **method)
        found["overlay"] = data.overlay_message(f"residual {TELEPORT:g}", model, layers, prediction)
    return found


def kept_still(scene):
    """Whether the picture stays at depth 0 while the question is open, and the label correlation unsaid: both would answer it."""
    return scene.answer in _SEEN_IN_HILLS


def view(scene, answered):
    """Changes of the stage's view: where a depth is asked for it stands at the true one once that is known, and before where the scene begins.

    Without any it takes over what is switched on.
    """
    return {"depth": scene.truth if answered else scene.values["depth"]} if scene.mark_depth else {}


def shown(scene):
    """Names of the curves that are switched on for a scene."""
    return _SHOWN.get(scene.answer, ())
