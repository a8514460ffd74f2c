"""What the light stage knows besides its scripts: keys and ranges of the link, presets, and the scenes of the lessons."""

import json
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from threading import Lock

from core import __version__
from core.inside.crowd import sample_crowd
from ui.lessons import lessons
from ui.link import presets
from ui.link.keys import KEYS
from ui.link.lesson_names import FILES
from ui.stage.nodes import nodes_message
from ui.stage.reveal import additions

_ROOT = Path(__file__).resolve().parents[2]
_MADE, _MAKING = {}, Lock()
STAGE_KEYS = ("n", "p", "q", "m1", "m2", "s", "dmax", "seed", "depth", "reading", "axis")


def content(server, hosted=""):
    """The record: keys, presets, lessons, about; server: whether dots can be asked for; hosted: address of an app, or empty."""
    return {
        "keys": {name: _key(KEYS[name]) for name in (*STAGE_KEYS, "c", "have")},
        "known": sorted(KEYS),
        "presets": [{"name": preset.name, **preset.parameters} for preset in presets.TWO_CLASSES],
        "lessons": {name: lesson for name in FILES if (lesson := _lesson(name))},
        "hosted": hosted,
        "server": server,
        # Without a server nobody samples: the nodes of one graph come along, for the values that the copy opens with.
        "nodes": None if server else _nodes(),
        "about": f"Sweet Spot {__version__}. Program: MIT licence; figures: CC BY 4.0. Theory: walk theory of this project.",
    }


def script(server, hosted=""):
    """The record as a script, made once, however many phones ask for it at a time."""
    with _MAKING:
        if (server, hosted) not in _MADE:
            _MADE[server, hosted] = _script(server, hosted)
        return _MADE[server, hosted]


def make_aside():
    """The server's record, made in a process beside this one: who asks meanwhile waits for it, and nobody else does.

    No worker of ui.server.workers: those give way to everybody, and here somebody may be waiting.
    """
    command = [sys.executable, "-X", "utf8", "-c", "from ui.light.play_data import script; print(script(True), end='')"]
    with _MAKING:
        made = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        _MADE[True, ""] = made.stdout.decode()


def _script(server, hosted):
    text = json.dumps(content(server, hosted), separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return f"window.SWEET_SPOT={text};\n"


def _nodes():
    model, depth = presets.DEFAULT.model, KEYS["dmax"].default
    return nodes_message(model, sample_crowd(model, depth, KEYS["seed"].default))


def _key(key):
    found = {"value": key.default, "meaning": key.meaning, "range": key.range_text}
    if key.kind == "choice":
        return found | {"choices": key.choices}
    return found | {"kind": key.kind, "low": key.low, "high": key.high}


def _lesson(name):
    lesson, problems = lessons.load(FILES[name])
    # The light pages compute two classes themselves, and no more.
    if problems or lesson.several_classes:
        return None
    # Features at some nodes only end a lesson there.
    drawn = takewhile(lambda scene: scene.values["have"] == KEYS["have"].default, lesson.scenes)
    return {"title": lesson.title, "scenes": [_scene(scene) for scene in drawn]}


def _short(value):
    """The same record with seven digits a number: as many as a picture shows."""
    if isinstance(value, dict):
        return {name: _short(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_short(part) for part in value]
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _scene(scene):
    """One scene with its numbers filled in and its true answer."""
    return {
        "title": scene.title,
        "words": scene.filled("words"),
        "watch": scene.watch,
        "question": scene.question,
        "choices": scene.choices,
        "mark_depth": scene.mark_depth,
        "truth": int(scene.truth),
        "answer": scene.answer_words,
        "explanation": scene.filled("explanation"),
        "sources": scene.sources,
        "reveal": _short(additions(scene, scene.setting.model, scene.setting.depth)),
        "values": {name: scene.values[name] for name in STAGE_KEYS},
    }
