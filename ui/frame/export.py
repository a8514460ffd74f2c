"""The menu "Export": what is on screen as SVG, PNG, CSV, JSON, a Python script and a living HTML file, made in the browser."""

from pathlib import Path

import streamlit as st

from core import __version__
from core.estimate import estimate
from core.simulation import read
from ui.link import link
from ui.link.key import shortest
from ui.server import experiment
from ui.session import state
from ui.stage import standalone
from ui.stage.data import READINGS

LICENCE = "Figure: CC BY 4.0. Program: Sweet Spot, MIT licence."
# Places in the script that the browser fills, because it knows the address and the words of the moment.
LINK, SENTENCE = "@@LINK@@", "@@SENTENCE@@"
_FORMATS = (
    ("svg", "Picture (SVG)"),
    ("png", "Picture (PNG, double size)"),
    ("csv", "Numbers (CSV)"),
    ("json", "State (JSON)"),
    ("py", "Python script"),
    ("html", "Living stage (HTML)"),
)
_CSS = """
.export-root { position: relative; font-size: .875rem; color: var(--st-text-color); }
.export-root summary, .export-root button {
    min-height: 2.25rem; padding: .25rem .75rem; box-sizing: border-box; cursor: pointer; font: inherit; color: inherit;
    background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, .5rem);
}
.export-root summary { display: inline-block; list-style: none; }
.export-root summary::-webkit-details-marker { display: none; }
.export-root summary::after { content: " ▾"; }
.export-list { display: flex; flex-wrap: wrap; gap: .5rem; padding: .5rem 0; }
.export-root :is(summary, button):hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.export-root :focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.st-key-standalone { display: none; }
.export-status { margin: 0; min-height: 1.4em; }
"""
_BUTTONS = "".join(f'<button type="button" data-kind="{kind}">{words}</button>' for kind, words in _FORMATS)
_component = st.components.v2.component(
    "sweet_spot_export",
    html=f"""<details class="export-root"><summary>Export</summary><div class="export-list">{_BUTTONS}</div>
<p class="export-status" role="status"></p></details>""",
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
# By itself, because it never changes: it crosses to the browser once, while the menu's data follow every slider.
_template = st.components.v2.component(
    "sweet_spot_standalone",
    js="export default ({ data }) => { window.sweetSpotStandalone = data; };",
    isolate_styles=False,
)


def script(model, depth, seed, n_graphs, n_draws):
    """A Python script of at most 30 lines that prints the figure's numbers as CSV, from core alone.

    n_graphs: 0 where nothing is simulated.  The same columns, digit by digit, as the CSV of the menu.
    """
    numbers = (model.p_within, model.q_across, model.mean_1, model.mean_2, model.sigma)
    classes = [f"n_classes={model.n_classes}"] * (model.n_classes > 2)
    known = [f"known={shortest(model.known)}"] * (model.known < 1)
    arguments = ", ".join([str(model.n_nodes), *map(shortest, numbers), *classes, *known])
    simulated = f"""
simulation = simulate(model, depth, n_graphs={n_graphs}, n_draws={n_draws}, seed={seed})
for name in {READINGS}:
    dots = estimate(getattr(simulation, "error_" + name))
    columns |= {{"simulated_" + name: dots.value, "standard_error_" + name: dots.standard_error}}"""
    return f"""# {SENTENCE}
# {LINK}
# {LICENCE} Sweet Spot {__version__}; seed {seed}.
# Run where the folder core of the program is on the path: PYTHONPATH=sweet-spot python figure.py
import numpy as np

from core.estimate import estimate
from core.model import CSBM
from core.simulation import simulate
from core.walks import best_possible, predict

model, depth = CSBM({arguments}), {depth}
theory = predict(model, depth)
columns = {{"theory_" + name: getattr(theory, "error_" + name) for name in {READINGS}}}
for name in ("fixed", "fitted"):
    columns["best_" + name] = best_possible(model, depth, name)
{simulated.strip() if n_graphs else "# This model is too large to simulate in the app: theory alone."}
print("depth", *columns, sep=",")
for n, row in enumerate(zip(*columns.values())):
    print(n, *(repr(float(value)) if value == value else "" for value in row), sep=",")
"""


def columns(model, prediction, best, graphs, side):
    """What the CSV holds: name -> (depth+1,). graphs: GraphMoments, empty where nothing is simulated."""
    found = {f"theory_{name}": getattr(prediction, f"error_{name}") for name in READINGS}
    found |= {f"best_{name}": curve for name, curve in best.items()}
    if graphs:
        simulation = read(graphs, side, model)
        for name in READINGS:
            dots = estimate(getattr(simulation, f"error_{name}"))
            found |= {f"simulated_{name}": dots.value, f"standard_error_{name}": dots.standard_error}
    return found


def show():
    """Draw the menu for the stage on this page; what it writes is read from the stage at the moment of the press."""
    model, seed = state.model(), state.seed()
    simulated = experiment.obstacle(model) is None
    n_graphs = experiment.N_GRAPHS if simulated else 0
    data = {
        "version": __version__,
        "licence": LICENCE,
        "seed": seed,
        "values": link.texts(state.values(), link.KEYS),
        "script": script(model, state.depth_max(), seed, n_graphs, experiment.n_draws(model)),
    }
    _component(key="export", data=data)


def prepare():
    """Send what the living stage needs; call last on the page, it takes no room."""
    _template(key="standalone", data=standalone.template())
