"""The static copy: `python -m deploy.make_site [FOLDER]` writes one page and its data, which need no server.

Every graph of the scenes and presets is in data.js with theory, best possible and simulated dots; depth, mu and sigma enter in the
browser by algebra. SWEETSPOT_HOSTED names the address of the app that is offered for all other links.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from core import __version__
from core.estimate import estimate
from core.model import CSBM
from core.simulation import simulate
from core.walks import best_possible, predict
from ui.lessons import lessons
from ui.link import link, presets
from ui.server.experiment import N_GRAPHS
from ui.settings import SETTINGS
from ui.stage import data, stage

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "deploy" / "site"
LESSON = "lecture"
DIGITS = 7
READINGS = ("paper", "fixed", "fitted")


def make_site(folder, hosted=""):
    """Write the copy into a folder, which may exist; returns its size in bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path in ASSETS.iterdir():
        shutil.copy(path, folder / path.name)
    shutil.copy(ROOT / "ui" / "icon.svg", folder / "icon.svg")
    (folder / "stage.js").write_text(stage.FIGURE, encoding="utf-8")
    (folder / "stage.css").write_text(stage.STYLE, encoding="utf-8")
    text = json.dumps(content(hosted), separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    (folder / "data.js").write_text(f"window.SWEET_SPOT={text};\n", encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def content(hosted=""):
    """What data.js holds: graphs, scenes, presets, defaults, ranges of what may be moved, and who made it."""
    lesson, problems = lessons.load(ROOT / "lessons" / f"{LESSON}.toml")
    if problems:
        raise ValueError(problems[0])
    defaults = {name: link.DEFAULTS[name] for name in lessons.SETTABLE}
    wanted = [scene.values for scene in lesson.scenes] + [defaults | preset.parameters for preset in presets.PRESETS]
    graphs = {}
    for values in wanted:
        graphs.setdefault(tuple(values[name] for name in ("n", "p", "q", "dmax")), values)
    return {
        "graphs": [graph(values) for values in graphs.values()],
        "scenes": [scene(found) for found in lesson.scenes],
        "presets": [{"name": preset.name, **preset.parameters} for preset in presets.PRESETS],
        "defaults": defaults,
        "ranges": {name: (link.KEYS[name].low, link.KEYS[name].high) for name in ("m1", "m2", "s")},
        "hosted": hosted,
        "about": f"Sweet Spot {__version__}. Program: MIT licence; figures: CC BY 4.0. Theory: walk theory of this project.",
    }


def graph(values):
    """The stage's message of one model with its dots."""
    model, depth = CSBM(*(values[name] for name in link.MODEL_KEYS)), values["dmax"]
    best = {threshold: best_possible(model, depth, threshold) for threshold in ("fixed", "fitted")}
    message = data.theory_message(model, predict(model, depth), best, "")
    message["best"] = {name: running_minimum(curve) for name, curve in message["best"].items()}
    message["dots"] = None
    if model.n_nodes <= SETTINGS.max_nodes and model.expected_edges <= SETTINGS.max_edges:
        simulation = simulate(model, depth, n_graphs=N_GRAPHS, seed=values["seed"], exact=False)
        dots = {}
        for name in READINGS:
            found = estimate(getattr(simulation, f"error_{name}"))
            dots[name] = {
                "value": data.numbers(found.value),
                "error": data.numbers(found.standard_error),
            }
        message["dots"] = {"n_graphs": N_GRAPHS, "dots": dots}
    return rounded(message)


def running_minimum(curve):
    """Deeper layers may always be left out, so the best never rises."""
    lowest = []
    for value in curve:
        lowest.append(value if not lowest or value is not None and value < lowest[-1] else lowest[-1])
    return lowest


def scene(found):
    """One scene with its numbers filled in and its true answer."""
    return {
        "title": found.title,
        "words": found.filled("words"),
        "watch": found.watch,
        "question": found.question,
        "choices": found.choices,
        "mark_depth": found.mark_depth,
        "truth": int(found.truth),
        "answer": found.answer_words,
        "explanation": found.filled("explanation"),
        "sources": found.sources,
        "values": found.values,
    }


def rounded(value):
    """The same with floats of a few digits, except the model, whose numbers are the link's."""
    if isinstance(value, dict):
        return {name: part if name == "model" else rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def main(arguments):
    """Exit code 0; 2 with one sentence for more than one folder."""
    if len(arguments) > 1:
        print("make_site: name one folder, as in: python -m deploy.make_site site", file=sys.stderr)
        return 2
    folder = arguments[0] if arguments else "site"
    size = make_site(folder, os.environ.get("SWEETSPOT_HOSTED", ""))
    print(f"{folder}: {size / 1e3:,.0f} kB. Open {folder}/index.html, or put the folder on any web space.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
