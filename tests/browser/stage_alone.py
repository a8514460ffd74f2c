"""The stage in an empty page, without the app: for what the browser draws and computes by itself."""

import json
from functools import cache

from browser.stage_numbers import message_of

from core.inside.crowd import sample_crowd
from core.model import CSBM
from core.simulation import sample_moments, side_of
from ui.link import link
from ui.stage import stage
from ui.stage.data import simulation_message

HAND = {name: [link.KEYS[name].low, link.KEYS[name].high] for name in ("m1", "m2", "s")}

_MOUNT = """([theory, dots, heard]) => {
    const heardOf = {onFeatures: features => { window.heard = features; return true; }};
    window.stage = createStage(document.querySelector(".stage-mount"), heard ? heardOf : {});
    window.stage.update(theory);
    if (dots) window.stage.deliver(dots);
}"""


@cache
def dots_of(model, depth=10, seed=0):
    """What the server tells of the simulation, as it arrives."""
    graphs = list(sample_moments(model, depth, n_graphs=2, seed=seed, exact=False))
    crowd = sample_crowd(model, depth, seed)
    return json.loads(json.dumps(simulation_message(model, graphs, side_of(model, depth), crowd, "t")))


def mount(page, model=None, depth=0, last=10, dots=True, width=820, heard=True, reading="fixed", **more):
    """A stage of a model at a depth; `more` goes into its message. heard: whether somebody takes what is dropped."""
    model = model or CSBM()
    view = {"stamp": 1, "depth": depth, "reading": reading, "axis": "log"}
    theory = {**message_of(model, last), "token": "t", "hand": HAND, "view": view, **more}
    page.evaluate("window.stage = window.stage?.destroy()")
    page.set_content(f'<style>{stage.STYLE}</style><div class="stage-mount" style="width: {width}px"></div>')
    # The scripts of a page outlive its content.
    if page.evaluate("typeof createStage") == "undefined":
        page.add_script_tag(content=stage.FIGURE)
    page.evaluate(_MOUNT, [theory, dots_of(model, last) if dots else None, heard])
